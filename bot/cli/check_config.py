"""`feedback-bot check-config`: its options; the work is in `configuration.py`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Config, Shown


def check_config(
    *,
    config: Config = None,
    output: Shown = "text",
    code_quality: Annotated[
        Path | None,
        typer.Option(help="Write the problems as a Code Quality report for merge requests.", metavar="FILE"),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the policy's JSON schema for editors, and end.")
    ] = False,
) -> None:
    """Check policy, label catalogue, presets, templates and environment. Needs no GitLab, no token and no network."""
    from bot.cli.configuration import check_configuration, print_schema  # noqa: PLC0415 - help is not to wait for it

    if schema:
        print_schema()
        return
    sys.exit(check_configuration(config, output, code_quality))
