"""The things a project's tracker is made of, as they are kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.sandbox.world.roles import Role


@dataclass(slots=True, eq=False)
class User:
    """An account; what it may do follows from its membership, or from being an administrator."""

    id: int
    username: str
    name: str
    created_at: datetime
    admin: bool = False
    bot: bool = False


@dataclass(slots=True, eq=False)
class Token:
    """A personal access token; without a date of its own it always expires a year from now."""

    id: int
    value: str = field(repr=False)
    user: User
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: date | None
    revoked: bool = False
    last_used_at: datetime | None = None


@dataclass(slots=True, eq=False)
class Member:
    """A user's place in the project."""

    user: User
    role: Role
    created_at: datetime


@dataclass(slots=True, eq=False)
class Label:
    """A label; issues hold the label itself, so that renaming one renames it everywhere.

    One `of_group` is seen in the project and changed elsewhere.
    """

    id: int
    name: str
    color: str
    description: str | None = None
    priority: int | None = None
    of_group: bool = False

    @property
    def scope(self) -> str | None:
        """The key of a scoped label: everything before the last ``::`` (GitLab's documentation)."""
        key, separator, _ = self.name.rpartition("::")
        return key if separator else None


@dataclass(slots=True, eq=False)
class Award:
    """An emoji reaction on an issue or a note."""

    id: int
    name: str
    user: User
    created_at: datetime


@dataclass(slots=True, eq=False)
class Note:
    """A comment, or a line of history when it is a system note."""

    id: int
    author: User
    body: str
    created_at: datetime
    updated_at: datetime
    thread: str
    type: str | None = None
    system: bool = False
    internal: bool = False
    awards: list[Award] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class StateEvent:
    """One closing or reopening."""

    id: int
    user: User
    state: str
    created_at: datetime


@dataclass(slots=True, eq=False)
class LabelEvent:
    """One label put on or taken off; the label is empty once it was deleted."""

    id: int
    user: User
    label: Label | None
    action: str
    created_at: datetime


@dataclass(slots=True, eq=False)
class IssueLink:
    """A relation between two issues, as seen from one of them."""

    id: int
    issue: Issue
    kind: str
    created_at: datetime


@dataclass(slots=True, eq=False)
class Issue:
    """One issue with everything that hangs on it."""

    id: int
    iid: int
    title: str
    author: User
    created_at: datetime
    updated_at: datetime
    description: str | None = None
    state: str = "opened"
    closed_at: datetime | None = None
    closed_by: User | None = None
    due_date: date | None = None
    confidential: bool = False
    discussion_locked: bool | None = None
    issue_type: str = "issue"
    weight: int | None = None
    duplicate_of: Issue | None = None
    labels: set[Label] = field(default_factory=set)
    assignees: list[User] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    notes: dict[int, Note] = field(default_factory=dict)
    state_events: list[StateEvent] = field(default_factory=list)
    label_events: list[LabelEvent] = field(default_factory=list)
    links: list[IssueLink] = field(default_factory=list)

    @property
    def label_names(self) -> list[str]:
        """The names of its labels in alphabetical order, as every answer gives them."""
        return sorted(label.name for label in self.labels)
