"""Dates in which day and month stand in both orders: 30/09/2021 and 10/17/2021 in one column."""

import re
from collections.abc import Iterator
from datetime import datetime

from bot.intake.mapping.words import scalar

_DATE = re.compile(r"\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{2,4}\b")
_MONTHS = 12


class DayMonthOrders:
    """Counts, field by field, the dates that can be read in one order only."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int]] = {}

    def see(self, field: str, value: object) -> None:
        """Look at one value of a field as it came."""
        match = None if isinstance(value, datetime | list | dict) else _DATE.match(scalar(value))
        if match:
            first, second = int(match[1]) > _MONTHS, int(match[2]) > _MONTHS
            days, months = self._found.get(field, (0, 0))
            self._found[field] = (days + (first and not second), months + (second and not first))

    def warnings(self) -> Iterator[str]:
        """Tell of each field in which both orders occur."""
        for field, (day_first, month_first) in self._found.items():
            if day_first and month_first:
                yield (
                    f"{field}: {day_first} dates have the day first, {month_first} have the month first; "
                    "dates that could be read both ways may be wrong, also among the rows that were accepted"
                )
