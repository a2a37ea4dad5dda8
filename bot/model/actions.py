"""What can be done to the tracker, each action with its final text, the rule that asked for it, and why."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.model.issue import Person
from bot.model.labels import Label, LabelChange


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIssue:
    """Open a new issue for a survey."""

    rule: str
    reason: str
    title: str = field(repr=False)
    description: str = field(repr=False)
    labels: tuple[str, ...]
    confidential: bool
    due_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote:
    """Write a note and, in the same request, close the issue or move its due date."""

    rule: str
    reason: str
    body: str = field(repr=False)
    close: bool = False
    due_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateIssue:
    """Change an issue without a word, in one request; None and empty mean "leave as it is"."""

    rule: str
    reason: str
    title: str | None = field(default=None, repr=False)
    description: str | None = field(default=None, repr=False)
    labels: LabelChange = field(default_factory=LabelChange)
    state_event: Literal["close", "reopen"] | None = None
    due_date: date | None = None
    remove_due_date: bool = False
    assignee: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelateIssue:
    """Link another issue; without a `project` it is in the tracker itself, else `project` is a path on its GitLab."""

    rule: str
    reason: str
    other: int
    project: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Answer a note in its thread."""

    rule: str
    reason: str
    note_id: int
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditNote:
    """Give a note of the bot's own another text."""

    rule: str
    reason: str
    note_id: int
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class React:
    """Give emoji reactions to a note, by their names, and take some of the bot's own back, by their ids."""

    rule: str
    reason: str
    note_id: int
    add: tuple[str, ...] = ()
    remove: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteNote:
    """Take a note of the bot's own back."""

    rule: str
    reason: str
    note_id: int


IssueAction = FileIssue | WriteNote | UpdateIssue | RelateIssue | Reply | EditNote | React | DeleteNote


@dataclass(frozen=True, slots=True)
class CreateLabel:
    """Create a label of the catalogue that an action needs and the project does not have."""

    label: Label
    rule: str = "labels"
    reason: str = "the project has no such label yet"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one rule wants done to one issue, or, with no actions, why it lets it be.

    `again_at` is the instant at which it would decide otherwise, where no list of GitLab's would bring the issue up.
    """

    reason: str
    actions: tuple[IssueAction, ...] = ()
    again_at: datetime | None = None


def act(*actions: IssueAction) -> Decision:
    """Decide to act; the reason is the first action's."""
    return Decision(actions[0].reason, actions)


def decline(reason: str, *, again_at: datetime | None = None) -> Decision:
    """Decide to let the issue be, at least until an instant."""
    return Decision(reason, again_at=again_at)
