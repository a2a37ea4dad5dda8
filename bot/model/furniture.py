"""What a project has besides its issues, as GitLab shows it: labels, boards, files, pipeline schedules."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project; `branch` is its default branch, which need not have a commit yet."""

    id: int
    path: str
    branch: str
    has_issues: bool = True
    is_archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLabel:
    """A label that the project can use, its own or one of its groups'.

    `issues` counts those that bear it, closed ones too; for a label of a group GitLab counts those of the whole group.
    """

    id: int
    name: str
    color: str
    description: str
    is_own: bool
    issues: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """An issue board, and the names of the labels that have a list on it."""

    id: int
    name: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryFile:
    """A file of the repository, and the commit that changed it last."""

    text: str = field(repr=False)
    last_commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A pipeline schedule: `cron` in `timezone`, and its variables as far as they are for the bot's user to see."""

    id: int
    description: str
    cron: str
    timezone: str
    is_active: bool
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
