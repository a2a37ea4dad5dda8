"""What the project has besides issues, read for whoever furnishes it."""

from base64 import b64decode
from typing import Any

from gitlab.utils import EncodedId

from bot.errors import TrackerError
from bot.model.furniture import Board, Project, ProjectLabel, RepositoryFile, Schedule
from bot.tracker.client import Client
from bot.tracker.examination import has_issues
from bot.tracker.shapes import read_as

_NOT_FOUND = 404


class Inventory:
    """Reads; cannot write. Every method may raise TrackerError, its `code` 403 where the role is too small."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def project(self) -> Project:
        """Read the project itself."""
        return read_as(_project_from, self._client.get(""))

    def labels(self) -> dict[str, ProjectLabel]:
        """Read all labels that the project can use, by their names."""
        found = (read_as(_label_from, answer) for answer in self._client.pages("/labels", with_counts="true"))
        return {label.name: label for label in found}

    def boards(self) -> list[Board]:
        """Read the issue boards, the oldest first."""
        found = [read_as(_board_from, answer) for answer in self._client.pages("/boards")]
        return sorted(found, key=lambda board: board.id)

    def file(self, path: str, branch: str) -> RepositoryFile | None:
        """Read a file of the repository; None if there is none, or not even a commit."""
        place = f"{file_path(path)}?ref={EncodedId(branch)}"
        answer = self._if_there(place)
        return read_as(_file_from, answer) if answer else None

    def may_push(self, branch: str) -> bool | None:
        """Tell whether the bot's user may push to a branch; None if the branch has no commit yet."""
        answer = self._if_there(f"/repository/branches/{EncodedId(branch)}")
        return bool(answer.get("can_push")) if answer else None

    def schedules_named(self, *descriptions: str) -> list[Schedule]:
        """Find the pipeline schedules with one of some descriptions, the oldest first; their variables are unread."""
        found = [read_as(schedule_from, answer) for answer in self._client.pages("/pipeline_schedules")]
        named = (schedule for schedule in found if schedule.description in descriptions)
        return sorted(named, key=lambda schedule: schedule.id)

    def schedule(self, number: int) -> Schedule:
        """Read a pipeline schedule with its variables."""
        return read_as(schedule_from, self._client.get(f"/pipeline_schedules/{number}"))

    def _if_there(self, path: str) -> dict[str, Any] | None:
        try:
            return self._client.get(path)
        except TrackerError as problem:
            if problem.code == _NOT_FOUND:
                return None
            raise


def file_path(path: str) -> str:
    """Name a file of the repository the way GitLab's API does."""
    return f"/repository/files/{EncodedId(path)}"


def _project_from(answer: dict[str, Any]) -> Project:
    return Project(
        id=answer["id"],
        path=answer["path_with_namespace"],
        branch=answer.get("default_branch") or "main",  # the repository may be switched off, and then has none
        has_issues=has_issues(answer),
        is_archived=bool(answer.get("archived")),
    )


def _label_from(answer: dict[str, Any]) -> ProjectLabel:
    return ProjectLabel(
        id=answer["id"],
        name=str(answer["name"]),
        color=str(answer["color"]),
        description=answer.get("description") or "",
        is_own=answer.get("is_project_label") is not False,
        issues=(answer.get("open_issues_count") or 0) + (answer.get("closed_issues_count") or 0),
    )


def _board_from(answer: dict[str, Any]) -> Board:
    labels = (one.get("label") for one in answer.get("lists") or ())  # a list may be of a person or a milestone
    return Board(id=answer["id"], name=answer["name"], labels=frozenset(label["name"] for label in labels if label))


def _file_from(answer: dict[str, Any]) -> RepositoryFile:
    text = b64decode(answer["content"]).decode("utf-8", "replace")
    return RepositoryFile(text=text, last_commit=answer["last_commit_id"])


def schedule_from(answer: dict[str, Any]) -> Schedule:
    """Read a pipeline schedule, from a list or by itself."""
    return Schedule(
        id=answer["id"],
        description=answer["description"],
        cron=answer["cron"],
        timezone=answer["cron_timezone"],
        is_active=bool(answer["active"]),
        variables={one["key"]: one["value"] for one in answer.get("variables") or ()},
    )
