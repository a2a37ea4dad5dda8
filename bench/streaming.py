"""A large file of surveys in a dry run, against a small one: how much more memory it takes, and how fast it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Used, run_bot
from bench.show import Show, times
from bench.surveys import write_surveys
from bench.trackers import START
from bot.sandbox import Sandbox

_FEW, _MANY = 1_000, 100_000
_OUTPUTS = ("text", "json")
GOAL = 1.3


@dataclass(frozen=True, slots=True)
class Streamed:
    """A dry run with few rows and one with many, both with the same output."""

    output: str
    few: Used
    many: Used

    @property
    def ratio(self) -> float:
        """How much more memory the large file takes."""
        return self.many.mebibytes / self.few.mebibytes

    @property
    def rows_per_second(self) -> float:
        """How many rows are read and planned in a second."""
        return (_MANY - _FEW) / (self.many.seconds - self.few.seconds)


def measure_streaming(show: Show, folder: Path) -> list[Streamed]:
    """Plan a small and a large file."""
    few, many = (write_surveys(folder / f"rows-{count}.csv", count, START) for count in (_FEW, _MANY))
    with Sandbox(now=START) as sandbox:

        def dry_run(surveys: Path, output: str) -> Used:
            show.progress(f"dry run of {surveys.name}, output {output}")
            return run_bot(sandbox, "--dry-run", "--surveys", str(surveys), "--output", output, now=START)

        return [Streamed(output, dry_run(few, output), dry_run(many, output)) for output in _OUTPUTS]


def show_streaming(show: Show, found: Sequence[Streamed]) -> None:
    """Print the table."""
    rows = [
        (
            one.output,
            f"{one.few.mebibytes:.0f} MiB",
            f"{one.many.mebibytes:.0f} MiB",
            times(one.ratio),
            f"{one.rows_per_second:,.0f}",
        )
        for one in found
    ]
    show.table(
        f"Streaming: most memory of a dry run (goal: at most {GOAL}x)",
        ("output", f"{_FEW:,} rows", f"{_MANY:,} rows", "ratio", "rows a second"),
        rows,
    )
