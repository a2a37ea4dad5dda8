"""`feedback-bot run`: one pass."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.screen import JsonScreen, Screen, TextScreen
from bot.cli.wish import Wish
from bot.engine import Report, run_pass
from bot.errors import BotError
from bot.rules import RULE_NAMES
from bot.settings import Settings, load_settings
from bot.tracker import Client, Reader, Tracker, Writer

Output = Literal["text", "json"]


def run(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    surveys: Annotated[
        list[str] | None,
        typer.Option(
            help="File with surveys (CSV, JSON, JSON lines), a pattern such as 'in/*.csv', or - for standard input.",
            metavar="PATH",
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="What these surveys are known as; else the policy's source.", metavar="NAME")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")] = False,
    only: Annotated[
        list[str] | None, typer.Option(help=f"Only this rule: {', '.join(RULE_NAMES)}.", metavar="RULE")
    ] = None,
    issue: Annotated[int | None, typer.Option(help="Only this issue.", metavar="IID", min=1)] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Compare surveys with all issues ever filed, not only recent ones.")
    ] = False,
    now: Annotated[
        str | None,
        typer.Option(help="Act as if it were this instant; outside the sandbox that is a dry run.", metavar="INSTANT"),
    ] = None,
    no_limit: Annotated[bool, typer.Option("--no-limit", help="Lift the policy's limits for one pass.")] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            help="The policy; else FEEDBACK_BOT_CONFIG, else config/feedback-bot.yml, else the shipped one.",
            metavar="FILE",
        ),
    ] = None,
    output: Annotated[Output, typer.Option(help="How to show the plan or the result.")] = "text",
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the full texts, customers' comments included.")
    ] = False,
) -> None:
    """Run one pass: file surveys, ask for reviews, remind, close. The same command again does nothing more."""
    wish = Wish(
        surveys=surveys or [],
        source=source,
        dry_run=dry_run,
        only=only or [],
        issue=issue,
        full=full,
        now=now,
        limited=not no_limit,
    )
    screen: Screen = (JsonScreen if output == "json" else TextScreen)(verbose=verbose)
    report = Report(screen, dry_run=dry_run)
    try:
        with screen:
            _pass(wish, load_settings(config), report)
    except BotError as stopped:
        report.stopped = stopped
    screen.close(report)
    sys.exit(report.exit_code)


def _pass(wish: Wish, settings: Settings, report: Report) -> None:
    """Run the pass that was wished for; raises what ends it early."""
    order = wish.order(settings, report)
    client = Client(url=settings.url, token=settings.token.get_secret_value(), project=settings.project)
    reader = Reader(client)
    try:
        if wish.previews and not wish.dry_run and not reader.is_sandbox():
            report.dry_run = True
            report.listener.warning("--now shows what would be done then: nothing is written")
        run_pass(order, settings, Tracker(reader, None if report.dry_run else Writer(client)), report)
    finally:
        report.reads, report.writes = client.reads, client.writes
