"""Relate the issues in which several sources speak of one ticket."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from bot.model.actions import Decision, RelateIssue, act, decline
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import filed_as, filing_mark
from bot.model.issue import Issue
from bot.model.questions import LinksOf
from bot.rules.rule import Rule

_YOUNG = timedelta(days=1)


class RelateSources(Rule):
    """Relate the issues in which several sources speak of one ticket: the younger issue is linked to the older ones.

    Done when the younger one is filed, and completed by the next whole pass: whoever takes the link off after that is
    not contradicted.
    """

    name: ClassVar[str] = "relate_sources"

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Link what is not linked yet, as long as it is not sure that the pass that filed the issue has done so."""
        issue = case.issue
        mark = filing_mark(issue, ctx) if issue else None
        if issue is None or mark is None:
            return decline("not filed from a survey")
        if not (case.siblings or "beside" in mark.facts):
            return decline("no other source speaks of its ticket")
        filing = filed_as(issue, ctx)
        others = sorted({*case.siblings, *(filing.beside if filing else ())})
        if issue.iid and not _is_in_doubt(issue, others, ctx):
            return decline("related when it was filed")
        linked = case.answers.to(LinksOf(issue.iid)) if issue.iid else frozenset()
        missing = [other for other in others if other not in linked]
        if not missing:
            return decline("related already")
        reason = "another source speaks of the same ticket"
        return act(*(RelateIssue(rule=self.name, reason=reason, other=other) for other in missing))


def _is_in_doubt(issue: Issue, others: Sequence[int], ctx: Context) -> bool:
    """Tell whether the link may be missing: the last pass ended before, or left one of the issues to be met again."""
    last = ctx.last_pass
    if last is None:
        return issue.created_at > ctx.now - _YOUNG
    return issue.created_at > last.settled_until or not last.again.keys().isdisjoint([issue.iid, *others])
