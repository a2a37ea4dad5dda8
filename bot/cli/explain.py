"""`feedback-bot explain`: its options; the work is in `explaining.py`."""

from typing import Annotated

import typer

from bot.cli.options import Config, Shown


def explain(
    iid: Annotated[int, typer.Argument(help="The number of the issue.", metavar="IID", min=1)],
    *,
    now: Annotated[
        str | None, typer.Option(help="Explain as if it were this instant and nothing had changed.", metavar="INSTANT")
    ] = None,
    config: Config = None,
    output: Shown = "text",
) -> None:
    """Tell how an issue stands: which clock runs, who is to act, what comes next and when, and why. Only reads."""
    from bot.cli.explaining import explain_issue  # noqa: PLC0415 - help and version are not to wait for GitLab's client

    explain_issue(iid, now=now, config=config, output=output)
