"""Name what is missing from a review that was begun, once for each due date that passes."""

from datetime import timedelta
from typing import ClassVar

from bot.model.actions import Decision, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.duration import Duration
from bot.model.inert import inline
from bot.model.issue import Issue
from bot.model.listing import Listing, Overdue
from bot.model.review.progress import Gap, review_of
from bot.rules.people import Mentionable, people_of
from bot.rules.reminder import remind, silenced
from bot.rules.rule import Rule

_SHOWN = 60  # characters of what was not understood


class AskMissing(Rule):
    """Name what is missing from a review that was begun, once for each due date that passes.

    `every` is how long it waits before it asks again; `fallback` names the users or groups (without @) who are asked
    when nobody is assigned.
    """

    name: ClassVar[str] = "ask_missing"

    every: Duration = timedelta(days=7)
    fallback: tuple[Mentionable, ...] = ()

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments of incomplete reviews whose date is over, and who set which label."""
        return Evidence.NOTHING if _not_now(issue, ctx) else Evidence.COMMENTS | Evidence.LABEL_EVENTS

    def ripened(self, since: object, ctx: Context) -> tuple[Listing, ...]:  # noqa: ARG002 - a date is over or is not
        """List what is past its date."""
        return (Overdue(),)

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Ask for what is missing, and give time to answer."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if reason := _not_now(issue, ctx):
            return decline(reason)
        gaps = review_of(issue, ctx).gaps
        if not gaps:
            return decline("nothing is missing from the review")
        due, following = issue.due_date, ctx.calendar.due(ctx.now, self.every)
        assert due is not None  # noqa: S101 - its date is over
        text = ctx.texts.render(
            self.name,
            people=people_of(issue, self.fallback),
            missing=[_shown(gap) for gap in gaps],
            contact=_contact_to_make(issue, ctx),
            following=following,
            done=ctx.labels.names.review.done,
        )
        reason = "the review is incomplete"
        return remind(self.name, issue, due, following=following, text=text, reason=reason, ctx=ctx)


def _not_now(issue: Issue, ctx: Context) -> str | None:
    """Say why nothing is asked for now, judging by the issue alone."""
    if reason := silenced(issue, ctx):
        return reason
    if ctx.labels.names.review.incomplete not in issue.labels:
        return "no review is incomplete"
    if issue.due_date is None:
        return "there is no due date: the clock is silent"
    return None if ctx.calendar.is_over(issue.due_date, ctx.now) else f"asked for after {issue.due_date}"


def _contact_to_make(issue: Issue, ctx: Context) -> str:
    """Name the label that says the customer was contacted, where that is still to be done."""
    contact = ctx.labels.names.contact
    is_open = contact.requested in issue.labels and contact.done not in issue.labels
    return contact.done if is_open else ""


def _shown(gap: Gap) -> dict[str, str]:
    return {"line": gap.line, "seen": inline(gap.seen[:_SHOWN]) if gap.seen else ""}
