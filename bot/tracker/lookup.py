"""Was it carried out? Where a write got no answer, its mark or its effect tells."""

from datetime import timedelta

from bot.errors import TrackerError
from bot.model.actions import FileIssue, RelateIssue, UpdateIssue, WriteNote
from bot.model.marks import Mark, marks_in
from bot.tracker.client import Client, Json
from bot.tracker.effects import dropped_of
from bot.tracker.shapes import issue_from, linked_from, note_from, person_from, reaction_from, read_as, thread_from

_NOT_FOUND = 404
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
    if note_already(client, iid, action.body) is None:
        return None
    issue = read_as(issue_from, client.get(f"/issues/{iid}"))
    state = {} if issue.is_open else {"state_event": "close"}
    return {"commands_changes": {**state, "due_date": issue.due_date}}


def note_already(client: Client, iid: int, body: str) -> Json | None:
    """Find a note of the bot's own from this pass by the marks of its text; raises TrackerError."""
    me = read_as(person_from, client.outside("/user"))
    marks, since = _marks(body), client.started and client.started - _SKEW
    for answer in client.first_page(f"/issues/{iid}/notes", **_NEWEST_FIRST):
        note = read_as(note_from, answer)
        if note.author.id == me.id and _marks(note.body) == marks and (since is None or note.created_at >= since):
            return answer
    return None


def reacted_already(client: Client, path: str, name: str) -> Json | None:
    """Find a reaction of the bot's own; raises TrackerError."""
    me = read_as(person_from, client.outside("/user"))
    for answer in client.pages(path):
        award = read_as(reaction_from, answer)
        if award.author.id == me.id and award.name == name:
            return answer
    return None


def related_already(client: Client, path: str, action: RelateIssue) -> Json | None:
    """Find the other issue among those that are linked; raises TrackerError."""
    for answer in client.pages(path):
        linked = read_as(linked_from, answer)
        if linked.iid == action.other and linked.is_in(action.project or client.project):
            return answer
    return None


def note_is_there(client: Client, path: str) -> bool:
    """Tell whether a note has not been deleted; raises TrackerError."""
    try:
        client.get(path)
    except TrackerError as problem:
        if problem.code == _NOT_FOUND:
            return False
        raise
    return True


def thread_of(client: Client, iid: int, note_id: int) -> str | None:
    """Find the discussion to which a note belongs; None if the note is gone; raises TrackerError."""
    for answer in client.pages(f"/issues/{iid}/discussions"):
        thread = read_as(thread_from, answer)
        if note_id in thread.notes:
            return thread.id
    return None


def updated_already(client: Client, iid: int, action: UpdateIssue) -> Json | None:
    """Give the issue if it is as the action wants it; raises TrackerError."""
    answer = client.get(f"/issues/{iid}")
    issue = read_as(issue_from, answer)
    same_text = action.description is None or _marks(issue.description) == _marks(action.description)
    return answer if same_text and not dropped_of(action, issue) else None


def _marks(text: str) -> list[Mark]:
    return list(marks_in(text))
