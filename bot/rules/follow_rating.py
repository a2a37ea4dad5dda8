"""Follow a customer who answers again: the same issue gets the new rating, never a second issue."""

from datetime import datetime
from typing import ClassVar, Literal

from bot.model.actions import Decision, IssueAction, UpdateIssue, WriteNote, act, decline
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import filed_as, marks_of
from bot.model.issue import Issue
from bot.model.labels import LabelChange, scope_of
from bot.model.marks import Mark, stamp
from bot.model.survey import Rating, Survey
from bot.rules.rule import Rule
from bot.rules.wording import description_of, shown, title_of

_BADNESS = {Rating.GOOD: 0, Rating.NEUTRAL: 1, Rating.BAD: 2}


class FollowRating(Rule):
    """Follow a customer who answers again: the same issue gets the new rating, never a second issue.

    Customers may change a rating as long as their ticket is solved and not yet closed (GitLab Support's handbook).
    """

    name: ClassVar[str] = "follow_rating"

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Explain the change in a note, then update the issue in one request."""
        issue, survey = case.issue, case.survey
        if issue is None or survey is None:
            return decline("no newer answer of the customer")
        mark = filed_as(issue, ctx)
        if mark is None or survey.responded_at <= datetime.fromisoformat(mark.facts["responded"]):
            return decline("the issue has the customer's newest answer")
        before = Rating(mark.facts["rating"])
        update = self._update(issue, survey, mark, before, ctx)
        if survey.rating is before:
            return act(update)
        return act(*self._note(issue, survey, before, ctx), update)

    def _note(self, issue: Issue, survey: Survey, before: Rating, ctx: Context) -> list[IssueAction]:
        responded = survey.responded_at.isoformat()
        if any(mark.facts.get("responded") == responded for mark, _ in marks_of(issue, self.name, ctx)):
            return []
        text = ctx.texts.render(
            self.name, before=before.value, survey=shown(survey, ctx), worse=_worse(survey.rating, before)
        )
        facts = {"rating": survey.rating.value, "responded": responded}
        if _worse(survey.rating, before):
            facts["answer"] = "expected"
        return [
            WriteNote(rule=self.name, reason=_reason(before, survey.rating), body=stamp(text, Mark(self.name, facts)))
        ]

    def _update(self, issue: Issue, survey: Survey, mark: Mark, before: Rating, ctx: Context) -> UpdateIssue:
        worse = _worse(survey.rating, before)
        settled = survey.rating is Rating.GOOD and not _contact_open(issue, survey, ctx)
        due = ctx.answer_due if worse else None
        cause = _new_cause(issue, survey, mark, ctx)
        state_event: Literal["reopen"] | None = "reopen" if worse and not issue.is_open else None
        known_due = None if settled else (due or issue.due_date)
        return UpdateIssue(
            rule=self.name,
            reason=_reason(before, survey.rating),
            title=title_of(survey),
            description=description_of(
                survey, due=known_due, cause=cause or mark.facts.get("cause"), followed=True, ctx=ctx
            ),
            labels=_labels(issue, survey, before, cause, ctx),
            state_event=state_event,
            due_date=due,
            remove_due_date=settled and issue.due_date is not None,
        )


def _worse(rating: Rating, before: Rating) -> bool:
    return _BADNESS[rating] > _BADNESS[before]


def _reason(before: Rating, rating: Rating) -> str:
    if rating is before:
        return f"the customer answered again, still {rating}"
    return f"the customer changed the rating from {before} to {rating}"


def _contact_open(issue: Issue, survey: Survey, ctx: Context) -> bool:
    contact = ctx.labels.names.contact
    return survey.contact_requested or contact.requested in issue.labels


def _new_cause(issue: Issue, survey: Survey, mark: Mark, ctx: Context) -> str | None:
    """Take the cause from the survey's new reason, unless a person has chosen one."""
    chosen = {label for label in issue.labels if scope_of(label) == ctx.labels.names.causes}
    return ctx.labels.of_reason(survey.reason) if chosen <= {mark.facts.get("cause")} else None


def _labels(issue: Issue, survey: Survey, before: Rating, cause: str | None, ctx: Context) -> LabelChange:
    names = ctx.labels.names
    wanted = [ctx.labels.of_rating(survey.rating)]
    if _worse(survey.rating, before):
        wanted.append(names.review.needed)
    if cause is not None:
        wanted.append(cause)
    if survey.contact_requested and names.contact.done not in issue.labels:
        wanted.append(names.contact.requested)
    change = ctx.labels.exclusively(wanted, issue.labels)
    over = {names.review.needed, names.review.incomplete} & issue.labels if survey.rating is Rating.GOOD else set()
    return LabelChange(change.add, tuple(sorted({*change.remove, *over})))
