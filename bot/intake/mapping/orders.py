"""Dates in which day and month stand in both orders, or in another one than the mapping reads: 30/09 and 10/17."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.intake.mapping.words import scalar

_DATE = re.compile(r"\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{2,4}\b")
_MONTHS = 12
_DAY, _MONTH, _EITHER, _CELL = "day", "month", "either", "cell"
_ORDERS = {_DAY: re.compile(r"%d[/.-]%m"), _MONTH: re.compile(r"%m[/.-]%d")}


class DayMonthOrders:
    """Counts, field by field, the dates that can be read in one order only, and those that a spreadsheet has read."""

    def __init__(self, formats: Sequence[str]) -> None:
        read = [order for order, sign in _ORDERS.items() if any(map(sign.search, formats))]
        self._read = read[0] if len(read) == 1 else None
        self._seen: dict[str, Counter[str]] = {}

    def see(self, field: str, value: object) -> None:
        """Look at one value of a field as it came."""
        if kind := _kind(value):
            self._seen.setdefault(field, Counter())[kind] += 1

    def warnings(self) -> Iterator[str]:
        """Tell of each field in which dates may have been misread."""
        for field, seen in self._seen.items():
            found = {order for order in _ORDERS if seen[order]}
            if len(found | {self._read or order for order in found}) > 1:
                reads = f", and `times` reads the {self._read} first" if self._read else ""
                yield (
                    f"{field}: {seen[_DAY]} dates have the day first, {seen[_MONTH]} have the month first{reads}; "
                    "dates that could be read both ways may be wrong, also among the rows that were accepted"
                )
            if seen[_CELL] and seen.total() > seen[_CELL]:
                yield (
                    f"{field}: {seen[_CELL]} date cells and {seen.total() - seen[_CELL]} dates that are text stand in "
                    "one column, as when a spreadsheet has exchanged day and month where it could, also among the "
                    "rows that were accepted; export anew, and do not open the file in a spreadsheet in between"
                )


def _kind(value: object) -> str | None:
    if isinstance(value, datetime):
        return _CELL
    match = None if isinstance(value, list | dict) else _DATE.match(scalar(value))
    if match is None:
        return None
    day, month = int(match[1]) > _MONTHS, int(match[2]) > _MONTHS
    return _EITHER if day == month else _DAY if day else _MONTH
