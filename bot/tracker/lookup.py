"""Was it carried out? Where a write got no answer, its mark or its effect tells."""

from datetime import timedelta

from bot.model.actions import FileIssue, UpdateIssue, WriteNote
from bot.model.marks import Mark, marks_in
from bot.tracker.client import Client, Json
from bot.tracker.effects import dropped_of
from bot.tracker.shapes import issue_from, note_from, person_from, read_as

_SKEW = timedelta(minutes=1)  # the clock that dates an answer and the one that dates a note may be two
_NEWEST_FIRST = {"order_by": "created_at", "sort": "desc"}


def filed_already(client: Client, action: FileIssue) -> Json | None:
    """Find the issue by its mark among the newest of the bot's own; raises TrackerError."""
    newest = client.first_page("/issues", scope="created_by_me", **_NEWEST_FIRST)
    marks = _marks(action.description)
    return next((issue for issue in newest if _marks(issue.get("description") or "") == marks), None)


def written_already(client: Client, iid: int, action: WriteNote) -> Json | None:
    """Find the note by its mark among the newest, and tell which of its changes have been made; raises TrackerError.

    An older note with the same mark, such as that of an earlier closing, is from before this pass.
    """
    me = read_as(person_from, client.outside("/user"))
    marks, since = _marks(action.body), client.started and client.started - _SKEW
    for answer in client.first_page(f"/issues/{iid}/notes", **_NEWEST_FIRST):
        note = read_as(note_from, answer)
        if note.author.id == me.id and _marks(note.body) == marks and (since is None or note.created_at >= since):
            issue = read_as(issue_from, client.get(f"/issues/{iid}"))
            state = {} if issue.is_open else {"state_event": "close"}
            return {"commands_changes": {**state, "due_date": issue.due_date}}
    return None


def updated_already(client: Client, iid: int, action: UpdateIssue) -> Json | None:
    """Give the issue if it is as the action wants it; raises TrackerError."""
    answer = client.get(f"/issues/{iid}")
    issue = read_as(issue_from, answer)
    same_text = action.description is None or _marks(issue.description) == _marks(action.description)
    return answer if same_text and not dropped_of(action, issue) else None


def _marks(text: str) -> list[Mark]:
    return list(marks_in(text))
