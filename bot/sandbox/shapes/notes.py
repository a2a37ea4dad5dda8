"""Notes and discussions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.clock import stamp
from bot.sandbox.shapes.people import basic_user
from bot.sandbox.world.store import PROJECT_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sandbox.shapes.view import Json, View
    from bot.sandbox.world.model import Issue, Note


def note_shape(view: View, issue: Issue, note: Note, changes: Json | None = None) -> Json:
    """Show a note; ``changes`` are those that its quick actions made, known only to the answer that creates it."""
    shape: Json = {"id": note.id, "type": note.type, "body": note.body}
    if not view.settings.modern:
        shape["attachment"] = None
    return shape | {
        "author": basic_user(view, note.author),
        "created_at": stamp(note.created_at),
        "updated_at": stamp(note.updated_at),
        "system": note.system,
        "noteable_id": issue.id,
        "noteable_type": "Issue",
        "project_id": PROJECT_ID,
        "resolvable": False,
        "confidential": note.internal,
        "internal": note.internal,
        "imported": False,
        "imported_from": "none",
        "noteable_iid": issue.iid,
        "commands_changes": changes or {},
    }


def discussion_shape(view: View, issue: Issue, notes: Sequence[Note]) -> Json:
    """Show a thread, or a note that stands alone, with all its notes."""
    first = notes[0]
    shape: Json = {"id": first.thread, "individual_note": first.type is None}
    if view.settings.modern:
        shape["resolvable"] = False
    return shape | {"notes": [note_shape(view, issue, note) for note in notes]}
