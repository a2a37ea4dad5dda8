"""The ``due_date`` filter of a project's issue list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.web.arguments import Arguments
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue

_WORDS = (
    "",
    "0",
    "any",
    "today",
    "tomorrow",
    "overdue",
    "week",
    "month",
    "next_month_and_previous_two_weeks",
)


def due_check(call: Call, args: Arguments) -> Callable[[Issue], bool] | None:
    """Check the due date against the server's own date, which is the date in UTC (GitLab's issues finder)."""
    word = args.choice("due_date", _WORDS, "")
    if not word:
        return None
    if word in {"0", "any"}:
        return lambda issue: (issue.due_date is not None) == (word == "any")
    first, last = _span(word, call.now.date())
    return lambda issue: issue.due_date is not None and first <= issue.due_date <= last


def _span(word: str, today: date) -> tuple[date, date]:
    day = timedelta(days=1)
    monday = today - today.weekday() * day
    spans = {
        "today": (today, today),
        "tomorrow": (today + day, today + day),
        "overdue": (date.min, today - day),  # due today is not overdue yet
        "week": (monday, monday + 6 * day),
        "month": (today.replace(day=1), _month_end(today)),
        "next_month_and_previous_two_weeks": (today - 14 * day, _month_end(_month_end(today) + day)),
    }
    return spans[word]


def _month_end(today: date) -> date:
    later = today.replace(day=28) + timedelta(days=4)
    return later - timedelta(days=later.day)
