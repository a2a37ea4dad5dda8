"""One reminder for each due date that passes: the note carries the date as its mark, and the next date."""

from datetime import date, timedelta

from bot.model.actions import Decision, UpdateIssue, WriteNote, act
from bot.model.case import Evidence
from bot.model.context import Context
from bot.model.history import last_reopening, marks_of
from bot.model.issue import Issue
from bot.model.marks import Mark, stamp


def silenced(issue: Issue, ctx: Context) -> str | None:
    """Say why nobody is reminded of an issue, whatever is missing; None if somebody may be."""
    return switched_off(issue, ctx) if issue.is_open else "closed"


def switched_off(issue: Issue, ctx: Context) -> str | None:
    """Say by which label people have ended the reminders; None if they have not."""
    label = ctx.labels.names.nag_off
    return f"the label {label} ends the reminders" if label in issue.labels else None


def takes_commands(ctx: Context) -> bool:
    """Tell whether a text may name commands, since the bot obeys them."""
    return "obey_commands" in ctx.rules_on


def reopening_evidence(issue: Issue, within: timedelta, ctx: Context) -> Evidence:
    """Tell what to read to know of a reopening that may still matter: reopening always moves `updated_at`."""
    return Evidence.STATE_EVENTS if ctx.now - issue.updated_at < within else Evidence.NOTHING


def time_after_reopening(rule: str, issue: Issue, within: timedelta, ctx: Context) -> Decision | None:
    """Give an issue that a person has reopened its time once more; None if that is over, or nobody has reopened it."""
    reopened = last_reopening(issue, ctx) if reopening_evidence(issue, within, ctx) else None
    fresh = ctx.calendar.due(reopened, within) if reopened else None
    if fresh is None or ctx.calendar.is_over(fresh, ctx.now):
        return None
    return act(UpdateIssue(rule=rule, reason="a person reopened it: time once more", due_date=fresh))


def remind(  # noqa: PLR0913 - whose reminder, of what, and its words
    rule: str, issue: Issue, due: date, *, following: date, text: str, reason: str, ctx: Context
) -> Decision:
    """Write the note, or only move the date where the note for this date is there and its date was lost."""
    if any(mark.facts.get("due") == due.isoformat() for mark, _ in marks_of(issue, rule, ctx)):
        return act(UpdateIssue(rule=rule, reason=f"reminded for {due}; next date", due_date=following))
    undated = {} if issue.due_date else {"undated": "yes"}  # for whoever wants to put back what was there before
    body = stamp(text, Mark(rule, {"due": due.isoformat()} | undated))
    return act(WriteNote(rule=rule, reason=reason, body=body, due_date=following))
