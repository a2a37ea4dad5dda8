"""Labels that are nearly those of the catalogue: another case, a blank or `_` for `-`, a letter too few."""

import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher

from bot.model.labels import scope_of

_ALIKE = 0.85  # one wrong letter in seven; words such as done and dome are too short to tell
_SIGNS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


def near_misses(present: Collection[str], wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pair each label that nobody wants with the wanted one that it resembles most, if it resembles any."""
    for name in sorted(set(present) - set(wanted)):
        if found := _nearest(name, wanted):
            yield name, found


def _nearest(name: str, wanted: Collection[str]) -> str | None:
    likeness, found = max(((_likeness(name, other), other) for other in wanted), default=(0.0, ""))
    return found if likeness >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    """Compare scope and rest apart, so that labels of one scope are not alike for that alone."""
    if _plain(one) == _plain(other):
        return 1.0
    if _DIGITS.findall(one) != _DIGITS.findall(other):  # v1 and v2 are two things
        return 0.0
    return min(_ratio(_scope(one), _scope(other)), _ratio(_rest(one), _rest(other)))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _scope(name: str) -> str:
    return _plain(scope_of(name) or "")


def _rest(name: str) -> str:
    return _plain(name.rpartition("::")[2])


def _plain(name: str) -> str:
    """Forget letter case, and which signs and blanks stand between the words."""
    return _SIGNS.sub(" ", name.casefold()).strip()
