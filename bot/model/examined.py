"""What an examination finds of a GitLab, its project and the bot's user; any part of it may be unread."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from bot.model.issue import Issue

_UNAUTHORIZED = 401


class Trouble(Enum):
    """What stood in the way of reading something."""

    UNASKED = auto()  # nobody has tried
    SILENT = auto()  # no answer, none in time, or an error of the server
    STRANGE = auto()  # an answer, but not of the kind that GitLab documents
    REFUSED = auto()  # GitLab has said no


@dataclass(frozen=True, slots=True)
class Unread:
    """Why something could not be read; `code` is GitLab's status, None without an answer."""

    why: str
    code: int | None = None
    trouble: Trouble = Trouble.UNASKED

    @property
    def is_forbidden(self) -> bool:
        """Whether GitLab refuses to show it though it takes the token."""
        return self.trouble is Trouble.REFUSED and self.code != _UNAUTHORIZED


@dataclass(frozen=True, slots=True)
class Token:
    """What a token tells of itself; it stops working when the day `expires_on` begins (UTC), None: never."""

    user: int
    scopes: frozenset[str]
    is_active: bool
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class ProjectState:
    """How the project is set up; `role` is the access level that its own answer gives the bot's user, if any."""

    has_issues: bool
    is_archived: bool
    is_to_be_deleted: bool
    role: int | None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests GitLab takes in a span of time, and how many of them are left."""

    limit: int
    remaining: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """All that was read.

    `server_time` comes with any answer, a refusal included. `user` is the id of the token's user, `role` the access
    level in the project. `dashboards` are everybody's, oldest first; `newest` are the last issues that the bot's user
    has opened. `has_weights` tells whether issues have the key that only paid tiers know; None without an issue.
    """

    version: str | Unread
    server_time: datetime | None
    token: Token | Unread
    user: int | Unread
    project: ProjectState | Unread
    role: int | Unread | None
    labels: frozenset[str] | Unread
    dashboards: tuple[Issue, ...] | Unread
    newest: tuple[Issue, ...] | Unread
    has_weights: bool | None
    allowance: Allowance | None

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read, in the order in which it was tried."""
        parts = (
            self.version,
            self.token,
            self.user,
            self.project,
            self.role,
            self.labels,
            self.dashboards,
            self.newest,
        )
        return tuple(part for part in parts if isinstance(part, Unread))


def unexamined(why: str) -> Examined:
    """Say that nothing was looked at."""
    nothing = Unread(why)
    return Examined(
        version=nothing,
        server_time=None,
        token=nothing,
        user=nothing,
        project=nothing,
        role=nothing,
        labels=nothing,
        dashboards=nothing,
        newest=nothing,
        has_weights=None,
        allowance=None,
    )
