"""`feedback-bot doctor`: its options; the work is in `doctoring.py`."""

import sys
from typing import Annotated

import typer

from bot.cli.options import Config, Shown


def doctor(
    *,
    now: Annotated[
        str | None, typer.Option(help="Take this for the present instant, as in the sandbox.", metavar="INSTANT")
    ] = None,
    config: Config = None,
    output: Shown = "text",
) -> None:
    """Check all that the bot needs, from the policy to the last pass, and say what to do. Only reads."""
    from bot.cli.doctoring import show_diagnosis  # noqa: PLC0415 - help and version are not to wait for GitLab's client

    sys.exit(show_diagnosis(now=now, config=config, output=output))
