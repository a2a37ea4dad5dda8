"""Do what a saved plan says and nothing else: each issue is read again right before, and refused if it has changed."""

from collections.abc import Iterable, Iterator
from itertools import chain

from bot.engine.apply import Executor, LabelShelf
from bot.engine.limits import warn_of, within
from bot.engine.order import Order
from bot.engine.permission import may_file
from bot.engine.plan import IssuePlan
from bot.engine.report import Report
from bot.engine.saved.belonging import insist_on_belonging
from bot.engine.saved.plan import PlannedFiling, PlannedIssue, SavedPlan
from bot.engine.saved.second_look import FiledSince, SecondLook, filed_since
from bot.engine.surroundings import context_of
from bot.errors import BotError
from bot.model.case import Case
from bot.model.signature import pass_id
from bot.settings import Settings
from bot.texts import JinjaTexts
from bot.tracker import Tracker

_NOTHING_FREE = frozenset[str]()  # a file may call anything a command


def apply_plan(plan: SavedPlan, order: Order, settings: Settings, tracker: Tracker, report: Report) -> None:
    """Do what a plan says, in a pass of its own; without a writer only tell what that would be.

    An issue that has changed since is named in the report, and the rest goes on; what is done already is not done
    again. The dashboard, links between issues that are filed together and the tickets of surveys are left to the next
    pass. Raises what a pass does, and ConfigurationError for a plan that does not belong here.
    """
    reader = tracker.reader
    bot = reader.me()
    now = reader.server_time or order.now
    # Its words are written already, so none of these will be said.
    ctx = context_of(now, settings, JinjaTexts(settings.template_folders), bot)
    report.pass_id = pass_id(min(now, order.now), order.nonce)
    insist_on_belonging(plan, settings, ctx, reader, report)
    filed = filed_since(plan.made.at, reader, ctx) if plan.filings else FiledSince()
    filings = plan.filings if plan.filings and may_file(reader, ctx, filed.newest, report) else ()
    changes, new = _counted(plan.changes), _counted(filings)
    if tracker.writer is not None and order.limited:
        within(settings.policy.limits, changes, iter(new), free=_NOTHING_FREE)
    look = SecondLook(plan.made.at, filed, reader, ctx, report)
    lefts = chain(map(look.at_issue, plan.changes), map(look.at_filing, filings))
    _do(lefts, Executor(tracker.writer, LabelShelf(reader, settings.labels), report), report, len(changes) + len(new))
    if tracker.writer is None and order.limited:
        warn_of(settings.policy.limits, changes, len(new), report, free=_NOTHING_FREE)


def _counted(some: Iterable[PlannedIssue | PlannedFiling]) -> list[IssuePlan]:
    """Take plans as they stand, to be counted."""
    return [IssuePlan(Case(None), None, one.to_do, {}) for one in some]


def _do(lefts: Iterator[IssuePlan | None], executor: Executor, report: Report, total: int) -> None:
    """Do what is left of each plan as it is found out, one after the other."""
    count = 0
    try:
        for count, left in enumerate(lefts, start=1):
            if left is not None:
                executor.do(left)
            report.listener.progress("issues done", count, total)
    except BotError:
        report.remaining = total - count
        raise
