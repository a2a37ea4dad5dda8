"""Name what is missing from a review that was begun, once for each due date that passes."""

from datetime import timedelta
from typing import ClassVar

from bot.model.actions import Decision, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.duration import Duration
from bot.model.issue import Issue
from bot.model.listing import Listing, Overdue
from bot.model.review.progress import Review, review_of, shown_gap
from bot.rules.people import Mentionable, people_of
from bot.rules.reminder import remind, reopening_evidence, silenced, takes_commands, time_after_reopening
from bot.rules.rule import Rule


class AskMissing(Rule):
    """Name what is missing from a review that was begun, once for each due date that passes.

    `every` is how long it waits before it asks again; `fallback` names the users or groups (without @) who are asked
    when nobody is assigned.
    """

    name: ClassVar[str] = "ask_missing"

    every: Duration = timedelta(days=7)
    fallback: tuple[Mentionable, ...] = ()

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments of incomplete reviews whose date is over, who set which label, and who reopened them."""
        if _not_now(issue, ctx):
            return Evidence.NOTHING
        return Evidence.COMMENTS | Evidence.LABEL_EVENTS | reopening_evidence(issue, ctx.answer_within, ctx)

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
        review = review_of(issue, ctx)
        if not review.gaps:
            return decline("nothing is missing from the review")
        more_time = time_after_reopening(self.name, issue, ctx.answer_within, ctx)
        return more_time or self._ask(issue, review, ctx)

    def _ask(self, issue: Issue, review: Review, ctx: Context) -> Decision:
        due, following = issue.due_date, ctx.calendar.due(ctx.now, self.every)
        assert due is not None  # noqa: S101 - its date is over
        text = ctx.texts.render(
            self.name,
            people=people_of(issue, self.fallback),
            thanks_for=_given(review),
            missing=[shown_gap(gap) for gap in review.gaps],
            contact=_contact_to_make(issue, ctx),
            following=following,
            done=ctx.labels.names.review.done,
            commands=takes_commands(ctx),
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
    return ctx.labels.names.contact.done if ctx.labels.contact_is_open(issue.labels) else ""


def _given(review: Review) -> str:
    """Name what there is to thank for; empty where nobody has said a word."""
    if review.said:
        return "review"
    return "answer" if review.newest else ""
