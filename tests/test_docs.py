"""The documentation is true: everything the program has stands in it, and the other way round."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.main import get_command

from bot.cli import app
from bot.errors import ExitCode
from bot.model.survey import COLUMNS
from bot.rules import RULE_NAMES
from bot.settings.environment import Environment
from bot.settings.policy import Policy

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
PAGES = {page.name: page.read_text(encoding="utf-8") for page in (TOP / "README.md", *sorted(TOP.glob("docs/*.md")))}
SURVEYS = (TOP / "docs" / "surveys.md").read_text(encoding="utf-8")
POLICY = (TOP / "config" / "feedback-bot.yml").read_text(encoding="utf-8")


def commands() -> dict[str, list[str]]:
    """Every command with its long options."""
    group = get_command(app)
    found: dict[str, list[str]] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]  # a group has commands
        options = [option for parameter in command.params for option in parameter.opts]
        found[name] = [option for option in options if option.startswith("--")]
    return found


def keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel) and name != "rules":
            yield from keys(annotation)


@pytest.mark.parametrize("command", commands())
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"`feedback-bot {command}" in README


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_know_no_option_that_is_not_there(page: str) -> None:
    known = set(chain(*commands().values())) | {"--version", "--help"}
    assert set(re.findall(r"`(?:feedback-bot [a-z-]+ )?(--[a-z][a-z-]*)", PAGES[page])) <= known


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_every_rule_has_its_row(rule: str) -> None:
    assert f"| `{rule}` |" in PAGES["rules.md"]


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_has_its_row_in_the_readme(code: ExitCode) -> None:
    assert re.search(rf"^\| {int(code)} \|", README, re.MULTILINE)


@pytest.mark.parametrize("key", sorted(set(keys(Policy)) - {"rules"}))
def test_every_key_of_the_policy_is_explained_in_the_shipped_one(key: str) -> None:
    assert re.search(rf"\b{key}:", POLICY)


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_every_rule_and_its_settings_stand_in_the_shipped_policy(rule: str) -> None:
    section = re.search(rf"^  {rule}:[^\n]*\n((?:    [^\n]*\n)*)", POLICY, re.MULTILINE)
    assert section is not None
    field = Policy.model_fields["rules"].annotation
    assert field is not None
    options = field.model_fields[rule].annotation.__args__[0].model_fields
    assert {line.split(":")[0].strip() for line in section[1].splitlines()} == set(options)


@pytest.mark.parametrize("name", sorted(Environment.model_fields))
def test_every_variable_stands_in_the_readme(name: str) -> None:
    assert (name.upper() if name.startswith("ci_") else f"FEEDBACK_BOT_{name.upper()}") in README


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_explained(column: str) -> None:
    assert f"| `{column}` |" in SURVEYS


@pytest.mark.parametrize("page", sorted([*TOP.glob("*.md"), *TOP.glob("docs/*.md")]), ids=lambda page: page.name)
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def spoken() -> str:
    """All texts in the program's code, with … for what is put in."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted((TOP / "bot").rglob("*.py")))
    return "\n".join(_spoken(node) for tree in trees for node in ast.walk(tree))


def _spoken(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
        case _:
            return ""


SPOKEN = spoken()
MESSAGES = re.findall(r"^\| `(.+?)` \|", PAGES["troubleshooting.md"].partition("## By message")[2], re.MULTILINE)


@pytest.mark.parametrize("message", MESSAGES)
def test_the_program_says_what_is_explained(message: str) -> None:
    assert len(MESSAGES) > 15
    assert message.strip("… ") in SPOKEN
