"""One row, read by its mapping: the canonical columns, or the reason why it is left out."""

from collections.abc import Callable
from collections.abc import Mapping as Values
from contextlib import suppress
from functools import partial
from typing import Any, Literal

from bot.intake.mapping.exclusion import reason_to_leave_out
from bot.intake.mapping.fields import cell_of, value_of
from bot.intake.mapping.mapping import Mapping
from bot.intake.mapping.orders import DayMonthOrders
from bot.intake.mapping.ratings import NONE, Classes, is_number
from bot.intake.mapping.references import reference
from bot.intake.mapping.times import Clock
from bot.intake.mapping.words import same, scalar
from bot.intake.outcomes import Skipped
from bot.model.survey import Rating

UNANSWERED = Skipped("unanswered")
_FOR_EXCLUSION_ALONE = {"tags", "form"}
_QUOTES = ('""', "“”", "„“", "«»", "»«")


class Mapped:
    """A mapping, prepared for many rows; `orders` counts the dates it meets."""

    def __init__(self, mapping: Mapping) -> None:
        found = value_of if mapping.format == "json" else cell_of
        self.orders = DayMonthOrders()
        self._mapping = mapping
        self._classes = Classes(mapping.rating)
        self._clock = Clock(mapping.times, mapping.timezone)
        self._blank = {same(word) for word in mapping.blank}
        self._finders = {name: found(rule) for name, rule in mapping.fields.items()}
        self._readers = self._special_readers()

    def columns(self, row: Values[str, object]) -> dict[str, object] | Skipped:
        """Read a row's canonical columns; raises ValueError that names the field, and a harmless value with it."""
        left_out = reason_to_leave_out(self._mapping.exclude, partial(self._found, row=row))
        if left_out:
            return Skipped(left_out)
        answer, rating = self._read("rating", row)
        if rating == NONE:
            return UNANSWERED
        names = self._finders.keys() - _FOR_EXCLUSION_ALONE - {"rating"}
        columns = {name: self._read(name, row) for name in sorted(names)}
        return {**columns, "rating": rating, "score": self._score(columns.get("score", answer), rating)}

    def originals(self, row: Values[str, object]) -> dict[str, object]:
        """Find what each field is read from, as it stands there; nothing where a path cannot be followed."""
        found = {}
        for name, find in self._finders.items():
            with suppress(ValueError):
                found[name] = find(row)
        return found

    def reference(self, row: Values[str, object]) -> str:
        """Read what a row is known by in its file: its id, else its ticket; empty when that cannot be told."""
        try:
            return str(self._read("id" if "id" in self._finders else "ticket", row))
        except ValueError:
            return ""

    def _special_readers(self) -> dict[str, Callable[[object], Any]]:
        return {
            "id": partial(reference, pattern=self._mapping.id_pattern),
            "ticket": partial(reference, pattern=self._mapping.ticket_pattern),
            "rating": self._rated,
            "comment": self._comment,
            "reason": self._words,
            "responded_at": partial(self._instant, "responded_at"),
            "changeable_until": partial(self._instant, "changeable_until"),
        }

    def _found(self, name: str, row: Values[str, object]) -> object:
        return self._finders[name](row)

    def _read(self, name: str, row: Values[str, object]) -> Any:  # noqa: ANN401 - each field has a type of its own
        try:
            return self._readers.get(name, scalar)(self._found(name, row))
        except ValueError as problem:
            raise ValueError(f"{name} {problem}") from None

    def _rated(self, value: object) -> tuple[str, Rating | Literal["none"]]:
        answer = scalar(value)
        return answer, self._classes.of(answer)

    def _score(self, given: str, rating: Rating) -> str:
        if same(given) == rating:
            return ""
        return f"{given} on a scale of {self._mapping.scale}" if self._mapping.scale and is_number(given) else given

    def _instant(self, name: str, value: object) -> str | None:
        self.orders.see(name, value)
        instant = self._clock.instant(value)
        return instant.isoformat() if instant else None

    def _comment(self, value: object) -> str:
        text = scalar(value)
        wrapped = self._mapping.strip_quotes and text[:1] + text[-1:] in _QUOTES and len(text) > 1
        return self._words(text[1:-1] if wrapped else text)

    def _words(self, value: object) -> str:
        text = scalar(value)
        return "" if same(text) in self._blank else text
