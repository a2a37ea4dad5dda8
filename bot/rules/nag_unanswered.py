"""Remind people of feedback that needs an answer and got none in time."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from bot.model.actions import Decision, UpdateIssue, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.duration import Duration
from bot.model.history import (
    answer_of,
    asked_since,
    filed_as,
    last_word_on_the_date,
    marks_of,
    needs_answer,
)
from bot.model.issue import Issue
from bot.model.listing import Listing, Overdue
from bot.rules.people import Mentionable, people_of
from bot.rules.reminder import remind, reopening_evidence, silenced, takes_commands, time_after_reopening
from bot.rules.rule import Rule


class NagUnanswered(Rule):
    """Remind people of feedback that needs an answer and got none in time.

    The clock is the issue's due date. `every` is how long a reminder waits before the next; `fallback` names the
    users or groups (without @) who are reminded when nobody is assigned.
    """

    name: ClassVar[str] = "nag_unanswered"

    every: Duration = timedelta(days=7)
    fallback: tuple[Mentionable, ...] = ()

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the notes of issues whose date is over; system notes too where there is no date."""
        if _nothing_expected(issue, ctx):
            return Evidence.NOTHING
        if issue.due_date is None:
            return Evidence.COMMENTS | Evidence.SYSTEM_NOTES
        return Evidence.COMMENTS | reopening_evidence(issue, ctx.answer_within, ctx)

    def ripened(self, since: datetime, ctx: Context) -> tuple[Listing, ...]:  # noqa: ARG002 - a date is over or is not
        """List what is past its date."""
        return (Overdue(),)

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Remind once for each due date that passes without a person's answer."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if reason := _nothing_expected(issue, ctx):
            return decline(reason)
        if answer := answer_of(issue, ctx):
            return decline(f"a person answered on {ctx.calendar.day_of(answer.created_at)}")
        if issue.due_date is None:
            return self._adopt(issue, ctx)
        more_time = time_after_reopening(self.name, issue, ctx.answer_within, ctx)
        return more_time or self._remind(issue, issue.due_date, ctx)

    def _adopt(self, issue: Issue, ctx: Context) -> Decision:
        """Give the issue the date it would have had, or act on that date if it is over."""
        dated = last_word_on_the_date(issue)
        if dated and not (ctx.is_bot(dated.author) and dated.body.startswith("removed")):
            return decline("a person removed the due date: the clock is silent")
        due = ctx.calendar.due(dated.created_at if dated else issue.created_at, ctx.answer_within)
        if ctx.calendar.is_over(due, ctx.now):
            return self._remind(issue, due, ctx)
        return act(UpdateIssue(rule=self.name, reason="needs an answer but has no due date", due_date=due))

    def _remind(self, issue: Issue, due: date, ctx: Context) -> Decision:
        following = ctx.calendar.due(ctx.now, self.every)
        text, reason = self._text(issue, following, ctx), f"no answer, and it was due by {due}"
        return remind(self.name, issue, due, following=following, text=text, reason=reason, ctx=ctx)

    def _text(self, issue: Issue, following: date, ctx: Context) -> str:
        asked = any(True for _ in marks_of(issue, "ask_review", ctx))
        return ctx.texts.render(
            self.name,
            people=people_of(issue, self.fallback),
            since=ctx.calendar.day_of(asked_since(issue, ctx)),
            following=following,
            review_asked=asked,
            contact_wanted=ctx.labels.names.contact.requested in issue.labels,
            commands=takes_commands(ctx),
        )


def _nothing_expected(issue: Issue, ctx: Context) -> str | None:
    """Say why nobody is to be reminded, judging by the issue alone."""
    if reason := silenced(issue, ctx):
        return reason
    if not needs_answer(issue, ctx):
        return "no answer is needed"
    if issue.due_date and not ctx.calendar.is_over(issue.due_date, ctx.now):
        return f"an answer is due by {issue.due_date}"
    if issue.due_date is None and (filing := filed_as(issue, ctx)) and filing.due:
        return "a person removed the due date: the clock is silent"
    return None
