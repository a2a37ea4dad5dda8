"""The door: what people and pipelines call.

Each command is two modules: one with its options, which is read at every start, and one with the work, which is read
when the command is called. So help and the version are there at once.
"""

import sys
from io import TextIOWrapper
from typing import Annotated

import structlog
import typer

from bot import __version__
from bot.cli.apply import apply
from bot.cli.check_config import check_config
from bot.cli.demo import demo
from bot.cli.doctor import doctor
from bot.cli.explain import explain
from bot.cli.hook import hook
from bot.cli.intake import intake
from bot.cli.plan import plan
from bot.cli.run import run
from bot.cli.sandbox import sandbox
from bot.cli.setup import setup
from bot.cli.undo import undo
from bot.errors import BotError
from bot.log import configure_logs

app = typer.Typer(
    name="feedback-bot",
    help="Turns customer-satisfaction surveys into GitLab issues and keeps each one moving.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with local variables would show customer text and the token
)
app.command()(setup)
app.command()(run)
app.command()(plan)
app.command()(apply)
app.command()(intake)
app.command()(hook)
app.command()(explain)
app.command()(check_config)
app.command()(doctor)
app.command()(undo)
app.command()(demo)
app.command()(sandbox)


def _version(wanted: bool) -> None:  # noqa: FBT001 - the signature is Typer's
    if wanted:
        typer.echo(f"feedback-bot {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    *,
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    configure_logs()


def main() -> None:
    """Run the command line; an error of the bot's own ends it with a line that says what to do, and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal or pipe that knows ASCII only must not end a pass
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except BotError as problem:
        for line in problem.problems:
            structlog.get_logger().error(line)
        sys.exit(problem.exit_code)
