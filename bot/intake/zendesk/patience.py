"""How long to wait before a request is sent again, and when not to wait at all."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from bot.intake.zendesk.trouble import TooManyError, UnansweredError

_FIRST, _LONGEST = 0.5, 8.0  # seconds, after an error
_FIRST_REFUSED, _LONGEST_REFUSED = 4.0, 64.0  # after a 429 without a word: Zendesk counts by the minute
_LONGEST_ASKED = 600.0  # a pass does not wait longer for a source: the next one reads the same again


class Waiter(Protocol):
    """Lets time pass, and ends the pass when it is to end by raising an error of its own."""

    def check(self) -> None:
        """Raise when the pass is to end."""
        ...

    def sleep(self, seconds: float, because: str = "") -> None:
        """Wait, and tell why."""
        ...

    def at_most(self, seconds: float) -> float:
        """Shorten what a request may take to what is left of the pass."""
        ...


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Read how long the server asks to wait, in seconds; None: it does not say, or not in a way that can be read."""
    wish = headers.get("Retry-After", "").strip()
    if wish.isascii() and wish.isdigit():
        return float(wish)
    # An instant counts from the server's own clock, not from ours: the two may differ.
    until, now = _date(wish), _date(headers.get("Date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def wait_after(problem: UnansweredError, attempt: int) -> float | None:
    """Tell how long to wait after the first, second, … failure in a row; None: longer than a pass should wait."""
    if problem.asked is not None:
        return problem.asked if problem.asked <= _LONGEST_ASKED else None
    first, longest = (_FIRST_REFUSED, _LONGEST_REFUSED) if isinstance(problem, TooManyError) else (_FIRST, _LONGEST)
    return min(first * 2.0 ** (attempt - 1), longest)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date
