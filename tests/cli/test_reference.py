"""docs/command-line.md is what the program says of itself; `DOCS=write` writes it anew."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from bot.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
INTRODUCTION = """\
# The command line

Every command with all its options, as `feedback-bot COMMAND --help` tells them. What holds for all of them is said by
the environment and the [policy](configuration.md), what exit codes mean by [troubleshooting.md](troubleshooting.md).
"""


def page() -> str:
    group: Any = get_command(app)
    return "\n".join([INTRODUCTION, *(_command(name, command) for name, command in group.commands.items())])


def _command(name: str, command: Any) -> str:  # noqa: ANN401 - click's command, as Typer brings it
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    usage = " ".join(["feedback-bot", name, *(one.metavar for one in arguments), *(["[OPTIONS]"] if options else [])])
    rows = [*_rows(arguments), *_rows(options)]
    table = ["| | |", "| --- | --- |", *rows, ""] if rows else []
    return "\n".join([f"## {name}", "", f"`{usage}`", "", _prose(command.help), "", *table])


def _rows(parameters: list[Any]) -> Iterator[str]:
    for one in parameters:
        value = "" if getattr(one, "is_flag", False) else f" {one.metavar}"
        names = ", ".join(f"`{name}`" for name in sorted(one.opts, key=len, reverse=True))
        if one.param_type_name == "argument":
            names, value = f"`{one.metavar}`", ""
        yield f"| {names}{value.replace('|', chr(92) + '|')} | {_prose(one.help)} |"


def _prose(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_the_page_says_what_the_program_says() -> None:
    if os.environ.get("DOCS") == "write":
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "DOCS=write pytest tests/cli/test_reference.py"
