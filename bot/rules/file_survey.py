"""File an issue for every survey that has none yet."""

from typing import ClassVar

from bot.model.actions import Decision, FileIssue, act, decline
from bot.model.case import Case
from bot.model.context import Context
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
        if survey is None or case.issue is not None:
            return decline("the survey has its issue")
        if self.skip_good_without_comment and not survey.comment and not expects_answer(survey):
            return decline("good without a comment: the policy leaves it unfiled")
        due = ctx.answer_due if expects_answer(survey) else None
        return act(
            FileIssue(
                rule=self.name,
                reason=f"new {survey.rating} survey for {survey.subject}",
                title=title_of(survey),
                description=description_of(
                    survey, due=due, cause=ctx.labels.of_reason(survey.reason), followed=False, ctx=ctx
                ),
                labels=_labels(survey, ctx),
                confidential=self.confidential,
                due_date=due,
            )
        )


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
