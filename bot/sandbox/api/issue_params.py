"""Reads an issue's new values from the parameters of a request, leaving out what the caller may not set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.quick.extract import extract
from bot.sandbox.quick.issue import ACTIONS
from bot.sandbox.quick.run import Run
from bot.sandbox.web.errors import invalid, message
from bot.sandbox.world.labelling import find_labels, find_or_create
from bot.sandbox.world.updates import Updates

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue

MAX_TITLE = 255
MAX_DESCRIPTION = 1_048_576
_TYPES = ("issue", "incident", "test_case", "requirement", "task", "ticket")
CHANGEABLE = (
    "title",
    "description",
    "state_event",
    "labels",
    "add_labels",
    "remove_labels",
    "assignee_ids",
    "assignee_id",
    "due_date",
    "confidential",
    "discussion_locked",
    "milestone_id",
    "issue_type",
    "weight",
    "updated_at",
)


def wanted_updates(call: Call, issue: Issue | None) -> Updates:
    """Collect the changes asked for by the parameters and by the quick actions of the description."""
    updates = _plain(call, is_new=issue is None)
    if call.rights.sets_metadata:
        updates |= _metadata(call)
        updates |= _label_changes(call)
    else:
        _metadata(call)  # wrong values are refused even where right ones would be dropped
    return _with_quick_actions(call, issue, updates)


def refuse_empty(call: Call) -> None:
    """Refuse an update that names nothing to update."""
    if not any(name in call.args for name in CHANGEABLE):
        reason = f"{', '.join(CHANGEABLE)} are missing, at least one parameter must be provided"
        raise invalid(reason)


def _plain(call: Call, *, is_new: bool) -> Updates:
    args, updates = call.args, Updates()
    if "title" in args:
        updates["title"] = _checked_title((args.text("title") or "").strip())
    if "description" in args:
        updates["description"] = _checked_description(args.text("description"))
    if "state_event" in args and not is_new:
        updates["state_event"] = args.choice("state_event", ("close", "reopen"), "")
    if "issue_type" in args:
        updates["issue_type"] = args.choice("issue_type", _TYPES, "issue")
    return updates


def _checked_title(title: str) -> str:
    if not title:
        raise message(400, {"title": ["can't be blank"]})
    if len(title) > MAX_TITLE:
        raise message(400, {"title": [f"is too long (maximum is {MAX_TITLE} characters)"]})
    return title


def _checked_description(description: str | None) -> str | None:
    if description is not None and len(description) > MAX_DESCRIPTION:
        raise message(400, {"description": [f"is too long (maximum is {MAX_DESCRIPTION} characters)"]})
    return description


def _metadata(call: Call) -> Updates:
    args, updates = call.args, Updates()
    confidential, locked = args.boolean("confidential"), args.boolean("discussion_locked")
    if confidential is not None:
        updates["confidential"] = confidential
    if locked is not None:
        updates["discussion_locked"] = locked
    if "due_date" in args:
        updates["due_date"] = args.day("due_date")
    if "assignee_ids" in args or "assignee_id" in args:
        name = "assignee_ids" if "assignee_ids" in args else "assignee_id"
        updates["assignee_ids"] = args.integers(name)
    if call.settings.premium and "weight" in args:
        updates["weight"] = args.integer("weight")
    return updates


def _label_changes(call: Call) -> Updates:
    args, updates = call.args, Updates()
    if "labels" in args:
        updates["label_ids"] = [label.id for label in find_or_create(call.world, call.rights, args.names("labels"))]
    if "add_labels" in args:
        added = find_or_create(call.world, call.rights, args.names("add_labels"))
        updates["add_label_ids"] = [label.id for label in added]
    if "remove_labels" in args:
        updates["remove_label_ids"] = [label.id for label in find_labels(call.world, args.names("remove_labels"))]
    return updates


def _with_quick_actions(call: Call, issue: Issue | None, updates: Updates) -> Updates:
    """Execute the description's quick actions; an edited description executes only those it did not have before."""
    description = updates.get("description")
    if not description:
        return updates
    old = extract(issue.description or "")[1] if issue else []
    rest, commands = extract(description, skip=frozenset(old))
    run = Run(call.world, call.rights, issue)
    run.execute(commands, ACTIONS)
    merged: Updates = {**updates, "description": rest, **run.updates}
    merged["add_label_ids"] = [*updates.get("add_label_ids", []), *run.updates.get("add_label_ids", [])]
    return merged
