"""How long to wait before a request is sent again, and for how long in all a run waits for one account."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from typing import Protocol

from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.trouble import TooManyError, UnansweredError

_FIRST, _LONGEST = 0.5, 8.0  # seconds, after an error
_FIRST_REFUSED, _LONGEST_REFUSED = 4.0, 64.0  # after a 429 without a word: Zendesk counts by the minute
_TRIES = 6  # about sixteen seconds of back-off, or a minute of 429
IN_ALL = 120.0  # seconds; the rest of a pass must not wait longer for a source: the next pass reads the same again
_LEAST = 5.0  # seconds that a request may take all the same, so that what is well again can be read


class Waiter(Protocol):
    """Lets time pass, and ends the pass when it is to end by raising an error of its own."""

    def now(self) -> float:
        """Tell the time in seconds, from some beginning on."""
        ...

    def check(self) -> None:
        """Raise when the pass is to end."""
        ...

    def sleep(self, seconds: float, because: str = "") -> None:
        """Wait, and tell why."""
        ...

    def at_most(self, seconds: float) -> float:
        """Shorten what a request may take to what is left of the pass."""
        ...


class Patience:
    """One allowance of waiting for a whole run: for answers that do not come, and before asking again."""

    def __init__(self, waiter: Waiter) -> None:
        self._waiter = waiter
        self._left = IN_ALL

    def limit(self, seconds: float) -> float:
        """Shorten what a request may take to what is left."""
        return self._waiter.at_most(min(seconds, max(_LEAST, self._left)))

    def spend(self, seconds: float) -> None:
        """Count what was waited for in vain."""
        self._left -= seconds

    def again(self, harmless: type[UnansweredError], send: Callable[[], Json]) -> Json:
        """Send again after what did no harm; raises what went wrong where that lasts, or would take too long."""
        for attempt in count(1):
            try:
                return send()
            except harmless as problem:
                if attempt >= _TRIES:
                    raise
                wait, because = wait_after(problem, attempt), str(problem)
                if wait > self._left:
                    raise type(problem)(f"{because}; {self._too_long(wait)}", problem.status, problem.asked) from None
            self.spend(wait)
            self._waiter.sleep(wait, because)
        raise AssertionError  # count never ends

    def _too_long(self, wait: float) -> str:
        left = max(0.0, self._left)
        return (
            f"to go on, the bot would have to wait for {wait:.0f} seconds, but {left:.0f} are left of the {IN_ALL:.0f} "
            "that a pass waits for Zendesk in all"
        )


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Read how long the server asks to wait, in seconds; None: it does not say, or not in a way that can be read."""
    wish = headers.get("Retry-After", "").strip()
    if wish.isascii() and wish.isdigit():
        return float(wish)
    # An instant counts from the server's own clock, not from ours: the two may differ.
    until, now = _date(wish), _date(headers.get("Date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def wait_after(problem: UnansweredError, attempt: int) -> float:
    """Tell how many seconds to wait after the first, second, … failure in a row."""
    if problem.asked is not None:
        return problem.asked
    first, longest = (_FIRST_REFUSED, _LONGEST_REFUSED) if isinstance(problem, TooManyError) else (_FIRST, _LONGEST)
    return min(first * 2.0 ** (attempt - 1), longest)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date
