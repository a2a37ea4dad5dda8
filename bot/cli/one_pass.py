"""The work of `feedback-bot run`, `intake` and `hook`: one pass, shown on a screen."""

from collections.abc import Callable

from bot.cli.ending import ending_in_good_order
from bot.cli.order import Tools, budget_of, order_from, rehearsing
from bot.cli.screen import JsonScreen, Screen, TextScreen
from bot.cli.wish import Wish
from bot.engine import Order, Report, rehearsed, run_pass
from bot.errors import BotError, ExitCode
from bot.settings import Settings, load_settings
from bot.tracker import Client, Reader, Tracker, Waiting, Writer

Ordering = Callable[[Wish, Settings, Report, Tools], Order | None]  # None: there is nothing to do


def one_pass(wish: Wish, ordering: Ordering = order_from) -> ExitCode:
    """Run the pass that was wished for, show what came of it, and say how the process is to end."""
    screen: Screen = (JsonScreen if wish.output == "json" else TextScreen)(verbose=wish.verbose)
    report = Report(screen, dry_run=wish.dry_run)
    try:
        with screen:
            _pass(wish, ordering, load_settings(wish.config), report)
    except BotError as stopped:
        report.stopped = stopped
    screen.close(report)
    return report.exit_code


def _pass(wish: Wish, ordering: Ordering, settings: Settings, report: Report) -> None:
    """Run the pass; raises what ends it early."""
    waiting = Waiting(budget_of(wish), tell=report.listener.warning)
    token = settings.token.get_secret_value()
    client = Client(url=settings.url, token=token, project=settings.project, waiting=waiting)
    reader = Reader(client)
    try:
        with ending_in_good_order(waiting):
            order = ordering(wish, settings, report, Tools(reader, waiting))
            if order is None:
                return
            texts = rehearsed(settings, order.now)
            if wish.previews and not wish.dry_run and not reader.is_sandbox():
                report.dry_run = True
                report.listener.warning("--now shows what would be done then: nothing is written")
            if order.inbox and order.inbox.tellers and not report.dry_run and reader.is_sandbox():
                order = rehearsing(order, report)
            tracker = Tracker(reader, None if report.dry_run else writer_for(client, settings))
            run_pass(order, settings, texts, tracker, report)
    finally:
        report.reads, report.writes = client.reads, client.writes


def writer_for(client: Client, settings: Settings) -> Writer:
    """Give what writes, at the pace of the policy."""
    pace = settings.policy.pace
    issues, notes = (None if limit == "auto" else limit for limit in (pace.issues_per_minute, pace.notes_per_minute))
    return Writer(client, issues_per_minute=issues, notes_per_minute=notes)
