"""The work of `feedback-bot sandbox`: the stand-in for GitLab, and what to type to use it."""

import os

import typer

from bot.errors import ConfigurationError
from bot.sandbox import Sandbox, serve


def host_sandbox(port: int) -> None:
    """Run the stand-in until it is told to end; raises ConfigurationError where the port cannot be had."""
    try:
        serve(port, _announce)
    except OSError as problem:
        raise ConfigurationError(
            f"port {port} cannot be had ({os.strerror(problem.errno or 0)}); --port 0 takes a free one"
        ) from None


def _announce(running: Sandbox) -> None:
    typer.echo("A GitLab to play with is running; end it with Ctrl-C. In another terminal:\n")
    typer.echo(f"export FEEDBACK_BOT_URL={running.url}")
    typer.echo(f"export FEEDBACK_BOT_TOKEN={running.bot_token}")
    typer.echo(f"export FEEDBACK_BOT_PROJECT={running.project}")
    typer.echo("\nfeedback-bot run --surveys FILE --dry-run")
    issues = f"{running.url}/api/v4/projects/{running.project_id}/issues"
    typer.echo(
        "\nPeople are mia, jonas, priya and gus; each has a token sandbox-NAME-token. Mia comments on issue 1:\n"
    )
    typer.echo(f"curl -H 'PRIVATE-TOKEN: {running.token('mia')}' {issues}/1/notes -d body=Hello")
    typer.echo("\nA day later (then run the bot with --now and the instant that this prints):\n")
    typer.echo(f"curl {running.url}/sandbox/clock/advance -d '{{\"seconds\": 86400}}'")
    typer.echo(f"\nAll requests so far: {running.url}/sandbox/requests")
