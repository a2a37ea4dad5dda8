"""`feedback-bot undo`: its options; the work is in `undoing.py`."""

import sys
from typing import Annotated

import typer

from bot.cli.options import Config, DryRun, NoLimit, Now, Shown, TimeBudget, Verbose
from bot.cli.wish import Wish


def undo(  # noqa: PLR0913 - one parameter for each option of the command
    identity: Annotated[
        str | None,
        typer.Argument(help="The id of the pass, as its log tells it; else the passes are listed.", metavar="PASS"),
    ] = None,
    *,
    until: Annotated[
        str | None, typer.Option(help="When the pass had ended, where nothing else tells.", metavar="INSTANT")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; for pipelines.")] = False,
    dry_run: DryRun = False,
    now: Now = None,
    no_limit: NoLimit = False,
    time_budget: TimeBudget = None,
    config: Config = None,
    output: Shown = "text",
    verbose: Verbose = False,
) -> None:
    """Take back what one pass did, as far as GitLab lets it; show it first, and ask. Without PASS: list passes."""
    from bot.cli.undoing import list_passes, undo_pass  # noqa: PLC0415 - help is not to wait for GitLab's client

    wish = Wish(
        dry_run=dry_run,
        now=now,
        limited=not no_limit,
        time_budget=time_budget,
        config=config,
        output=output,
        verbose=verbose,
    )
    sys.exit(list_passes(wish) if identity is None else undo_pass(wish, identity, until=until, agreed=yes))
