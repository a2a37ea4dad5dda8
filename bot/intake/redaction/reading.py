"""A text as a reader takes it in, whatever characters it was spelled with, and where each letter stands in it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.model.visible import IGNORABLE

Span = tuple[int, int]

_NOTHING = rf"{IGNORABLE}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # with controls, which are no part of any word
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_DASHES = "\u2010-\u2015\u2043\u2212"
_DISGUISED = re.compile(rf"[{_NOTHING}{_MARKS}{_DASHES}]|(?![0-9])\d")
_DISGUISED_ASCII = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_INVISIBLE = re.compile(f"[{_NOTHING}]")
_ANY_DASH = re.compile(f"[{_DASHES}]")
# Either plain characters, or one with what belongs to it.
_PIECE = re.compile(f"(?s)(?P<plain>[\\t\\n -~]+(?![{_MARKS}{_NOTHING}]))|.[{_MARKS}{_NOTHING}]*+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, and for each of its letters the place in the source; no places where both are the same."""

    text: str
    places: Sequence[Span] | None = None

    def source(self, start: int, end: int) -> Span:
        """Find in the source what was read from `start` to `end`, which is not empty."""
        return (start, end) if self.places is None else (self.places[start][0], self.places[end - 1][1])


def as_read(text: str) -> Reading:
    """Read a text without what is invisible, with letters, digits and dashes of all widths and scripts made plain."""
    if text.isascii():
        disguised = _DISGUISED_ASCII.search(text) is not None
    else:
        disguised = not unicodedata.is_normalized("NFKC", text) or _DISGUISED.search(text) is not None
    return _read(text, _plain) if disguised else Reading(text)


def without_accents(text: str) -> Reading:
    """Read a text in small letters without accents: José is jose, and Straße is strasse."""
    return Reading(text.lower()) if text.isascii() else _read(text, _bare)


def _read(text: str, simplify: Callable[[str], str]) -> Reading:
    letters: list[str] = []
    places: list[Span] = []
    for piece in _PIECE.finditer(text):
        simple = simplify(piece[0])
        letters.append(simple)
        places += [(at, at + 1) for at in range(*piece.span())] if piece["plain"] else [piece.span()] * len(simple)
    return Reading("".join(letters), places)


def _plain(cluster: str) -> str:
    whole = unicodedata.normalize("NFKC", _ANY_DASH.sub("-", _INVISIBLE.sub("", cluster)))
    return "".join(_digit(letter) for letter in whole if not unicodedata.combining(letter))


def _digit(letter: str) -> str:
    return letter if letter.isascii() else str(unicodedata.decimal(letter, letter))


def _bare(cluster: str) -> str:
    apart = unicodedata.normalize("NFKD", cluster.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
