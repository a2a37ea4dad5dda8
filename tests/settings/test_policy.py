from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.model.survey import Rating
from bot.rules import RULE_NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from settings.conftest import Load, LoadPolicy, Problems

NO_DURATION = "not a duration; write a number and a unit, such as 7d, 48h or 2w"
NO_ZONE = "not a time zone of the IANA database, such as Europe/Berlin"
KNOWN_RULES = ", ".join(sorted(RULE_NAMES))
NO_MAPPING = "own.yml:1: a policy is a mapping of keys, such as `rules:`"
TOP_KEYS = (
    "answer_within, former_bots, labels, limits, look_back, other_bots, pace, privacy, project, review, rules, source, "
    "sources, templates, ticket_address, timezone"
)


# --- what a policy says


def test_every_key_of_a_policy_is_read(load_policy: LoadPolicy) -> None:
    policy = load_policy("""
project: group/feedback
source: zendesk
timezone: Europe/Berlin
answer_within: 48h
look_back: 2w
ticket_address: "https://example.zendesk.com/agent/tickets/{ticket}"
former_bots: [7, 12]
other_bots: [Renovate, gitlab-bot]
rules:
  file_survey: {confidential: false, skip_good_without_comment: yes}
  ask_review: {ratings: [bad, neutral]}
  close_inactive: {after: 14d}
  nag_unanswered: {every: 3d, fallback: [support/managers, mia]}
labels:
  satisfaction: {good: happy}
  hands_off: no bots
  dashboard: the bot's
  reasons: {Took too long: "feedback::process"}
  regions: {EMEA: "region::EMEA"}
review: {extra_lines: ["CSM? (Y/N)"], aliases: {action: [Next step], "CSM? (Y/N)": [CSM told]}}
limits: {changes: 0, filings: 7}
pace: {issues_per_minute: 90, notes_per_minute: auto}
""")
    rules = policy.rules
    assert (policy.project, policy.source, policy.timezone) == ("group/feedback", "zendesk", ZoneInfo("Europe/Berlin"))
    assert (policy.answer_within, policy.look_back) == (timedelta(days=2), timedelta(days=14))
    assert policy.ticket_address == "https://example.zendesk.com/agent/tickets/{ticket}"
    assert policy.former_bots == {7, 12}
    assert policy.other_bots == {"renovate", "gitlab-bot"}
    assert rules.file_survey
    assert (rules.file_survey.confidential, rules.file_survey.skip_good_without_comment) == (False, True)
    assert rules.ask_review
    assert rules.ask_review.ratings == (Rating.BAD, Rating.NEUTRAL)
    assert policy.review.extra_lines == ("CSM? (Y/N)",)
    assert policy.review.aliases == {"action": ("Next step",), "CSM? (Y/N)": ("CSM told",)}
    assert rules.close_inactive
    assert rules.close_inactive.after == timedelta(days=14)
    assert rules.nag_unanswered
    assert (rules.nag_unanswered.every, rules.nag_unanswered.fallback) == (
        timedelta(days=3),
        ("support/managers", "mia"),
    )
    assert (policy.labels.satisfaction.good, policy.labels.satisfaction.bad) == ("happy", "satisfaction::bad")
    assert (policy.labels.hands_off, policy.labels.dashboard) == ("no bots", "the bot's")
    assert (policy.labels.reasons, policy.labels.regions) == (
        {"Took too long": "feedback::process"},
        {"EMEA": "region::EMEA"},
    )
    assert (policy.limits.changes, policy.limits.filings) == (0, 7)
    assert (policy.pace.issues_per_minute, policy.pace.notes_per_minute) == (90, "auto")


NO_TAB = "found character '\\t' that cannot start any token"
NO_TEXT = "own.yml: cannot be read: not a text file in UTF-8, or with control characters in it"


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "---\n", "null\n", "\ufeff", "\ufeffsource: survey\n"])
def test_an_empty_policy_has_the_defaults_and_no_rules(load_policy: LoadPolicy, content: str) -> None:
    policy = load_policy(content)
    assert (policy.source, policy.answer_within, policy.rules.switched_on()) == ("survey", timedelta(days=7), ())


@pytest.mark.parametrize("rule", RULE_NAMES)
@pytest.mark.parametrize("body", ["", " {}", " null", " ~"], ids=["nothing", "mapping", "null", "tilde"])
def test_a_section_that_is_there_but_empty_switches_its_rule_on(load_policy: LoadPolicy, rule: str, body: str) -> None:
    rules = load_policy(f"rules:\n  {rule}:{body}\n").rules
    assert [one.name for one in rules.switched_on()] == [rule]


def test_rules_are_asked_in_their_own_order_whatever_the_policys(load_policy: LoadPolicy) -> None:
    sections = "".join(f"  {rule}:\n" for rule in reversed(RULE_NAMES))
    assert tuple(rule.name for rule in load_policy(f"rules:\n{sections}").rules.switched_on()) == RULE_NAMES


@pytest.mark.parametrize("written", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+3"])
def test_a_time_zone_is_read(load_policy: LoadPolicy, written: str) -> None:
    assert load_policy(f"timezone: {written}").timezone == ZoneInfo(written)


# --- what is wrong with one


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(
            "review: {aliases: {actions: [x]}}",
            "own.yml:1: review: aliases: actions is no line of the review; did you mean action?",
            id="no line of the review",
        ),
        pytest.param(
            "_env_file: x",
            f"own.yml:1: _env_file: unknown key (known: {TOP_KEYS})",
            id="a word of the settings library",
        ),
        pytest.param(
            "_cli_parse_args: true", f"own.yml:1: _cli_parse_args: unknown key (known: {TOP_KEYS})", id="another"
        ),
        pytest.param(
            "rules:\n  nag_unanswered:\n    <<: {every: 3d}\n    every: 4d",
            "own.yml:3: rules.nag_unanswered.<<: YAML does not read this key as text; put it in quotes",
            id="a merge",
        ),
        pytest.param("sorce: x", "own.yml:1: sorce: unknown key; did you mean source?", id="misspelt key"),
        pytest.param("colour: x", f"own.yml:1: colour: unknown key (known: {TOP_KEYS})", id="unknown key"),
        pytest.param(
            "rules:\n  close_inactiv:\n    after: 7d",
            "own.yml:2: rules.close_inactiv: unknown rule; did you mean close_inactive?",
            id="misspelt rule",
        ),
        pytest.param(
            "rules:\n  escalate:",
            f"own.yml:2: rules.escalate: unknown rule (known: {KNOWN_RULES})",
            id="unknown rule",
        ),
        pytest.param(
            "rules:\n  nag_unanswered:\n    evry: 7d",
            "own.yml:3: rules.nag_unanswered.evry: unknown key; did you mean every?",
            id="misspelt key of a rule",
        ),
        pytest.param(
            "rules:\n  follow_rating:\n    after: 7d",
            "own.yml:3: rules.follow_rating.after: unknown key",
            id="key of a rule that has none",
        ),
        pytest.param(
            "\n\nlabels:\n  review:\n    needd: x",
            "own.yml:5: labels.review.needd: unknown key; did you mean needed?",
            id="misspelt key three levels down",
        ),
        *(
            pytest.param(f"look_back: {written}", f"own.yml:1: look_back: {NO_DURATION}", id=f"duration {written}")
            for written in ("7", "7 days", "-1d", "soon", "", "[7d]", "99999d")
        ),
        pytest.param(
            "rules:\n  close_inactive:\n    after: a week",
            f"own.yml:3: rules.close_inactive.after: {NO_DURATION}",
            id="duration of a rule",
        ),
        *(
            pytest.param(f"timezone: {written}", f"own.yml:1: timezone: {NO_ZONE}{hint}", id=f"time zone {written}")
            for written, hint in (
                ("Europe/Berln", "; did you mean Europe/Berlin?"),
                ("europe/berlin", "; did you mean Europe/Berlin?"),
                ("America/NewYork", "; did you mean America/New_York?"),
                ("+01:00", ""),
                ("3", ""),
                ("", ""),
                ("[UTC]", "; did you mean UTC?"),
            )
        ),
        pytest.param(
            "rules:\n  ask_review:\n    ratings:\n      - bad\n      - awful",
            "own.yml:5: rules.ask_review.ratings.1: Input should be 'good', 'neutral' or 'bad'",
            id="unknown rating in a list",
        ),
    ],
)
def test_a_problem_names_file_line_and_key_and_suggests(problems: Problems, content: str, problem: str) -> None:
    assert problems(content) == [problem]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        pytest.param("source: [a]", "own.yml:1: source: ", id="list for text"),
        pytest.param("source: My Source", "own.yml:1: source: ", id="source with a blank"),
        pytest.param("source: ''", "own.yml:1: source: ", id="empty source"),
        pytest.param(
            "\nticket_address: https://example.com/", "own.yml:2: ticket_address: ", id="address without {ticket}"
        ),
        pytest.param("other_bots: bob", "own.yml:1: other_bots: ", id="text for a list"),
        pytest.param("other_bots:\n- bob\n- 3", "own.yml:3: other_bots.1: ", id="number in a list of names"),
        pytest.param("former_bots: 3", "own.yml:1: former_bots: ", id="number for a list of ids"),
        pytest.param("former_bots:\n- 7\n- bob", "own.yml:3: former_bots.1: ", id="name in a list of ids"),
        pytest.param("templates: 3", "own.yml:1: templates: ", id="number for a folder"),
        pytest.param("rules: [file_survey]", "own.yml:1: rules: ", id="list of rules"),
        pytest.param("rules: all", "own.yml:1: rules: ", id="word for rules"),
        pytest.param("rules:\n  close_inactive: 7d", "own.yml:2: rules.close_inactive: ", id="value for a section"),
        pytest.param("rules:\n  close_inactive: true", "own.yml:2: rules.close_inactive: ", id="true for a section"),
        pytest.param(
            "rules:\n  file_survey:\n    confidential: perhaps",
            "own.yml:3: rules.file_survey.confidential: ",
            id="perhaps",
        ),
        pytest.param(
            "rules:\n  nag_unanswered:\n    fallback:\n    - mia\n    - '@leo'",
            "own.yml:5: rules.nag_unanswered.fallback.1: ",
            id="fallback with @",
        ),
        pytest.param("labels: 3", "own.yml:1: labels: ", id="number for labels"),
        pytest.param("labels:\n  hands_off: a, b", "own.yml:2: labels.hands_off: ", id="label with a comma"),
        pytest.param("labels:\n  hands_off: ''", "own.yml:2: labels.hands_off: ", id="label without a name"),
        pytest.param(
            "labels:\n  causes: 'feedback::'", "own.yml:2: labels.causes: ", id="scope with colons at its end"
        ),
        pytest.param("labels:\n  regions:\n    EMEA: 3", "own.yml:3: labels.regions.EMEA: ", id="number for a label"),
        pytest.param("limits:\n  changes: -1", "own.yml:2: limits.changes: ", id="negative limit"),
        pytest.param("limits:\n  changes: many", "own.yml:2: limits.changes: ", id="word for a number"),
        pytest.param("limits:\n  filings: 5.5", "own.yml:2: limits.filings: ", id="fraction for a number"),
        pytest.param("pace: fast", "own.yml:1: pace: ", id="word for a pace"),
        pytest.param("pace:\n  notes_per_minute: fast", "own.yml:2: pace.notes_per_minute: ", id="word for a limit"),
        pytest.param("pace:\n  notes_per_minute: true", "own.yml:2: pace.notes_per_minute: ", id="true for a limit"),
    ],
)
def test_wrong_types_and_impossible_values_are_refused_in_their_place(
    problems: Problems, content: str, place: str
) -> None:
    (problem,) = problems(content)
    assert problem.startswith(place)
    assert len(problem) > len(place)


def test_all_problems_are_told_at_once_in_the_order_of_the_file(problems: Problems) -> None:
    found = problems(
        "limits:\n  changes: -1\nrules:\n  nag_unanswred:\n  close_inactive:\n    after: 7\n    befor: 1d\n"
        "tmezone: UTC\nsource: [x]\n"
    )
    assert [problem.split(": ")[0:2] for problem in found] == [
        ["own.yml:2", "limits.changes"],
        ["own.yml:4", "rules.nag_unanswred"],
        ["own.yml:6", "rules.close_inactive.after"],
        ["own.yml:7", "rules.close_inactive.befor"],
        ["own.yml:8", "tmezone"],
        ["own.yml:9", "source"],
    ]


def test_a_misspelt_key_a_bad_duration_and_an_unknown_rule_take_a_line_each(problems: Problems) -> None:
    assert problems("rules:\n  close_inactive:\n    after: week\n  nag:\nanswer_withn: 7d\n") == [
        f"own.yml:3: rules.close_inactive.after: {NO_DURATION}",
        f"own.yml:4: rules.nag: unknown rule (known: {KNOWN_RULES})",
        "own.yml:5: answer_withn: unknown key; did you mean answer_within?",
    ]


# --- what is wrong with the file


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("- a\n- b\n", [NO_MAPPING], id="list"),
        pytest.param("[]", [NO_MAPPING], id="empty list"),
        pytest.param("hello", [NO_MAPPING], id="a word"),
        pytest.param("0", [NO_MAPPING], id="a number"),
        pytest.param("false", [NO_MAPPING], id="false"),
        pytest.param(
            "source: a\nrules:\nsource: b\n",
            ["own.yml:3: source stands here a second time (first in line 1)"],
            id="key twice",
        ),
        pytest.param(
            "source: a\nrules:\n  close_inactive:\n    after: 7d\n    after: 8d\n'source': c\nsource: d\n",
            [
                "own.yml:5: rules.close_inactive.after stands here a second time (first in line 4)",
                "own.yml:6: source stands here a second time (first in line 1)",
                "own.yml:7: source stands here a second time (first in line 1)",
            ],
            id="several keys twice",
        ),
        pytest.param(
            "rules:\n\tx: 1",
            [f"own.yml:2: not valid YAML: while scanning for the next token {NO_TAB}"],
            id="tab",
        ),
        pytest.param("a: b\n  c: d", ["own.yml:2: not valid YAML: mapping values are not allowed here"], id="indent"),
        pytest.param(
            "\n? [a]\n: b",
            ["own.yml:2: not valid YAML: while constructing a mapping found unhashable key"],
            id="list for a key",
        ),
        pytest.param(
            "source: !!os x",
            ["own.yml:1: not valid YAML: could not determine a constructor for the tag 'tag:yaml.org,2002:os'"],
            id="unknown tag",
        ),
        pytest.param("source: é".encode("latin-1"), [NO_TEXT], id="Latin-1"),
        pytest.param("source: x".encode("utf-16"), [NO_TEXT], id="UTF-16"),
        pytest.param(b"source: a\0b", [NO_TEXT], id="binary"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(problems: Problems, content: str | bytes, expected: list[str]) -> None:
    assert problems(content) == expected


def test_a_folder_is_no_policy(problems: Problems, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "own.yml"
    folder.mkdir()
    monkeypatch.setattr(type(folder), "write_bytes", lambda *_: 0)
    assert problems() == ["own.yml: cannot be read: Is a directory"]


def test_an_anchor_may_be_used_twice(load_policy: LoadPolicy) -> None:
    rules = load_policy("rules:\n  close_inactive: &week {after: 9d}\n  file_survey:\nlimits: {changes: 1}").rules
    assert rules.close_inactive
    assert rules.close_inactive.after == timedelta(days=9)


# --- templates


def test_without_a_folder_of_their_own_the_shipped_templates_are_used(load: Load) -> None:
    (folder,) = load("templates: ''").template_folders
    assert (folder / "file_survey.md.j2").is_file()


@pytest.mark.parametrize("absolute", [False, True], ids=["beside the policy", "absolute"])
def test_a_folder_of_their_own_goes_before_the_shipped_templates(load: Load, tmp_path: Path, *, absolute: bool) -> None:
    own = tmp_path / "words"
    own.mkdir()
    first, second = load(f"templates: {own if absolute else 'words'}").template_folders
    assert first == own
    assert (second / "file_survey.md.j2").is_file()


@pytest.mark.parametrize("kind", ["missing", "a file"])
def test_a_templates_folder_that_is_none_is_told(problems: Problems, tmp_path: Path, kind: str) -> None:
    if kind == "a file":
        (tmp_path / "words").write_text("")
    assert problems("source: x\ntemplates: words") == ["own.yml:2: templates: there is no folder words"]


# --- what ought to be better


@pytest.mark.parametrize("body", ["false", "no", "off", "0", "[]", "''"])
def test_a_rule_that_is_said_to_be_off_is_not_on(problems: Problems, body: str) -> None:
    (problem,) = problems(f"rules:\n  close_inactive: {body}\n")
    assert problem.startswith("own.yml:2: rules.close_inactive: ")


@pytest.mark.parametrize("key", ["1", "on", "null", "2026-11-22"])
def test_a_top_key_that_is_no_text_is_refused_in_its_place(problems: Problems, key: str) -> None:
    (problem,) = problems(f"source: x\n{key}: y\n")
    assert problem.startswith("own.yml:2: ")


@pytest.mark.parametrize("content", ["source: &a [*a]", "rules: &a\n  file_survey: *a"])
def test_an_anchor_within_itself_is_refused(problems: Problems, content: str) -> None:
    (problem,) = problems(content)
    assert problem.startswith("own.yml:")


@pytest.mark.parametrize("written", ["[a]", "{a: b}", "true", "1.5"])
def test_a_project_that_is_neither_text_nor_number_is_refused(problems: Problems, written: str) -> None:
    (problem,) = problems(f"project: {written}")
    assert problem.startswith("own.yml:1: project: ")


@pytest.mark.parametrize("content", ["former_bots: [0]", "pace: {issues_per_minute: 0}"], ids=["id", "limit"])
def test_nought_is_refused_without_calling_it_negative(problems: Problems, content: str) -> None:
    (problem,) = problems(content)
    assert "negative" not in problem


def test_true_is_no_limit(problems: Problems) -> None:
    (problem,) = problems("limits:\n  changes: true")
    assert problem.startswith("own.yml:2: limits.changes: ")


def test_one_label_for_two_ratings_is_refused(problems: Problems) -> None:
    (problem,) = problems("labels:\n  satisfaction: {good: same, bad: same}")
    assert problem == "own.yml:1: labels: same stands for two different things"


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        (
            "{regions: {EMEA: 'satisfaction::bad'}}",
            "satisfaction::bad has a meaning of its own, so no region can lead to it",
        ),
        (
            "{satisfaction: {good: 'SSAT::good', bad: 'SSAT::bad'}, contact: {requested: 'SSAT::Contact'}}",
            "labels of different kinds share the scope SSAT",
        ),
        ("{causes: satisfaction}", "labels of different kinds share the scope satisfaction"),
        ("{hands_off: 'review::off'}", "labels of different kinds share the scope review"),
        ("{dashboard: 'review::bot'}", "labels of different kinds share the scope review"),
        ("{dashboard: 'no bots', hands_off: 'no bots'}", "no bots stands for two different things"),
    ],
)
def test_labels_that_would_take_each_other_away_are_refused(labels: str, problem: str, problems: Problems) -> None:
    assert problems(f"labels: {labels}") == [f"own.yml:1: labels: {problem}"]


def test_a_text_that_nobody_says_is_told_with_the_one_that_was_meant(problems: Problems, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "ask_reveiw.md.j2").write_text("Hello")
    (tmp_path / "words" / "_parts.md.j2").write_text("Hello")
    (problem,) = problems("templates: words")
    assert problem == "words/ask_reveiw.md.j2: no text of the bot's has this name; did you mean ask_review.md.j2?"


def test_a_region_called_no_is_told_by_its_name_and_line(problems: Problems) -> None:
    (problem,) = problems("labels:\n  regions:\n    EMEA: 'region::EMEA'\n    NO: 'region::NO'\n")
    assert problem.startswith("own.yml:4: labels.regions.NO: ")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("source: My Source", id="source"),
        pytest.param("ticket_address: https://example.com/", id="ticket_address"),
        pytest.param("rules: {nag_unanswered: {fallback: ['@leo']}}", id="fallback"),
        pytest.param("labels: {hands_off: 'a, b'}", id="label"),
        pytest.param("labels: {causes: 'feedback::'}", id="causes"),
        pytest.param("other_bots: bob", id="frozenset"),
        pytest.param("former_bots: bob", id="frozenset of ids"),
        pytest.param("rules: {nag_unanswered: {fallback: leo}}", id="tuple"),
        pytest.param("rules: {close_inactive: 7d}", id="value for a section"),
    ],
)
def test_a_message_says_what_to_write_in_words(problems: Problems, content: str) -> None:
    (problem,) = problems(content)
    assert [word for word in ("pattern", "instance of", "frozenset", "tuple", "dictionary") if word in problem] == []


@pytest.mark.parametrize("section", ["rules", "labels", "limits", "pace"])
def test_an_empty_section_has_its_defaults(load: Load, section: str) -> None:
    assert load(f"{section}:\n").policy.model_dump() == load("").policy.model_dump()


def test_two_documents_in_one_file_are_told_in_a_whole_sentence(problems: Problems) -> None:
    (problem,) = problems("---\nsource: a\n---\nsource: b\n")
    assert "expected a single document" in problem


@pytest.mark.parametrize("content", ["Source: a", "source: a\nSOURCE: b"])
def test_a_top_key_in_capitals_is_refused_as_it_is_in_a_section(problems: Problems, content: str) -> None:
    assert "did you mean source?" in problems(content)[-1]
