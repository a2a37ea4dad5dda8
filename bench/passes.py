"""Requests, time and memory of each kind of pass, for trackers from a hundred to a hundred thousand open issues."""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.measure import Used, requests_of, run_bot
from bench.show import Show, seconds, times
from bench.surveys import write_surveys
from bench.trackers import START, seed_tracker
from bot.sandbox import Sandbox

SIZES = (100, 1_000, 10_000, 100_000)
MOST_READS = 6  # of a pass with nothing to do, whatever the size
_SURVEYS = {"thousand": 1_000, "ten": 10}
_SLOW = 0.05  # seconds that GitLab takes for each answer
_AT_ONCE = 4  # reads of notes that the bot makes at the same time
_PATIENCE = 50.0  # seconds that a slow pass may take, and more for the first size, where everything is measured
_MORE_PATIENCE = 90.0
_KEPT = 10_000  # open issues of a tracker that is copied quickly, to run a pass with writes twice


@dataclass(frozen=True, slots=True)
class Step:
    """A pass, how long after the one before it runs, and the name of its file of surveys."""

    name: str
    later: timedelta
    surveys: str = ""


NO_OP = Step("nothing to do", timedelta(hours=1))
_STEPS = (
    Step("first, reads all", timedelta()),
    NO_OP,
    Step("1 % acted", timedelta(hours=23)),
    Step("25 % acted", timedelta(hours=24)),
    Step("files 1,000", timedelta(hours=2), "thousand"),
    Step("the same 1,000 again", timedelta(hours=1), "thousand"),
    Step("files 10", timedelta(hours=1), "ten"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a pass came to: requests, what its process used, and its time with slow answers if that was tried."""

    size: int
    step: Step
    reads: int
    writes: int
    used: Used
    slow: float | None


def measure_passes(show: Show, folder: Path, sizes: Sequence[int] = SIZES) -> list[Measured]:
    """Run every pass on a tracker of every size."""
    for name, count in _SURVEYS.items():
        write_surveys(folder / f"{name}.csv", count, START + timedelta(days=2))
    return [measured for size in sizes for measured in _on_tracker(size, folder, show)]


def show_passes(show: Show, found: Sequence[Measured]) -> list[str]:
    """Print the table; gives a sentence for each pass with nothing to do that read too much."""
    unit = next(one.used.seconds for one in found if one.step is NO_OP)
    rows = [
        (
            f"{one.size:>7,}  {one.step.name}",
            one.reads,
            one.writes,
            seconds(one.used.seconds),
            times(one.used.seconds / unit),
            seconds(one.slow),
            times(one.slow and one.slow / unit),
            f"{one.used.mebibytes:.0f} MiB",
        )
        for one in found
    ]
    columns = ("open issues, pass", "reads", "writes", "time", "ratio", "at 50 ms", "ratio", "memory")
    show.table(
        "Passes: requests, time, memory",
        columns,
        rows,
        f"Times are those of the whole command; ratios are to the first pass with {NO_OP.name} ({unit:.1f} s).",
        "At 50 ms: GitLab takes 50 ms for each answer; - where that would take too long.",
    )
    idle = [one for one in found if one.step is NO_OP]
    return [
        f"with {one.size:,} open issues a pass with nothing to do made {one.reads} reads and {one.writes} writes"
        for one in idle
        if one.reads > MOST_READS or one.writes
    ]


def _on_tracker(size: int, folder: Path, show: Show) -> Iterator[Measured]:
    with Sandbox(now=START) as sandbox:
        show.progress(f"{size:,} open issues: filling the tracker")
        gc.disable()  # a large tracker is many objects, and none of them is garbage
        seed_tracker(sandbox.world, size)
        gc.freeze()
        gc.enable()
        for step in _STEPS:
            sandbox.clock.advance(step.later.total_seconds())
            show.progress(f"{size:,} open issues: {step.name}")
            yield _measured(sandbox, size, step, folder)
    gc.unfreeze()


def _measured(sandbox: Sandbox, size: int, step: Step, folder: Path) -> Measured:
    arguments = ["--surveys", str(folder / f"{step.surveys}.csv")] if step.surveys else []
    before = sandbox.save() if size <= _KEPT else None
    sandbox.clear_requests()
    used = run_bot(sandbox, *arguments, now=sandbox.clock.now())
    reads, writes = requests_of(sandbox)
    slow = None
    patience = _MORE_PATIENCE if size == SIZES[0] else _PATIENCE
    if _expected(sandbox) + used.seconds <= patience and (before or not writes):
        if before and writes:
            sandbox.restore(before)
        slow = _slowly(sandbox, arguments)
    return Measured(size, step, reads, writes, used, slow)


def _expected(sandbox: Sandbox) -> float:
    """Estimate how much longer the requests so far would have taken with slow answers."""
    together = sum(request.path.endswith(("/notes", "/resource_state_events")) for request in sandbox.requests)
    alone = len(sandbox.requests) - together + sum(request.path.endswith("/notes") for request in sandbox.writes)
    return _SLOW * (alone + together / _AT_ONCE)


def _slowly(sandbox: Sandbox, arguments: Sequence[str]) -> float:
    """Run a pass while GitLab takes its time for each answer."""
    sandbox.faults.add(kind="latency", seconds=_SLOW, times=None)
    try:
        return run_bot(sandbox, *arguments, now=sandbox.clock.now()).seconds
    finally:
        sandbox.faults.clear()
