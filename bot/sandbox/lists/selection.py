"""Which issues a list shows, in which order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from bot.sandbox.lists.filters import issue_checks
from bot.sandbox.lists.ordering import COLUMNS, ids_rise, in_order
from bot.sandbox.world.store import AGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.sandbox.lists.cursor import Cursor
    from bot.sandbox.lists.filters import Check
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue


def selected(call: Call, column: str, cursor: Cursor | None, *, descending: bool) -> Iterable[Issue]:
    """Give the issues that pass all filters, in order; with a cursor only those that come after it.

    By age they are looked through no further than they are asked for: a walk through all pages of a large tracker
    would otherwise look through the whole tracker for every page.
    """
    checks = issue_checks(call)
    if column == "created_at":
        return _passing(_by_age(call.world.issues_by_age, cursor, descending=descending), checks)
    if cursor is not None:
        checks.append(_later(column, cursor, descending=descending))
    return in_order(_passing(call.world.issues.values(), checks), column, descending=descending)


def _passing(issues: Iterable[Issue], checks: Iterable[Check]) -> Iterable[Issue]:
    for check in checks:
        issues = filter(check, issues)
    return issues


def _by_age(oldest_first: Sequence[Issue], cursor: Cursor | None, *, descending: bool) -> Iterable[Issue]:
    if cursor is None:
        return reversed(oldest_first) if descending else oldest_first
    place = (cursor.value, cursor.id)
    if descending:
        return reversed(oldest_first[: bisect_left(oldest_first, place, key=AGE)])
    return oldest_first[bisect_right(oldest_first, place, key=AGE) :]


def _later(column: str, cursor: Cursor, *, descending: bool) -> Check:
    value, rising = COLUMNS[column], ids_rise(column, descending=descending)

    def check(issue: Issue) -> bool:
        here = value(issue)
        if here == cursor.value:
            return issue.id > cursor.id if rising else issue.id < cursor.id
        if here is None or cursor.value is None:
            return here is None
        return bool(here < cursor.value if descending else here > cursor.value)

    return check
