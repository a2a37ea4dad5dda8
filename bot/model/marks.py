"""The bot's memory inside GitLab: hidden HTML comments, each on a line of its own, in texts the bot wrote.

`<!-- feedback-bot nag_unanswered due=2026-11-29 -->` names the rule and the facts it must not forget. A mark counts
only at the start of a line: customer text is always quoted or inside a table, so it cannot get there. Whether the
text is the bot's own is for the caller to check (`bot.model.history`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

_LINE = re.compile(r"^<!-- feedback-bot ([a-z_]+)((?: [a-z_]+=[^\s<>]*)*) -->\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What one rule remembers: its name and some facts, all of them text."""

    rule: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Write the mark as the hidden line that goes into a text."""
        words = [self.rule, *(f"{name}={_encode(value)}" for name, value in self.facts.items())]
        return f"<!-- feedback-bot {' '.join(words)} -->"


def _encode(value: str) -> str:
    # Two dashes in a row would end the comment early in some HTML parsers.
    return quote(value, safe="/:.+_-").replace("--", "%2D%2D")


def stamp(text: str, *marks: Mark) -> str:
    """Put marks under a text."""
    return "\n\n".join([text.rstrip(), "\n".join(str(mark) for mark in marks)])


def marks_in(text: str) -> Iterator[Mark]:
    """Read the marks of a text in the order they stand there."""
    for found in _LINE.finditer(text.replace("\r\n", "\n")):
        pairs = (word.split("=", 1) for word in found[2].split())
        yield Mark(found[1], {name: unquote(value) for name, value in pairs})
