"""Close good feedback that nobody has touched for a week."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from bot.model.actions import Decision, IssueAction, UpdateIssue, WriteNote, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.duration import Duration, in_words
from bot.model.history import customer_spoke, last_human_act, marks_of, needs_answer
from bot.model.issue import Issue
from bot.model.listing import Listing, Within
from bot.model.marks import Mark, stamp
from bot.model.survey import Rating
from bot.rules.rule import Rule

# GitLab moves `updated_at` for a note only if it did not do so within the last minute (GitLab's source).
_THROTTLED = timedelta(minutes=1)


class CloseInactive(Rule):
    """Close good feedback that nobody has touched for a week.

    `after` is how long nobody may have commented or reopened it (GitLab Support: seven days).
    """

    name: ClassVar[str] = "close_inactive"

    after: Duration = timedelta(days=7)

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments of old good issues; the state events only if the issue was changed in the period."""
        if self._stays(issue, ctx):
            return Evidence.NOTHING
        changed = self._changed_lately(issue, ctx)
        return Evidence.COMMENTS | (Evidence.STATE_EVENTS if changed else Evidence.NOTHING)

    def ripened(self, since: datetime, ctx: Context) -> tuple[Listing, ...]:
        """List the good feedback that has come of age since an instant, and what has seen no change for long enough."""
        good, begin, end = ctx.labels.of_rating(Rating.GOOD), since - self.after, ctx.now - self.after
        return Within(good, "created", begin, end), Within(good, "updated", begin, end + _THROTTLED)

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Close with a word of explanation, or without when that was already written."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if reason := self._stays(issue, ctx):
            return decline(reason)
        if issue.state_events is None and not self._changed_lately(issue, ctx):
            # Reopening always moves `updated_at` (GitLab's source), so there can be none in the period.
            issue = replace(issue, state_events=())
        quiet_since = max(filter(None, (customer_spoke(issue, ctx), last_human_act(issue, ctx))))
        if ctx.now - quiet_since < self.after:
            reason = f"there was activity on {ctx.calendar.day_of(quiet_since)}"
            return decline(reason, again_at=self._unlisted(quiet_since, issue))
        # A note moves `updated_at`; what has moved it since, such as a reopening, begins a new story.
        told = [at for _, at in marks_of(issue, self.name, ctx) if at > quiet_since]
        explained = any(at + _THROTTLED >= issue.updated_at for at in told)
        return act(self._closing(ctx, explained=explained))

    def _stays(self, issue: Issue, ctx: Context) -> str | None:
        """Say why the issue stays open, judging by the issue alone."""
        if not issue.is_open:
            return "closed"
        if ctx.labels.rating_of(issue.labels) is not Rating.GOOD:
            return "not good feedback"
        if needs_answer(issue, ctx):
            return "somebody is still expected to answer"
        return "not old enough" if ctx.now - issue.created_at < self.after else None

    def _unlisted(self, quiet_since: datetime, issue: Issue) -> datetime | None:
        """Tell when it may be closed, where the lists would be late: it changed since the last human act."""
        listed = quiet_since == issue.created_at or quiet_since > issue.updated_at - _THROTTLED
        return None if listed else quiet_since + self.after

    def _changed_lately(self, issue: Issue, ctx: Context) -> bool:
        return ctx.now - issue.updated_at < self.after

    def _closing(self, ctx: Context, *, explained: bool) -> IssueAction:
        reason = f"good feedback, nobody has touched it for {in_words(self.after)}"
        if explained:
            return UpdateIssue(rule=self.name, reason=f"{reason}; explained already", state_event="close")
        text = ctx.texts.render(self.name, after=in_words(self.after))
        return WriteNote(rule=self.name, reason=reason, body=stamp(text, Mark(self.name)), close=True)
