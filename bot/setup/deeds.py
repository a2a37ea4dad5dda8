"""What setup can ask of GitLab, each deed with all that it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.actions import FileIssue, UpdateIssue
from bot.model.furniture import Schedule
from bot.model.labels import Label


@dataclass(frozen=True, slots=True)
class AddLabel:
    """Create a label in the project."""

    label: Label


@dataclass(frozen=True, slots=True)
class ChangeLabel:
    """Change a label of the project, known by its id; the `changes` are named as in GitLab's API."""

    number: int
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangeIssues:
    """Change some issues, known by their numbers, each in one request."""

    changes: Mapping[int, UpdateIssue] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """Open an issue of the bot's own."""

    filing: FileIssue


@dataclass(frozen=True, slots=True)
class PutFile:
    """Commit a file to a branch; `replacing` is the commit that changed it last, if it is there."""

    path: str
    branch: str
    text: str = field(repr=False)
    replacing: str | None


@dataclass(frozen=True, slots=True)
class PutBoard:
    """Add lists for some labels to a board; without a `number` it is created first."""

    number: int | None
    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PutSchedule:
    """Let a pipeline schedule be as wanted; `found` is what is there, `variables` are those to be set.

    It is switched on last where it is new, or `found` was left incomplete.
    """

    found: Schedule | None
    branch: str
    cron: str
    timezone: str
    variables: Mapping[str, str] = field(repr=False)


Deed = AddLabel | ChangeLabel | ChangeIssues | OpenIssue | PutFile | PutBoard | PutSchedule
