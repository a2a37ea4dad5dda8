"""How an issue is brought back to what it was before a pass: one update, then the notes, and what is left and why.

The update comes first: the marks in the notes tell the old due date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.model.actions import DeleteNote, IssueAction, UpdateIssue
from bot.model.context import Context
from bot.model.history import marks_of
from bot.model.issue import Issue
from bot.model.signature import signatures_of
from bot.reports.undo import NAME as RULE
from bot.reports.undo import closing
from bot.undo.changes import labels_back, state_back
from bot.undo.dates import date_back
from bot.undo.span import Span
from bot.undo.words import deletable, irreversible
from bot.undo.work import Work


@dataclass(frozen=True, slots=True)
class Undoing:
    """What is done about one issue, and what of the pass's work stays, each with the reason."""

    actions: tuple[IssueAction, ...] = ()
    left: tuple[str, ...] = ()


def is_filed_by(identity: str, issue: Issue, ctx: Context) -> bool:
    """Tell whether a pass has filed an issue: its signature is the first."""
    return ctx.is_bot(issue.author) and signatures_of(issue.description)[:1] == (identity,)


def undoing_of(issue: Issue, span: Span, ctx: Context) -> Undoing:
    """Say how to take back what a pass did to an issue, of which everything has been read; raises UnreadError."""
    work = Work(issue, span, ctx)
    return _filing(work) if is_filed_by(span.identity, issue, ctx) else _changes(work)


def _filing(work: Work) -> Undoing:
    """Close what the pass has filed, unless people have taken it up; what else it wrote there serves who reopens it."""
    issue, identity = work.issue, work.span.identity
    if not issue.is_open:
        return Undoing()
    if people := work.people_since(issue.created_at):
        return Undoing(left=(f"filed by this pass; {', '.join(people)} has taken it up since: close it by hand",))
    if any(mark.facts.get("pass") == identity for mark, _ in marks_of(issue, RULE, work.ctx)):
        reason = f"filed by pass {identity}; explained already"
        return Undoing((UpdateIssue(rule=RULE, reason=reason, state_event="close"),))
    return Undoing((closing(identity, work.ctx),))


def _changes(work: Work) -> Undoing:
    reason = f"as it was before pass {work.span.identity}"
    update, left = _update(work, reason)
    notes, kept = deletable(work)
    deletions = (DeleteNote(rule=RULE, reason=f"written by pass {work.span.identity}", note_id=one.id) for one in notes)
    is_nothing = update == UpdateIssue(rule=RULE, reason=reason)
    return Undoing((*(() if is_nothing else (update,)), *deletions), (*left, *kept, *irreversible(work)))


def _update(work: Work, reason: str) -> tuple[UpdateIssue, Iterator[str]]:
    labels, labels_left = labels_back(work)
    turn, state_left = state_back(work)
    date, date_left = date_back(work)
    update = UpdateIssue(rule=RULE, reason=reason, labels=labels, state_event=turn)
    if date:
        update = replace(update, due_date=date.due, remove_due_date=date.due is None)
    return update, iter((*labels_left, *state_left, *date_left))
