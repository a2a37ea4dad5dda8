"""The work of `feedback-bot run`, `intake` and `hook`: one pass, shown on a screen."""

from collections.abc import Callable
from functools import partial

from bot.cli.ending import ending_in_good_order
from bot.cli.order import Tools, order_from, rehearsing
from bot.cli.stage import Connection, on_screen
from bot.cli.wish import Wish
from bot.engine import Order, Report, rehearsed, run_pass
from bot.engine.plan import IssuePlan
from bot.errors import ExitCode
from bot.settings import Settings

Ordering = Callable[[Wish, Settings, Report, Tools], Order | None]  # None: there is nothing to do


def one_pass(wish: Wish, ordering: Ordering = order_from) -> ExitCode:
    """Run the pass that was wished for, show what came of it, and say how the process is to end."""
    return on_screen(wish, partial(do_pass, wish, ordering=ordering))


def do_pass(
    wish: Wish,
    to: Connection,
    report: Report,
    *,
    ordering: Ordering = order_from,
    keep: Callable[[IssuePlan], None] = lambda _: None,
) -> None:
    """Run the pass; raises what ends it early. `keep` is given every plan."""
    with ending_in_good_order(to.waiting):
        order = ordering(wish, to.settings, report, Tools(to.reader, to.waiting))
        if order is None:
            return
        texts = rehearsed(to.settings, order.now)
        if wish.previews and not wish.dry_run and not to.reader.is_sandbox():
            report.dry_run = True
            report.listener.warning("--now shows what would be done then: nothing is written")
        if order.inbox and order.inbox.tellers and not report.dry_run and to.reader.is_sandbox():
            order = rehearsing(order, report)
        run_pass(order, to.settings, texts, to.tracker(dry_run=report.dry_run), report, keep=keep)
