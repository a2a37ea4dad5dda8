"""`feedback-bot hook`: its options; the work is in `hooking.py`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.wish import Output, Wish


def hook(
    payload: Annotated[
        Path | None,
        typer.Argument(
            help="The file with the body of the web hook, or - for standard input; else what TRIGGER_PAYLOAD names.",
            metavar="FILE",
        ),
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")] = False,
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
    """Handle what a web hook told: one survey, or one issue. For pipelines that a trigger has started."""
    from bot.cli.hooking import ordering_for  # noqa: PLC0415 - help is not to wait for GitLab's client
    from bot.cli.one_pass import one_pass  # noqa: PLC0415 - as above

    wish = Wish(dry_run=dry_run, alone=True, config=config, output=output, verbose=verbose)
    sys.exit(one_pass(wish, ordering_for(payload)))
