"""Follow a customer who answers again: the same issue gets the new rating, never a second issue."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from bot.model.actions import Decision, IssueAction, UpdateIssue, WriteNote, act, decline
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import Filing, answer_of, filed_as, marks_of, needs_answer
from bot.model.issue import Issue
from bot.model.labels import LabelChange, scope_of
from bot.model.marks import Mark, stamp
from bot.model.survey import Rating, Survey
from bot.model.told import carried_over
from bot.rules.rule import Rule
from bot.rules.wording import description_of, retitled, shown, shows_comment, title_of

_BADNESS = {Rating.GOOD: 0, Rating.NEUTRAL: 1, Rating.BAD: 2}


class FollowRating(Rule):
    """Follow a customer who answers again: the same issue gets the new rating, never a second issue.

    Customers may change a rating as long as their ticket is solved and not yet closed (GitLab Support's handbook).
    Where the issue was filed as a confidential one and somebody has made it public, nothing of the answer is shown.
    """

    name: ClassVar[str] = "follow_rating"

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Pass the customer's new word on in a note, then update the issue in one request."""
        issue, survey = case.issue, case.survey
        if issue is None or survey is None:
            return decline("no newer answer of the customer")
        filing = filed_as(issue, ctx)
        if filing is None or survey.responded_at <= filing.responded_at:
            return decline("the issue has the customer's newest answer")
        news = _news(issue, survey, filing, ctx)
        if filing.confidential and not issue.confidential:
            return self._in_public(issue, survey, filing, news, ctx)
        return act(*self._note(issue, survey, news, ctx), self._update(issue, survey, filing, news, ctx))

    def _in_public(self, issue: Issue, survey: Survey, filing: Filing, news: "_News", ctx: Context) -> Decision:
        """Set what the answer means and say that there is one, but nothing of it, until the issue is hidden again."""
        responded = survey.responded_at.isoformat()
        if any(mark.facts.get("public") == responded for mark, _ in marks_of(issue, self.name, ctx)):
            return decline("the issue is public: hide it, and the customer's answer is passed on")
        update = self._update(issue, survey, filing, news, ctx)
        silent = replace(update, title=None, description=None)
        text = ctx.texts.render(self.name, public=True)
        facts = {"public": responded} | _facts(survey, news)
        note = WriteNote(rule=self.name, reason=news.reason, body=stamp(text, Mark(self.name, facts)))
        nothing = UpdateIssue(rule=self.name, reason=update.reason)
        return act(*([note] if silent == nothing else [silent, note]))

    def _note(self, issue: Issue, survey: Survey, news: "_News", ctx: Context) -> list[IssueAction]:
        if not news.worth_a_note or news.told:
            return []
        facts = {"responded": survey.responded_at.isoformat()} | _facts(survey, news)
        text = ctx.texts.render(
            self.name,
            public=False,
            before=news.before.value,
            survey=shown(survey, ctx),
            expected=news.expects_answer,
            due=ctx.answer_due if news.expects_answer else _still_due(issue, survey, ctx),
        )
        return [WriteNote(rule=self.name, reason=news.reason, body=stamp(text, Mark(self.name, facts)))]

    def _update(self, issue: Issue, survey: Survey, filing: Filing, news: "_News", ctx: Context) -> UpdateIssue:
        rating = _rating(issue, survey, news, ctx)
        settled = rating is Rating.GOOD and not (news.wishes_contact or _contact_is_open(issue, ctx))
        due = ctx.answer_due if news.expects_answer else None
        cause = _new_cause(issue, survey, filing, ctx)
        known_due = None if settled else (due or issue.due_date)
        known_cause = cause or filing.cause
        description = description_of(survey, due=known_due, cause=known_cause, followed=True, ctx=ctx)
        return UpdateIssue(
            rule=self.name,
            reason=news.reason,
            title=retitled(title_of(survey), rating),
            description=carried_over(issue.description, description),
            labels=_labels(issue, rating, news, cause, ctx),
            state_event="reopen" if news.expects_answer and not issue.is_open else None,
            due_date=due,
            remove_due_date=settled and issue.due_date is not None,
        )


@dataclass(frozen=True, slots=True)
class _News:
    """What is new in a customer's newer answer; `told` if a note has said so already."""

    before: Rating
    rating: Rating
    has_new_words: bool
    wishes_contact: bool
    expects_answer: bool
    told: bool

    @property
    def changed(self) -> bool:
        return self.rating is not self.before

    @property
    def worth_a_note(self) -> bool:
        return self.changed or self.has_new_words or self.wishes_contact

    @property
    def reason(self) -> str:
        if self.changed:
            return f"the customer changed the rating from {self.before} to {self.rating}"
        return f"the customer answered again, still {self.rating}"


def _news(issue: Issue, survey: Survey, filing: Filing, ctx: Context) -> _News:
    before = filing.rating
    has_new_words = bool(survey.comment) and not shows_comment(issue.description, survey.comment)
    wishes_contact = survey.contact_requested and not filing.contact
    # Once the note is written it counts as the question, so what it said about an answer must be taken from it.
    responded = survey.responded_at.isoformat()
    told = [told for told, _ in marks_of(issue, FollowRating.name, ctx) if told.facts.get("responded") == responded]
    settled = not issue.is_open or answer_of(issue, ctx) is not None
    speaks_again = survey.rating is not Rating.GOOD and has_new_words and settled
    expects = _BADNESS[survey.rating] > _BADNESS[before] or wishes_contact or speaks_again
    return _News(
        before=before,
        rating=survey.rating,
        has_new_words=has_new_words,
        wishes_contact=wishes_contact,
        expects_answer="answer" in told[0].facts if told else expects,
        told=bool(told),
    )


def _facts(survey: Survey, news: _News) -> dict[str, str]:
    facts = {"rating": survey.rating.value} if news.changed else {}
    return facts | ({"answer": "expected"} if news.expects_answer else {})


def _still_due(issue: Issue, survey: Survey, ctx: Context) -> date | None:
    """Tell by when an answer is still expected that was expected before this, if one is."""
    waits = survey.rating is not Rating.GOOD or _contact_is_open(issue, ctx)
    open_question = waits and needs_answer(issue, ctx) and answer_of(issue, ctx) is None
    return issue.due_date if open_question and issue.is_open else None


def _contact_is_open(issue: Issue, ctx: Context) -> bool:
    return ctx.labels.names.contact.requested in issue.labels


def _new_cause(issue: Issue, survey: Survey, filing: Filing, ctx: Context) -> str | None:
    """Take the cause from the survey's new reason, unless a person has chosen one."""
    chosen = {label for label in issue.labels if scope_of(label) == ctx.labels.names.causes}
    return ctx.labels.of_reason(survey.reason) if chosen <= {filing.cause} else None


def _rating(issue: Issue, survey: Survey, news: _News, ctx: Context) -> Rating:
    """Take the customer's rating; where there is nothing new in it, what people have corrected it to."""
    return survey.rating if news.worth_a_note else ctx.labels.rating_of(issue.labels) or survey.rating


def _labels(issue: Issue, rating: Rating, news: _News, cause: str | None, ctx: Context) -> LabelChange:
    names = ctx.labels.names
    good = rating is Rating.GOOD
    wanted = [
        ctx.labels.of_rating(rating),
        names.review.needed if news.expects_answer and not good else None,
        names.contact.requested if news.wishes_contact else None,
        cause,
    ]
    change = ctx.labels.exclusively(filter(None, wanted), issue.labels)
    over = {names.review.needed, names.review.incomplete} & issue.labels if good else set()
    return LabelChange(change.add, tuple(sorted({*change.remove, *over})))
