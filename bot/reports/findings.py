"""What an issue shows by itself: its state, what is expected of people, and the evidence for both."""

from datetime import datetime
from typing import Literal

from bot.errors import DamagedMarkError
from bot.model.context import Context
from bot.model.history import Filing, answer_of, asked_since, filed_as, last_word_on_the_date, marks_of, needs_answer
from bot.model.issue import Issue, Note
from bot.model.labels import scope_of
from bot.model.review.progress import Review, review_of
from bot.reports.dashboard import dashboard_mark
from bot.reports.explanation import (
    Comment,
    DateChange,
    Findings,
    Missing,
    Reminder,
    ReviewRead,
    State,
    SurveyRead,
    Wanted,
)
from bot.rules import RULE_NAMES

_SHOWN = 60  # characters of what was not understood


def state_of(issue: Issue, ctx: Context) -> State:
    """Read the labels."""
    names = ctx.labels.names
    return State(
        open=issue.is_open,
        rating=ctx.labels.rating_of(issue.labels),
        review=_review_label(issue, ctx),
        contact=_contact_label(issue, ctx),
        contradicting_labels=_contradicting(issue, ctx),
        hands_off=names.hands_off in issue.labels,
        reminders_off=names.nag_off in issue.labels,
        dashboard=ctx.is_bot(issue.author) and dashboard_mark(issue) is not None,
    )


def wanted_of(issue: Issue, ctx: Context) -> Wanted | None:
    """Tell what people are expected to give, in the order in which rules remind of it; None if it is nothing."""
    names = ctx.labels.names
    if not issue.is_open or names.hands_off in issue.labels:
        return None
    if needs_answer(issue, ctx) and answer_of(issue, ctx) is None:
        return Wanted.ANSWER
    contact_is_open = ctx.labels.contact_is_open(issue.labels)
    # As `chase_contact` sees it: a contact waits for the review only where that is asked for.
    if names.review.incomplete in issue.labels and not (contact_is_open and "ask_missing" not in ctx.rules_on):
        return Wanted.REVIEW
    return Wanted.CONTACT if contact_is_open else None


def findings_of(issue: Issue, standing: str, ctx: Context) -> Findings:
    """Collect the evidence; `standing` is what the rule that reads reviews makes of this one.

    Raises DamagedMarkError when somebody has changed the mark by hand and not told the bot to keep away.
    """
    filing = _filing(issue, ctx)
    was_asked = needs_answer(issue, ctx) or _review_label(issue, ctx) is not None
    answer = answer_of(issue, ctx) if was_asked else None
    review = review_of(issue, ctx)
    causes = (label for label in issue.labels if scope_of(label) == ctx.labels.names.causes)
    return Findings(
        survey=SurveyRead(rating=filing.rating, answered_at=_local(filing.responded_at, ctx)) if filing else None,
        answer_expected_since=_local(asked_since(issue, ctx), ctx) if was_asked else None,
        answer=_comment(answer, ctx) if answer else None,
        review=_review_read(review, standing, ctx) if was_asked and _is_expected(review, issue, ctx) else None,
        cause=min(causes, default=review.cause),
        last_reminder=_last_reminder(issue, ctx),
        due_date_changed=_date_change(issue, ctx),
    )


def _review_label(issue: Issue, ctx: Context) -> Literal["needed", "incomplete", "done"] | None:
    names = ctx.labels.names.review
    if names.done in issue.labels:
        return "done"
    if names.incomplete in issue.labels:
        return "incomplete"
    return "needed" if names.needed in issue.labels else None


def _contact_label(issue: Issue, ctx: Context) -> Literal["requested", "done"] | None:
    names = ctx.labels.names.contact
    if names.done in issue.labels:
        return "done"
    return "requested" if names.requested in issue.labels else None


def _contradicting(issue: Issue, ctx: Context) -> tuple[str, ...]:
    names = ctx.labels.names
    known = {label.name for label in ctx.labels.catalogue}
    for group in (names.satisfaction, names.review, names.contact):
        known |= set(group.model_dump().values())
    return tuple(sorted(name for name in known & issue.labels if ctx.labels.rivals(name, issue.labels) & issue.labels))


def _filing(issue: Issue, ctx: Context) -> Filing | None:
    try:
        return filed_as(issue, ctx)
    except DamagedMarkError:
        if ctx.labels.names.hands_off in issue.labels:
            return None
        raise


def _is_expected(review: Review, issue: Issue, ctx: Context) -> bool:
    return review.begun or ctx.labels.names.review.incomplete in issue.labels


def _review_read(review: Review, standing: str, ctx: Context) -> ReviewRead:
    missing = tuple(Missing(line=gap.line, seen=gap.seen[:_SHOWN]) for gap in review.gaps)
    lacking = {gap.line for gap in review.gaps}
    read = tuple(field.line for field in ctx.form.fields if field.name in review.said and field.line not in lacking)
    return ReviewRead(read=read, missing=missing, standing=standing)


def _comment(note: Note, ctx: Context) -> Comment:
    return Comment(author=note.author.username, at=_local(note.created_at, ctx), note=note.id)


def _date_change(issue: Issue, ctx: Context) -> DateChange | None:
    note = last_word_on_the_date(issue)
    if note is None:
        return None
    removed = note.body.startswith("removed")
    return DateChange(author=note.author.username, at=_local(note.created_at, ctx), removed=removed)


def _last_reminder(issue: Issue, ctx: Context) -> Reminder | None:
    """Find the newest of the notes whose mark names the due date that was over."""
    found = ((at, rule) for rule in RULE_NAMES for mark, at in marks_of(issue, rule, ctx) if "due" in mark.facts)
    at, rule = max(found, default=(None, ""))
    return Reminder(rule=rule, at=_local(at, ctx)) if at else None


def _local(instant: datetime, ctx: Context) -> datetime:
    return instant.astimezone(ctx.calendar.zone)
