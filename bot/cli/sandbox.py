"""`feedback-bot sandbox`: its option; the work is in `hosting.py`."""

from typing import Annotated

import typer


def sandbox(
    *,
    port: Annotated[
        int, typer.Option(help="The port on this machine; 0 takes a free one.", min=0, max=65535, metavar="PORT")
    ] = 8929,
) -> None:
    """Start an embedded stand-in for GitLab on this machine; it forgets everything when it ends."""
    from bot.cli.hosting import host_sandbox  # noqa: PLC0415 - help and version are not to wait for a web server

    host_sandbox(port)
