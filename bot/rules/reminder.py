"""One reminder for each due date that passes: the note carries the date as its mark, and the next date."""

from datetime import date

from bot.model.actions import Decision, UpdateIssue, WriteNote, act
from bot.model.context import Context
from bot.model.history import marks_of
from bot.model.issue import Issue
from bot.model.marks import Mark, stamp


def silenced(issue: Issue, ctx: Context) -> str | None:
    """Say why nobody is reminded of an issue, whatever is missing; None if somebody may be."""
    label = ctx.labels.names.nag_off
    if not issue.is_open:
        return "closed"
    return f"the label {label} ends the reminders" if label in issue.labels else None


def remind(  # noqa: PLR0913 - whose reminder, of what, and its words
    rule: str, issue: Issue, due: date, *, following: date, text: str, reason: str, ctx: Context
) -> Decision:
    """Write the note, or only move the date where the note for this date is there and its date was lost."""
    if any(mark.facts.get("due") == due.isoformat() for mark, _ in marks_of(issue, rule, ctx)):
        return act(UpdateIssue(rule=rule, reason=f"reminded for {due}; next date", due_date=following))
    body = stamp(text, Mark(rule, {"due": due.isoformat()}))
    return act(WriteNote(rule=rule, reason=reason, body=body, due_date=following))
