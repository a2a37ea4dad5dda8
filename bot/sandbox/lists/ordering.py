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
    """Stand for what no issue of the sandbox has: a milestone, a place on a board moved by hand."""


_NEVER_EMPTY = {"created_at", "updated_at"}  # sorted without a detour, since every list is by default
COLUMNS: dict[str, Callable[[Issue], Any]] = {
    "created_at": lambda issue: issue.created_at,
    "updated_at": lambda issue: issue.updated_at,
    "due_date": lambda issue: issue.due_date,
    "title": lambda issue: issue.title.casefold(),
    "weight": lambda issue: issue.weight,
    "popularity": _votes,
    "priority": _label_priority,
    "label_priority": _label_priority,
    "milestone_due": _unset,
    "relative_position": _unset,
}


def in_order(issues: Iterable[Issue], column: str, *, descending: bool) -> list[Issue]:
    """Sort issues by a column and, where that is equal, by id; issues without a value come last either way."""
    if column in _NEVER_EMPTY:
        return sorted(issues, key=attrgetter(column, "id"), reverse=descending)
    value = COLUMNS[column]
    present: list[tuple[Any, int, Issue]] = []
    absent: list[Issue] = []
    for issue in issues:
        key = value(issue)
        if key is None:
            absent.append(issue)
        else:
            present.append((key, issue.id, issue))
    present.sort(reverse=descending)  # ids differ, so issues themselves are never compared
    absent.sort(key=lambda issue: issue.id, reverse=descending)
    return [row[2] for row in present] + absent
