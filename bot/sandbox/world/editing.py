"""Carries out changes to an issue, with the traces they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.sandbox.world.history import confidentiality_line, due_date_line, title_line
from bot.sandbox.world.labelling import change_labels
from bot.sandbox.world.model import IssueLink, StateEvent
from bot.sandbox.world.reactions import react

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.sandbox.world.default import World
    from bot.sandbox.world.model import Issue, User
    from bot.sandbox.world.updates import Updates

    Step = Callable[["Edit", Updates], bool]
    Plain = Literal["discussion_locked", "weight", "issue_type"]


class Edit:
    """One user's change to one issue; a new issue gets no history of its first title and description."""

    def __init__(self, world: World, user: User, issue: Issue, *, is_new: bool = False) -> None:
        self.world = world
        self.user = user
        self.issue = issue
        self.is_new = is_new
        self.now: datetime = world.clock.now()

    def apply(self, updates: Updates) -> None:
        """Make the changes; ``updated_at`` moves when at least one was a real one."""
        if any([step(self, updates) for step in _STEPS]):  # noqa: C419 (every step must run)
            self.issue.updated_at = max(self.issue.updated_at, self.now)

    def remark(self, line: str) -> None:
        """Leave a system note, which by itself does not move ``updated_at`` (GitLab's source)."""
        self.world.add_note(self.issue, self.user, line, self.now, system=True)


def _title(edit: Edit, updates: Updates) -> bool:
    old, new = edit.issue.title, updates.get("title", edit.issue.title)
    edit.issue.title = new
    if old != new and not edit.is_new:
        edit.remark(title_line(old, new))
    return old != new


def _description(edit: Edit, updates: Updates) -> bool:
    old = edit.issue.description
    new = updates.get("description", old)
    edit.issue.description = new
    if old != new and not edit.is_new:
        edit.remark("changed the description")
    return old != new


def _state(edit: Edit, updates: Updates) -> bool:
    target = {"close": "closed", "reopen": "opened"}.get(updates.get("state_event", ""), edit.issue.state)
    return target != edit.issue.state and _turn(edit, target)


def _turn(edit: Edit, state: str) -> bool:
    closed = state == "closed"
    issue = edit.issue
    issue.state = state
    issue.closed_at, issue.closed_by = (edit.now, edit.user) if closed else (None, None)
    if not closed:
        issue.duplicate_of = None
    number = edit.world.number("state_event")
    issue.state_events.append(StateEvent(number, edit.user, "closed" if closed else "reopened", edit.now))
    return True


def _labels(edit: Edit, updates: Updates) -> bool:
    named = updates.keys() & {"label_ids", "add_label_ids", "remove_label_ids"}
    return bool(named) and change_labels(edit.world, edit.user, edit.issue, updates, edit.now)


def _assignees(edit: Edit, updates: Updates) -> bool:
    if "assignee_ids" not in updates:
        return False
    users = edit.world.people.users
    wanted = [users[number] for number in dict.fromkeys(updates["assignee_ids"]) if number in users]
    wanted = wanted if edit.world.settings.premium else wanted[:1]  # Free keeps the first only
    before, edit.issue.assignees = edit.issue.assignees, wanted
    return set(before) != set(wanted)


def _due_date(edit: Edit, updates: Updates) -> bool:
    old = edit.issue.due_date
    new = updates.get("due_date", old)
    edit.issue.due_date = new
    if old != new:
        edit.remark(due_date_line(new))
    return old != new


def _confidential(edit: Edit, updates: Updates) -> bool:
    old = edit.issue.confidential
    new = updates.get("confidential", old)
    edit.issue.confidential = new
    if old != new and not edit.is_new:
        edit.remark(confidentiality_line(confidential=new))
    return old != new


def _plain(name: Plain) -> Step:
    def step(edit: Edit, updates: Updates) -> bool:
        old = getattr(edit.issue, name)
        setattr(edit.issue, name, updates.get(name, old))
        return bool(old != getattr(edit.issue, name))

    return step


def _duplicate(edit: Edit, updates: Updates) -> bool:
    if "canonical_issue_id" not in updates:
        return False
    original = next(issue for issue in edit.world.issues.values() if issue.id == updates["canonical_issue_id"])
    if edit.issue.state != "closed":
        _turn(edit, "closed")
    edit.issue.duplicate_of = original
    relate(edit.world, edit.issue, original)
    return True


def relate(world: World, issue: Issue, other: Issue, kind: str = "relates_to") -> IssueLink | None:
    """Link two issues both ways; nothing happens when they are linked already."""
    if any(link.issue is other for link in issue.links):
        return None
    number, now = world.number("link"), world.clock.now()
    opposite = {"blocks": "is_blocked_by", "is_blocked_by": "blocks"}.get(kind, kind)
    link = IssueLink(number, other, kind, now)
    issue.links.append(link)
    other.links.append(IssueLink(number, issue, opposite, now))
    return link


def _award(edit: Edit, updates: Updates) -> bool:
    if name := updates.get("emoji_award"):
        react(edit.world, edit.user, edit.issue, name)
    return False


_STEPS: tuple[Step, ...] = (
    _title,
    _description,
    _state,
    _labels,
    _assignees,
    _due_date,
    _confidential,
    _plain("discussion_locked"),
    _plain("weight"),
    _plain("issue_type"),
    _duplicate,
    _award,
)
