"""What the bot will do next if nobody does anything: found by asking its rules at later moments.

Nothing about an issue changes by itself, so what the rules decide then is what a pass will find. They look again at the
beginning of each of the next days, and of each week after these; then, to the minute, for the first moment in between.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.engine.plan import IssuePlan, plan_case
from bot.model.case import Case
from bot.model.context import Context
from bot.model.issue import Issue
from bot.rules import Rule

HORIZON = timedelta(days=400)
_DAILY = timedelta(days=14)
_LAST_YEAR = 9000  # beyond it the calendar of the program ends before the next due date
_DAY, _WEEK, _MINUTE = timedelta(days=1), timedelta(weeks=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The plan of the first pass from an instant on."""

    at: datetime
    plan: IssuePlan


def forecast(case: Case, rules: Sequence[Rule], ctx: Context) -> Forecast | None:
    """Tell when the rules will act that let the issue be now, and what they will do; None: not within the horizon.

    Raises what `plan_case` does.
    """
    assert case.issue is not None  # noqa: S101 - what is told is about an issue
    before = ctx.now
    for moment in _moments(case.issue, ctx):
        if plan_case(case, rules, replace(ctx, now=moment)).actions:
            at = _first_minute(before, moment, case, rules, ctx)
            return Forecast(at, plan_case(case, rules, replace(ctx, now=at)))
        before = moment
    return None


def _moments(issue: Issue, ctx: Context) -> Iterator[datetime]:
    """Go through the days' beginnings at which to look; the one after the due date is always among them."""
    today = ctx.calendar.day_of(ctx.now)
    days = {today + passed * _DAY for passed in range(1, _DAILY // _DAY)}
    days |= {today + _DAILY + passed * _WEEK for passed in range((HORIZON - _DAILY) // _WEEK + 1)}
    if issue.due_date and today <= issue.due_date and issue.due_date.year < _LAST_YEAR:
        days.add(issue.due_date + _DAY)
    return map(ctx.calendar.begin_of, sorted(days))


def _first_minute(before: datetime, moment: datetime, case: Case, rules: Sequence[Rule], ctx: Context) -> datetime:
    """Find the first minute after an instant from which on the rules act; they do so at the moment given."""
    minutes = (moment - before) // _MINUTE

    def acts(passed: int) -> bool:
        at = moment - (minutes - passed) * _MINUTE
        return bool(plan_case(case, rules, replace(ctx, now=at)).actions)

    return moment - (minutes - bisect_left(range(minutes), True, key=acts)) * _MINUTE  # noqa: FBT003 - what is sought
