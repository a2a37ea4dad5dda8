"""Durations as people write them in the policy: `7d`, `48h`, `90min`, `30s`, `2w`."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

# No single m: it would be taken for months.
_UNITS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SIZES = ((24 * 60 * 60, "day"), (60 * 60, "hour"), (60, "minute"), (1, "second"))
_WRITTEN = re.compile(r"([0-9]{1,4}) ?(min|[shdw])")
_FOR_EDITORS = r"^\s*(?!0+[^0-9])[0-9]{1,4} ?([mM][iI][nN]|[sShHdDwW])\s*$"  # as below; their patterns know no flags


def parse_duration(value: object) -> timedelta:
    """Read a duration; raises ValueError with an example for anything that is not one, zero included."""
    if isinstance(value, timedelta):
        return value
    written = _WRITTEN.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if written is None:
        raise ValueError("not a duration; write a number and a unit, such as 7d, 48h or 2w")
    if int(written[1]) == 0:
        raise ValueError("must be longer than nothing, such as 7d, 48h or 2w")
    return int(written[1]) * _UNITS[written[2]]


def in_words(duration: timedelta) -> str:
    """Say a duration in words: 7 days, 36 hours, 90 minutes."""
    seconds = int(duration.total_seconds())
    return _counted(next((seconds // size, word) for size, word in _SIZES if seconds % size == 0))


def roughly(duration: timedelta) -> str:
    """Say a duration in words, by its largest unit alone: 7 days, 2 hours."""
    seconds = int(duration.total_seconds())
    return _counted(next(((seconds // size, word) for size, word in _SIZES if seconds >= size), (0, "second")))


def _counted(found: tuple[int, str]) -> str:
    count, word = found
    return f"{count} {word}{'' if count == 1 else 's'}"


def as_written(duration: timedelta) -> str:
    """Write a duration the way the policy does: 7d, 36h, 90min."""
    count, word = in_words(duration).split()
    return f"{count}{next(unit for unit in _UNITS if word.startswith(unit))}"


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    WithJsonSchema({"type": "string", "pattern": _FOR_EDITORS, "examples": ["7d", "48h", "90min"]}),
]
