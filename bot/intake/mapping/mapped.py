"""One row, read by its mapping: the canonical columns, or the reason why it is left out."""

from collections.abc import Callable
from collections.abc import Mapping as Values
from datetime import datetime
from functools import partial
from typing import Any, Literal

from bot.intake.mapping.exclusion import reason_to_leave_out
from bot.intake.mapping.fields import cell_of, value_of
from bot.intake.mapping.mapping import Mapping
from bot.intake.mapping.ratings import NONE, Classes, is_number
from bot.intake.mapping.references import reference
from bot.intake.mapping.times import Clock
from bot.intake.mapping.words import is_empty, same, scalar
from bot.intake.outcomes import Skipped
from bot.model.survey import IDENTIFYING_COLUMNS, Rating

UNANSWERED = Skipped("unanswered")
_FOR_EXCLUSION_ALONE = {"tags", "form"}
_QUOTES = ('""', "“”", "„“", "«»", "»«")
Found = Values[str, object]


class Mapped:
    """A mapping, prepared for many rows: each row is found first, and what was found is read then."""

    def __init__(self, mapping: Mapping) -> None:
        finder = value_of if mapping.format == "json" else cell_of
        self._mapping = mapping
        self._classes = Classes(mapping.rating)
        self._clock = Clock(mapping.times, mapping.timezone)
        self._blank = {same(word) for word in mapping.blank}
        self._finders = {name: finder(name, rule) for name, rule in mapping.fields.items()}
        self._readers = self._special_readers()

    def found(self, row: Values[str, object]) -> Found:
        """Find what each field is read from, as it stands there; an error where a path cannot be followed."""
        return {name: _found(find, row) for name, find in self._finders.items()}

    def columns(self, found: Found) -> dict[str, object] | Skipped:
        """Read a row's canonical columns; raises ValueError that names the field, and a harmless value with it."""
        if reason := self.left_out(found):
            return Skipped(reason)
        answer, rating = self._read("rating", found)
        if rating == NONE:
            return UNANSWERED
        names = found.keys() - _FOR_EXCLUSION_ALONE - {"rating"}
        columns = {name: self._read(name, found) for name in sorted(names)}
        if not any(columns.get(name) for name in IDENTIFYING_COLUMNS):
            raise ValueError(f"needs a ticket or an id, else it could not be recognised again{self._parts()}")
        return {**columns, "rating": rating, "score": self._score(columns.get("score", answer), rating)}

    def left_out(self, found: Found) -> str | None:
        """Tell why the policy leaves a row out; raises ValueError for what cannot be compared."""
        return reason_to_leave_out(self._mapping.exclude, partial(_value, found))

    def reference(self, found: Found) -> str:
        """Read what a row is known by in its file: its id, else its ticket; raises ValueError for a damaged one."""
        return str(self._read("id" if "id" in found else "ticket", found))

    def instant(self, found: Found) -> datetime | None:
        """Read when a row was answered, None where nothing stands; raises ValueError when that cannot be told."""
        return self._clock.instant(_value(found, "responded_at"))

    def rating(self, found: Found) -> str | None:
        """Read the class of a row's rating; None where none stands, or an unknown one."""
        try:
            return None if is_empty(value := _value(found, "rating")) else self._rated(value)[1]
        except ValueError:
            return None

    def _special_readers(self) -> dict[str, Callable[[object], Any]]:
        return {
            "id": partial(self._reference, self._mapping.id_pattern),
            "ticket": partial(self._reference, self._mapping.ticket_pattern),
            "rating": self._rated,
            "comment": self._comment,
            "reason": self._words,
            "responded_at": self._instant,
            "changeable_until": self._instant,
        }

    def _read(self, name: str, found: Found) -> Any:  # noqa: ANN401 - each field has a type of its own
        try:
            return self._readers.get(name, scalar)(_value(found, name))
        except ValueError as problem:
            raise ValueError(f"{name} {problem}") from None

    def _parts(self) -> str:
        """Name what an id is made of, since it is empty when one part is."""
        columns = [column for column, field in self._mapping.columns.items() if field in IDENTIFYING_COLUMNS]
        return f" ({' or '.join(map(repr, columns))} is empty)" if self._mapping.format != "json" else ""

    def _reference(self, pattern: str, value: object) -> str:
        blank = not isinstance(value, bool) and same(scalar(value)) in self._blank
        return "" if blank else reference(value, pattern)

    def _rated(self, value: object) -> tuple[str, Rating | Literal["none"]]:
        answer = scalar(value)
        return answer, self._classes.of(answer)

    def _score(self, given: str, rating: Rating) -> str:
        if same(given) == rating:
            return ""
        return f"{given} on a scale of {self._mapping.scale}" if self._mapping.scale and is_number(given) else given

    def _instant(self, value: object) -> str | None:
        instant = self._clock.instant(value)
        return instant.isoformat() if instant else None

    def _comment(self, value: object) -> str:
        text = scalar(value)
        wrapped = self._mapping.strip_quotes and text[:1] + text[-1:] in _QUOTES and len(text) > 1
        return self._words(text[1:-1] if wrapped else text)

    def _words(self, value: object) -> str:
        text = scalar(value)
        return "" if same(text) in self._blank else text


def _found(find: Callable[[Values[str, object]], object], row: Values[str, object]) -> object:
    try:
        return find(row)
    except ValueError as problem:
        return problem


def _value(found: Found, name: str) -> object:
    """Take one field; raises the ValueError that finding it met."""
    value = found[name]
    if isinstance(value, ValueError):
        raise value
    return value
