"""Which cause labels a text names: in full anywhere, or in short where it says that it names the cause."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model.review.markdown import cells_of, is_row
from bot.model.review.words import alike, without_struck

_BETWEEN = re.compile(r"[,;:/&+|()\n]|\.(?:\s|$)|\s[-\u2013\u2014]\s|\band\b", re.IGNORECASE)
_BESIDE = {"label", "labels", "cause", "root", "feedback"}
_AROUND_NAMES = " \t`~\"'*_"


@dataclass(frozen=True, slots=True)
class CauseNames:
    """The names of the cause labels, ready to be found."""

    full: Mapping[str, str]
    short: Mapping[tuple[str, ...], frozenset[str]]
    pattern: re.Pattern[str]

    def named_in(self, text: str) -> set[str]:
        """List the labels that a text names in full."""
        return {self.full[_folded(found[0])] for found in self.pattern.finditer(alike(without_struck(text)))}

    def meant_by(self, text: str) -> set[str]:
        """List the labels that the answer to "which cause?" names, in full or in short."""
        said = (self.short.get(_plain(part), frozenset()) for part in _BETWEEN.split(alike(without_struck(text))))
        return self.named_in(text).union(*said)

    def are_all_of(self, text: str) -> bool:
        """Tell whether a text does nothing but name labels."""
        rest = self.pattern.sub(" ", alike(text))
        return bool(self.named_in(text)) and set(_plain(rest)) <= _BESIDE

    def has_entry_in(self, text: str) -> bool:
        """Tell whether a line is a copy of one that explains a label, as the bot's notes list them."""
        first, *others = cells_of(text) if is_row(text) else text.split("\t")
        return bool(others) and _folded(first.strip(_AROUND_NAMES)) in self.full


def cause_names(causes: Sequence[str]) -> CauseNames:
    """Make the names of the cause labels ready to be found; where one begins like another, the longer is meant."""
    full = {_folded(name): name for name in causes}
    short: dict[tuple[str, ...], frozenset[str]] = {}
    for name in causes:
        key = _plain(name.rpartition("::")[2])
        short[key] = short.get(key, frozenset()) | {name}
    short.pop((), None)
    longest_first = sorted(full, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first) or "(?!)"
    return CauseNames(full, short, re.compile(rf"(?<![\w:-])(?:{either})(?!-?\w|::)", re.IGNORECASE))


def _folded(name: str) -> str:
    return " ".join(alike(name).lower().split())


def _plain(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text.lower()))
