"""Where a command that works on the tracker stands: connected to GitLab, in front of a screen."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cli.order import budget_of
from bot.cli.screen import JsonScreen, Screen, TextScreen
from bot.cli.wish import Wish
from bot.engine import Report
from bot.errors import BotError, ExitCode
from bot.settings import Settings, load_settings
from bot.tracker import Client, Reader, Tracker, Waiting, Writer


@dataclass(frozen=True, slots=True)
class Connection:
    """The way to the tracker that the settings name."""

    settings: Settings
    client: Client
    reader: Reader
    waiting: Waiting

    def tracker(self, *, dry_run: bool) -> Tracker:
        """Give the tracker, for a dry run without a writer."""
        return Tracker(self.reader, None if dry_run else writer_for(self.client, self.settings))


def writer_for(client: Client, settings: Settings) -> Writer:
    """Give what writes, at the pace of the policy."""
    pace = settings.policy.pace
    issues, notes = (None if limit == "auto" else limit for limit in (pace.issues_per_minute, pace.notes_per_minute))
    return Writer(client, issues_per_minute=issues, notes_per_minute=notes)


def client_for(settings: Settings, waiting: Waiting) -> Client:
    """Give the connection that the settings describe, without a request yet."""
    token = settings.token.get_secret_value()
    return Client(url=settings.url, token=token, project=settings.project, waiting=waiting)


def on_screen(wish: Wish, work: Callable[[Connection, Report], None]) -> ExitCode:
    """Do some work, show what came of it, and say how the process is to end."""
    screen: Screen = (JsonScreen if wish.output == "json" else TextScreen)(verbose=wish.verbose)
    report = Report(screen, dry_run=wish.dry_run)
    try:
        with screen:
            _connected(wish, work, report)
    except BotError as stopped:
        report.stopped = stopped
    screen.close(report)
    return report.exit_code


def _connected(wish: Wish, work: Callable[[Connection, Report], None], report: Report) -> None:
    settings = load_settings(wish.config)
    waiting = Waiting(budget_of(wish), tell=report.listener.warning)
    client = client_for(settings, waiting)
    try:
        work(Connection(settings, client, Reader(client), waiting), report)
    finally:
        report.reads, report.writes = client.reads, client.writes
