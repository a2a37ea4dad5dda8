"""What an action asks GitLab for, and what of it the answer lacks."""

from collections.abc import Sequence

from bot.errors import DroppedError
from bot.model.actions import UpdateIssue, WriteNote
from bot.model.issue import Issue

REMEDY = "The bot's user needs the role Planner or higher in the project"


def dropped_error(what: str, dropped: Sequence[str]) -> DroppedError:
    """Say what GitLab left out, and of which kinds these things are."""
    return DroppedError(f"{what} left out: {', '.join(dropped)}. {REMEDY}", frozenset(map(_kind, dropped)))


def _kind(name: str) -> str:
    if "label " in name:
        return "labels"
    return "state" if name in {"close", "reopen"} else name


def quick_actions(action: WriteNote) -> list[str]:
    """Write the lines by which a note carries its changes."""
    due = [f"/due {action.due_date.isoformat()}"] if action.due_date else []
    return [*due, "/close"] if action.close else due


def changes_of(action: UpdateIssue) -> dict[str, object]:
    """Say only what changes; labels are sent relatively, so that what a person set meanwhile stays."""
    changes: dict[str, object] = {
        "title": action.title,
        "description": action.description,
        "add_labels": ",".join(action.labels.add) or None,
        "remove_labels": ",".join(action.labels.remove) or None,
        "state_event": action.state_event,
        "due_date": "" if action.remove_due_date else action.due_date and action.due_date.isoformat(),
        "assignee_ids": [action.assignee.id] if action.assignee else None,
    }
    return {name: value for name, value in changes.items() if value is not None}


def dropped_of(action: UpdateIssue, updated: Issue) -> list[str]:
    """Name what was asked for and is not so."""
    states = {"close": "closed", "reopen": "opened", None: updated.state}
    due = None if action.remove_due_date else action.due_date or updated.due_date
    dropped = [f"label {name}" for name in action.labels.add if name not in updated.labels]
    dropped += [f"removal of label {name}" for name in action.labels.remove if name in updated.labels]
    if updated.state != states[action.state_event]:
        dropped.append(str(action.state_event))
    if updated.due_date != due:
        dropped.append("due date")
    if action.assignee and action.assignee.id not in {person.id for person in updated.assignees}:
        dropped.append("assignee")
    return dropped
