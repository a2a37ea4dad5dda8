"""How much one pass may do: counted before the first write."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from bot.engine.plan import IssuePlan
from bot.engine.report import Report
from bot.errors import CeilingError
from bot.rules.close_duplicate import CloseDuplicate
from bot.rules.delete_repeat import DeleteRepeat
from bot.rules.obey_commands import ObeyCommands
from bot.settings import Limits

# What is undone was allowed once, by the limits of the pass that did it. What people order is their will, and nobody is
# to stop a pass by ordering much.
FREE = frozenset({CloseDuplicate.name, DeleteRepeat.name, ObeyCommands.name})


def within(
    limits: Limits, changes: list[IssuePlan], filings: Iterator[IssuePlan], *, free: Collection[str] = FREE
) -> tuple[list[IssuePlan], Iterator[IssuePlan]]:
    """Let a plan pass if it keeps the policy's limits, to which rules may be free; raises CeilingError otherwise."""
    filed = list(islice(filings, limits.filings + 1))
    if excess := _excess(limits, _count(changes, free), len(filed)):
        raise CeilingError(f"{excess}; nothing was written. Look with --dry-run; --no-limit lets it through")
    return changes, iter(filed)


def warn_of(
    limits: Limits, changes: list[IssuePlan], filings: int, report: Report, *, free: Collection[str] = FREE
) -> None:
    """Tell, after a dry run, that the real pass would be refused."""
    if excess := _excess(limits, _count(changes, free), filings):
        report.listener.warning(f"{excess}: without --no-limit it will be refused")


def _excess(limits: Limits, changes: int, filings: int) -> str | None:
    if changes > limits.changes:
        return (
            f"this pass has {changes} changes of existing issues, the policy allows {limits.changes} (limits.changes)"
        )
    if filings > limits.filings:
        return f"this pass files or takes back more issues than the {limits.filings} the policy allows (limits.filings)"
    return None


def _count(changes: Iterable[IssuePlan], free: Collection[str]) -> int:
    return sum(action.rule not in free for plan in changes for action in plan.actions)
