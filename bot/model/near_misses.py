"""Names that are nearly those that are wanted: mistyped ones, and other people's spelling of the same thing."""

import re
from collections.abc import Collection

_TWO_LETTERS, _ONE_LETTER = 8, 6  # how long a part of a name must be to be two letters off, or one
_PLURAL = re.compile(r"(?<=[a-z]{2})(?:e?s)+\b")  # processes, process: both lose all of it
_OPPOSITE = ("de", "dis", "im", "in", "mis", "non", "un")  # what stands before a word to make it mean the opposite
_Rank = tuple[int, str]


def near_misses(wanted: Collection[str], present: Collection[str]) -> dict[str, str]:
    """Tell for each name that is there, unknown, and nearly a wanted one, which of these it resembles most.

    Letter case, blanks, `_` for `-`, one colon or a dash for two, singular and plural make no difference; one letter
    does little in a word of six, two letters in a word of eight; in shorter words a letter makes another word.
    Names with other digits in them are other names, and so are opposites, such as complete and incomplete.
    """
    strangers = sorted(set(present) - set(wanted))
    found = {name: min(_ranked(name, wanted), default=None) for name in strangers}
    return {name: nearest[1] for name, nearest in found.items() if nearest}


def _ranked(name: str, wanted: Collection[str]) -> list[_Rank]:
    distances = ((_distance(name, other), other) for other in wanted)
    return [(distance, other) for distance, other in distances if distance is not None]


def _distance(name: str, other: str) -> int | None:
    """Tell how far two names are from each other; None: they have nothing to do with each other."""
    one, two = _folded(name), _folded(other)
    if one == two:
        return 0
    if _singular(one) == _singular(two) or one.replace("::", "-") == two.replace("::", "-"):
        return 1
    if re.findall(r"\d+", one) != re.findall(r"\d+", two):
        return None
    parts, others = one.split("::"), two.split("::")
    if len(parts) != len(others):
        return None
    if any(_are_opposites(*pair) for pair in zip(parts, others, strict=True)):
        return None
    letters = [_letters_off(*pair) for pair in zip(parts, others, strict=True)]
    allowed = [_allowed(max(map(len, pair))) for pair in zip(parts, others, strict=True)]
    is_near = all(off <= most for off, most in zip(letters, allowed, strict=True)) and sum(letters) <= max(allowed)
    return 1 + sum(letters) if is_near else None


def _are_opposites(one: str, two: str) -> bool:
    shorter, longer = sorted((one, two), key=len)
    return longer in {f"{before}{shorter}" for before in _OPPOSITE}


def _folded(name: str) -> str:
    scopes = re.sub(r"\s*:+\s*", "::", name.strip().casefold())
    return re.sub(r"[\s_-]+", "-", scopes)


def _singular(name: str) -> str:
    return _PLURAL.sub("", name)


def _allowed(length: int) -> int:
    return 2 if length >= _TWO_LETTERS else int(length >= _ONE_LETTER)


def _letters_off(one: str, two: str) -> int:
    """Count the letters to add, drop, change, or swap with their neighbour to make the one of the other."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, other in enumerate(two, start=1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other)))
            if i > 1 and j > 1 and (letter, other) == (two[j - 2], one[i - 2]):
                row[j] = min(row[j], before[j - 2] + 1)
        before = above
    return row[-1]
