"""The request log, so that tests can say "no write happened" or "this was one PUT"."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.web.params import Nested

CAPACITY = 100_000  # a server left running forgets its oldest requests


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as it came, and the status it got; 0 when it hangs or its connection was cut without an answer."""

    sequence: int
    method: str
    path: str
    query: Nested
    body: Nested
    status: int
    username: str | None

    def shape(self) -> dict[str, object]:
        """Show the entry over HTTP."""
        return asdict(self)


class Journal:
    """Keeps the requests in the order in which they were answered or began to hang."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[LoggedRequest] = deque(maxlen=CAPACITY)
        self._sequence = itertools.count(1)

    def add(self, method: str, path: str, query: Nested, body: Nested, status: int, username: str | None) -> None:  # noqa: PLR0913, PLR0917 (an entry is flat)
        """Log a request."""
        with self._lock:
            self._entries.append(LoggedRequest(next(self._sequence), method, path, query, body, status, username))

    @property
    def entries(self) -> list[LoggedRequest]:
        """All requests, oldest first."""
        with self._lock:
            return list(self._entries)

    @property
    def writes(self) -> list[LoggedRequest]:
        """The requests that could have changed something."""
        return [entry for entry in self.entries if entry.method not in {"GET", "HEAD"}]

    def clear(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._entries.clear()
