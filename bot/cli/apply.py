"""`feedback-bot apply`: its options; the work is in `applying.py`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Config, DryRun, NoLimit, Shown, TimeBudget, Verbose
from bot.cli.wish import Wish


def apply(  # noqa: PLR0913 - one parameter for each option of the command
    plan: Annotated[Path, typer.Argument(help="The file that `feedback-bot plan --out` has written.", metavar="PLAN")],
    *,
    dry_run: DryRun = False,
    no_limit: NoLimit = False,
    time_budget: TimeBudget = None,
    config: Config = None,
    output: Shown = "text",
    verbose: Verbose = False,
) -> None:
    """Do exactly what a plan says; an issue that has changed since is refused and named, and the rest goes on."""
    from bot.cli.applying import apply_file  # noqa: PLC0415 - help and version are not to wait for GitLab's client

    wish = Wish(
        dry_run=dry_run,
        limited=not no_limit,
        time_budget=time_budget,
        config=config,
        output=output,
        verbose=verbose,
    )
    sys.exit(apply_file(plan, wish))
