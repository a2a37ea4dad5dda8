"""The work of `feedback-bot sandbox`: the stand-in for GitLab, and what to type to use it."""

import os

import typer

from bot.errors import ConfigurationError
from bot.sandbox import Sandbox, serve

_PEOPLE = ("mia", "jonas", "priya", "gus")
_HINTS = """\
A GitLab to play with is running; end it with Ctrl-C. In another terminal:

export FEEDBACK_BOT_URL={url}
export FEEDBACK_BOT_TOKEN={token}
export FEEDBACK_BOT_PROJECT={project}

File surveys (with --dry-run: only show what would be done), and ask how an issue stands:

feedback-bot run --surveys FILE
feedback-bot explain 1

People are {people}; each has a token sandbox-NAME-token.
Feedback is filed as confidential issues, for which a Guest such as gus gets a 404. Mia comments on issue 1 (where
`feedback-bot setup` has run, that is the dashboard: take 2), and tells the bot something, which the next pass does:

curl -H 'PRIVATE-TOKEN: {mia}' {issues}/1/notes --data-urlencode 'body=I call them tomorrow.'
curl -H 'PRIVATE-TOKEN: {mia}' {issues}/1/notes --data-urlencode 'body=@feedback-bot assign me'

Then, after all comments, let time pass, here a week:

curl {url}/sandbox/clock/advance -d '{{"seconds": 604800}}'

From now on the bot must be told the time of this GitLab. Its clock goes on, and an instant from before a comment would
lie, so ask for the time anew before each pass; then run, explain, doctor and all others with the same --now:

NOW=$(curl -s {url}/sandbox/clock | cut -d'"' -f4)
feedback-bot run --now $NOW
feedback-bot explain 1 --now $NOW

All requests so far: {url}/sandbox/requests"""


def host_sandbox(port: int) -> None:
    """Run the stand-in until it is told to end; raises ConfigurationError where the port cannot be had."""
    try:
        serve(port, _announce)
    except OSError as problem:
        raise ConfigurationError(
            f"port {port} cannot be had ({os.strerror(problem.errno or 0)}); --port 0 takes a free one"
        ) from None


def _announce(running: Sandbox) -> None:
    typer.echo(
        _HINTS.format(
            url=running.url,
            token=running.bot_token,
            project=running.project,
            issues=f"{running.url}/api/v4/projects/{running.project_id}/issues",
            people=", ".join(f"{name} ({_role_of(name, running)})" for name in _PEOPLE),
            mia=running.token("mia"),
        )
    )


def _role_of(username: str, running: Sandbox) -> str:
    members = running.world.people.members.values()
    return next(member.role.name.capitalize() for member in members if member.user.username == username)
