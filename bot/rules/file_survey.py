"""File an issue for every survey that has none yet."""

from typing import ClassVar

from bot.model.actions import Decision, FileIssue, UpdateIssue, act, decline
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import filed_as
from bot.model.issue import Issue
from bot.model.labels import scope_of
from bot.model.survey import Rating, Survey
from bot.rules.rule import Rule
from bot.rules.wording import description_of, expects_answer, title_of


class FileSurvey(Rule):
    """File an issue for every survey that has none yet.

    `confidential` hides the issues from everybody below Planner; `skip_good_without_comment` leaves out good ratings
    that say nothing more, as GitLab Support did in its first years.
    """

    name: ClassVar[str] = "file_survey"

    confidential: bool = True
    skip_good_without_comment: bool = False

    def decide(self, case: Case, ctx: Context) -> Decision:
        """File the survey unless it has an issue or the policy leaves it out."""
        survey = case.survey
        if case.issue is not None:
            return self._completed(case.issue, survey, ctx)
        if survey is None:
            return decline("there is no survey")
        if self.skip_good_without_comment and not survey.comment and not expects_answer(survey):
            return decline("good without a comment: the policy leaves it unfiled")
        due = ctx.answer_due if expects_answer(survey) else None
        return act(
            FileIssue(
                rule=self.name,
                reason=f"new {survey.rating} survey for {survey.subject}",
                title=title_of(survey),
                description=description_of(
                    survey,
                    due=due,
                    cause=ctx.labels.of_reason(survey.reason),
                    followed=False,
                    ctx=ctx,
                    beside=case.siblings,
                ),
                labels=_labels(survey, ctx),
                confidential=self.confidential,
                due_date=due,
            )
        )

    def _completed(self, issue: Issue, survey: Survey | None, ctx: Context) -> Decision:
        """Give an issue of ours what GitLab left out when it was filed: it says so by an answer without labels."""
        filing = filed_as(issue, ctx) if issue.is_open else None
        if filing is None:
            return decline("not filed from a survey, or closed")
        if survey is not None and survey.responded_at > filing.responded_at:
            return decline("a newer answer brings its own labels")
        if any(ctx.labels.of_rating(rating) in issue.labels for rating in Rating):
            return decline("the survey has its issue")
        names = ctx.labels.names
        has_cause = any(scope_of(label) == names.causes for label in issue.labels)
        wanted = [ctx.labels.of_rating(filing.rating), None if has_cause else filing.cause]
        wanted += [] if filing.rating is Rating.GOOD or _reviewed(issue, ctx) else [names.review.needed]
        wanted += [names.contact.requested] if filing.contact and names.contact.done not in issue.labels else []
        change = ctx.labels.exclusively(filter(None, wanted), issue.labels)
        # With some of the labels there, the date was there as well: a person has removed it.
        due = None if issue.due_date or issue.labels & set(wanted) else filing.due
        return act(UpdateIssue(rule=self.name, reason="its labels are missing", labels=change, due_date=due))


def _reviewed(issue: Issue, ctx: Context) -> bool:
    review = ctx.labels.names.review
    return bool({review.incomplete, review.done} & issue.labels)


def _labels(survey: Survey, ctx: Context) -> tuple[str, ...]:
    names = ctx.labels.names
    wanted = [
        ctx.labels.of_rating(survey.rating),
        None if survey.rating is Rating.GOOD else names.review.needed,
        names.contact.requested if survey.contact_requested else None,
        ctx.labels.of_reason(survey.reason),
        ctx.labels.of_region(survey.region),
    ]
    return tuple(name for name in wanted if name)
