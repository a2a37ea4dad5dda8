"""Waiting between requests, and ending a pass in good order when it has to end."""

import time
from collections.abc import Callable
from datetime import timedelta

from bot.errors import HaltedError
from bot.model.duration import in_words

_MARGIN = 0.1  # the part of a time budget that is kept for the request in flight
_LONGEST_MARGIN = 30.0
_SLICE = 0.2  # seconds
_WORTH_TELLING = 4.0  # seconds


class Waiting:
    """Lets time pass until the pass is to end: because somebody asks for it, or because its time budget is used up.

    `stop` may be called from a signal handler or another thread. What raises HaltedError sends no further request.
    """

    def __init__(
        self,
        budget: timedelta | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._reason = ""
        self._end: float | None = None
        self._margin = 0.0
        self._budget_in_words = in_words(budget) if budget else ""
        if budget is not None:
            seconds = budget.total_seconds()
            self._margin = min(seconds * _MARGIN, _LONGEST_MARGIN)
            self._end = clock() + seconds - self._margin

    def now(self) -> float:
        """Tell the time in seconds, from some beginning on."""
        return self._clock()

    def stop(self, reason: str) -> None:
        """Let the pass end after the request in flight."""
        self._reason = self._reason or reason

    def check(self) -> None:
        """Raise HaltedError when the pass is to end."""
        if self._reason:
            raise HaltedError(f"{self._reason}: the pass ended after the request in flight")
        if self._left() <= 0:
            raise HaltedError(f"the time budget of {self._budget_in_words} is used up")

    def sleep(self, seconds: float, because: str = "") -> None:
        """Wait, and tell why if it is long and somebody should know.

        Raises HaltedError as soon as the pass is to end, at once if it would end before the wait does.
        """
        if seconds >= self._left():
            raise HaltedError(f"the time budget of {self._budget_in_words} would be used up by waiting")
        self.check()
        if because and seconds >= _WORTH_TELLING:
            self._tell(f"{because}: waiting for {seconds:.0f} seconds")
        self._pass_time(seconds)
        self.check()

    def at_most(self, seconds: float) -> float:
        """Shorten the time that a request may take to what is left of the budget, its margin included."""
        return max(0.1, min(seconds, self._left() + self._margin))

    def _pass_time(self, seconds: float) -> None:
        # In slices, not with an event: a signal handler that sets one while this thread holds its lock would hang.
        end = time.monotonic() + seconds
        while not self._reason and (rest := end - time.monotonic()) > 0:
            time.sleep(min(rest, _SLICE))

    def _left(self) -> float:
        return float("inf") if self._end is None else self._end - self._clock()
