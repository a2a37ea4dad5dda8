"""Four passes at the same moment over the same tracker, and one after them."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from builders import DAY
from chaos.history import Row, morning
from chaos.player import Player
from chaos.process import process
from chaos.seen import DASHBOARD, Difference, see
from chaos.verdict import Verdict
from chaos.wire import Wire, first_write

from bot.sandbox import Sandbox

_FOUR = 4
_LONG = 60.0  # seconds; longer than it takes to read a tracker


class Crowd:
    """Four passes at once; as `threads` all of them read everything before any of them writes."""

    def __init__(self, player: Player, folder: Path) -> None:
        self._player = player
        self._sandbox = player.sandbox
        self._folder = folder

    def judge_surveys(self, rows: Sequence[Row], *, processes: bool) -> Verdict:
        """File the same surveys four times at once: one open issue is to remain of each, and one dashboard."""
        codes = self._four(rows, processes=processes)
        return Verdict(
            group="four at once",
            case=f"four at once with {len(rows)} surveys, {'processes' if processes else 'threads'}",
            wrong=[*_surveys_wrong(self._sandbox, rows), *_dashboards_wrong(self._sandbox)],
            dishonest=_complaint(codes),
        )

    def judge_reminders(self, count: int, *, processes: bool) -> Verdict:
        """Remind of the same overdue issues four times at once: one reminder of each is to remain."""
        old = morning(0) - 9 * DAY
        due = old.date() + 2 * DAY
        for number in range(count):
            labels = ["satisfaction::bad"]
            self._sandbox.world.seed_issue(title=f"overdue {number}", labels=labels, created_at=old, due_date=due)
        codes = self._four(None, processes=processes)
        marks = {f"overdue {number}": f"<!-- feedback-bot nag_unanswered due={due} -->" for number in range(count)}
        seen = see(self._sandbox)
        reminders = {name: seen.marks[name, mark] for name, mark in marks.items()}
        return Verdict(
            group="four at once",
            case=f"four at once with {count} overdue issues, {'processes' if processes else 'threads'}",
            wrong=[*_unless_one(reminders, "reminders"), *_dashboards_wrong(self._sandbox)],
            dishonest=_complaint(codes),
        )

    def _four(self, rows: Sequence[Row] | None, *, processes: bool) -> list[int | None]:
        codes = self._as_processes(rows) if processes else self._as_threads(rows)
        self._sandbox.clock.advance(seconds=240)
        return [*codes, self._player.run(rows).code]

    def _as_processes(self, rows: Sequence[Row] | None) -> list[int | None]:
        with ExitStack() as context:
            started = [context.enter_context(process(self._sandbox, rows, self._folder)) for _ in range(_FOUR)]
            return [running.wait() for running in started]

    def _as_threads(self, rows: Sequence[Row] | None) -> list[int | None]:
        barrier = threading.Barrier(_FOUR, timeout=_LONG)
        with ThreadPoolExecutor(_FOUR) as pool:
            wires = [Wire(before=first_write(barrier.wait)) for _ in range(_FOUR)]
            return [ended.code for ended in pool.map(lambda wire: self._player.run(rows, wire), wires)]


def _surveys_wrong(sandbox: Sandbox, rows: Sequence[Row]) -> list[Difference]:
    seen = see(sandbox)
    names = {f"survey/ticket/{row['ticket']}": row["rating"] for row in rows}
    questions = {
        name: sum(
            "feedback-bot ask_review" in body
            for face in seen.issues.get(name, ())
            for _, body in face["notes"]
            if face["state"] == "opened"
        )
        for name, rating in names.items()
        if rating == "bad"
    }
    return [
        *_unless_one({name: seen.open[name] for name in names}, "open issues"),
        *_unless_one(questions, "questions"),
    ]


def _dashboards_wrong(sandbox: Sandbox) -> list[Difference]:
    return _unless_one({DASHBOARD: see(sandbox).open[DASHBOARD]}, "open issues")


def _unless_one(counts: dict[str, int], what: str) -> list[Difference]:
    return [
        Difference("twice" if count else "lost", f"{name} has {count} {what}")
        for name, count in counts.items()
        if count != 1
    ]


def _complaint(codes: Sequence[int | None]) -> str:
    return f"the passes ended with {codes}" if any(codes) else ""
