"""`feedback-bot run`: its options; the work is in `one_pass.py`."""

import sys
from typing import Annotated

import typer

from bot.cli.options import Config, DryRun, NoLimit, Now, Shown, TimeBudget, Verbose
from bot.cli.wish import Wish
from bot.rules import RULE_NAMES


def run(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    surveys: Annotated[
        list[str] | None,
        typer.Option(
            help="File of surveys, a pattern such as 'in/*.csv', or - for standard input, instead of the sources.",
            metavar="PATH",
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="Which source these surveys are from; without --surveys: read only this one.", metavar="NAME"
        ),
    ] = None,
    dry_run: DryRun = False,
    only: Annotated[
        list[str] | None, typer.Option(help=f"Only this rule: {', '.join(RULE_NAMES)}.", metavar="RULE")
    ] = None,
    issue: Annotated[int | None, typer.Option(help="Only this issue.", metavar="IID", min=1)] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Read all open issues, and all ever filed, not only what has changed.")
    ] = False,
    now: Now = None,
    no_limit: NoLimit = False,
    time_budget: TimeBudget = None,
    config: Config = None,
    output: Shown = "text",
    verbose: Verbose = False,
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
