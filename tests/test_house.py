"""One behaviour, one file: a rule, its template, its section of the policy and its test bear the same name."""

from pathlib import Path

import pytest

from bot.rules import RULE_NAMES, Rule, Rules

TOP = Path(__file__).parent.parent
SHARED = {"__init__", "people", "reminder", "rule", "wording"}
SILENT = {"delete_repeat", "keep_one_label", "relate_sources"}  # rules without a text
# Texts without a rule: the bot's own issue, how one stands, what staff type in, why a filing is closed when its pass is
# undone, and what tickets are told.
NO_RULES = {"dashboard", "close_dashboard", "explain", "issue_template", "undo", "write_back"}


@pytest.mark.parametrize("name", RULE_NAMES)
def test_a_rule_has_its_name_everywhere(name: str) -> None:
    rule = Rules.model_validate({name: {}}).switched_on()[0]
    assert rule.name == name
    assert type(rule).__name__ == name.title().replace("_", "")
    for path in (f"bot/rules/{name}.py", f"tests/rules/test_{name}.py"):
        assert (TOP / path).is_file(), path
    assert (TOP / f"templates/{name}.md.j2").is_file() == (name not in SILENT)


def test_there_is_no_rule_without_a_name() -> None:
    assert {path.stem for path in (TOP / "bot" / "rules").glob("*.py")} - SHARED == set(RULE_NAMES)
    assert {path.name.split(".")[0] for path in (TOP / "templates").glob("[!_]*.j2")} == set(
        RULE_NAMES
    ) - SILENT | NO_RULES


@pytest.mark.parametrize("name", sorted(NO_RULES))
def test_a_text_without_a_rule_has_a_report_of_its_name(name: str) -> None:
    assert (TOP / f"bot/reports/{name}.py").is_file()


@pytest.mark.parametrize("name", RULE_NAMES)
def test_a_rule_says_in_a_sentence_what_it_does(name: str) -> None:
    rule = type(Rules.model_validate({name: {}}).switched_on()[0])
    assert issubclass(rule, Rule)
    assert rule.__doc__
    assert rule.__doc__.splitlines()[0].endswith(".")
