"""What editors are told of the policy is what the bot takes."""

import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from settings.conftest import LoadPolicy

from bot.errors import ConfigurationError
from bot.model.duration import as_written, parse_duration
from bot.rules import RULE_NAMES
from bot.settings.schema import SCHEMA_FILE, policy_schema
from bot.shipped import shipped

SCHEMA = shipped("config") / SCHEMA_FILE
VALIDATOR = jsonschema.Draft202012Validator(yaml.safe_load(policy_schema()))


def test_the_published_schema_is_up_to_date() -> None:
    if os.environ.get("SCHEMA") == "write":
        SCHEMA.write_text(policy_schema(), encoding="utf-8")
    assert SCHEMA.read_text(encoding="utf-8") == policy_schema(), "SCHEMA=write pytest tests/settings/test_schema.py"


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize(
    "policy", sorted(shipped("config").rglob("feedback-bot.yml")), ids=lambda path: path.parent.name
)
def test_a_shipped_policy_leads_editors_to_it_in_its_first_line(policy: Path) -> None:
    first, rest = policy.read_text(encoding="utf-8").split("\n", 1)
    before, named = first.split("$schema=")
    assert before == "# yaml-language-server: "
    assert (policy.parent / named).resolve() == SCHEMA
    VALIDATOR.validate(yaml.safe_load(rest))


GOOD = {
    "nothing but a rule": "rules: {close_inactive: }",
    "a rule switched off": "rules: {}",
    "empty sections": "rules:\nlabels:\nlimits:\npace:\nprivacy:\nreview:\nsources:",
    "a project by its number": "project: 4711",
    "a project that is null": "project:",
    "durations": "answer_within: 48h\nlook_back: 2w\nrules: {close_inactive: {after: 90min}}",
    "durations with blanks and capitals": "answer_within: ' 48 H '\nlook_back: 90MIN",
    "an empty file": "",
    "names that stand there twice": "former_bots: [7, 7]\nother_bots: [ghost, ghost]\nprivacy: {keep: [ip, ip]}",
    "a pace": "pace: {issues_per_minute: 10, notes_per_minute: auto}",
    "a source by its preset": "timezone: Europe/Berlin\nsources: {forms: {mapping: typeform, files: ['in/*.json']}}",
    "an empty source": "sources: {forms: }",
    "a Zendesk account": "sources: {csat: {type: zendesk, account: example, write_back: {}}}",
    "other bots": "other_bots: [renovate-bot, '@ghost']\nformer_bots: [7]",
    "labels": "labels: {satisfaction: {good: 'csat::good'}, regions: {EMEA: 'region::emea'}}",
    "roles of commands": "rules: {obey_commands: {role: developer, verbs: {close: maintainer}}}",
    "more lines of the review": "review: {extra_lines: ['Make the CSM aware?']}",
    "private data": "privacy: {keep: [ip], phone_regions: [AT], customer: name}",
}
BAD = {
    "an unknown key": "rulez: {}",
    "an unknown rule": "rules: {close_inactiv: }",
    "an unknown setting": "rules: {close_inactive: {aftr: 7d}}",
    "a duration without a unit": "answer_within: 7",
    "a duration of nothing": "answer_within: 0d",
    "another of nothing": "rules: {close_inactive: {after: 00 min}}",
    "a month": "answer_within: 1m",
    "a label with a comma": "labels: {kudos: 'a,b'}",
    "a limit below nothing": "limits: {changes: -1}",
    "a pace of nothing": "pace: {notes_per_minute: 0}",
    "a word for a number": "former_bots: [somebody]",
    "an unknown rating": "rules: {ask_review: {ratings: [awful]}}",
    "an unknown kind of source": "sources: {csat: {type: zendeks, account: example}}",
    "a source's name with blanks": "source: our form",
    "a section of a source with blanks": "sources: {our form: {files: ['in/*.json']}}",
    "an address without the ticket": "ticket_address: https://example.zendesk.com/",
}


@pytest.mark.parametrize("policy", GOOD.values(), ids=list(GOOD))
def test_what_the_bot_takes_the_schema_takes(policy: str, load_policy: LoadPolicy) -> None:
    load_policy(policy)
    VALIDATOR.validate(yaml.safe_load(policy))


@pytest.mark.parametrize("policy", BAD.values(), ids=list(BAD))
def test_what_the_schema_refuses_the_bot_refuses(policy: str, load_policy: LoadPolicy) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(yaml.safe_load(policy))
    with pytest.raises(ConfigurationError):
        load_policy(policy)


def sections() -> st.SearchStrategy[dict[str, Any]]:
    """Policies in which every rule may be there, and may be empty."""
    bodies: st.SearchStrategy[dict[str, Any] | None] = st.one_of(st.none(), st.just({}))
    rules = st.dictionaries(st.sampled_from(RULE_NAMES), bodies)
    return st.fixed_dictionaries({"rules": st.one_of(st.none(), rules)})


@given(sections())
def test_every_choice_of_rules_fits_the_schema(policy: dict[str, Any]) -> None:
    VALIDATOR.validate(policy)


@given(st.from_regex(r"\s?[0-9]{0,5} ?[a-zA-Z]{0,3}\s?", fullmatch=True))
def test_a_duration_fits_the_schema_where_it_can_be_read(written: str) -> None:
    try:
        parse_duration(written)
        readable = True
    except ValueError:
        readable = False
    assert VALIDATOR.is_valid({"look_back": written}) is readable


@given(st.integers(1, 999), st.sampled_from(["s", "min", "h", "d", "w"]))
def test_a_duration_is_written_as_it_can_be_read(count: int, unit: str) -> None:
    duration = parse_duration(f"{count}{unit}")
    assert parse_duration(as_written(duration)) == duration
