"""Finds the quick actions in a text and takes their lines out.

As in recent versions of GitLab's source the text is parsed as Markdown and only top-level paragraphs are looked at,
so that nothing inside code, quotes, lists or HTML blocks is executed.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from bot.sandbox.quick.issue import ACTIONS
from bot.sandbox.quick.names import ALIASES, OUT_OF_REACH, Command

_KNOWN = ACTIONS.keys() | ALIASES.keys() | OUT_OF_REACH
_LINE = re.compile(r"/(?P<name>\w+)(?: (?P<argument>.*))?\s*")
_LINE_END = re.compile(r"\r\n?|\n")
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def extract(text: str, *, skip: frozenset[Command] = frozenset()) -> tuple[str, list[Command]]:
    """Give the text without its quick actions, and those; commands to skip lose their lines all the same."""
    lines = _LINE_END.split(text)
    found = {number: command for number, line in enumerate(lines) if (command := _read(line)) is not None}
    if found:
        open_lines = _paragraph_lines("\n".join(lines))
        found = {number: command for number, command in found.items() if number in open_lines}
    if not found:
        return text, []
    rest = "\n".join(line for number, line in enumerate(lines) if number not in found)
    return rest.rstrip().lstrip("\n"), [command for command in found.values() if command not in skip]


def _paragraph_lines(text: str) -> set[int]:
    numbers: set[int] = set()
    # Without the line end markdown-it-py 4.3 stumbles over texts that end in a quoted, unfinished HTML block.
    for token in _MARKDOWN.parse(f"{text}\n"):
        if token.type == "paragraph_open" and token.level == 0 and token.map:
            numbers.update(range(*token.map))
    return numbers


def _read(line: str) -> Command | None:
    match = _LINE.fullmatch(line)
    if match is None or match["name"].lower() not in _KNOWN:
        return None
    return Command(match["name"].lower(), (match["argument"] or "").strip())
