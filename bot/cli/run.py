"""`feedback-bot run`: one pass."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import TypeAdapter, ValidationError

from bot.cli.screen import JsonScreen, Screen, TextScreen
from bot.engine import Order, Report, run_pass
from bot.errors import BotError, ConfigurationError
from bot.intake import Inbox, find_files
from bot.model.survey import SourceName
from bot.rules import RULE_NAMES
from bot.settings import Settings, load_settings
from bot.settings.suggest import suggestion
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
    settings = load_settings(config)
    instant = _instant(now)
    _check(settings, surveys or [], only or [], issue)
    name = _source(source or settings.policy.source)
    client = Client(url=settings.url, token=settings.token.get_secret_value(), project=settings.project)
    reader = Reader(client)
    preview = dry_run or (now is not None and not reader.is_sandbox())
    screen: Screen = (JsonScreen if output == "json" else TextScreen)(dry_run=preview, verbose=verbose)
    report = Report(screen)
    if preview and not dry_run:
        screen.warning("--now shows what would be done then: nothing is written")
    order = Order(
        now=instant,
        inbox=_inbox(surveys, name, instant, report),
        only=frozenset(only or ()),
        iid=issue,
        full=full,
        limited=not no_limit,
    )
    problem = _passed(order, settings, Tracker(reader, None if preview else Writer(client)), report, screen)
    exit_code = problem.exit_code if problem else report.exit_code
    screen.close(report, reads=client.reads, writes=client.writes, exit_code=exit_code)
    if problem:
        raise problem
    sys.exit(exit_code)


def _passed(order: Order, settings: Settings, tracker: Tracker, report: Report, screen: Screen) -> BotError | None:
    """Run the pass behind its screen, and hand back what ended it early."""
    try:
        with screen:
            run_pass(order, settings, tracker, report)
    except BotError as problem:
        return problem
    return None


def _instant(now: str | None) -> datetime:
    if now is None:
        return datetime.now(UTC)  # noqa: TID251 - here, and only here, the clock is read
    try:
        instant = datetime.fromisoformat(now)
    except ValueError:
        raise ConfigurationError(f"--now {now}: not an instant; write it as 2026-11-30T08:00:00+01:00") from None
    if instant.tzinfo is None:
        raise ConfigurationError(f"--now {now}: has no UTC offset; write it as 2026-11-30T08:00:00+01:00")
    return instant


def _source(name: str) -> str:
    try:
        return TypeAdapter(SourceName).validate_python(name)
    except ValidationError:
        raise ConfigurationError(
            f"--source {name}: may hold only small letters, digits, dashes and underscores, 40 at most"
        ) from None


def _check(settings: Settings, surveys: Sequence[str], only: Sequence[str], issue: int | None) -> None:
    """Refuse what contradicts itself; raises ConfigurationError."""
    problems = [f"--only {name}: no such rule{suggestion(name, RULE_NAMES)}" for name in only if name not in RULE_NAMES]
    on = {rule.name for rule in settings.policy.rules.switched_on()}
    if not on:
        problems.append(
            "the policy has switched every rule off: give its `rules:` a section for each rule that is to run"
        )
    problems += [
        f"--only {name}: the policy has switched this rule off" for name in only if name in set(RULE_NAMES) - on
    ]
    if surveys and issue is not None:
        problems.append("--surveys and --issue do not go together: surveys find their issues themselves")
    if surveys and not {"file_survey", "follow_rating"} & (set(only) or on):
        problems.append("--surveys: neither file_survey nor follow_rating is to run, so nothing would read them")
    if problems:
        raise ConfigurationError(*problems)


def _inbox(surveys: list[str] | None, source: str, now: datetime, report: Report) -> Inbox | None:
    if not surveys:
        return None
    files, nothing = find_files(surveys)
    for pattern in nothing:
        if any(sign in pattern for sign in "*?["):
            report.listener.warning(f"{pattern}: matches no file")
        else:
            report.fail(f"{pattern}: there is no such file")
    return Inbox(files=files, source=source, now=now)
