"""What the bot changes in GitLab: one request for each action, and a look at the answer.

GitLab leaves out what the user has no right to set, without an error (GitLab's source); only the answer tells.
"""

from dataclasses import dataclass

from bot.errors import BotError, TrackerError
from bot.model.actions import FileIssue, UpdateIssue, WriteNote
from bot.model.issue import Issue
from bot.model.labels import Label
from bot.tracker.client import Client
from bot.tracker.shapes import issue_from, read_as

_CONFLICT = 409
_REMEDY = "The bot's user needs the role Planner or higher in the project"


class ExposedError(BotError):
    """An issue that should be confidential is not: nothing more may be filed."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A new issue; `dropped` names what GitLab left out of it."""

    iid: int
    web_url: str
    dropped: tuple[str, ...]


class Writer:
    """Writes. Every method may raise TrackerError or UnreachableError."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def create_label(self, label: Label) -> None:
        """Create a label with its colour and meaning, unless somebody was quicker."""
        try:
            self._client.post("/labels", {"name": label.name, "color": label.color, "description": label.description})
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
        filed = read_as(issue_from, self._client.post("/issues", body))
        if action.confidential and not filed.confidential:
            raise ExposedError(
                f"issue #{filed.iid} was to be confidential and is not: make it so, or delete it. {_REMEDY}. "
                "Nothing more was filed"
            )
        dropped = [f"label {name}" for name in action.labels if name not in filed.labels]
        if filed.due_date != action.due_date:
            dropped.append("due date")
        return Filed(filed.iid, filed.web_url, tuple(dropped))

    def write_note(self, iid: int, action: WriteNote) -> None:
        """Write a note that carries its changes as quick actions; what GitLab did not confirm is sent by itself."""
        commands = _quick_actions(action)
        body = "\n\n".join(filter(None, (action.body, "\n".join(commands))))
        answer = self._client.post(f"/issues/{iid}/notes", {"body": body})
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
        """Change an issue; raises TrackerError naming what GitLab left out."""
        updated = read_as(issue_from, self._client.put(f"/issues/{iid}", _changes(action)))
        if dropped := _dropped(action, updated):
            raise TrackerError(f"GitLab left out: {', '.join(dropped)}. {_REMEDY}")


def _quick_actions(action: WriteNote) -> list[str]:
    due = [f"/due {action.due_date.isoformat()}"] if action.due_date else []
    return [*due, "/close"] if action.close else due


def _changes(action: UpdateIssue) -> dict[str, object]:
    """Say only what changes; labels are sent relatively, so that what a person set meanwhile stays."""
    changes: dict[str, object] = {
        "title": action.title,
        "description": action.description,
        "add_labels": ",".join(action.labels.add) or None,
        "remove_labels": ",".join(action.labels.remove) or None,
        "state_event": action.state_event,
        "due_date": "" if action.remove_due_date else action.due_date and action.due_date.isoformat(),
    }
    return {name: value for name, value in changes.items() if value is not None}


def _dropped(action: UpdateIssue, updated: Issue) -> list[str]:
    states = {"close": "closed", "reopen": "opened", None: updated.state}
    due = None if action.remove_due_date else action.due_date or updated.due_date
    dropped = [f"label {name}" for name in action.labels.add if name not in updated.labels]
    dropped += [f"removal of label {name}" for name in action.labels.remove if name in updated.labels]
    if updated.state != states[action.state_event]:
        dropped.append(str(action.state_event))
    if updated.due_date != due:
        dropped.append("due date")
    return dropped
