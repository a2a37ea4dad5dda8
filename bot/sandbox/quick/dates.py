"""/due and /remove_due_date."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.quick.run import Run

_DISTANCE = re.compile(r"in (an?|\d{1,3}) (day|week)s?", re.IGNORECASE)
_WRITTEN = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_DAYS = {"day": 1, "week": 7}


def due(run: Run, argument: str) -> str | None:
    """Set the due date; GitLab understands more ways of saying it than these."""
    day = read_day(argument, run.world.clock.now().date())
    if day is None or not run.may_set_metadata:
        return None
    run.updates["due_date"] = day
    return f"Set the due date to {day:%b} {day.day}, {day.year}."


def remove_due_date(run: Run, _argument: str) -> str | None:
    """Remove the due date, if there is one."""
    if run.issue is None or not (run.issue.due_date and run.may_set_metadata):
        return None
    run.updates["due_date"] = None
    return "Removed the due date."


def read_day(text: str, today: date) -> date | None:
    """Read ``2026-11-29``, ``today``, ``tomorrow``, ``in 3 days``, ``in a week`` or ``November 29, 2026``."""
    words = text.strip().lower()
    if words in {"today", "tomorrow"}:
        return today + timedelta(days=words == "tomorrow")
    if match := _DISTANCE.fullmatch(words):
        count = int(match[1]) if match[1].isdecimal() else 1
        return today + timedelta(days=count * _DAYS[match[2]])
    try:
        return date.fromisoformat(words)
    except ValueError:
        return _written_out(words.replace(",", ""))


def _written_out(words: str) -> date | None:
    for form in _WRITTEN:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 (a calendar day has no time zone)
        except ValueError:
            continue
    return None
