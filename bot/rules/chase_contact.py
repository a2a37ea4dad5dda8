"""Remind people of a customer who is to be contacted and was not, once for each due date that passes."""

from datetime import timedelta
from typing import ClassVar

from bot.model.actions import Decision, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.duration import Duration
from bot.model.history import answer_of
from bot.model.issue import Issue
from bot.model.listing import Listing, Overdue
from bot.rules.people import Mentionable, people_of
from bot.rules.reminder import remind, reopening_evidence, silenced, takes_commands, time_after_reopening
from bot.rules.rule import Rule


class ChaseContact(Rule):
    """Remind people of a customer who is to be contacted and was not, once for each due date that passes.

    `every` is how long a reminder waits before the next; `fallback` names the users or groups (without @) who are
    reminded when nobody is assigned. As long as nobody has answered at all, `nag_unanswered` speaks, and `ask_missing`
    (if it is on) as long as the review is incomplete.
    """

    name: ClassVar[str] = "chase_contact"

    every: Duration = timedelta(days=2)
    fallback: tuple[Mentionable, ...] = ()

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments where the time to contact a customer is over, and who reopened the issue."""
        if _not_now(issue, ctx):
            return Evidence.NOTHING
        return Evidence.COMMENTS | reopening_evidence(issue, ctx.contact_within, ctx)

    def ripened(self, since: object, ctx: Context) -> tuple[Listing, ...]:  # noqa: ARG002 - a date is over or is not
        """List what is past its date."""
        return (Overdue(),)

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Remind of the contact, and give time for it."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if reason := _not_now(issue, ctx):
            return decline(reason)
        review = ctx.labels.names.review
        if not issue.labels & {review.done, review.incomplete} and answer_of(issue, ctx) is None:
            return decline("nobody has answered at all")
        more_time = time_after_reopening(self.name, issue, ctx.contact_within, ctx)
        return more_time or self._chase(issue, ctx)

    def _chase(self, issue: Issue, ctx: Context) -> Decision:
        due, following = issue.due_date, ctx.calendar.due(ctx.now, self.every)
        assert due is not None  # noqa: S101 - its date is over
        text = ctx.texts.render(
            self.name,
            people=people_of(issue, self.fallback),
            due=due,
            following=following,
            label=ctx.labels.names.contact.done,
            commands=takes_commands(ctx),
        )
        reason = f"no contact, and it was due by {due}"
        return remind(self.name, issue, due, following=following, text=text, reason=reason, ctx=ctx)


def _not_now(issue: Issue, ctx: Context) -> str | None:
    """Say why nobody is reminded now, judging by the issue alone."""
    if reason := silenced(issue, ctx):
        return reason
    if not ctx.labels.contact_is_open(issue.labels):
        return "nobody is to be contacted"
    if ctx.labels.names.review.incomplete in issue.labels and "ask_missing" in ctx.rules_on:
        return "the review is asked for first"
    if issue.due_date is None:
        return "there is no due date: the clock is silent"
    over = ctx.calendar.is_over(issue.due_date, ctx.now)
    return None if over else f"the customer is to be contacted by {issue.due_date}"
