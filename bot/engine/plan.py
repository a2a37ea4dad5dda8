"""Ask every rule about a case, in their order; each sees what the rules before it are about to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import PlanConflictError
from bot.model.actions import FileIssue, IssueAction, UpdateIssue, WriteNote
from bot.model.case import Case
from bot.model.context import Context
from bot.model.issue import Issue
from bot.model.projection import project
from bot.rules import Rule


@dataclass(frozen=True, slots=True)
class IssuePlan:
    """What is to be done about one issue, in this order; `iid` is 0 for an issue that is still to be filed.

    `declined` holds the reason of every rule that lets the issue be, `again_at` when one would decide otherwise without
    anything having changed. `case` is what was decided about, `outcome` the issue as it will be.
    """

    case: Case
    outcome: Issue | None
    actions: tuple[IssueAction, ...]
    declined: dict[str, str]
    again_at: datetime | None = None

    @property
    def iid(self) -> int:
        """The issue's number."""
        return self.outcome.iid if self.outcome else 0

    @property
    def web_url(self) -> str:
        """Where the issue is."""
        return self.outcome.web_url if self.outcome else ""

    @property
    def files(self) -> bool:
        """Whether the plan opens a new issue."""
        return any(isinstance(action, FileIssue) for action in self.actions)


def plan_case(case: Case, rules: Sequence[Rule], ctx: Context) -> IssuePlan:
    """Plan one case; raises PlanConflictError when two rules want opposite things."""
    actions: list[IssueAction] = []
    declined: dict[str, str] = {}
    again: list[datetime] = []
    issue = case.issue
    for rule in rules:
        if issue is not None and ctx.labels.names.hands_off in issue.labels:
            declined[rule.name] = f"the label {ctx.labels.names.hands_off} keeps the bot away"
            continue
        decision = rule.decide(replace(case, issue=issue, pending=bool(actions)), ctx)
        if not decision.actions:
            declined[rule.name] = decision.reason
        if decision.again_at:
            again.append(decision.again_at)
        for action in decision.actions:
            _check(action, actions)
            actions.append(action)
            issue = project(issue, action, ctx)
    return IssuePlan(
        case=case,
        outcome=issue,
        actions=tuple(actions),
        declined=declined,
        again_at=min(again, default=None),
    )


def _check(action: IssueAction, before: Sequence[IssueAction]) -> None:
    """Refuse an action that undoes what another rule has just asked for."""
    for other in before:
        if _state(action) and _state(other) and _state(action) != _state(other):
            raise PlanConflictError(f"{other.rule} wants to {_state(other)} the issue, {action.rule} the opposite")
        both = set(_added(other)) & set(_removed(action)) | set(_removed(other)) & set(_added(action))
        if both:
            raise PlanConflictError(f"{other.rule} and {action.rule} disagree about {', '.join(sorted(both))}")


def _state(action: IssueAction) -> str | None:
    if isinstance(action, WriteNote):
        return "close" if action.close else None
    return action.state_event if isinstance(action, UpdateIssue) else None


def _added(action: IssueAction) -> tuple[str, ...]:
    if isinstance(action, FileIssue):
        return action.labels
    return action.labels.add if isinstance(action, UpdateIssue) else ()


def _removed(action: IssueAction) -> tuple[str, ...]:
    return action.labels.remove if isinstance(action, UpdateIssue) else ()
