"""`feedback-bot run`: its options; the work is in `one_pass.py`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.wish import Output, Wish
from bot.rules import RULE_NAMES


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
        bool, typer.Option("--full", help="Read all open issues, and all ever filed, not only what has changed.")
    ] = False,
    now: Annotated[
        str | None,
        typer.Option(help="Act as if it were this instant; outside the sandbox that is a dry run.", metavar="INSTANT"),
    ] = None,
    no_limit: Annotated[bool, typer.Option("--no-limit", help="Lift the policy's limits for one pass.")] = False,
    time_budget: Annotated[
        str | None,
        typer.Option(help="End in good order before this time is over, such as 25min.", metavar="DURATION"),
    ] = None,
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
    from bot.cli.one_pass import one_pass  # noqa: PLC0415 - help and version are not to wait for GitLab's client

    wish = Wish(
        surveys=surveys or [],
        source=source,
        dry_run=dry_run,
        only=only or [],
        issue=issue,
        full=full,
        now=now,
        limited=not no_limit,
        time_budget=time_budget,
        config=config,
        output=output,
        verbose=verbose,
    )
    sys.exit(one_pass(wish))
