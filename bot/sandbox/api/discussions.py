"""Discussions: an issue's notes grouped into threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.api.note_writing import write_note
from bot.sandbox.api.notes import the_note
from bot.sandbox.lists.paging import paged
from bot.sandbox.shapes.notes import discussion_shape, note_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, ok
from bot.sandbox.web.errors import not_found
from bot.sandbox.web.routing import route

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue, Note

IN_THREAD = "DiscussionNote"


def _threads(call: Call, issue: Issue) -> dict[str, list[Note]]:
    threads: dict[str, list[Note]] = {}
    for note in sorted(issue.notes.values(), key=lambda note: (note.created_at, note.id)):
        if call.rights.sees_note(issue, note):
            threads.setdefault(note.thread, []).append(note)
    return threads


def _the_thread(call: Call, issue: Issue) -> list[Note]:
    notes = _threads(call, issue).get(call.route["discussion_id"])
    if notes is None:
        raise not_found("Discussion")
    return notes


def list_discussions(call: Call) -> Answer:
    """List all threads, notes that stand alone among them, oldest first."""
    issue, view = call.issue("noteable_id", missing="Issue"), view_of(call)
    threads = list(_threads(call, issue).values())
    return paged(call, threads, lambda notes: discussion_shape(view, issue, notes))


def show_discussion(call: Call) -> Answer:
    """Show one thread."""
    issue = call.issue("noteable_id", missing="Issue")
    return ok(discussion_shape(view_of(call), issue, _the_thread(call, issue)))


def create_discussion(call: Call) -> Answer:
    """Begin a thread; a text of quick actions alone begins none."""
    issue = call.issue("noteable_id", missing="Issue")
    started: list[Note] = []

    def begin(note: Note) -> None:
        note.type = IN_THREAD
        started.append(note)

    answer = write_note(call, issue, begin)
    return created(discussion_shape(view_of(call), issue, started)) if started else answer


def reply(call: Call) -> Answer:
    """Answer in a thread; a note that stood alone becomes the first of one."""
    issue = call.issue("noteable_id", missing="Issue")
    first = _the_thread(call, issue)[0]

    def join(note: Note) -> None:
        first.type = note.type = IN_THREAD
        note.thread = first.thread

    return write_note(call, issue, join)


def show_reply(call: Call) -> Answer:
    """Show one note of a thread."""
    issue = call.issue("noteable_id", missing="Issue")
    return ok(note_shape(view_of(call), issue, the_note(call, issue)))


_LIST = "/projects/:id/issues/:noteable_id/discussions"
ROUTES = (
    route("GET", _LIST, list_discussions),
    route("POST", _LIST, create_discussion),
    route("GET", f"{_LIST}/:discussion_id", show_discussion),
    route("POST", f"{_LIST}/:discussion_id/notes", reply),
    route("GET", f"{_LIST}/:discussion_id/notes/:note_id", show_reply),
)
