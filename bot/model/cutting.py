"""Text cut to a length where a reader sees the end of a character, which may be written in several of Unicode's.

The rules are those of Unicode's extended grapheme clusters (UAX #29), drawn a little wider: where in doubt, two
characters belong together.
"""

import unicodedata

from bot.model.visible import is_virama

_JOINERS = "\u200c\u200d"
_JOINS = "\u200d"
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
_INNER_JAMO = (("\u1160", "\u11ff"), ("\ud7b0", "\ud7fb"), ("\uff9e", "\uff9f"))


def cut(text: str, most: int) -> str:
    """Cut a text to so many of Unicode's characters, an ellipsis included, and never inside what a reader sees as one.

    Only a single character longer than that is broken.
    """
    if len(text) <= most:
        return text
    end = most - 1
    while end > 0 and is_inside_character(text, end):
        end -= 1
    return f"{text[: end or most - 1].rstrip()}…"


def is_inside_character(text: str, at: int) -> bool:
    """Tell whether a character goes on from the place before `at` to the one after."""
    before, here = text[at - 1], text[at]
    if _is_within(here, _FLAG_LETTERS):
        return _flag_letters_before(text, at) % 2 == 1
    return (
        before == _JOINS
        or before + here == "\r\n"
        or unicodedata.category(here) in {"Mn", "Mc", "Me"}
        or here in _JOINERS
        or any(_is_within(here, span) for span in (_SKIN_TONES, _TAGS, *_INNER_JAMO))
        or (is_virama(before) and here.isalpha())
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= here <= "\udfff")
    )


def _flag_letters_before(text: str, at: int) -> int:
    start = at
    while start > 0 and _is_within(text[start - 1], _FLAG_LETTERS):
        start -= 1
    return at - start


def _is_within(character: str, span: tuple[str, str]) -> bool:
    return span[0] <= character <= span[1]
