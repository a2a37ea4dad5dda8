"""Writes notes: text is kept, quick actions are executed, and a note of nothing else never comes to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.clock import milliseconds
from bot.sandbox.quick.extract import extract
from bot.sandbox.quick.issue import ACTIONS
from bot.sandbox.quick.run import Run
from bot.sandbox.shapes.notes import note_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, ok
from bot.sandbox.web.errors import bad_request, invalid
from bot.sandbox.world.default import touch
from bot.sandbox.world.editing import Edit
from bot.sandbox.world.updates import shown_changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue, Note

MAX_COMMENTS = 5_000  # under one issue (GitLab's documentation)


def write_note(call: Call, issue: Issue, place: Callable[[Note], None] = lambda _note: None) -> Answer:
    """Write a note under an issue; ``place`` puts it into a thread."""
    text = call.args.required("body")
    internal = call.args.boolean("internal") or call.args.boolean("confidential") or False
    call.limits.spend("notes", call.user)
    if not text.strip():
        raise bad_request('Note {:note=>["can\'t be blank"]}')
    if sum(not note.system for note in issue.notes.values()) >= MAX_COMMENTS:
        raise bad_request('Note {:base=>["Maximum number of comments exceeded"]}')
    rest, run = _interpret(call, issue, text)
    if not rest:
        return _commands_only(call, issue, run)
    note = _add(call, issue, rest)
    note.internal = internal and call.rights.sets_metadata
    place(note)
    Edit(call.world, call.user, issue).apply(run.updates)
    return created(note_shape(view_of(call), issue, note, shown_changes(run.updates)))


def rewrite_note(call: Call, issue: Issue, note: Note) -> Answer:
    """Replace a note's text, which counts as new: its quick actions are executed."""
    text = call.args.text("body") or ""
    if not text.strip():
        raise invalid("body is empty")
    rest, run = _interpret(call, issue, text)
    if not rest:
        answer = _commands_only(call, issue, run)
        del issue.notes[note.id]
        return answer
    note.body, note.updated_at = rest, call.now
    touch(issue, call.now)
    Edit(call.world, call.user, issue).apply(run.updates)
    return ok(note_shape(view_of(call), issue, note, shown_changes(run.updates)))


def _interpret(call: Call, issue: Issue, text: str) -> tuple[str, Run]:
    rest, commands = extract(text)
    run = Run(call.world, call.rights, issue)
    run.execute(commands, ACTIONS)
    return rest, run


def _commands_only(call: Call, issue: Issue, run: Run) -> Answer:
    if not run.applied:
        raise bad_request(run.summary)
    Edit(call.world, call.user, issue).apply(run.updates)
    return Answer(202, {"commands_changes": shown_changes(run.updates), "summary": [run.summary]})


def _add(call: Call, issue: Issue, text: str) -> Note:
    """Add the note; owners may choose when it was written, for others ``created_at`` is ignored (GitLab's source)."""
    chosen = call.args.instant("created_at") if call.rights.sets_times else None
    note = call.world.add_note(issue, call.user, text, milliseconds(chosen or call.now))
    touch(issue, call.now)
    return note
