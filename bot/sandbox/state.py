"""All that a running sandbox holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.saving import freeze, thaw
from bot.sandbox.world.default import World

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.saving import Saved
    from bot.sandbox.settings import Settings


class State:
    """World, clock, switches, faults and request log, and how they began."""

    def __init__(self, settings: Settings, now: datetime | None) -> None:
        self._first_settings = settings.copy()
        self._first_instant = now
        self.settings = settings
        self.clock = Clock(now)
        self.world = World(self.clock, settings)
        self.limits = Limits(settings, self.clock)
        self.faults = Faults()
        self.journal = Journal()

    def reset(self) -> None:
        """Return to the beginning."""
        with self.world.lock:
            self.settings.restore(self._first_settings)
            self.clock.reset()
            if self._first_instant is not None:
                self.clock.set(self._first_instant)
            self.world.clear()
            self._forget_traffic()

    def save(self) -> Saved:
        """Copy what the project holds, with clock and switches."""
        with self.world.lock:
            clock = (self.clock.now(), self.clock.ticking)
            return freeze((self.world.content(), clock, self.settings), self.world.issues.values())

    def restore(self, saved: Saved) -> None:
        """Return to what was saved; faults, requests and spent limits are forgotten."""
        content, (instant, ticking), settings = thaw(saved)
        with self.world.lock:
            self.world.replace(content)
            self.clock.set(instant, ticking=ticking)
            self.settings.restore(settings)
            self._forget_traffic()

    def _forget_traffic(self) -> None:
        self.limits.clear()
        self.faults.clear()
        self.journal.clear()
