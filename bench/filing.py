"""What filing a survey costs the processor, against python-gitlab making the same writes in a bare loop."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.measure import Used, connection, run, run_bot
from bench.show import Show, times
from bench.surveys import write_surveys
from bench.trackers import START
from bot.sandbox import Sandbox

_SURVEYS = 500
_TURNS = 7
GOAL = 1.5


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of the processor for each survey: the bot's, and the bare loop's."""

    bot: float
    bare: float

    @property
    def ratio(self) -> float:
        """How much more the bot needs."""
        return self.bot / self.bare


def measure_filing(show: Show, folder: Path) -> Cost:
    """File the same surveys in turns with the bot and with the bare loop; the start of each process is not counted."""
    many, one = (write_surveys(folder / f"{count}.csv", count, START) for count in (_SURVEYS, 1))
    with Sandbox(now=START) as sandbox:
        empty = sandbox.save()

        def bot(surveys: Path) -> Callable[[], Used]:
            return lambda: run_bot(sandbox, "--surveys", str(surveys), now=START)

        def bare(writes: Path) -> Callable[[], Used]:
            command = [sys.executable, "-m", "bench.bare_loop", str(writes)]
            return lambda: run(command, connection(sandbox))

        works = {}
        for surveys in (many, one):
            sandbox.restore(empty)
            bot(surveys)()
            works[f"bot, {surveys.stem}"] = bot(surveys)
            works[f"bare loop, {surveys.stem}"] = bare(_writes_of(sandbox, surveys.with_suffix(".jsonl")))
        used: dict[str, list[float]] = {name: [] for name in works}
        for turn in range(_TURNS):
            for name, work in works.items():
                show.progress(f"CPU of filing, turn {turn + 1} of {_TURNS}: {name}")
                sandbox.restore(empty)
                used[name].append(work().cpu)
    middle = {name: median(values) for name, values in used.items()}
    return Cost(*(_each(middle[f"{who}, {many.stem}"], middle[f"{who}, {one.stem}"]) for who in ("bot", "bare loop")))


def show_filing(show: Show, cost: Cost) -> None:
    """Print the table."""
    rows = [
        ("python-gitlab in a bare loop", f"{cost.bare:.2f} ms", times(1.0)),
        ("feedback-bot run", f"{cost.bot:.2f} ms", times(cost.ratio)),
    ]
    show.table(
        f"Filing: CPU for each survey (goal: at most {GOAL}x)",
        ("", "CPU", "ratio"),
        rows,
        f"Medians of {_TURNS} turns with {_SURVEYS} surveys, less what a process with one survey needs; both make the",
        "same writes: an issue for each survey, and a note for each bad one.",
    )


def _each(many: float, one: float) -> float:
    return (many - one) / (_SURVEYS - 1) * 1000


def _writes_of(sandbox: Sandbox, path: Path) -> Path:
    """Keep the issues and notes that the bot has just written, all but its dashboard."""
    kinds = [(request.path.rpartition("/")[2], request.body) for request in sandbox.writes if request.method == "POST"]
    kept = [(kind, body) for kind, body in kinds if kind in {"issues", "notes"} and "dashboard" not in str(body)]
    path.write_text("".join(f"{json.dumps(write)}\n" for write in kept), encoding="utf-8")
    return path
