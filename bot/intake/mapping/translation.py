"""Rows become surveys, by a mapping or from the canonical columns; what cannot be understood is rejected by name."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from bot.intake.canonical import survey_from
from bot.intake.mapping.joining import JoinedRow
from bot.intake.mapping.mapped import Mapped
from bot.intake.mapping.mapping import Mapping
from bot.intake.mapping.watch import Watch
from bot.intake.outcomes import Rejection, Skipped
from bot.intake.row import Row
from bot.model.survey import COLUMNS, Survey

_KNOWN = frozenset(COLUMNS)
_MOST_NAMES = 10
_LONGEST_NAME = 40


class Translation:
    """One reading of one source; without a mapping the columns are the canonical ones."""

    def __init__(self, mapping: Mapping | None, source: str, now: datetime) -> None:
        self._mapping = mapping
        self._mapped = Mapped(mapping) if mapping else None
        self._identity = mapping.identity if mapping else "ticket"
        self._source = source
        self._now = now
        self._unknown: dict[str, set[str]] = {}
        self._watched: dict[str, Watch] = {}

    def read(self, file_name: str, row: Row) -> Survey | Rejection | Skipped:
        """Translate one row; `file_name` is what a rejection calls the place where it came from."""
        watch = self._watched.get(file_name) or self._watched.setdefault(file_name, Watch(self._mapping))
        try:
            outcome = self._read(file_name, row, watch)
        except ValueError as problem:
            return Rejection(file_name, row.place, str(problem))
        if isinstance(outcome, Survey):
            watch.repeats.see(outcome, row.place)
        if isinstance(row, JoinedRow) and row.at_odds:
            watch.repeats.contradiction(row.place)
        return outcome

    def originals(self, row: Row) -> dict[str, object]:
        """Tell what each field is read from, as it stands in the row; nothing where a path cannot be followed."""
        found = self._mapped.found(row.values) if self._mapped else row.values
        return {name: value for name, value in found.items() if not isinstance(value, ValueError)}

    def failures(self) -> Iterator[str]:
        """Tell, after the last row, what makes a whole file useless, though each of its rows can be read."""
        return chain.from_iterable(watch.failures() for watch in self._watched.values())

    def warnings(self) -> Iterator[str]:
        """Tell, after the last row, what was odd about all of them together."""
        for file_name, names in self._unknown.items():
            if names:
                yield f"{file_name}: left out the unknown columns {_listed(names)}"
        for file_name, watch in self._watched.items():
            yield from (f"{file_name}: {warning}" for warning in watch.warnings())

    def _read(self, file_name: str, row: Row, watch: Watch) -> Survey | Skipped:
        if self._mapped is None:
            self._unknown.setdefault(file_name, set()).update(row.values.keys() - _KNOWN)
            return survey_from(row.values, self._source, self._now)
        found = self._mapped.found(row.values)
        watch.see(found)
        columns = self._mapped.columns(found)
        if isinstance(columns, Skipped):
            return columns
        return survey_from(columns, self._source, self._now, self._identity)


def _listed(names: set[str]) -> str:
    some = [_printable(name[:_LONGEST_NAME]) or "(without a name)" for name in sorted(names)[:_MOST_NAMES]]
    return ", ".join(some) + (f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else "")


def _printable(name: str) -> str:
    # JSON can write half of a character outside the basic plane, which no log could take.
    return name.encode("utf-8", "backslashreplace").decode()
