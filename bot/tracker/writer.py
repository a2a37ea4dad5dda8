"""What the bot changes in GitLab: one request for each action, and a look at the answer.

GitLab leaves out what the user has no right to set, without an error (GitLab's source); only the answer tells. A write
whose answer got lost is looked up before it is made again, so that nothing is there twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from bot.errors import BotError, ConfigurationError, TrackerError, UncertainError
from bot.model.actions import DeleteNote, EditNote, FileIssue, React, RelateIssue, Reply, UpdateIssue, WriteNote
from bot.model.labels import Label
from bot.tracker.client import Client, Json
from bot.tracker.effects import REMEDY, changes_of, dropped_error, dropped_of, quick_actions
from bot.tracker.lookup import (
    filed_already,
    note_already,
    note_is_there,
    reacted_already,
    related_already,
    thread_of,
    updated_already,
    written_already,
)
from bot.tracker.pace import Pace, usual_limits
from bot.tracker.patience import after_error
from bot.tracker.shapes import issue_from, read_as

_CONFLICT, _NOT_FOUND = 409, 404
_TAKEN = "already been taken"  # what GitLab answers to a reaction that is there (recorded, with a 404)
_TRIES = 4  # of a write whose answer got lost, each after a look whether it was carried out


class ExposedError(BotError):
    """An issue that should be confidential is not: nothing more may be filed."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A new issue; `dropped` names what GitLab left out of it."""

    iid: int
    web_url: str
    dropped: tuple[str, ...]


class Writer:
    """Writes. Every method may raise TrackerError, HaltedError or UnreachableError."""

    def __init__(
        self, client: Client, issues_per_minute: int | None = None, notes_per_minute: int | None = None
    ) -> None:
        self._client = client
        usual = usual_limits(is_gitlab_com=client.is_gitlab_com)
        self._issues_pace = Pace(issues_per_minute or usual.issues, client.waiting)
        self.has_repeated = False  # a write was made again, since nothing showed that it had been carried out
        self._notes_pace = Pace(notes_per_minute or usual.notes, client.waiting)

    def create_label(self, label: Label) -> None:
        """Create a label with its colour and meaning, unless somebody was quicker."""
        body = {"name": label.name, "color": label.color, "description": label.description}
        try:
            self._surely(lambda: self._client.post("/labels", body), lambda: None)
        except TrackerError as problem:
            if problem.code != _CONFLICT:
                raise

    def file(self, action: FileIssue) -> Filed:
        """Open an issue; raises ExposedError when it should be confidential and GitLab made it public."""
        body: dict[str, object] = {
            "title": action.title,
            "description": action.description,
            "labels": ",".join(action.labels),
            "confidential": action.confidential,
        }
        if action.due_date:
            body["due_date"] = action.due_date.isoformat()
        answer = self._surely(
            lambda: self._client.post("/issues", body, self._issues_pace), lambda: filed_already(self._client, action)
        )
        filed = read_as(issue_from, answer)
        if action.confidential and not filed.confidential:
            raise ExposedError(
                f"issue #{filed.iid} was to be confidential and is not: make it so, or delete it. {REMEDY}. "
                "Nothing more was filed"
            )
        dropped = [f"label {name}" for name in action.labels if name not in filed.labels]
        if filed.due_date != action.due_date:
            dropped.append("due date")
        return Filed(filed.iid, filed.web_url, tuple(dropped))

    def write_note(self, iid: int, action: WriteNote) -> None:
        """Write a note that carries its changes as quick actions; what GitLab did not confirm is sent by itself."""
        commands = quick_actions(action)
        body = "\n\n".join(filter(None, (action.body, "\n".join(commands))))
        path = f"/issues/{iid}/notes"
        answer = self._surely(
            lambda: self._client.post(path, {"body": body}, self._notes_pace),
            lambda: written_already(self._client, iid, action),
        )
        confirmed = answer.get("commands_changes") or {}
        rest = UpdateIssue(
            rule=action.rule,
            reason=action.reason,
            state_event="close" if action.close and confirmed.get("state_event") != "close" else None,
            due_date=None if str(confirmed.get("due_date")) == str(action.due_date) else action.due_date,
        )
        if rest.state_event or rest.due_date:
            self.update(iid, rest)

    def update(self, iid: int, action: UpdateIssue) -> None:
        """Change an issue; raises DroppedError naming what GitLab left out."""
        path = f"/issues/{iid}"
        answer = self._surely(
            lambda: self._client.put(path, changes_of(action)), lambda: updated_already(self._client, iid, action)
        )
        if dropped := dropped_of(action, read_as(issue_from, answer)):
            raise dropped_error("GitLab", dropped)

    def delete_note(self, iid: int, action: DeleteNote) -> None:
        """Delete a note, unless it is gone already."""
        self._delete(f"/issues/{iid}/notes/{action.note_id}")

    def relate(self, iid: int, action: RelateIssue) -> None:
        """Link another issue, unless it is linked already."""
        path = f"/issues/{iid}/links"
        body = {"target_project_id": action.project or self._client.project, "target_issue_iid": action.other}
        try:
            self._surely(lambda: self._client.post(path, body), lambda: related_already(self._client, path, action))
        except TrackerError as problem:
            if problem.code != _CONFLICT:
                raise
        except ConfigurationError as problem:  # GitLab's words for another project are those for its own
            if action.project is None:
                raise
            raise TrackerError(
                f"{path.lstrip('/')}: GitLab shows no project {action.project} to the bot's user, so its issue "
                f"#{action.other} cannot be linked",
                _NOT_FOUND,
            ) from problem

    def reply(self, iid: int, action: Reply) -> None:
        """Answer a note in its thread; where the note is gone, nobody waits for an answer."""
        thread = thread_of(self._client, iid, action.note_id)
        if thread is None:
            return
        path = f"/issues/{iid}/discussions/{thread}/notes"
        self._surely(
            lambda: self._client.post(path, {"body": action.body}, self._notes_pace),
            lambda: note_already(self._client, iid, action.body),
        )

    def edit_note(self, iid: int, action: EditNote) -> None:
        """Give a note of the bot's own another text; the same text twice is one."""
        path = f"/issues/{iid}/notes/{action.note_id}"
        self._surely(lambda: self._client.put(path, {"body": action.body}), lambda: None)

    def react(self, iid: int, action: React) -> None:
        """Give reactions and take some back; what is given or gone already, or a note that is gone, needs none."""
        note = f"/issues/{iid}/notes/{action.note_id}"
        for name in action.add:
            try:
                self._award(f"{note}/award_emoji", name)
            except TrackerError as problem:
                if problem.code != _NOT_FOUND or note_is_there(self._client, note):
                    raise
        for award in action.remove:
            self._delete(f"{note}/award_emoji/{award}")

    def _award(self, path: str, name: str) -> None:
        try:
            self._surely(
                lambda: self._client.post(path, {"name": name}), lambda: reacted_already(self._client, path, name)
            )
        except TrackerError as problem:
            if _TAKEN not in str(problem):
                raise

    def _delete(self, path: str) -> None:
        def delete() -> Json:
            self._client.delete(path)
            return {}

        try:
            self._surely(delete, lambda: None)
        except TrackerError as problem:
            if problem.code != _NOT_FOUND:
                raise

    def _surely(self, write: Callable[[], Json], look: Callable[[], Json | None]) -> Json:
        """Make a write; when its outcome is unknown, look for its effect before it is made again."""
        for attempt in count(1):
            try:
                return write()
            except UncertainError:
                # Longer than after a read: GitLab may still be at it.
                self._client.waiting.sleep(after_error(attempt + 2))
                if (found := look()) is not None:
                    return found
                if attempt >= _TRIES:
                    raise
                self.has_repeated = True
        raise AssertionError  # count never ends
