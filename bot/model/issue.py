"""What the bot knows of one issue: a frozen snapshot, taken before anything is decided."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

State = Literal["opened", "closed"]


@dataclass(frozen=True, slots=True)
class Person:
    """A GitLab user, known by the id; the username is for mentions only, since it can change."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Note:
    """One note of an issue (people call it a comment); a system note was written by GitLab for what somebody did.

    `id` is 0 for a note that is still to be written; an `internal` one is not for everybody who sees the issue.
    `updated_at` is when it was last edited, or somebody reacted to it (GitLab's source); None where that is unknown.
    """

    author: Person
    body: str = field(repr=False)
    created_at: datetime
    system: bool = False
    id: int = 0
    internal: bool = False
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StateEvent:
    """Somebody closed or reopened the issue; GitLab keeps these apart from the notes."""

    author: Person
    state: Literal["closed", "reopened"]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LabelEvent:
    """Somebody put a label on the issue or took it off; `label` is empty where it exists no more."""

    author: Person
    label: str
    added: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue of the feedback project, as read at one moment.

    Times carry their offset. `notes`, `state_events` and `label_events` are None as long as they have not been read:
    that is "unknown", and never the same as "nobody said anything". `goes_on_elsewhere` tells that it was closed as a
    duplicate of another issue, or moved. `closed_by` is who closed it, None if it is open or GitLab does not say.
    """

    iid: int
    title: str
    description: str = field(repr=False)
    state: State
    labels: frozenset[str]
    author: Person
    assignees: tuple[Person, ...]
    due_date: date | None
    created_at: datetime
    updated_at: datetime
    confidential: bool
    notes_count: int
    web_url: str
    goes_on_elsewhere: bool = False
    closed_by: Person | None = None
    notes: tuple[Note, ...] | None = None
    state_events: tuple[StateEvent, ...] | None = None
    label_events: tuple[LabelEvent, ...] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing about it is left to be read."""
        return None not in (self.notes, self.state_events, self.label_events)

    @property
    def is_open(self) -> bool:
        """Whether the issue is open."""
        return self.state == "opened"
