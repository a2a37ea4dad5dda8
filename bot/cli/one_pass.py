"""The work of `feedback-bot run`: one pass, shown on a screen."""

from bot.cli.ending import ending_in_good_order
from bot.cli.order import budget_of, order_from
from bot.cli.screen import JsonScreen, Screen, TextScreen
from bot.cli.wish import Wish
from bot.engine import Report, rehearsed, run_pass
from bot.errors import BotError, ExitCode
from bot.settings import Settings, load_settings
from bot.tracker import Client, Reader, Tracker, Waiting, Writer


def one_pass(wish: Wish) -> ExitCode:
    """Run the pass that was wished for, show what came of it, and say how the process is to end."""
    screen: Screen = (JsonScreen if wish.output == "json" else TextScreen)(verbose=wish.verbose)
    report = Report(screen, dry_run=wish.dry_run)
    try:
        with screen:
            _pass(wish, load_settings(wish.config), report)
    except BotError as stopped:
        report.stopped = stopped
    screen.close(report)
    return report.exit_code


def _pass(wish: Wish, settings: Settings, report: Report) -> None:
    """Run the pass; raises what ends it early."""
    order = order_from(wish, settings, report)
    texts = rehearsed(settings, order.now)
    waiting = Waiting(budget_of(wish), tell=report.listener.warning)
    token = settings.token.get_secret_value()
    client = Client(url=settings.url, token=token, project=settings.project, waiting=waiting)
    reader = Reader(client)
    try:
        with ending_in_good_order(waiting):
            if wish.previews and not wish.dry_run and not reader.is_sandbox():
                report.dry_run = True
                report.listener.warning("--now shows what would be done then: nothing is written")
            tracker = Tracker(reader, None if report.dry_run else _writer(client, settings))
            run_pass(order, settings, texts, tracker, report)
    finally:
        report.reads, report.writes = client.reads, client.writes


def _writer(client: Client, settings: Settings) -> Writer:
    pace = settings.policy.pace
    issues, notes = (None if limit == "auto" else limit for limit in (pace.issues_per_minute, pace.notes_per_minute))
    return Writer(client, issues_per_minute=issues, notes_per_minute=notes)
