"""Rules by which requests go wrong on purpose."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong: before anything was written, or after the request was carried out."""

    # nothing is written
    ERROR = "500"
    BAD_GATEWAY = "502"  # an HTML page, as proxies send it
    UNAVAILABLE = "503"  # likewise
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    LIMITED = "429"  # JSON without any headers: an application limit
    THROTTLED = "429_throttle"  # plain text with Retry-After: the throttle of all traffic
    RESET = "reset"  # the connection is reset
    STALL = "stall"  # nothing comes for ``seconds``, then the connection is closed

    # the request is carried out
    ERROR_AFTER = "500_after"
    BAD_GATEWAY_AFTER = "502_after"
    LATENCY = "latency"  # but only after ``seconds``
    LOST = "lost"  # then the connection is closed without an answer
    HANG = "hang"  # then nothing comes for ``seconds``, then the connection is closed
    TRUNCATED = "truncated"  # then the answer's JSON ends in the middle


@dataclass(slots=True)
class Fault:
    """One rule: which requests, how many of them to let pass first, and how many to spoil.

    ``played`` is set once a request was spoiled and logged; what hangs begins to hang at that moment.
    """

    kind: FaultKind
    method: str | None = None
    path: str | None = None
    skip: int = 0
    times: int | None = 1
    seconds: float = 0.3
    retry_after: int = 1
    seen: int = field(default=0, init=False)
    played: threading.Event = field(default_factory=threading.Event, init=False, repr=False, compare=False)

    def meets(self, method: str, path: str) -> bool:
        """Count a request that fits, and tell whether its turn has come."""
        if self.method is not None and self.method.upper() != method:
            return False
        if self.path is not None and not re.search(self.path, path):
            return False
        self.seen += 1
        number = self.seen - self.skip
        return number > 0 and (self.times is None or number <= self.times)


class Faults:
    """All rules; of several that fit one request the first is played, and every one counts it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Fault] = []

    def add(  # noqa: PLR0913 (a rule is flat, and every part of it has a name)
        self,
        *,
        kind: str,
        method: str | None = None,
        path: str | None = None,
        skip: int = 0,
        times: int | None = 1,
        seconds: float = 0.3,
        retry_after: int = 1,
    ) -> Fault:
        """Add a rule; ``path`` is a regular expression looked for in the path, ``times=None`` means always."""
        re.compile(path or "")
        fault = Fault(FaultKind(kind), method, path, skip, times, seconds, retry_after)
        with self._lock:
            self._rules.append(fault)
        return fault

    def clear(self) -> None:
        """Let everything go right again."""
        with self._lock:
            self._rules.clear()

    def draw(self, method: str, path: str) -> Fault | None:
        """Find the rule for a request."""
        with self._lock:
            met = [fault for fault in self._rules if fault.meets(method, path)]
        return met[0] if met else None
