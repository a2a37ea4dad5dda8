"""Read the review that managers have filled in, and let the labels and the due date follow it."""

from datetime import date, timedelta
from typing import ClassVar

from bot.model.actions import Decision, IssueAction, UpdateIssue, WriteNote, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.duration import Duration
from bot.model.history import asked_since, filed_as, is_person, marks_of
from bot.model.issue import Issue
from bot.model.labels import LabelChange
from bot.model.marks import Mark, stamp
from bot.model.review.answers import is_nothing
from bot.model.review.progress import Review, last_to_add, review_of
from bot.model.survey import Rating
from bot.rules.rule import Rule

_AT_ONCE = timedelta(minutes=5)  # a question may have to wait for GitLab's limit on notes


class ReadReview(Rule):
    """Read the review that managers have filled in, and let the labels and the due date follow it.

    `contact_within` is the time to contact a customer once the review says so (GitLab Support: 48 hours). With
    `close_settled`, an issue is closed whose review says that nothing is to be done and nobody to be contacted.
    """

    name: ClassVar[str] = "read_review"

    contact_within: Duration = timedelta(days=2)
    close_settled: bool = False

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments wherever a review is expected."""
        return Evidence.NOTHING if _not_reviewed(issue, ctx) else Evidence.COMMENTS

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Set what the review says, unless a person has said otherwise by hand."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if reason := _not_reviewed(issue, ctx):
            return decline(reason)
        review = review_of(issue, ctx)
        if reason := _nothing_to_follow(issue, review, ctx):
            return decline(reason)
        if review.gaps and _is_done_by_hand(issue, ctx):
            return self._tidied(issue, ctx)
        return self._follow(issue, review, ctx)

    def _tidied(self, issue: Issue, ctx: Context) -> Decision:
        """Let a person's word stand alone: on GitLab Free the other labels of the review are still there."""
        reason = "a person says that the review is done"
        change = ctx.labels.exclusively([ctx.labels.names.review.done], issue.labels)
        return act(UpdateIssue(rule=self.name, reason=reason, labels=change)) if change else decline(reason)

    def _follow(self, issue: Issue, review: Review, ctx: Context) -> Decision:
        change = _labels(issue, review, ctx)
        was_closed = any(True for _ in marks_of(issue, self.name, ctx))
        closes = self.close_settled and not was_closed and _is_settled(issue, review, ctx)
        if not change and not closes:
            return decline(_standing(issue, review, ctx))
        reason = _standing(issue, review, ctx)
        due = None if closes else self._due(issue, review, change, ctx)
        actions: list[IssueAction] = []
        if change or due:
            actions.append(UpdateIssue(rule=self.name, reason=reason, labels=change, due_date=due))
        if closes:
            body = stamp(ctx.texts.render(self.name), Mark(self.name))
            actions.append(WriteNote(rule=self.name, reason=reason, body=body, close=True))
        return act(*actions)

    def _due(self, issue: Issue, review: Review, change: LabelChange, ctx: Context) -> date | None:
        """Tell the next date: by when the customer is to be contacted, or when somebody should look again."""
        names = ctx.labels.names
        if names.contact.requested in change.add:
            return self._contact_by(issue, ctx)
        is_over = issue.due_date is not None and ctx.calendar.is_over(issue.due_date, ctx.now)
        if review.gaps:
            return ctx.answer_due if is_over else None
        if issue.due_date is None or names.review.done not in change.add:
            return None  # whoever removed the date wants no clock
        contact_open = names.contact.requested in issue.labels and names.contact.done not in issue.labels
        following = self._contact_by(issue, ctx) if contact_open else ctx.answer_due
        return following if following > issue.due_date or contact_open else None

    def _contact_by(self, issue: Issue, ctx: Context) -> date:
        """Start the clock of the contact; a later date that a person has chosen stays."""
        by = ctx.calendar.due(ctx.now, self.contact_within)
        filing = filed_as(issue, ctx)
        chosen = issue.due_date is not None and not (filing and filing.due == issue.due_date)
        return max(by, issue.due_date) if chosen and issue.due_date else by


def _not_reviewed(issue: Issue, ctx: Context) -> str | None:
    """Say why there is no review to read, judging by the issue alone."""
    if not issue.is_open:
        return "closed"
    review = ctx.labels.names.review
    bears_review = issue.labels & {review.needed, review.incomplete, review.done}
    if not bears_review and ctx.labels.rating_of(issue.labels) not in {Rating.BAD, Rating.NEUTRAL}:
        return "no review is expected"
    return "nobody has commented" if not issue.notes_count or _has_only_the_question(issue, ctx) else None


def _nothing_to_follow(issue: Issue, review: Review, ctx: Context) -> str | None:
    """Say why the review as it stands changes nothing."""
    if asked_since(issue, ctx) >= ctx.now:
        return "the customer has just answered again"
    if not review.answered:
        return "nobody has answered yet"
    return None if review.begun else "a person has answered; no review was asked for"


def _has_only_the_question(issue: Issue, ctx: Context) -> bool:
    """Tell whether the one comment is the bot's own: it asks for the review as soon as it has filed the issue."""
    at_once = issue.updated_at - issue.created_at < _AT_ONCE
    return issue.notes_count == 1 and at_once and ctx.is_bot(issue.author) and filed_as(issue, ctx) is not None


def _is_done_by_hand(issue: Issue, ctx: Context) -> bool:
    done = ctx.labels.names.review.done
    if done not in issue.labels:
        return False
    event = last_to_add(done, issue)
    return event is not None and is_person(event.author, ctx)


def _labels(issue: Issue, review: Review, ctx: Context) -> LabelChange:
    names = ctx.labels.names
    to_contact = review.contact and names.contact.done not in issue.labels
    wanted = [
        names.review.incomplete if review.gaps else names.review.done,
        review.cause,
        names.contact.requested if to_contact else None,
    ]
    change = ctx.labels.exclusively(filter(None, wanted), issue.labels)
    over = {names.contact.requested} if review.contact is False and _asked_by_the_review(issue, ctx) else set()
    return LabelChange(change.add, tuple(sorted({*change.remove, *over})))


def _asked_by_the_review(issue: Issue, ctx: Context) -> bool:
    """Tell whether the contact was asked for by an earlier word of the review: neither the customer nor by hand."""
    requested = ctx.labels.names.contact.requested
    filing = filed_as(issue, ctx)
    if requested not in issue.labels or (filing and filing.contact):
        return False
    event = last_to_add(requested, issue)
    return event is not None and not is_person(event.author, ctx)


def _is_settled(issue: Issue, review: Review, ctx: Context) -> bool:
    names = ctx.labels.names
    contact_open = names.contact.requested in issue.labels and names.contact.done not in issue.labels
    nothing = is_nothing(review.values.get("action", "")) and review.contact is False
    return not review.gaps and nothing and not contact_open


def _standing(issue: Issue, review: Review, ctx: Context) -> str:
    if review.gaps:
        return f"the review lacks {len(review.gaps)} of {len(ctx.form.fields) + bool(ctx.form.causes)} things"
    if _is_settled(issue, review, ctx):
        return "the review is complete, and nothing is left to be done: the issue may be closed"
    return "the review is complete"
