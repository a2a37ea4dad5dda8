"""Ask once for what is missing from a bad review that a person has closed."""

from datetime import datetime, timedelta
from typing import ClassVar

from bot.errors import DamagedMarkError
from bot.model.actions import Decision, WriteNote, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.duration import Duration
from bot.model.history import closing_by_a_person, filed_as, marks_of
from bot.model.issue import Issue
from bot.model.marks import Mark, stamp
from bot.model.review.progress import Gap, cause_gap, has_cause, is_persons, last_to_add, review_of, shown_gap
from bot.model.survey import Rating
from bot.model.told import closing_by_word
from bot.rules.people import mention_of
from bot.rules.reminder import switched_off
from bot.rules.rule import Rule


class AskAfterClosing(Rule):
    """Ask once for what is missing from a bad review that a person has closed; the issue stays closed.

    `within` is how long ago it may have been closed: older closings are left alone.
    """

    name: ClassVar[str] = "ask_after_closing"

    within: Duration = timedelta(days=7)

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read what was said, who has closed the issue, and who has set which label, of bad feedback closed lately."""
        if self._not_asked(issue, ctx):
            return Evidence.NOTHING
        return Evidence.COMMENTS | Evidence.STATE_EVENTS | Evidence.LABEL_EVENTS

    def closed_since(self, ctx: Context) -> datetime:
        """Look at what was closed lately: closing always moves `updated_at` (GitLab's source)."""
        return ctx.now - self.within

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Ask whoever has closed it, and never again."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        reason = f"#{case.original} holds the same survey" if case.original else self._not_asked(issue, ctx)
        if reason:
            return decline(reason)
        closing = closing_by_a_person(issue, ctx) or closing_by_word(issue, ctx)
        if closing is None or closing.created_at < self.closed_since(ctx):
            return decline("closed too long ago" if closing else "not closed by a person")
        if any(True for _ in marks_of(issue, self.name, ctx)):
            return decline("asked before")
        missing = _missing(issue, ctx)
        if not missing:
            return decline("nothing is missing from the review")
        text = ctx.texts.render(
            self.name,
            closer=mention_of(closing.author),
            missing=[shown_gap(gap) for gap in missing if gap != cause_gap(ctx)],
            causes=ctx.labels.names.causes if cause_gap(ctx) in missing else "",
        )
        reason = "closed by a person, and the review is incomplete"
        return act(WriteNote(rule=self.name, reason=reason, body=stamp(text, Mark(self.name))))

    def _not_asked(self, issue: Issue, ctx: Context) -> str | None:
        """Say why nothing is asked, judging by the issue alone."""
        if issue.is_open:
            return "open"
        if ctx.labels.rating_of(issue.labels) is not Rating.BAD:
            return "not bad feedback"
        if reason := _let_be(issue, ctx):
            return reason
        if ctx.labels.names.review.done in issue.labels and (has_cause(issue, ctx) or not ctx.form.causes):
            return "the review is done"
        return "closed too long ago" if issue.updated_at < self.closed_since(ctx) else None


def _let_be(issue: Issue, ctx: Context) -> str | None:
    """Say why nothing is asked about an issue, whatever its review lacks."""
    if reason := switched_off(issue, ctx):
        return reason
    try:
        filing = filed_as(issue, ctx)
    except DamagedMarkError:  # that is for people to mend on open issues; here it would only fail the passes
        return "the hidden mark in the description was changed by hand"
    if filing is None:
        return "not filed from a survey: whoever wrote it knows the story"
    return "it goes on in another issue" if issue.goes_on_elsewhere else None


def _missing(issue: Issue, ctx: Context) -> list[Gap]:
    """List what is missing: nothing where a person calls the review done, where the bot does so at most the cause."""
    gaps, done = list(review_of(issue, ctx).gaps), ctx.labels.names.review.done
    if done not in issue.labels:
        return gaps
    return [] if is_persons(last_to_add(done, issue, ctx), ctx) else [gap for gap in gaps if gap == cause_gap(ctx)]
