"""Days as the tracker counts them: a due date is over when its day is over in the tracker's time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Calendar:
    """The tracker's days; `zone` is the time zone its people live by."""

    zone: ZoneInfo

    def day_of(self, instant: datetime) -> date:
        """Tell on which day an instant falls for the tracker's people."""
        return instant.astimezone(self.zone).date()

    def begin_of(self, day: date) -> datetime:
        """Tell at which instant a day begins, in UTC: later than midnight where clocks are put forward then."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def due(self, instant: datetime, after: timedelta) -> date:
        """Tell the due date of something expected within `after` of an instant."""
        # In UTC, since adding to a local time ignores the hour that clocks are put forward or back.
        return self.day_of(instant.astimezone(UTC) + after)

    def is_over(self, due: date, now: datetime) -> bool:
        """Tell whether a due date's day has ended (GitLab calls an issue overdue from the following day on)."""
        return due < self.day_of(now)
