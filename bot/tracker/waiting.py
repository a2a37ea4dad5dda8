"""Waiting between requests, and ending a pass in good order when it has to end."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from bot.errors import HaltedError

_MARGIN = 0.1  # the part of a time budget that is kept for the request in flight
_LONGEST_MARGIN = 30.0


class Waiting:
    """Lets time pass until the pass is to end: because somebody asks for it, or because its time budget is used up.

    `stop` may be called from a signal handler or another thread. What raises HaltedError sends no further request.
    """

    def __init__(self, budget: timedelta | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._halt = threading.Event()
        self._reason = ""
        self._end: float | None = None
        self._budget = budget
        if budget is not None:
            seconds = budget.total_seconds()
            self._end = clock() + seconds - min(seconds * _MARGIN, _LONGEST_MARGIN)

    def now(self) -> float:
        """Tell the time in seconds, from some beginning on."""
        return self._clock()

    def stop(self, reason: str) -> None:
        """Let the pass end after the request in flight."""
        self._reason = self._reason or reason
        self._halt.set()

    def check(self) -> None:
        """Raise HaltedError when the pass is to end."""
        if self._halt.is_set():
            raise HaltedError(f"{self._reason}: the pass ended after the request in flight")
        if self._left() <= 0:
            raise HaltedError(f"the time budget of {self._budget} is used up")

    def sleep(self, seconds: float) -> None:
        """Wait; raises HaltedError as soon as the pass is to end, at once if it would end before the wait does."""
        if seconds >= self._left():
            raise HaltedError(f"the time budget of {self._budget} would be used up by waiting for GitLab")
        self.check()
        self._pass_time(seconds)
        self.check()

    def at_most(self, seconds: float) -> float:
        """Shorten a time to what is left of the budget."""
        return max(0.1, min(seconds, self._left()))

    def _pass_time(self, seconds: float) -> None:
        self._halt.wait(seconds)

    def _left(self) -> float:
        return float("inf") if self._end is None else self._end - self._clock()
