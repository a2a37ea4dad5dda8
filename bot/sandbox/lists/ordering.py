"""The orders in which issues can be listed."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.sandbox.world.model import Issue


def _label_priority(issue: Issue) -> int | None:
    return min((label.priority for label in issue.labels if label.priority is not None), default=None)


def _votes(issue: Issue) -> int:
    return sum(award.name == "thumbsup" for award in issue.awards)


def _unset(_issue: Issue) -> None:
    """Stand for a milestone, which no issue of the sandbox has."""


COLUMNS: dict[str, Callable[[Issue], Any]] = {
    "created_at": attrgetter("created_at"),
    "updated_at": attrgetter("updated_at"),
    "due_date": attrgetter("due_date"),
    "title": lambda issue: issue.title.casefold(),
    "weight": attrgetter("weight"),
    "popularity": _votes,
    "priority": _label_priority,
    "label_priority": _label_priority,
    "milestone_due": _unset,
    "relative_position": attrgetter("id"),  # new issues go to the end of a board, and nobody moves them here
}
_TIMES = {"created_at", "updated_at"}


def ids_rise(column: str, *, descending: bool) -> bool:
    """Whether issues of equal value come in order of their ids.

    GitLab breaks every tie by the falling id (its source). Rising times are the exception here: on a clock that
    stands still, ids are the only trace of what came first, where GitLab has microseconds.
    """
    return column in _TIMES and not descending


def in_order(issues: Iterable[Issue], column: str, *, descending: bool) -> list[Issue]:
    """Sort issues, which come by rising id, by a column; issues without a value come last either way."""
    rows = list(issues)
    if not ids_rise(column, descending=descending):
        rows.reverse()
    value = COLUMNS[column]
    present = [row for row in rows if value(row) is not None]
    present.sort(key=value, reverse=descending)  # leaves equal ones in the order they have
    return present + [row for row in rows if value(row) is None]
