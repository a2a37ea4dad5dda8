"""Rows become surveys, by a mapping or from the canonical columns; what cannot be understood is rejected by name."""

from collections.abc import Iterator
from datetime import datetime

from bot.intake.canonical import survey_from
from bot.intake.mapping.mapped import Mapped
from bot.intake.mapping.mapping import Mapping
from bot.intake.mapping.orders import DayMonthOrders
from bot.intake.outcomes import Rejection, Skipped
from bot.intake.row import Row
from bot.model.survey import COLUMNS, Survey

_KNOWN = frozenset(COLUMNS)
_MOST_NAMES = 10
_LONGEST_NAME = 40


class Translation:
    """One reading of one source; without a mapping the columns are the canonical ones."""

    def __init__(self, mapping: Mapping | None, source: str, now: datetime) -> None:
        self._mapped = Mapped(mapping) if mapping else None
        self._identity = mapping.identity if mapping else "ticket"
        self._source = source
        self._now = now
        self._unknown: dict[str, set[str]] = {}
        self._orders: dict[str, DayMonthOrders] = {}

    def read(self, file_name: str, row: Row) -> Survey | Rejection | Skipped:
        """Translate one row; `file_name` is what a rejection calls the place where it came from."""
        try:
            return self._survey(file_name, row)
        except ValueError as problem:
            return Rejection(file_name, row.place, str(problem))

    def originals(self, row: Row) -> dict[str, object]:
        """Tell what each field is read from, as it stands in the row."""
        return self._mapped.originals(row.values) if self._mapped else dict(row.values)

    def warnings(self) -> Iterator[str]:
        """Tell, after the last row, what was odd about all of them together."""
        for file_name, names in self._unknown.items():
            if names:
                yield f"{file_name}: left out the unknown columns {_listed(names)}"
        for file_name, orders in self._orders.items():
            yield from (f"{file_name}: {warning}" for warning in orders.warnings())

    def _survey(self, file_name: str, row: Row) -> Survey | Skipped:
        if self._mapped is None:
            self._unknown.setdefault(file_name, set()).update(row.values.keys() - _KNOWN)
            return survey_from(row.values, self._source, self._now)
        self._mapped.orders = self._orders.setdefault(file_name, DayMonthOrders())
        columns = self._mapped.columns(row.values)
        if isinstance(columns, Skipped):
            return columns
        return survey_from(columns, self._source, self._now, self._identity)


def _listed(names: set[str]) -> str:
    some = [_printable(name[:_LONGEST_NAME]) or "(without a name)" for name in sorted(names)[:_MOST_NAMES]]
    return ", ".join(some) + (f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else "")


def _printable(name: str) -> str:
    # JSON can write half of a character outside the basic plane, which no log could take.
    return name.encode("utf-8", "backslashreplace").decode()
