"""Writing no faster than GitLab allows: it limits new issues and notes per minute, and announces that nowhere."""

from collections import deque
from dataclasses import dataclass
from threading import Lock

from bot.tracker.waiting import Waiting

_MINUTE = 60.0
_BUSY = 0.97  # stay this far below the limit: what is sent a minute apart may arrive a little closer together
_SLOWER = 0.8  # GitLab has refused all the same, so the limit must be lower than we thought
_SLOW_FOR = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class PerMinute:
    """How many issues and notes GitLab lets one user create in a minute."""

    issues: int
    notes: int


def usual_limits(*, is_gitlab_com: bool) -> PerMinute:
    """Tell what gitlab.com documents, or what a GitLab of one's own has by default (GitLab's source)."""
    return PerMinute(issues=200, notes=60) if is_gitlab_com else PerMinute(issues=300, notes=300)


class Pace:
    """Lets through as many writes in any sixty seconds as the limit allows, early ones at once.

    GitLab counts in minutes whose beginning nobody knows (GitLab's source), so none of them may see more.
    """

    def __init__(self, per_minute: int, waiting: Waiting) -> None:
        self._usual = self._most = max(1, round(per_minute * _BUSY))
        self._slow_until = 0.0
        self._waiting = waiting
        self._sent: deque[float] = deque()
        self._lock = Lock()

    def wait(self) -> None:
        """Wait for the next free place; raises HaltedError when the pass is to end."""
        with self._lock:
            if self._waiting.now() >= self._slow_until:
                self._most = self._usual
            while len(self._sent) >= self._most:
                rest = self._sent[0] + _MINUTE - self._waiting.now()
                if rest > 0:
                    self._waiting.sleep(rest)
                self._sent.popleft()
            self._sent.append(self._waiting.now())

    def slow_down(self) -> None:
        """Take it that the limit is lower, for some minutes."""
        self._slow_until = self._waiting.now() + _SLOW_FOR
        self._most = max(1, int(self._most * _SLOWER))
