"""`feedback-bot sandbox`: a GitLab to play with."""

from typing import Annotated

import typer

from bot.sandbox import Sandbox, serve


def sandbox(
    *, port: Annotated[int, typer.Option(help="The port on this machine; 0 takes a free one.", min=0, max=65535)] = 8929
) -> None:
    """Start an embedded stand-in for GitLab on this machine; it forgets everything when it ends."""
    serve(port, _announce)


def _announce(running: Sandbox) -> None:
    typer.echo("A GitLab to play with is running; end it with Ctrl-C. In another terminal:\n")
    typer.echo(f"export FEEDBACK_BOT_URL={running.url}")
    typer.echo(f"export FEEDBACK_BOT_TOKEN={running.bot_token}")
    typer.echo(f"export FEEDBACK_BOT_PROJECT={running.project}")
    typer.echo("\nfeedback-bot run --surveys FILE --dry-run")
    typer.echo(f"\nWhat it was asked for: {running.url}/sandbox/requests")
