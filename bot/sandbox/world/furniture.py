"""What a project has besides labels and issues: boards, files of its default branch, pipeline schedules."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.world.model import Label, User

DEFAULT_BRANCH = "main"


@dataclass(slots=True, eq=False)
class BoardList:
    """A column of a board: the open issues with a label."""

    id: int
    label: Label


@dataclass(slots=True, eq=False)
class Board:
    """An issue board; what is open and what is closed it always shows, without lists of their own."""

    id: int
    name: str
    lists: list[BoardList] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class File:
    """A file of the default branch, and how many commits it is away from an empty repository."""

    path: str
    content: bytes
    commits: int

    @property
    def last_commit(self) -> str:
        """The 40 hex digits of the commit that changed it last."""
        return hashlib.sha1(f"{self.path} {self.commits}".encode() + self.content, usedforsecurity=False).hexdigest()


@dataclass(slots=True, eq=False)
class Schedule:
    """A pipeline schedule with its variables; the sandbox runs none."""

    id: int
    description: str
    ref: str
    cron: str
    cron_timezone: str
    active: bool
    owner: User
    created_at: datetime
    updated_at: datetime
    variables: dict[str, str] = field(default_factory=dict)
