"""The vocabulary of changes to an issue, the same for parameters and for quick actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from datetime import date

    from bot.sandbox.shapes.view import Json


class Updates(TypedDict, total=False):
    """What is to change; the keys are those that GitLab shows in ``commands_changes``."""

    title: str
    description: str | None
    state_event: str
    label_ids: list[int]
    add_label_ids: list[int]
    remove_label_ids: list[int]
    assignee_ids: list[int]
    due_date: date | None
    confidential: bool
    discussion_locked: bool | None
    weight: int | None
    issue_type: str
    canonical_issue_id: int
    emoji_award: str


def shown_changes(updates: Updates) -> Json:
    """Write changes for an answer; dates become text."""
    shape: Json = dict(updates)
    if due_date := updates.get("due_date"):
        shape["due_date"] = due_date.isoformat()
    return shape
