from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pydantic import BaseModel, TypeAdapter

import bot.shipped
from bot.model.duration import parse_duration
from bot.model.labels import Label, LabelNames
from bot.rules import RULE_NAMES, Rules
from bot.settings import Policy, load_settings
from bot.settings.yaml_file import KeyPath, read_yaml
from bot.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from settings.conftest import Environ, LoadPolicy

POLICY = shipped("config") / "feedback-bot.yml"
CATALOGUE = TypeAdapter(tuple[Label, ...]).validate_python(read_yaml(shipped("config") / "labels.yml").content)
ALL_ON = Policy(rules=Rules.model_validate({name: {} for name in RULE_NAMES}))


def keys_of(model: BaseModel, above: KeyPath = ()) -> Iterator[KeyPath]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        yield (*above, name)
        if isinstance(value, BaseModel):
            yield from keys_of(value, (*above, name))


# --- where things are


@pytest.mark.parametrize("folder", ["config", "templates"])
def test_in_a_source_tree_they_are_at_the_top(folder: str) -> None:
    assert shipped(folder) == Path(__file__).parents[2] / folder
    assert shipped(folder).is_dir()


@pytest.mark.parametrize(("in_source_tree", "place"), [(True, "config"), (False, "bot/data/config")])
def test_in_an_installed_package_they_are_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, *, in_source_tree: bool
) -> None:
    monkeypatch.setattr(bot.shipped, "__file__", str(tmp_path / "bot" / "shipped.py"))
    if in_source_tree:
        (tmp_path / "pyproject.toml").touch()
    assert shipped("config") == tmp_path / place


# --- the policy


@pytest.mark.parametrize("field", Policy.model_fields)
def test_the_shipped_policy_says_what_the_code_does_without_it(field: str) -> None:
    assert getattr(Policy.model_validate(read_yaml(POLICY).content), field) == getattr(ALL_ON, field)


@pytest.mark.parametrize("key", list(keys_of(ALL_ON)), ids=".".join)
def test_the_shipped_policy_shows_every_key(key: tuple[str, ...]) -> None:
    if key == ("project",):  # has no default to show
        assert "\n# project: " in POLICY.read_text()
    else:
        assert key in read_yaml(POLICY).lines


@pytest.mark.parametrize("written", ["90min", "48h", "7d", "2w"])
def test_the_durations_it_gives_as_examples_are_durations(written: str) -> None:
    assert written in POLICY.read_text().split("Durations: ")[1].splitlines()[0]
    assert parse_duration(written)


@pytest.mark.parametrize(
    "example",
    [
        "project: group/feedback",
        "ticket_address: https://example.zendesk.com/agent/tickets/{ticket}",
        'review: {extra_lines: ["Make the CSM aware of this feedback? (Y/N)"]}',
        'review: {aliases: {action: ["Next step"]}}',
        'labels: {reasons: {"Took too long": "feedback::process"}}',
        'labels: {regions: {EMEA: "region::EMEA"}}',
    ],
)
def test_the_examples_in_its_comments_can_be_used(load_policy: LoadPolicy, example: str) -> None:
    last: Any = yaml.safe_load(example)
    while isinstance(last, (dict, list)):
        last = next(iter(last.values())) if isinstance(last, dict) else last[0]
    assert last in POLICY.read_text()
    assert load_policy(example) != load_policy("")


@pytest.mark.parametrize(
    "policy", sorted(shipped("config").rglob("feedback-bot.yml")), ids=lambda path: path.parent.name
)
def test_every_shipped_policy_can_be_used(environ: Environ, token: str, policy: Path) -> None:
    environ(token=token, project="x")
    settings = load_settings(policy)
    assert tuple(rule.name for rule in settings.policy.rules.switched_on()) == RULE_NAMES


# --- the label catalogue


def test_the_shipped_catalogue_holds_the_seven_cause_labels_of_the_handbook() -> None:
    assert {label.name for label in CATALOGUE if label.name.startswith("feedback::")} == {
        "feedback::process",
        "feedback::tech-skills",
        "feedback::soft-skills",
        "feedback::docs-issue",
        "feedback::product-issue",
        "feedback::known-issue",
        "feedback::lacking-info",
    }


def test_the_shipped_catalogue_holds_every_label_the_bot_uses() -> None:
    names = LabelNames()
    used = [*(value for key in ("satisfaction", "review", "contact") for value in names.model_dump()[key].values())]
    assert {*used, names.hands_off, names.dashboard} - {label.name for label in CATALOGUE} == set()


def test_no_label_stands_in_the_shipped_catalogue_twice() -> None:
    assert [name for name, count in Counter(label.name for label in CATALOGUE).items() if count > 1] == []


@pytest.mark.parametrize("label", CATALOGUE, ids=lambda label: label.name)
def test_every_label_has_a_colour_and_a_description(label: Label) -> None:
    assert re.fullmatch(r"#[0-9a-f]{6}", label.color)
    assert len(label.description.split()) >= 3
