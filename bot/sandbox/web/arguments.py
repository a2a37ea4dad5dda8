"""Takes typed values out of a request's parameters, and refuses the wrong ones in Grape's words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.sandbox.web.errors import ApiError, invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sandbox.web.params import Nested

_TRUE = {"true", "t", "yes", "y", "on", "1"}
_FALSE = {"false", "f", "no", "n", "off", "0"}


class Arguments:
    """The parameters of one request; unknown ones are simply never asked for."""

    def __init__(self, values: Nested, outer: str = "") -> None:
        self.values = values
        self._outer = outer

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str | None:
        """Give a text, or nothing when it is absent or null."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, (list, dict)):
            raise self._refusal(name, "is invalid")
        return str(value).lower() if isinstance(value, bool) else str(value)

    def required(self, name: str) -> str:
        """Give a text that must be there."""
        if name not in self.values:
            raise self._refusal(name, "is missing")
        return self.text(name) or ""

    def integer(self, name: str) -> int | None:
        """Give a whole number."""
        text = self.text(name)
        if not text:
            return None
        try:
            return int(text)
        except ValueError as error:
            raise self._refusal(name, "is invalid") from error

    def boolean(self, name: str) -> bool | None:
        """Give a truth value; the usual words for yes and no are understood."""
        text = self.text(name)
        if not text:
            return None
        if text.lower() in _TRUE | _FALSE:
            return text.lower() in _TRUE
        raise self._refusal(name, "is invalid")

    def instant(self, name: str) -> datetime | None:
        """Give a point in time; without an offset it is meant in UTC."""
        text = self.text(name)
        if not text:
            return None
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            raise self._refusal(name, "is invalid") from error
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)

    def day(self, name: str) -> date | None:
        """Give a date; what cannot be read as one counts as none, which is what GitLab's database layer makes of it."""
        try:
            return date.fromisoformat((self.text(name) or "")[:10])
        except ValueError:
            return None

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        """Give one of the allowed words."""
        text = self.text(name)
        if text is None:
            return default
        if text not in allowed:
            raise self._refusal(name, "does not have a valid value")
        return text

    def names(self, name: str) -> list[str]:
        """Give a list of names from an array or a text, split at commas and trimmed (GitLab's source)."""
        value = self.values.get(name)
        items = value if isinstance(value, list) else [self.text(name) or ""]
        parts = (part.strip() for item in items for part in str(item).split(","))
        return [part for part in parts if part]

    def integers(self, name: str) -> list[int]:
        """Give a list of whole numbers."""
        try:
            return [int(item) for item in self.names(name)]
        except ValueError as error:
            raise self._refusal(name, "is invalid") from error

    def nested(self, name: str) -> Arguments:
        """Give the parameters inside another, as in ``not[labels]``."""
        value = self.values.get(name)
        return Arguments(value if isinstance(value, dict) else {}, outer=name)

    def _refusal(self, name: str, reason: str) -> ApiError:
        return invalid(f"{self._outer}[{name}] {reason}" if self._outer else f"{name} {reason}")
