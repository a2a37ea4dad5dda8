"""The quick actions on an issue's title, state and visibility; those that need an existing issue say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.quick import dates, labels, people
from bot.sandbox.world.reactions import emoji_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.quick.run import Action, Run

_NUMBER = re.compile(r"(?:#|/(?:issues|work_items)/)(\d+)\b")


def close(run: Run, _argument: str) -> str | None:
    """Close an open issue."""
    if run.issue is None or run.issue.state != "opened" or not run.may_update:
        return None
    run.updates["state_event"] = "close"
    return "Closed this issue."


def reopen(run: Run, _argument: str) -> str | None:
    """Reopen a closed issue."""
    if run.issue is None or run.issue.state != "closed" or not run.may_update:
        return None
    run.updates["state_event"] = "reopen"
    return "Reopened this issue."


def title(run: Run, argument: str) -> str | None:
    """Change the title."""
    if not (argument and run.may_update):
        return None
    run.updates["title"] = argument
    return f'Changed the title to "{argument}".'


def confidential(run: Run, _argument: str) -> str | None:
    """Hide the issue from Guests; there is no quick action for the way back."""
    if not run.may_set_metadata or (run.issue is not None and run.issue.confidential):
        return None
    run.updates["confidential"] = True
    return "Made this issue confidential."


def duplicate(run: Run, argument: str) -> str | None:
    """Close the issue as a duplicate of another."""
    match = _NUMBER.search(argument)
    original = run.world.issues.get(int(match[1])) if match else None
    if run.issue is None or original is None or original is run.issue or not run.may_set_metadata:
        return None
    run.updates["canonical_issue_id"] = original.id
    return f"Closed this issue. Marked as related to, and a duplicate of, #{original.iid}."


def lock(run: Run, _argument: str) -> str | None:
    """Lock the discussion."""
    if run.issue is None or run.issue.discussion_locked or not run.may_set_metadata:
        return None
    run.updates["discussion_locked"] = True
    return "Locked the discussion."


def unlock(run: Run, _argument: str) -> str | None:
    """Unlock the discussion."""
    if run.issue is None or not run.issue.discussion_locked or not run.may_set_metadata:
        return None
    run.updates["discussion_locked"] = False
    return "Unlocked the discussion."


def react(run: Run, argument: str) -> str | None:
    """Add an emoji reaction."""
    if run.issue is None or not argument:
        return None
    run.updates["emoji_award"] = emoji_name(argument)
    return f"Toggled :{emoji_name(argument)}: emoji reaction."


def weight(run: Run, argument: str) -> str | None:
    """Set the weight, on paid tiers."""
    if not (run.world.settings.premium and run.may_set_metadata and argument.isdecimal()):
        return None
    run.updates["weight"] = int(argument)
    return f"Set weight to {argument}."


def clear_weight(run: Run, _argument: str) -> str | None:
    """Clear the weight, on paid tiers."""
    if run.issue is None or run.issue.weight is None or not run.may_set_metadata:
        return None
    run.updates["weight"] = None
    return "Cleared weight."


ACTIONS: Mapping[str, Action] = {
    "assign": people.assign,
    "clear_weight": clear_weight,
    "close": close,
    "confidential": confidential,
    "due": dates.due,
    "duplicate": duplicate,
    "label": labels.label,
    "lock": lock,
    "react": react,
    "relabel": labels.relabel,
    "remove_due_date": dates.remove_due_date,
    "reopen": reopen,
    "title": title,
    "unassign": people.unassign,
    "unlabel": labels.unlabel,
    "unlock": unlock,
    "weight": weight,
}
