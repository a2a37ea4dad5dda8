"""What of a value may be shown to people who read about a problem: only what has the shape of such a value."""

import re
from functools import cache

from bot.intake.redaction import Privacy, Redactor

_LONGEST = 40
_ID = r"(?=.*[0-9])[^\s@+][^\s@]*"  # a letters-only word may be a name, and what begins with a plus a phone number
_TIME = r"[0-9][0-9\s:./,+TZ-]*([AaPp][Mm])?|"
_WORD = r"[+-]?[^\W_]+([-_.,/%][^\W_]*)*|"
_SHAPES = {
    "id": _ID,
    "ticket": _ID,
    "rating": _WORD,
    "score": _WORD,
    "contact_requested": _WORD,
    "status": _WORD,
    "responded_at": _TIME,
    "changeable_until": _TIME,
}


def has_shape(field: str, text: str) -> bool:
    """Tell whether a text can be a value of that field, and holds nothing that redaction would take out."""
    shape = _SHAPES.get(field)
    if shape is None or len(text) > _LONGEST or re.fullmatch(shape, text.strip()) is None:
        return False
    return _redactor().text(text) == text


def shown(field: str, text: str) -> str:
    """Show a value that is not understood, after a blank; of what somebody may have written only the length."""
    if has_shape(field, text):
        return f" {text!r}"
    return f" ({len(text)} character{'s' if len(text) > 1 else ''})" if field in _SHAPES else ""


@cache
def _redactor() -> Redactor:
    return Redactor(Privacy())
