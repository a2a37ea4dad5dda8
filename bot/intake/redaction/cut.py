"""A comment no longer than the policy lets it be, cut where a reader sees a character end."""

import re

from bot.intake.redaction.kinds import PUT_IN
from bot.model.cutting import is_inside_character

_NOTE = re.compile(r" ?\[cut: (?P<gone>[0-9]{1,3}(?:,[0-9]{3}){0,4}) more characters?\]\Z")


def shortened(text: str, length: int) -> str:
    """Cut a text to a length in code points and say how many are gone, also of what was cut before; 0: no limit."""
    note = _NOTE.search(text)
    body = text[: note.start()] if note else text
    if not length or len(body) <= length:
        return text
    kept = body[: _end_of_character(body, _outside_placeholders(body, length))].rstrip()
    gone = len(body) - len(kept) + (int(note["gone"].replace(",", "")) if note else 0)
    return f"{kept} [cut: {gone:,} more character{'' if gone == 1 else 's'}]".lstrip()


def _outside_placeholders(text: str, end: int) -> int:
    return next((found.start() for found in PUT_IN.finditer(text) if found.start() < end < found.end()), end)


def _end_of_character(text: str, end: int) -> int:
    while end and is_inside_character(text, end):
        end -= 1
    return end
