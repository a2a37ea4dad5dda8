"""What a manager can ask for, each kind with its values; its text is the same however it was written."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from bot.commands.wording import flat
from bot.model.survey import Rating

_NEEDS_NO_QUOTES = re.compile(r"\w(?:[\w:&/+. -]*\w)?")
# As in bot.model.duration; days first, since a due date is a day.
_UNITS = (
    ("d", timedelta(days=1)),
    ("w", timedelta(weeks=1)),
    ("h", timedelta(hours=1)),
    ("min", timedelta(minutes=1)),
    ("s", timedelta(seconds=1)),
)
_MOST_OF_A_UNIT = 9999


class Contact(StrEnum):
    """Whether the customer is to be contacted, or was."""

    YES = "yes"
    NO = "no"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Reference:
    """An issue as somebody named it; without a project it is in the tracker, without a host on the tracker's GitLab.

    `host` has its port, if one was written. For a GitLab below a path (`example.com/gitlab`), `project` begins with it.
    """

    iid: int
    project: str | None = None
    host: str | None = None

    def __str__(self) -> str:
        """Write it as GitLab does, or as an address where the host is known."""
        if self.host:
            return f"https://{self.host}/{self.project}/-/issues/{self.iid}"
        return f"{self.project or ''}#{self.iid}"


@dataclass(frozen=True, slots=True)
class _Command:
    """One wish of a manager: the verb of the catalogue, and what was said with it."""

    verb: ClassVar[str]

    @property
    def argument(self) -> str:
        """What stands after the verb, written in the one way that is always the same."""
        return ""

    def __str__(self) -> str:
        """Write the command as it could be given again; two that mean the same have the same text."""
        return f"{self.verb} {self.argument}".rstrip()


@dataclass(frozen=True, slots=True)
class Help(_Command):
    """Tell the commands."""

    verb: ClassVar[str] = "help"


@dataclass(frozen=True, slots=True)
class SetLabel(_Command):
    """Set a label of the catalogue."""

    verb: ClassVar[str] = "label"
    name: str

    @property
    def argument(self) -> str:
        """The label, in quotes if it might be misread without."""
        return _label(self.name)


@dataclass(frozen=True, slots=True)
class RemoveLabel(_Command):
    """Remove a label of the catalogue."""

    verb: ClassVar[str] = "unlabel"
    name: str

    @property
    def argument(self) -> str:
        """The label, in quotes if it might be misread without."""
        return _label(self.name)


@dataclass(frozen=True, slots=True)
class Assign(_Command):
    """Assign somebody, or (None) whoever wrote the command; usernames are in lower case."""

    verb: ClassVar[str] = "assign"
    username: str | None

    @property
    def argument(self) -> str:
        """The person."""
        return "me" if self.username is None else f"@{self.username}"


@dataclass(frozen=True, slots=True)
class Snooze(_Command):
    """Expect the answer later: on a day, or some time after the command was written."""

    verb: ClassVar[str] = "snooze"
    until: date | timedelta

    @property
    def argument(self) -> str:
        """The day or the time."""
        return f"until {self.until}" if isinstance(self.until, date) else _duration(self.until)


@dataclass(frozen=True, slots=True)
class Nag(_Command):
    """Switch the reminders of the issue on or off."""

    verb: ClassVar[str] = "nag"
    on: bool

    @property
    def argument(self) -> str:
        """On or off."""
        return "on" if self.on else "off"


@dataclass(frozen=True, slots=True)
class ReviewDone(_Command):
    """Take the review for complete."""

    verb: ClassVar[str] = "review"

    @property
    def argument(self) -> str:
        """The only state that can be set."""
        return "done"


@dataclass(frozen=True, slots=True)
class SetContact(_Command):
    """Say whether the customer is to be contacted, or was."""

    verb: ClassVar[str] = "contact"
    contact: Contact

    @property
    def argument(self) -> str:
        """The state."""
        return self.contact.value


@dataclass(frozen=True, slots=True)
class SetRating(_Command):
    """Correct the rating of a customer who clicked the wrong one."""

    verb: ClassVar[str] = "rating"
    rating: Rating

    @property
    def argument(self) -> str:
        """The rating."""
        return self.rating.value


@dataclass(frozen=True, slots=True)
class Kudos(_Command):
    """Praise somebody; usernames are in lower case."""

    verb: ClassVar[str] = "kudos"
    username: str

    @property
    def argument(self) -> str:
        """The person."""
        return f"@{self.username}"


@dataclass(frozen=True, slots=True)
class Known(_Command):
    """Relate the issue of a known problem, and label the feedback as known."""

    verb: ClassVar[str] = "known"
    reference: Reference

    @property
    def argument(self) -> str:
        """The other issue."""
        return str(self.reference)


@dataclass(frozen=True, slots=True)
class Relate(_Command):
    """Relate another issue."""

    verb: ClassVar[str] = "relate"
    reference: Reference

    @property
    def argument(self) -> str:
        """The other issue."""
        return str(self.reference)


@dataclass(frozen=True, slots=True)
class Close(_Command):
    """Close the issue."""

    verb: ClassVar[str] = "close"


@dataclass(frozen=True, slots=True)
class Explain(_Command):
    """Tell which clock runs, who is expected to act, and what comes next."""

    verb: ClassVar[str] = "explain"


@dataclass(frozen=True, slots=True)
class Refresh(_Command):
    """Look at the issue again."""

    verb: ClassVar[str] = "refresh"


Command = (
    Help
    | SetLabel
    | RemoveLabel
    | Assign
    | Snooze
    | Nag
    | ReviewDone
    | SetContact
    | SetRating
    | Kudos
    | Known
    | Relate
    | Close
    | Explain
    | Refresh
)


def _label(name: str) -> str:
    written = flat(name)
    if _NEEDS_NO_QUOTES.fullmatch(written):
        return written
    return '"{}"'.format(written.replace("\\", "\\\\"))


def _duration(duration: timedelta) -> str:
    counts = ((duration // size, duration % size, unit) for unit, size in _UNITS)
    return next(f"{count}{unit}" for count, left, unit in counts if not left and count <= _MOST_OF_A_UNIT)
