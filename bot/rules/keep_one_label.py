"""Keep the newest of labels that exclude each other, where GitLab keeps them all."""

from datetime import datetime
from typing import ClassVar

from bot.model.actions import Decision, UpdateIssue, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.history import UnreadError
from bot.model.issue import Issue, LabelEvent
from bot.model.labels import LabelChange
from bot.rules.rule import Rule


class KeepOneLabel(Rule):
    """Keep the newest of labels that exclude each other, where GitLab keeps them all.

    On paid tiers GitLab does so itself for scoped labels; on Free it takes them for any other (GitLab's documentation).
    """

    name: ClassVar[str] = "keep_one_label"

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read who set which label when, where there are rivals."""
        return Evidence.LABEL_EVENTS if issue.is_open and _rivals(issue, ctx) else Evidence.NOTHING

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Take off what was there before the newest; of labels set in the same moment the alphabet's first stays."""
        issue = case.issue
        if issue is None or not issue.is_open:
            return decline("there is no open issue")
        rivals = _rivals(issue, ctx)
        if not rivals:
            return decline("no labels exclude each other")
        over = sorted({name for group in rivals for name in group - {_newest(group, issue, ctx)}})
        reason = f"{', '.join(over)} excluded by what was set later"
        return act(UpdateIssue(rule=self.name, reason=reason, labels=LabelChange(remove=tuple(over))))


def _rivals(issue: Issue, ctx: Context) -> set[frozenset[str]]:
    """Group the labels of the catalogue's scopes and the policy's groups that must not stand beside each other.

    How far the review has come is not for the newest label to say: `read_review` reads it from the comments.
    """
    known = {label.name for label in ctx.labels.catalogue} - set(ctx.labels.names.review.model_dump().values())
    groups = (ctx.labels.rivals(name, issue.labels) & issue.labels | {name} for name in issue.labels & known)
    return {frozenset(group) for group in groups if len(group) > 1}


def _newest(group: frozenset[str], issue: Issue, ctx: Context) -> str:
    """Tell which was set last; one that has no event was there before GitLab kept any.

    What the bot has taken off and put back, because a pass was undone, is as old as it was.
    """
    if issue.label_events is None:
        raise UnreadError(f"the label events of issue #{issue.iid} have not been read")
    events: dict[str, datetime] = {}
    before: dict[str, LabelEvent] = {}
    for event in sorted(issue.label_events, key=lambda event: (event.created_at, event.label)):
        taken_off = before.get(event.label)
        puts_back = taken_off is not None and not taken_off.added and ctx.is_bot(taken_off.author)
        if event.added and event.label in group and not (puts_back and ctx.is_bot(event.author)):
            events[event.label] = event.created_at
        before[event.label] = event
    latest = max(events.values(), default=None)
    return min((name for name in group if events.get(name) == latest), default=min(group))
