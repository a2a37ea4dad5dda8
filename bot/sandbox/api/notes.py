"""Notes: list, read, create, update, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.api.conditions import check_unmodified
from bot.sandbox.api.note_writing import rewrite_note, write_note
from bot.sandbox.lists.paging import paged
from bot.sandbox.shapes.notes import note_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, gone, ok
from bot.sandbox.web.errors import forbidden, not_found
from bot.sandbox.web.routing import route

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue, Note

_ACTIVITY = ("all_notes", "only_comments", "only_activity")


def the_note(call: Call, issue: Issue) -> Note:
    """Find the note that the path names."""
    note = issue.notes.get(call.number("note_id"))
    if note is None:
        raise not_found()
    if not call.rights.sees_note(issue, note):
        raise not_found("Note")
    return note


def list_notes(call: Call) -> Answer:
    """List an issue's notes, newest first unless told otherwise; equal times are ordered by id."""
    issue, view = call.issue("noteable_id", missing="Issue"), view_of(call)
    column = call.args.choice("order_by", ("created_at", "updated_at"), "created_at")
    sort = call.args.choice("sort", ("asc", "desc"), "desc")
    activity = call.args.choice("activity_filter", _ACTIVITY, "all_notes")
    notes = [note for note in issue.notes.values() if _listed(call, issue, note, activity)]
    notes.sort(key=lambda note: (getattr(note, column), note.id), reverse=sort == "desc")
    return paged(
        call,
        notes,
        lambda note: note_shape(view, issue, note),
        activity_filter=activity,
        order_by=column,
        sort=sort,
    )


def _listed(call: Call, issue: Issue, note: Note, activity: str) -> bool:
    fits = activity == "all_notes" or note.system == (activity == "only_activity")
    return fits and call.rights.sees_note(issue, note)


def show_note(call: Call) -> Answer:
    """Show one note."""
    issue = call.issue("noteable_id", missing="Issue")
    return ok(note_shape(view_of(call), issue, the_note(call, issue)))


def create_note(call: Call) -> Answer:
    """Write a note and execute its quick actions."""
    return write_note(call, call.issue("noteable_id", missing="Issue"))


def update_note(call: Call) -> Answer:
    """Change a note's text."""
    issue = call.issue("noteable_id", missing="Issue")
    note = the_note(call, issue)
    if not call.rights.edits_note(note):
        raise forbidden()
    return rewrite_note(call, issue, note)


def delete_note(call: Call) -> Answer:
    """Delete a note."""
    issue = call.issue("noteable_id", missing="Issue")
    note = the_note(call, issue)
    if not call.rights.edits_note(note):
        raise forbidden()
    check_unmodified(call, note.updated_at)
    del issue.notes[note.id]
    return gone()


_LIST = "/projects/:id/issues/:noteable_id/notes"
ROUTES = (
    route("GET", _LIST, list_notes),
    route("POST", _LIST, create_note),
    route("GET", f"{_LIST}/:note_id", show_note),
    route("PUT", f"{_LIST}/:note_id", update_note),
    route("DELETE", f"{_LIST}/:note_id", delete_note),
)
