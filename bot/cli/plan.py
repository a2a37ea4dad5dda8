"""`feedback-bot plan`: its options; the work is in `planning.py`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Config, Full, Issue, NoLimit, Now, Only, Shown, Source, Surveys, TimeBudget, Verbose
from bot.cli.wish import Wish


def plan(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    out: Annotated[
        Path | None, typer.Option(help="Write the plan into this file, for `apply`; else only show it.", metavar="FILE")
    ] = None,
    surveys: Surveys = None,
    source: Source = None,
    only: Only = None,
    issue: Issue = None,
    full: Full = False,
    now: Now = None,
    no_limit: NoLimit = False,
    time_budget: TimeBudget = None,
    config: Config = None,
    output: Shown = "text",
    verbose: Verbose = False,
) -> None:
    """Show what a pass would do, and keep it in a file if asked. Only reads."""
    from bot.cli.planning import make_plan  # noqa: PLC0415 - help and version are not to wait for GitLab's client

    wish = Wish(
        surveys=surveys or [],
        source=source,
        dry_run=True,
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
    sys.exit(make_plan(wish, out))
