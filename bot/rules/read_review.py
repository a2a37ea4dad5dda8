"""Read the review that managers have filled in, and let the labels and the due date follow it."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from bot.model.actions import Decision, IssueAction, UpdateIssue, WriteNote, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.duration import Duration
from bot.model.history import asked_since, filed_as, has_only_the_question, marks_of
from bot.model.issue import Issue
from bot.model.labels import LabelChange
from bot.model.marks import Mark, stamp
from bot.model.review.progress import Review, is_persons, last_change_of, last_to_add, review_of
from bot.model.survey import Rating
from bot.model.told import date_is_chosen, label_history
from bot.rules.rule import CLOSED_LATELY, Rule


class ReadReview(Rule):
    """Read the review that managers have filled in, and let the labels and the due date follow it.

    `contact_within` is the time to contact a customer once the review says so (GitLab Support: 48 hours). With
    `close_settled`, an issue is closed whose review says that nothing is to be done and nobody to be contacted.
    """

    name: ClassVar[str] = "read_review"

    contact_within: Duration = timedelta(days=2)
    close_settled: bool = False

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments wherever a review is expected, and who set which label: what people set by hand counts."""
        if _not_reviewed(issue, ctx) or has_only_the_question(issue, ctx):
            return Evidence.NOTHING
        return Evidence.COMMENTS | Evidence.LABEL_EVENTS

    def closed_since(self, ctx: Context) -> datetime:
        """Read the reviews of issues that were closed lately, too."""
        return ctx.now - CLOSED_LATELY

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Set what the review says, unless a person has said otherwise by hand."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if reason := _not_reviewed(issue, ctx):
            return decline(reason)
        if issue.notes is None and has_only_the_question(issue, ctx):
            return decline("nobody has answered yet")
        review = review_of(issue, ctx)
        if reason := _nothing_to_follow(issue, review, ctx):
            return decline(reason)
        actions = self._follow(issue, review, ctx)
        if actions and case.pending:
            # Another rule is about to change the issue; what it makes of the labels is for the next pass to read.
            return decline("first comes what else changes", again_at=ctx.now)
        return act(*actions) if actions else decline(_standing(issue, review, ctx))

    def _follow(self, issue: Issue, review: Review, ctx: Context) -> list[IssueAction]:
        change = _labels(issue, review, ctx)
        after = (issue.labels | set(change.add)) - set(change.remove)
        reason = _standing(issue, review, ctx)
        closes = self._closes(issue, review, after, ctx)
        due = None if closes else self._due(issue, change, after, ctx)
        actions: list[IssueAction] = []
        if change:
            actions.append(UpdateIssue(rule=self.name, reason=reason, labels=change, due_date=due))
        if closes:
            body = stamp(ctx.texts.render(self.name), Mark(self.name))
            actions.append(WriteNote(rule=self.name, reason=reason, body=body, close=True))
        return actions

    def _closes(self, issue: Issue, review: Review, after: frozenset[str], ctx: Context) -> bool:
        """Close once: whoever reopens it wants it open."""
        if not self.close_settled or not issue.is_open or any(True for _ in marks_of(issue, self.name, ctx)):
            return False
        return not review.gaps and review.asks_for_nothing and not ctx.labels.contact_is_open(after)

    def _due(self, issue: Issue, change: LabelChange, after: frozenset[str], ctx: Context) -> date | None:
        """Tell the next date: by when the customer is to be contacted, or when somebody should look again."""
        if not issue.is_open:
            return None
        names = ctx.labels.names
        is_newly_done = names.review.done in change.add
        if names.contact.requested in change.add or (is_newly_done and ctx.labels.contact_is_open(after)):
            return self._contact_by(issue, ctx)
        if issue.due_date is None:
            return None  # whoever removed the date wants no clock
        if is_newly_done:
            return ctx.answer_due if ctx.answer_due > issue.due_date else None
        is_newly_incomplete = names.review.incomplete in change.add
        return ctx.answer_due if is_newly_incomplete and ctx.calendar.is_over(issue.due_date, ctx.now) else None

    def _contact_by(self, issue: Issue, ctx: Context) -> date:
        """Start the clock of the contact; a later date that a person has chosen stays."""
        by = ctx.calendar.due(ctx.now, self.contact_within)
        return max(by, issue.due_date) if issue.due_date and date_is_chosen(issue, ctx) else by


def _not_reviewed(issue: Issue, ctx: Context) -> str | None:
    """Say why there is no review to read, judging by the issue alone; people may well review and close in one go."""
    if issue.goes_on_elsewhere:
        return "it goes on in another issue"
    review = ctx.labels.names.review
    bears_review = issue.labels & {review.needed, review.incomplete, review.done}
    if not bears_review and ctx.labels.rating_of(issue.labels) not in {Rating.BAD, Rating.NEUTRAL}:
        return "no review is expected"
    return None if issue.notes_count else "nobody has commented"


def _nothing_to_follow(issue: Issue, review: Review, ctx: Context) -> str | None:
    """Say why the review as it stands changes nothing."""
    if asked_since(issue, ctx) >= ctx.now:
        return "the customer has just answered again"
    if review.newest is None:
        return "nobody has answered yet"
    return None if review.begun else "a person has answered; no review was asked for"


def _labels(issue: Issue, review: Review, ctx: Context) -> LabelChange:
    contact = ctx.labels.names.contact
    wanted = [
        _step(issue, review, ctx),
        review.cause,
        contact.requested if _is_to_contact(issue, review, ctx) else None,
    ]
    change = ctx.labels.exclusively(filter(None, wanted), issue.labels)
    over = {contact.requested} if review.contact is False and _asked_by_the_review(issue, ctx) else set()
    return LabelChange(change.add, tuple(sorted({*change.remove, *over})))


def _is_to_contact(issue: Issue, review: Review, ctx: Context) -> bool:
    """Tell whether the review asks for a contact; whoever closes the issue has done without, or is done with it."""
    is_done = ctx.labels.names.contact.done in issue.labels
    return bool(review.contact) and issue.is_open and not is_done and not _contact_taken_off(issue, review, ctx)


def _step(issue: Issue, review: Review, ctx: Context) -> str | None:
    """Name the label for how far the review has come; None where a person has spoken by hand since the last comment."""
    names = ctx.labels.names.review
    if names.done in issue.labels and is_persons(last_to_add(names.done, issue, ctx), ctx):
        return names.done
    of_the_review = {names.needed, names.incomplete, names.done}
    last = next((event for event in reversed(label_history(issue, ctx)) if event.label in of_the_review), None)
    if last and is_persons(last, ctx) and review.newest and last.created_at >= review.newest:
        return None
    return names.incomplete if review.gaps else names.done


def _contact_taken_off(issue: Issue, review: Review, ctx: Context) -> bool:
    """Tell whether a person has taken the wish for contact off since the review asked for it."""
    last = last_change_of(ctx.labels.names.contact.requested, issue, ctx)
    return (
        last is not None and not last.added and is_persons(last, ctx) and last.created_at >= review.said["contact"].at
    )


def _asked_by_the_review(issue: Issue, ctx: Context) -> bool:
    """Tell whether the contact was asked for by an earlier word of the review: neither the customer nor by hand."""
    requested = ctx.labels.names.contact.requested
    if requested not in issue.labels:
        return False
    filing = filed_as(issue, ctx)
    if filing and filing.contact:
        return False
    event = last_to_add(requested, issue, ctx)
    return event is not None and not is_persons(event, ctx)


def _standing(issue: Issue, review: Review, ctx: Context) -> str:
    if review.gaps:
        return f"the review lacks {len(review.gaps)} of {len(ctx.form.fields) + bool(ctx.form.causes)} things"
    if review.asks_for_nothing and not ctx.labels.contact_is_open(issue.labels):
        return "the review is complete, and nothing is left to be done: the issue may be closed"
    return "the review is complete"
