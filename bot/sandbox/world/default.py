"""The default world, and quick ways to fill it from Python."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict, Unpack

from bot.sandbox.clock import milliseconds
from bot.sandbox.world.model import Label, StateEvent, User
from bot.sandbox.world.roles import Role
from bot.sandbox.world.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from bot.sandbox.world.model import Issue

BOT_TOKEN = "sandbox-bot-token"
TOUCH_INTERVAL = timedelta(minutes=1)
_BOT = "feedback-bot"

_TEAM = (
    ("root", "Administrator", Role.ADMIN),
    (_BOT, "Feedback Bot", Role.PLANNER),
    ("mia", "Mia Okafor", Role.MAINTAINER),
    ("jonas", "Jonas Weber", Role.DEVELOPER),
    ("priya", "Priya Nair", Role.REPORTER),
    ("gus", "Gus Visitor", Role.GUEST),
)


class IssueSeed(TypedDict, total=False):
    """What a seeded issue can be given besides title and author."""

    labels: Iterable[str]
    created_at: datetime
    updated_at: datetime | None
    description: str | None
    state: str
    due_date: date | None
    assignees: Sequence[str]
    confidential: bool


class World(Store):
    """The project with its team; what is seeded here passes by the rules that hold for requests."""

    ghost: User

    def clear(self) -> None:
        """Return to the team and an empty tracker."""
        super().clear()
        for username, name, role in _TEAM:
            is_bot = username == _BOT
            self.add_user(username, name, role, BOT_TOKEN if is_bot else "", bot=is_bot)
        self.ghost = self.people.add("ghost", "Ghost User", Role.NONE, self.clock.now())

    def add_user(self, username: str, name: str, role: Role, token: str = "", *, bot: bool = False) -> User:
        """Create a member with a token, named ``sandbox-USERNAME-token`` unless told otherwise."""
        with self.lock:
            user = self.people.add(username, name, role, self.clock.now(), bot=bot)
            self.people.grant(user, token or f"sandbox-{username}-token", self.clock.now())
            return user

    def seed_issue(self, title: str, author: str = "mia", **seed: Unpack[IssueSeed]) -> int:
        """Put an issue into the tracker as if it had been there all along; gives its iid."""
        with self.lock:
            created = milliseconds(seed.get("created_at") or self.clock.now())
            issue = self.add_issue(title, self._user(author), created)
            issue.updated_at = milliseconds(seed.get("updated_at") or created)
            issue.description = seed.get("description")
            issue.due_date = seed.get("due_date")
            issue.confidential = seed.get("confidential", False)
            issue.assignees = [self._user(name) for name in seed.get("assignees", ())]
            issue.labels = {self._label(name) for name in seed.get("labels", ())}
            if seed.get("state", "opened") == "closed":
                issue.state, issue.closed_at, issue.closed_by = "closed", issue.updated_at, issue.author
            return issue.iid

    def seed_note(self, iid: int, author: str, body: str, created_at: datetime, *, system: bool = False) -> int:
        """Put a note under an issue as if it had been written then; gives its id."""
        with self.lock:
            issue = self.issues[iid]
            note = self.add_note(issue, self._user(author), body, milliseconds(created_at), system=system)
            touch(issue, note.created_at)
            return note.id

    def seed_state_event(self, iid: int, author: str, state: str, created_at: datetime) -> int:
        """Let somebody have closed (``closed``) or reopened (``reopened``) an issue then; gives the event's id."""
        with self.lock:
            issue, user = self.issues[iid], self._user(author)
            event = StateEvent(self.number("state_event"), user, state, milliseconds(created_at))
            issue.state_events.append(event)
            is_closed = state == "closed"
            issue.state = "closed" if is_closed else "opened"
            issue.closed_at, issue.closed_by = (event.created_at, user) if is_closed else (None, None)
            issue.updated_at = max(issue.updated_at, event.created_at)
            return event.id

    def _user(self, username: str) -> User:
        user = self.people.named(username)
        if user is None:
            message = f"there is no user {username}"
            raise KeyError(message)
        return user

    def _label(self, name: str) -> Label:
        return self.label_named(name) or self.add_label(name)


def touch(issue: Issue, instant: datetime) -> None:
    """Let a note move the issue's ``updated_at``, unless it moved less than a minute before.

    GitLab's source calls this a throttled touch.
    """
    if instant - issue.updated_at >= TOUCH_INTERVAL:
        issue.updated_at = instant
