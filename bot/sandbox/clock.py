"""The sandbox's time: real by default, and as bendable as a rehearsal needs."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time, in whole milliseconds because that is all that GitLab's answers carry."""

    def __init__(self, now: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._offset = timedelta()
        self._frozen: datetime | None = None
        if now is not None:
            self.set(now)

    @property
    def ticking(self) -> bool:
        """Whether time passes by itself."""
        return self._frozen is None

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        with self._lock:
            instant = self._frozen if self._frozen is not None else datetime.now(UTC) + self._offset
        return milliseconds(instant)

    def set(self, instant: datetime, *, ticking: bool = False) -> None:
        """Move to an instant and stand still there, or let time pass on from it."""
        moment = milliseconds(instant)
        with self._lock:
            self._frozen = None if ticking else moment
            self._offset = moment - datetime.now(UTC) if ticking else timedelta()

    def advance(self, seconds: float) -> None:
        """Jump ahead; a clock that stands still goes on standing still."""
        step = timedelta(seconds=seconds)
        with self._lock:
            if self._frozen is None:
                self._offset += step
            else:
                self._frozen += step

    def reset(self) -> None:
        """Return to real time."""
        with self._lock:
            self._frozen, self._offset = None, timedelta()


def milliseconds(instant: datetime) -> datetime:
    """Cut an instant to whole milliseconds in UTC, so that what is kept is what answers show."""
    if instant.tzinfo is None:
        message = f"{instant} has no time zone"
        raise ValueError(message)
    moment = instant.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(instant: datetime) -> str:
    """Write an instant the way GitLab does: UTC, milliseconds, ``Z`` (recorded answers of gitlab.com)."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
