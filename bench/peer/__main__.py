"""`python -m bench.peer PYTHON`: the bot beside qontract-reconcile, which is installed for that other Python."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.measure import Used, connection, requests_of, run, run_bot
from bench.show import Show
from bot.sandbox import Sandbox
from bot.sandbox.world.default import World
from bot.sandbox.world.model import Issue

_OPEN, _IDLE = 1_000, 250
_DAYS = 7  # without activity, then a word; qontract-reconcile closes when as much time has passed again
_BOT, _PERSON = "feedback-bot", "mia"
_NAMES = ("feedback-bot", "qontract-reconcile")
_SKIPPED = 9  # writes that succeed before the one that fails
_FAULTS = {"500": "refused", "500_after": "carried out"}
_WRITES = {"POST": "a note", "PUT": "an update"}
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)

Run = Callable[[Sandbox], Used]


@dataclass(frozen=True, slots=True)
class Program:
    """One of the two: how it runs, in how many runs it closes an issue, and what a handled issue looks like then."""

    name: str
    run: Run
    runs: int
    is_right: Callable[[Issue], bool]


def main() -> None:
    """Print both tables."""
    python = Path(sys.argv[1]).absolute()
    job = [str(python), str(Path(__file__).with_name("qontract.py")), str(_DAYS)]
    programs = (
        Program("feedback-bot", lambda sandbox: run_bot(sandbox, may_fail=True), 1, _is_closed_with_a_word),
        Program("qontract-reconcile", lambda sandbox: run(job, connection(sandbox), may_fail=True), 2, _is_marked),
    )
    with Show() as show:
        show.table(
            f"Beside a peer: {_IDLE} of {_OPEN:,} open issues are idle, get a note and are closed",
            ("program", "first run", "a week later", "requests for each closed issue", "run again at once"),
            [_requests(program, show) for program in programs],
            "Requests. qontract-reconcile marks an issue with a note and a label, and closes it a week later; the bot",
            "closes it with the note.",
        )
        show.table(
            f"One error 500, at note or update number {_SKIPPED + 1}, then a run without",
            ("program, what failed", "exit code", "issues left wrong"),
            [row for program in programs for row in _faulty(program, show)],
            "Wrong: no note or more than one, or not the label or state that belongs to it.",
        )


def _requests(program: Program, show: Show) -> tuple[object, ...]:
    with Sandbox() as sandbox:
        idle = _seed(sandbox.world)
        show.progress(f"{program.name}: first run")
        first = _count(program, sandbox)
        again = _count(program, sandbox)
        later = None
        if program.runs > 1:
            _let_a_week_pass(sandbox.world)
            show.progress(f"{program.name}: a week later")
            later = _count(program, sandbox)
        closed = sum(issue.state == "closed" for issue in idle)
        return program.name, first, later, f"{(first + (later or 0)) / closed:.1f}", again


def _count(program: Program, sandbox: Sandbox) -> int:
    sandbox.clear_requests()
    used = program.run(sandbox)
    if used.code:
        sys.exit(f"{program.name} ended with {used.code}")
    return sum(requests_of(sandbox))


def _faulty(program: Program, show: Show) -> Iterator[tuple[object, ...]]:
    for method, what in _WRITES.items():
        for kind, outcome in _FAULTS.items():
            show.progress(f"{program.name}: an error at {what}")
            with Sandbox() as sandbox:
                idle = _seed(sandbox.world)
                fault = sandbox.faults.add(kind=kind, method=method, path="/issues/", skip=_SKIPPED)
                code = program.run(sandbox).code
                if not fault.played.is_set():
                    continue
                program.run(sandbox)
                yield f"{program.name}, {what}, {outcome}", code, sum(not program.is_right(issue) for issue in idle)


def _seed(world: World) -> list[Issue]:
    """Fill a tracker with good feedback; gives the idle part. Every other issue has a comment."""
    now = world.clock.now()
    for number in range(_OPEN):
        is_idle = number < _IDLE
        age = (30 + number % 100) * _DAY if is_idle else (1 + number % 90) * _HOUR
        iid = world.seed_issue(f"Issue {number}", _BOT, labels=["satisfaction::good"], created_at=now - age)
        if number % 2:
            world.seed_note(iid, _PERSON, "Thanked the agent.", now - age + (_DAY if is_idle else _HOUR / 2))
    return [issue for issue in world.issues.values() if issue.iid <= _IDLE]


def _let_a_week_pass(world: World) -> None:
    """Make everything a week and a day older, and let people go on working on what is not idle."""
    now = world.clock.now()
    for issue in world.issues.values():
        issue.created_at -= (_DAYS + 1) * _DAY
        issue.updated_at -= (_DAYS + 1) * _DAY
        for note in issue.notes.values():
            note.created_at -= (_DAYS + 1) * _DAY
        if issue.iid > _IDLE:
            world.seed_note(issue.iid, _PERSON, "And another thing.", now - _HOUR)


def _own_notes(issue: Issue) -> int:
    return sum(note.author.username == _BOT and not note.system for note in issue.notes.values())


def _is_closed_with_a_word(issue: Issue) -> bool:
    return issue.state == "closed" and _own_notes(issue) == 1


def _is_marked(issue: Issue) -> bool:
    return issue.state == "opened" and "stale" in issue.label_names and _own_notes(issue) == 1


main()
