"""/assign and /unassign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.quick.run import Run
    from bot.sandbox.world.model import User

_MENTION = re.compile(r"@?([\w.-]+)")


def assign(run: Run, argument: str) -> str | None:
    """Make people responsible: one on Free, any number on paid tiers."""
    users = _users(run, argument)
    if not (run.may_set_metadata and users):
        return None
    if not run.world.settings.premium:
        users = users[:1]
        run.updates["assignee_ids"] = [users[0].id]
    else:
        numbers = run.updates.setdefault("assignee_ids", _assigned(run))
        numbers += [user.id for user in users if user.id not in numbers]
    return f"Assigned {_sentence(users)}."


def unassign(run: Run, argument: str) -> str | None:
    """Relieve some people on paid tiers, otherwise everybody."""
    if run.issue is None or not (run.issue.assignees and run.may_set_metadata):
        return None
    users = _users(run, argument) if run.world.settings.premium else []
    numbers = {user.id for user in users}
    kept = [number for number in run.updates.get("assignee_ids", _assigned(run)) if number not in numbers]
    run.updates["assignee_ids"] = kept if users else []
    removed = users or run.issue.assignees
    return f"Removed {'assignee' if len(removed) == 1 else 'assignees'} {_sentence(removed)}."


def _assigned(run: Run) -> list[int]:
    return [user.id for user in run.issue.assignees] if run.issue else []


def _users(run: Run, argument: str) -> list[User]:
    names = [run.user.username if name == "me" else name for name in _MENTION.findall(argument)]
    return [user for name in names if (user := run.world.people.named(name.rstrip("."))) is not None]


def _sentence(users: list[User]) -> str:
    names = [f"@{user.username}" for user in users]
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
