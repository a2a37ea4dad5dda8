"""Take back a note that two passes have written at the same moment."""

from datetime import timedelta
from typing import ClassVar

from bot.model.actions import Decision, DeleteNote, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.history import notes_of
from bot.model.issue import Issue, Note
from bot.model.signature import unsigned
from bot.rules.rule import Rule

_AT_ONCE = timedelta(hours=1)  # passes take minutes; what is further apart was meant


class DeleteRepeat(Rule):
    """Take back a note that two passes have written at the same moment; the first one stays."""

    name: ClassVar[str] = "delete_repeat"

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments only after passes that ran at the same time."""
        return Evidence.COMMENTS if ctx.overlapped and issue.notes_count > 1 else Evidence.NOTHING

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Delete every note of the bot's own that says the same as the one before it, with nothing between them."""
        issue = case.issue
        if issue is None or issue.notes is None:
            return decline("no note is there twice")
        doubles = [note for note in _repeated(issue) if note.author.id == ctx.bot.id]
        if not doubles:
            return decline("no note is there twice")
        reason = "two passes wrote it at the same moment"
        return act(*(DeleteNote(rule=self.name, reason=reason, note_id=note.id) for note in doubles))


def _repeated(issue: Issue) -> list[Note]:
    """Find the notes that say what was said before: word for word a fact, or nothing but the note before it."""
    kept: list[Note] = []
    repeated: list[Note] = []
    for note in sorted(notes_of(issue), key=lambda note: (note.created_at, note.id)):
        if note.system:
            continue
        said = unsigned(note.body)
        before = kept if any(mark.facts for mark in said) else kept[-1:]
        lately = (one for one in before if note.created_at - one.created_at < _AT_ONCE)
        if said and note.id and any(one.author.id == note.author.id and unsigned(one.body) == said for one in lately):
            repeated.append(note)
        else:
            kept.append(note)
    return repeated
