"""JSON as it stands in files: one value, or an array taken apart so that only one element is held at a time.

The standard library's decoder reads the elements. ijson 3.6 would stream them too, but a number of 4,301 digits ends
the interpreter in its C backend, and half a character means something else in each of its backends.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, DecimalException
from io import TextIOWrapper
from typing import BinaryIO

_CHUNK = 32_768  # characters
_LONGEST = 4_000_000  # characters of one element; where an array is broken, no more is held before that is noticed
_DEEPEST = 100  # lists and objects within one another; far below where Python's own reading and printing gives up
_UTF8 = "utf-8"
_BEHIND = tuple(",] \t\n\r")  # what may follow an element
_BLANKS = re.compile(r"[ \t\n\r]*")
_HALF = re.compile("[\ud800-\udfff]")  # of a character that UTF-16 writes in two halves: by itself it is none
# An escaped half without its other half, or one whose other half may be the letters u and d behind a backslash.
_MAY_BE_HALF = re.compile(
    r"\\(?:\\u[dD]|u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])|[c-fC-F](?<!\\u[dD][89abAB]..\\u[dD].)))"
)
_REPLACEMENT = "\ufffd"
_TOO_DEEP = "is nested too deeply"


def parsed(text: bytes) -> object:
    """Read one value, in UTF-8; raises ValueError when it is none, or one that no program could hold.

    Fractions are Decimal, half characters have become U+FFFD.
    """
    written = text.decode(_UTF8)
    start = _end_of_blanks(written, 0)
    value, end = _decoded(written, start)
    if _end_of_blanks(written, end) != len(written):
        raise ValueError("something stands behind the value")
    return value


def elements(stream: BinaryIO) -> Iterator[object]:
    """Go through an array's elements, the stream standing before its bracket; raises ValueError where it is broken."""
    # What is not UTF-8 must only be noticed in its own element: the decoder marks it and goes on.
    with TextIOWrapper(stream, encoding=_UTF8, errors="surrogateescape", newline="") as source:
        text = _Window(source)
        text.take("[")
        if text.next_character() != "]":
            yield text.value()
            while text.next_character() == ",":
                text.take(",")
                yield text.value()
        text.take("]")
        text.take("")


class _Window:
    """What is held of a long text: from the place that has been reached as far as is needed."""

    def __init__(self, source: TextIOWrapper) -> None:
        self._source = source
        self._held = ""
        self._at = 0

    def next_character(self) -> str:
        """Skip blanks and show what follows them, empty at the end."""
        while True:
            self._at = _end_of_blanks(self._held, self._at)
            if self._at < len(self._held) or not self._holds_more():
                return self._held[self._at : self._at + 1]

    def take(self, character: str) -> None:
        """Step over the character that must come next, or see that nothing comes when it is empty."""
        if self.next_character() != character:
            raise ValueError("another character stands here")
        self._at += len(character)

    def value(self) -> object:
        """Step over a value."""
        self.next_character()
        while True:
            try:
                value, end = _decoded(self._held, self._at)
            except json.JSONDecodeError:
                if not self._holds_more():  # it was not only cut off
                    raise
                continue
            # A number that is cut off is a number as well.
            if isinstance(value, dict) or self._held[end : end + 1] in _BEHIND:
                self._at = end
                return value
            length = end - self._at
            if not self._holds_more():
                self._at = length
                return value

    def _holds_more(self) -> bool:
        rest = self._held[self._at :]
        if len(rest) > _LONGEST:
            raise ValueError("is longer than any record")
        more = self._source.read(max(_CHUNK, len(rest)))  # twice as much each time, so that trying anew stays cheap
        self._held, self._at = rest + more, 0
        return bool(more)


def _end_of_blanks(text: str, start: int) -> int:
    blanks = _BLANKS.match(text, start)
    return blanks.end() if blanks else start


def _decoded(text: str, start: int) -> tuple[object, int]:
    """Read the value that begins there, and tell where it ends."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    written = text[start:end]
    if not written.isascii():
        written.encode(_UTF8)  # raises for what the decoder has marked
    if written.count("[") + written.count("{") > _DEEPEST or _MAY_BE_HALF.search(written):
        value = _sound(value, _DEEPEST)
    return value, end


def _sound(value: object, deep: int) -> object:
    """Replace what is only half a character, which could neither be sent nor printed, and refuse what is too deep."""
    if isinstance(value, str):
        return _HALF.sub(_REPLACEMENT, value)
    if isinstance(value, list | dict) and not deep:
        raise ValueError(_TOO_DEEP)
    if isinstance(value, list):
        return [_sound(one, deep - 1) for one in value]
    if isinstance(value, dict):
        return {_HALF.sub(_REPLACEMENT, key): _sound(one, deep - 1) for key, one in value.items()}
    return value


def _integer(digits: str) -> int | Decimal:
    try:
        return int(digits)
    except ValueError:  # Python reads no more than 4,300 digits
        return Decimal(digits)


def _fraction(written: str) -> Decimal:
    try:
        return Decimal(written)
    except DecimalException:
        raise ValueError("has an exponent beyond all numbers") from None


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


_DECODER = json.JSONDecoder(parse_float=_fraction, parse_int=_integer, parse_constant=_no_number)
