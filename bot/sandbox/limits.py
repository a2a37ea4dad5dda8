"""The application limits on creating issues and notes; off until a setting turns them on."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from bot.sandbox.web.errors import too_many

if TYPE_CHECKING:
    from bot.sandbox.clock import Clock
    from bot.sandbox.settings import Settings
    from bot.sandbox.world.model import User

Action = Literal["issues", "notes"]
_MINUTE = 60


class Limits:
    """Counts what each user created in the current minute; minutes begin on the minute (GitLab's source)."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._spent: Counter[tuple[Action, int, int]] = Counter()

    def spend(self, action: Action, user: User) -> None:
        """Count one creation, or refuse it."""
        limit = self._settings.issues_per_minute if action == "issues" else self._settings.notes_per_minute
        if limit is None:
            return
        now = datetime.now(UTC) if self._settings.limit_clock == "wall" else self._clock.now()
        key = (action, user.id, int(now.timestamp()) // _MINUTE)
        self._spent[key] += 1
        if self._spent[key] > limit:
            raise too_many()

    def clear(self) -> None:
        """Forget what was counted."""
        self._spent.clear()
