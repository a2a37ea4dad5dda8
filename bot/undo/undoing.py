"""How an issue is brought back to what it was before a pass: one update, then the notes, and what is left and why.

The update comes first: the marks in the notes tell the old due date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.actions import DeleteNote, IssueAction, UpdateIssue
from bot.model.context import Context
from bot.model.history import marks_of, turns_of
from bot.model.issue import Issue
from bot.model.signature import began_of, signatures_of
from bot.reports.undo import NAME as RULE
from bot.reports.undo import closing
from bot.undo.changes import labels_back, state_back
from bot.undo.dates import date_back
from bot.undo.span import Span
from bot.undo.words import deletable, irreversible
from bot.undo.work import Work

_APART = timedelta(seconds=2)  # clocks of GitLab's servers, and its whole seconds

_UNCERTAIN = "changed without a word, by this pass or another: its end is only assumed; --until takes this back as well"


@dataclass(frozen=True, slots=True)
class Undoing:
    """What is done about one issue, and what of the pass's work stays, each with the reason."""

    actions: tuple[IssueAction, ...] = ()
    left: tuple[str, ...] = ()


def is_filed_by(identity: str, issue: Issue, ctx: Context) -> bool:
    """Tell whether a pass has filed an issue: its signature is the first, and the issue is not older than the pass.

    What a version of the bot filed that did not sign yet is signed first by the pass that rewrites it. A pass's id is
    never ahead of GitLab's clock, by which an issue is dated.
    """
    began = began_of(identity)
    is_signed = ctx.is_bot(issue.author) and signatures_of(issue.description)[:1] == (identity,)
    return is_signed and began is not None and issue.created_at >= began - _APART


def undoing_of(issue: Issue, span: Span, ctx: Context) -> Undoing:
    """Say how to take back what a pass did to an issue, of which everything has been read; raises UnreadError."""
    work = Work(issue, span, ctx)
    if is_filed_by(span.identity, issue, ctx):
        return _filing(work)
    return _changes(work) if work.is_certain else _perhaps(work)


def _filing(work: Work) -> Undoing:
    """Close what the pass has filed, unless people have taken it up; what else it wrote there serves who reopens it."""
    issue, identity = work.issue, work.span.identity
    if not issue.is_open:
        return Undoing()
    if people := work.people_since(issue.created_at):
        return Undoing(left=(f"filed by this pass; {', '.join(people)} has taken it up since: close it by hand",))
    explained = [at for mark, at in marks_of(issue, RULE, work.ctx) if mark.facts.get("pass") == identity]
    if reason := _goes_on(work, explained):
        return Undoing(left=(f"filed by this pass; {reason}",))
    if explained:
        reason = f"filed by pass {identity}; explained already"
        return Undoing((UpdateIssue(rule=RULE, reason=reason, state_event="close"),))
    return Undoing((closing(identity, work.ctx),))


def _goes_on(work: Work, explained: list[datetime]) -> str:
    """Say what has become of a filing since, by the customer or the bot, so that it stays open; else empty."""
    issue = work.issue
    if explained and any(turn.state == "reopened" and turn.created_at >= explained[0] for turn in turns_of(issue)):
        return "it was closed for that reason and has been reopened since: close it by hand"
    if any(True for _ in marks_of(issue, "follow_rating", work.ctx)):
        return "the customer has answered again since: close it by hand"
    if others := work.other_passes:
        return f"pass {others[-1]} has gone on with it since: undo that one first, or close it by hand"
    return ""


def _changes(work: Work) -> Undoing:
    reason = f"as it was before pass {work.span.identity}"
    update, left = _update(work, reason)
    notes, kept = deletable(work)
    deletions = (DeleteNote(rule=RULE, reason=f"written by pass {work.span.identity}", note_id=one.id) for one in notes)
    is_nothing = update == UpdateIssue(rule=RULE, reason=reason)
    return Undoing((*(() if is_nothing else (update,)), *deletions), (*left, *kept, *irreversible(work)))


def _perhaps(work: Work) -> Undoing:
    """Leave what the bot did without a word while nobody knows whether the pass was still at work."""
    surely = replace(work, span=replace(work.span, is_assumed=False))
    return Undoing(left=(_UNCERTAIN,) if _changes(surely).actions else ())


def _update(work: Work, reason: str) -> tuple[UpdateIssue, Iterator[str]]:
    labels, labels_left = labels_back(work)
    turn, state_left = state_back(work)
    date, date_left = date_back(work)
    update = UpdateIssue(rule=RULE, reason=reason, labels=labels, state_event=turn)
    if date:
        update = replace(update, due_date=date.due, remove_due_date=date.due is None)
    return update, iter((*labels_left, *state_left, *date_left))
