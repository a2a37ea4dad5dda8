"""`feedback-bot hook`: its options; the work is in `hooking.py`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Config, DryRun, Shown, TimeBudget, Verbose
from bot.cli.wish import Wish


def hook(  # noqa: PLR0913 - one parameter for each option of the command
    payload: Annotated[
        Path | None,
        typer.Argument(
            help="The file with the body of the web hook, or - for standard input; else what TRIGGER_PAYLOAD names.",
            metavar="FILE",
        ),
    ] = None,
    *,
    dry_run: DryRun = False,
    time_budget: TimeBudget = None,
    config: Config = None,
    output: Shown = "text",
    verbose: Verbose = False,
) -> None:
    """Handle what a web hook told: one survey, or one issue. For pipelines that a trigger has started."""
    from bot.cli.hooking import ordering_for  # noqa: PLC0415 - help is not to wait for GitLab's client
    from bot.cli.one_pass import one_pass  # noqa: PLC0415 - as above

    wish = Wish(dry_run=dry_run, time_budget=time_budget, alone=True, config=config, output=output, verbose=verbose)
    sys.exit(one_pass(wish, ordering_for(payload)))
