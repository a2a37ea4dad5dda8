"""Which notes of a pass are deleted, and what stays because GitLab has no way back."""

from collections.abc import Iterator

from bot.model.history import comments_of_people
from bot.model.issue import Note
from bot.model.marks import marks_in
from bot.model.told import RULE as OBEYS
from bot.undo.work import Work

# How GitLab begins or words the lines of its history (its source, the services of its system notes).
_STAYS = {
    "changed title": "the title was changed: GitLab's history shows the old one, set it by hand",
    "changed the description": "the description was changed: GitLab's history shows the old one, set it by hand",
    "assigned to": "somebody was assigned: assign whom you like by hand",
    "as related to": "another issue was linked: remove the link by hand",
}
_MEMORY = "the description remembers what people told the bot, so that it is not obeyed twice"


def deletable(work: Work) -> tuple[list[Note], list[str]]:
    """Tell which notes to delete, and which stay, and why."""
    found: list[Note] = []
    left: list[str] = []
    for note in work.notes:
        reason = _stays(note, work)
        if reason:
            left.append(f"note {note.id}: {reason}")
        else:
            found.append(note)
    return found, left


def irreversible(work: Work) -> Iterator[str]:
    """Tell what else the pass did and cannot be taken back, each with what to do by hand."""
    lines = [note.body for note in work.history]
    for beginning, words in _STAYS.items():
        if any(beginning in line for line in lines):
            yield _MEMORY if "description" in beginning and work.has_obeyed else words
    if work.has_obeyed:
        yield "reactions to comments: they are receipts; who wants a command obeyed again gives it in a new comment"


def _stays(note: Note, work: Work) -> str:
    """Say why a note stays; empty where it can go."""
    if any(mark.rule == OBEYS for mark in marks_in(note.body)):
        return "the bot remembers by it what it was told, so that it neither obeys nor answers twice"
    if note.author.id != work.ctx.bot.id:
        return "it belongs to a former user of the bot's: delete it by hand"
    if work.is_edited(note):
        return "somebody has edited it since, or reacted to it: delete it by hand"
    later = (one for one in comments_of_people(work.issue, work.ctx) if one.created_at >= note.created_at)
    answer = next(later, None)
    return f"{answer.author.username} has commented since, perhaps in answer to it" if answer else ""
