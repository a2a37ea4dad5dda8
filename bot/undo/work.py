"""What one pass did to one issue: its notes by their signature, the rest by who did it and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.context import Context
from bot.model.history import is_person, notes_of, turns_of
from bot.model.issue import Issue, Note, Person
from bot.model.marks import marks_in
from bot.model.signature import began_of, signatures_of
from bot.model.told import told_in
from bot.reports.undo import NAME as UNDO
from bot.undo.span import Span

_TOGETHER = timedelta(seconds=2)  # a note, and what is changed in the same request or right after


@dataclass(frozen=True, slots=True)
class Work:
    """An issue of which everything has been read, and the time of a pass."""

    issue: Issue
    span: Span
    ctx: Context

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes that the pass has written, oldest first."""
        written = (note for note in notes_of(self.issue) if self.ctx.is_bot(note.author) and not note.system)
        return tuple(note for note in written if self.span.identity in signatures_of(note.body))

    @staticmethod
    def is_edited(note: Note) -> bool:
        """Tell whether somebody has edited a note, or reacted to it, which GitLab does not tell apart."""
        return note.updated_at is not None and note.updated_at - note.created_at > _TOGETHER

    @property
    def is_certain(self) -> bool:
        """Tell whether the bot's silent changes in that time are the pass's: its end is known, or it signed here."""
        ours = self.ctx.is_bot(self.issue.author) and self.span.identity in signatures_of(self.issue.description)
        return not self.span.is_assumed or ours or bool(self.notes)

    @property
    def other_passes(self) -> tuple[str, ...]:
        """Name the other passes that have signed something here, but for undoings, in the order of their ids."""
        ours = (note for note in notes_of(self.issue) if self.ctx.is_bot(note.author) and not note.system)
        texts = [note.body for note in ours if not any(mark.rule == UNDO for mark in marks_in(note.body))]
        texts += [self.issue.description] if self.ctx.is_bot(self.issue.author) else []
        named = {name for text in texts for name in signatures_of(text)} - {self.span.identity}
        return tuple(sorted(filter(began_of, named)))

    @property
    def history(self) -> tuple[Note, ...]:
        """The lines that GitLab has written into the history for what the pass did, oldest first."""
        return tuple(note for note in notes_of(self.issue) if note.system and self.did(note.author, note.created_at))

    @property
    def has_obeyed(self) -> bool:
        """Tell whether the pass dealt with what people told the bot."""
        began = began_of(self.span.identity)
        return any(told.done.replace(microsecond=0) == began for told in told_in(self.issue, self.ctx))

    def did(self, author: Person, at: datetime) -> bool:
        """Tell whether the pass did something that somebody did then."""
        at_work = (self.is_certain and self.span.holds(at)) or any(
            abs(at - note.created_at) <= _TOGETHER for note in self.notes
        )
        return at_work and self.ctx.is_bot(author)

    def people_since(self, since: datetime) -> list[str]:
        """Name the people who have done something to the issue since an instant."""
        acts = [(one.author, one.created_at) for one in notes_of(self.issue)]
        acts += [(one.author, one.created_at) for one in turns_of(self.issue)]
        acts += [(one.author, one.created_at) for one in self.issue.label_events or ()]
        found = (who for who, at in acts if at >= since and is_person(who, self.ctx) and not self.ctx.is_bot(who))
        return list(dict.fromkeys(who.username for who in found))
