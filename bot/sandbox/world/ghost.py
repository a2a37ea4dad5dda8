"""What stays of a deleted account."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.world.default import World
    from bot.sandbox.world.model import Issue, LabelEvent, StateEvent, User


def bury(world: World, user: User) -> None:
    """Delete an account: texts move to the Ghost User, reactions and assignments vanish (GitLab's documentation)."""
    world.people.remove(user)
    for issue in world.issues.values():
        _disown(issue, user, world.ghost)


def _disown(issue: Issue, user: User, ghost: User) -> None:
    if issue.author is user:
        issue.author = ghost
    if issue.closed_by is user:
        issue.closed_by = None
    issue.assignees = [assignee for assignee in issue.assignees if assignee is not user]
    issue.awards = [award for award in issue.awards if award.user is not user]
    for note in issue.notes.values():
        note.awards = [award for award in note.awards if award.user is not user]
        note.author = ghost if note.author is user else note.author
    events: list[StateEvent | LabelEvent] = [*issue.state_events, *issue.label_events]
    for event in events:
        event.user = ghost if event.user is user else event.user
