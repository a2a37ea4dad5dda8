"""Rules by which requests to the stand-in go wrong on purpose."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# With the first four nothing is carried out; then it is, but the answer is cut, lost, or does not come in time.
# "drip" is an answer in drops, one every `seconds`, that is never whole.
Kind = Literal["status", "page", "garbage", "redirect", "cut", "lost", "hang", "drip"]
KINDS: tuple[Kind, ...] = ("status", "page", "garbage", "redirect", "cut", "lost", "hang")


@dataclass
class Fault:
    """One rule: which requests, how many of them to let pass first, and how many to spoil (None: all the others)."""

    kind: Kind
    path: str = ""
    method: str = ""
    skip: int = 0
    times: int | None = 1
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.3
    seen: int = 0

    def meets(self, method: str, path: str) -> bool:
        if self.method not in {"", method} or not re.search(self.path, path):
            return False
        self.seen += 1
        number = self.seen - self.skip
        return number > 0 and (self.times is None or number <= self.times)


class Faults:
    """All rules; of several that fit one request the first is played, and every one counts it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Fault] = []

    def add(self, *faults: Fault) -> None:
        with self._lock:
            self._rules += faults

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def draw(self, method: str, path: str) -> Fault | None:
        with self._lock:
            met = [fault for fault in self._rules if fault.meets(method, path)]
        return met[0] if met else None
