"""Ask for the review of bad feedback: one note with the lines a manager is to fill in."""

from typing import ClassVar

from bot.model.actions import Decision, WriteNote, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.history import answer_of, filed_as, marks_of, rating_since
from bot.model.issue import Issue
from bot.model.marks import Mark, stamp
from bot.model.survey import Rating
from bot.rules.rule import Rule


class AskReview(Rule):
    """Ask for the review of bad feedback: one note with the lines a manager is to fill in.

    `ratings` says for which ratings.
    """

    name: ClassVar[str] = "ask_review"

    ratings: tuple[Rating, ...] = (Rating.BAD,)

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments only where they can matter.

        An issue that has its first rating and bears a comment was asked about or answered: either way nothing is due.
        """
        if self._closed_case(issue, ctx) or _surely_asked_or_answered(issue, ctx):
            return Evidence.NOTHING
        return Evidence.COMMENTS

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Ask once for each time the rating became bad, unless a person was quicker."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if reason := self._closed_case(issue, ctx):
            return decline(reason)
        if issue.notes is None and _surely_asked_or_answered(issue, ctx):
            return decline("the review was asked for, or somebody has answered")
        since = rating_since(issue, ctx)
        if any(at >= since for _, at in marks_of(issue, self.name, ctx)):
            return decline("the review was asked for")
        if answer_of(issue, ctx):
            return decline("a person has answered")
        return act(self._question(issue, ctx))

    def _closed_case(self, issue: Issue, ctx: Context) -> str | None:
        """Say why there is nothing to ask for, judging by the issue alone."""
        review = ctx.labels.names.review
        if not issue.is_open:
            return "closed"
        if filed_as(issue, ctx) is None:
            return "not filed from a survey: whoever wrote it knows the story"
        if ctx.labels.rating_of(issue.labels) not in self.ratings:
            return "no review is asked for with this rating"
        return "the review has begun" if issue.labels & {review.incomplete, review.done} else None

    def _question(self, issue: Issue, ctx: Context) -> WriteNote:
        """Ask, and give time to answer where there is no date or it has passed already."""
        overdue = issue.due_date is None or ctx.calendar.is_over(issue.due_date, ctx.now)
        text = ctx.texts.render(
            self.name,
            lines=[field.line for field in ctx.form.fields],
            causes=ctx.labels.causes,
            due=ctx.answer_due if overdue else issue.due_date,
        )
        return WriteNote(
            rule=self.name,
            reason=f"{ctx.labels.rating_of(issue.labels)} feedback needs a review",
            body=stamp(text, Mark(self.name)),
            due_date=ctx.answer_due if overdue else None,
        )


def _surely_asked_or_answered(issue: Issue, ctx: Context) -> bool:
    filing = filed_as(issue, ctx)
    has_one_story = filing is not None and not filing.followed and not ctx.other_bots
    return has_one_story and issue.notes_count > 0
