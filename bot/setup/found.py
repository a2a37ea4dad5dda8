"""What a project has, as far as setup cares: a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.furniture import Board, Project, ProjectLabel, RepositoryFile, Schedule
from bot.model.issue import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """The issue template, if it is there, and what the bot's user may do where it belongs."""

    file: RepositoryFile | None = None
    may_read: bool
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedules:
    """The bot's schedule in the project that holds the pipeline, and what the bot's user may do there.

    `doubles` are the numbers of further schedules by the same name.
    """

    project: Project
    schedule: Schedule | None = None
    doubles: Sequence[int] = ()
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The labels by their names, the issues that bear those to be moved, the bot's dashboard, the boards and so on.

    `schedules` is None where no schedule is asked for.
    """

    project: Project
    labels: Mapping[str, ProjectLabel]
    bearers: Mapping[str, Sequence[Issue]] = field(repr=False)
    dashboard: Issue | None
    boards: Sequence[Board]
    repository: Repository
    schedules: Schedules | None = None
