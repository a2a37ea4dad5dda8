"""A comment no longer than the policy lets it be, cut where a reader sees a character end."""

import re
import unicodedata

from bot.intake.redaction.kinds import PUT_IN

_NOTE = re.compile(r" ?\[cut: (?P<gone>[0-9]{1,3}(?:,[0-9]{3}){0,4}) more characters?\]\Z")
_JOINER = "\u200d"
# What changes the character before it besides combining marks (Unicode Standard Annex 29): joiners, the later parts of
# Hangul syllables, skin tones and tags of emoji.
_EXTENDS = re.compile(r"[\u200c\u200d\u1160-\u11ff\ud7b0-\ud7fb\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_HALVES_OF_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


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
    while end and _is_joined(text, end):
        end -= 1
    return end


def _is_joined(text: str, place: int) -> bool:
    """Tell whether what stands before a place and what stands behind it are one character to a reader."""
    before, behind = text[place - 1], text[place]
    if behind in _HALVES_OF_FLAGS:
        return (place - len(text[:place].rstrip(_HALVES_OF_FLAGS))) % 2 == 1
    return (
        unicodedata.category(behind).startswith("M")
        or _EXTENDS.match(behind) is not None
        or before == _JOINER
        or before + behind == "\r\n"
    )
