"""The work of `feedback-bot demo`: eleven mornings of a support team, played through on the embedded sandbox.

The bot's part is `feedback-bot run`, started as it is for any GitLab; what is played here is everybody else: the
survey tool that exports its answers, and the people of the team.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape

from bot.cli.demo.show import show_day, show_tracker
from bot.cli.demo.story import read_story
from bot.cli.demo.team import Team
from bot.sandbox import Sandbox
from bot.shipped import shipped

_MORNING, _AFTERNOON = time(8, tzinfo=UTC), time(14, tzinfo=UTC)


def play() -> None:
    """Play all days, show each, and the tracker at the end."""
    folder = shipped("config") / "demo"
    story = read_story(folder / "story.yml")
    console = Console(highlight=False, soft_wrap=True)
    morning = datetime.combine(story.starts, _MORNING)
    with Sandbox(now=morning) as sandbox, tempfile.TemporaryDirectory() as scratch:
        console.print(f"A GitLab to play with is running at {sandbox.url}; nothing else is needed.")
        console.print(
            "Each morning: [bold]feedback-bot run --surveys surveys.csv[/] with the survey tool's export so far.\n"
        )
        team = Team(sandbox)
        for number, moves in enumerate(story.days):
            now = morning + timedelta(days=number)
            sandbox.clock.set(now)
            export = _export(folder / "surveys.csv", until=now, into=Path(scratch) / "surveys.csv")
            result = _run_the_bot(sandbox, now, export, folder / "feedback-bot.yml")
            show_day(console, now, result)
            sandbox.clock.set(datetime.combine(now.date(), _AFTERNOON))
            for move in moves:
                team.play(move)
                console.print(f"    [dim]{escape(str(move))}[/]")
        show_tracker(console, team.issues())


def _export(surveys: Path, *, until: datetime, into: Path) -> Path:
    """Play the survey tool: write out every answer given so far."""
    with surveys.open(encoding="utf-8", newline="") as source, into.open("w", encoding="utf-8", newline="") as target:
        answers = csv.DictReader(source)
        writer = csv.DictWriter(target, answers.fieldnames or ())
        writer.writeheader()
        writer.writerows(row for row in answers if datetime.fromisoformat(row["responded_at"]) <= until)
    return into


def _run_the_bot(sandbox: Sandbox, now: datetime, surveys: Path, policy: Path) -> dict[str, Any]:
    environment = {
        **os.environ,
        "FEEDBACK_BOT_URL": sandbox.url,
        "FEEDBACK_BOT_TOKEN": sandbox.bot_token,
        "FEEDBACK_BOT_PROJECT": sandbox.project,
        "FEEDBACK_BOT_CONFIG": str(policy),
    }
    command = [
        sys.executable,
        "-m",
        "bot",
        "run",
        "--surveys",
        str(surveys),
        "--now",
        now.isoformat(),
        "--output",
        "json",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        typer.echo(done.stderr, err=True)
        raise typer.Exit(done.returncode)
    result: dict[str, Any] = json.loads(done.stdout)
    return result
