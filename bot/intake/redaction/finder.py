"""One way of finding private data, and a text in which everything found is replaced once."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.intake.redaction.kinds import DANGER, PLACEHOLDERS, PUT_IN, Kind
from bot.intake.redaction.reading import Reading, Span, as_read

ALWAYS = ("",)  # the hint that stands in every text
DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Finder:
    """What it finds, how, and hints in small letters of which one stands wherever there is something to be found."""

    kind: Kind
    hints: tuple[str, ...]
    spans: Callable[[str], Iterable[Span]]


@dataclass(frozen=True, slots=True)
class Find:
    """Something private, from `start` up to `end`."""

    start: int
    end: int
    kind: Kind


def matches(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    """Find by a pattern: its group `secret` if it has one, else all of it."""
    group = "secret" if "secret" in pattern.groupindex else 0

    def spans(text: str) -> Iterator[Span]:
        return (match.span(group) for match in pattern.finditer(text))

    return spans


def replaced(text: str, finders: Sequence[Finder]) -> tuple[str, list[Kind]]:
    """Put placeholders where private data stands, and tell of which kinds it was; what was put in before stays."""
    pieces = PUT_IN.split(text) if "[" in text else [text]
    kinds: list[Kind] = []
    for number in range(0, len(pieces), 2):
        finds = _apart(_finds(as_read(pieces[number]), finders))
        kinds += [find.kind for find in finds]
        pieces[number] = _with_placeholders(pieces[number], finds)
    return "".join(pieces), kinds


def _finds(reading: Reading, finders: Sequence[Finder]) -> Iterator[Find]:
    lower = reading.text.lower()
    for finder in finders:
        if lower and any(hint in lower for hint in finder.hints):
            for span in finder.spans(reading.text):
                yield Find(*reading.source(*span), finder.kind)


def _apart(finds: Iterable[Find]) -> list[Find]:
    """Make one find of those that overlap, of the most dangerous kind among them: nothing of a secret stays beside."""
    apart: list[Find] = []
    for find in sorted(finds, key=lambda find: find.start):
        if apart and find.start < apart[-1].end:
            last = apart.pop()
            kind = min(last.kind, find.kind, key=DANGER.__getitem__)
            find = Find(last.start, max(last.end, find.end), kind)  # noqa: PLW2901 - it takes in the one before
        apart.append(find)
    return apart


def _with_placeholders(text: str, finds: Iterable[Find]) -> str:
    parts: list[str] = []
    done = 0
    for find in finds:
        parts += [text[done : find.start], PLACEHOLDERS[find.kind]]
        done = find.end
    return "".join([*parts, text[done:]])
