"""One pass from beginning to end."""

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from bot.engine.apply import Executor, LabelShelf
from bot.engine.bookkeeping import Bookkeeping
from bot.engine.bookmark import Bookmark, bookmark_of, fingerprint_of, looks_ahead
from bot.engine.limits import warn_of, within
from bot.engine.order import Order
from bot.engine.permission import may_file
from bot.engine.plan import IssuePlan
from bot.engine.planner import Planner
from bot.engine.report import Report
from bot.engine.surroundings import context_of
from bot.engine.write_back import WriteBack
from bot.errors import HaltedError
from bot.model.context import Texts
from bot.model.signature import pass_id
from bot.settings import Settings
from bot.tracker import Reader, Tracker


def run_pass(  # noqa: PLR0913 - what a pass is made of
    order: Order,
    settings: Settings,
    texts: Texts,
    tracker: Tracker,
    report: Report,
    *,
    keep: Callable[[IssuePlan], None] = lambda _: None,
) -> None:
    """Run one pass with texts that were `rehearsed`; without a writer it is a dry run. `keep` is given every plan.

    Raises, before the first write, ConfigurationError (no such project, too small a role, a former
    user's marks) and CeilingError (more than the policy allows); at any time UnreachableError, HaltedError when the
    pass is to end, and ExposedError when GitLab publishes what was to be confidential. Everything else that goes wrong
    is counted in the report, and the rest goes on.
    """
    bookmark = _bookmark(order, settings, tracker.reader)
    bot = bookmark.owner or tracker.reader.me()
    began = min(tracker.reader.server_time or order.now, order.now)
    report.pass_id = pass_id(began, order.nonce)
    ctx = context_of(order.now, settings, texts, bot, overlapped=bookmark.overlapped or order.full)
    # A look ahead shows what a pass will say that begins then.
    shown = order.now if tracker.writer is None and looks_ahead(order.now, began) else began
    ctx = replace(ctx, began=shown, last_pass=bookmark.settled(order.now))
    books = Bookkeeping(settings, ctx, tracker, report, bookmark)
    planner = Planner(
        order,
        settings,
        ctx,
        tracker.reader,
        report,
        cursor=None if order.full else bookmark.cursor(fingerprint_of(settings.policy), began=began, ctx=ctx),
        is_new_here=order.iid is None and bookmark.before is None,
    )
    changes, filings = planner.plans()
    if (planner.new_surveys or books.opens_dashboard) and not may_file(
        tracker.reader, ctx, planner.newest_filing, report
    ):
        filings = iter(())
    if tracker.writer is not None and order.limited:
        changes, filings = within(settings.policy.limits, changes, filings)
    executor = Executor(tracker.writer, LabelShelf(tracker.reader, settings.labels), report, planner.look_again)
    total = len(changes) + planner.new_surveys
    filed = count = 0
    try:
        for count, plan in enumerate(chain(changes, filings), start=1):
            keep(plan)
            planner.has_filed(plan, executor.apply(plan))
            filed += plan.files
            report.listener.progress("issues done", count, total)
        for plan in planner.relations():
            executor.apply(plan)
        most = settings.policy.limits.changes if order.limited else None
        WriteBack(tracker, texts, report, most).tell(order, planner.issue_of)
        books.close(executor, planner, changes)
    except HaltedError:
        report.remaining = max(0, total - count)
        raise
    if tracker.writer is None and order.limited:
        warn_of(settings.policy.limits, changes, filed, report)


def _bookmark(order: Order, settings: Settings, reader: Reader) -> Bookmark:
    if order.iid is not None:
        return Bookmark(kept=False)
    found = reader.first_own_issues(settings.labels.names.dashboard)
    return replace(bookmark_of(found), kept=not order.only and not order.alone)
