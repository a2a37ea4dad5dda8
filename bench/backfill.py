"""A large import at the pace of gitlab.com, in virtual time: how busy it keeps the permitted rate, what is refused."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from bench.measure import connection
from bench.show import Show
from bench.surveys import HALF_BAD, MIX, write_surveys
from bench.trackers import START
from bot.engine import Entry, Order, Report, Status, rehearsed, run_pass
from bot.errors import HaltedError
from bot.intake import FileFeed, Inbox, find_files
from bot.model.marks import marks_in
from bot.sandbox import Sandbox
from bot.sandbox.world.model import Issue, Note
from bot.settings import load_settings
from bot.shipped import shipped
from bot.tracker import Client, Reader, Tracker, Waiting, Writer

ISSUES, NOTES = 200, 60  # what gitlab.com lets one user create in a minute (its documentation)
GOAL = 0.95
_MINUTE = timedelta(minutes=1)
_TOO_MANY = 429
_FEW = 1_500
_BAD_FIRST = ("bad",) * 300 + ("neutral",) * 150 + ("good",) * 1050


@dataclass(frozen=True, slots=True)
class Case:
    """An import; `each` is how many seconds every answer takes, `pause` how long it rests half-way."""

    name: str
    count: int
    mix: Sequence[str] = MIX
    each: float = 0.0
    pause: timedelta | None = None


_CASES = (
    Case("20 % bad, halted half-way, resumed an hour later", 10_000, pause=timedelta(hours=1)),
    Case("20 % bad, halted half-way, resumed at once", _FEW, pause=timedelta()),
    Case("20 % bad, the bad ones first", _FEW, _BAD_FIRST),
    Case("20 % bad, 0.25 s for each answer", _FEW, each=0.25),
    Case("20 % bad, 0.5 s for each answer", _FEW, each=0.5),
    Case("50 % bad", _FEW, HALF_BAD),
    Case("50 % bad, 0.5 s for each answer", _FEW, HALF_BAD, each=0.5),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the parts of the two permitted rates that were used, refusals, and what is wrong."""

    case: Case
    minutes: float
    issues: float
    notes: float
    refused: int
    wrong: int

    @property
    def busy(self) -> float:
        """How busy the limiting rate was kept."""
        return max(self.issues, self.notes)


class VirtualTime(Waiting):
    """Time that passes only by waiting and, by a fixed amount, with every request; the sandbox's clock goes with it."""

    def __init__(self, sandbox: Sandbox, each: float) -> None:
        self._sandbox, self._each = sandbox, each
        self._begin = sandbox.clock.now()
        self._slept = 0.0
        self.client: Client | None = None
        super().__init__(clock=self._elapsed)

    def check(self) -> None:
        """Set the sandbox's clock before every request, too."""
        self._sandbox.clock.set(self._begin + timedelta(seconds=self._elapsed()))
        super().check()

    def _elapsed(self) -> float:
        requests = self.client.reads + self.client.writes if self.client else 0
        return self._slept + requests * self._each

    def _pass_time(self, seconds: float) -> None:
        self._slept += seconds


class Halting:
    """A listener that halts a pass once so many surveys are filed."""

    def __init__(self, waiting: Waiting, after: int | None) -> None:
        self._waiting, self._after = waiting, after
        self._filed = 0

    def entry(self, entry: Entry) -> None:
        """Count what is filed."""
        self._filed += entry.rule == "file_survey" and entry.status is Status.DONE
        if self._filed == self._after:
            self._waiting.stop("half of it is done")

    def problem(self, event: str, detail: str) -> None:
        """Let it be: what is wrong shows in the tracker."""

    def warning(self, detail: str) -> None:
        """Let it be."""

    def declined(self, iid: int, rule: str, reason: str) -> None:
        """Let it be."""

    def progress(self, what: str, count: int, total: int | None = None) -> None:
        """Let it be."""


def measure_backfills(show: Show, folder: Path) -> list[Imported]:
    """Import every case."""
    found = []
    for case in _CASES:
        show.progress(f"import of {case.count:,} surveys, {case.name}")
        found.append(_imported(case, write_surveys(folder / "backfill.csv", case.count, START, case.mix)))
    return found


def show_backfills(show: Show, found: Sequence[Imported]) -> list[str]:
    """Print the table; gives a sentence for each import that lost or doubled something."""
    rows = [
        (
            f"{one.case.count:>6,}  {one.case.name}",
            f"{one.minutes:.0f} min",
            f"{one.issues:.0%}",
            f"{one.notes:.0%}",
            f"{one.busy:.0%}",
            one.refused,
            one.wrong,
        )
        for one in found
    ]
    show.table(
        f"Backfill in virtual time, {ISSUES} issues and {NOTES} notes a minute (goal: {GOAL:.0%} of the limiting one)",
        ("surveys", "takes", "issues", "notes", "limiting", "refused (429)", "lost or twice"),
        rows,
        "Part of the permitted rate that was used; the first and the last minute of a pass are left out.",
    )
    return [f"import, {one.case.name}: {one.wrong} surveys or notes lost or twice" for one in found if one.wrong]


def _imported(case: Case, surveys: Path) -> Imported:
    with Sandbox(now=START) as sandbox, patch.dict(os.environ, connection(sandbox)):
        sandbox.settings.change({"issues_per_minute": ISSUES, "notes_per_minute": NOTES, "limit_clock": "sandbox"})
        halves = [None] if case.pause is None else [case.count // 2, None]
        spans = []
        for after in halves:
            begin = sandbox.clock.now()
            _pass(sandbox, surveys, case.each, after)
            spans.append((begin, sandbox.clock.now()))
            sandbox.clock.advance((case.pause or timedelta()).total_seconds())
        issues = [issue.created_at for issue in sandbox.world.issues.values()]
        notes = [note.created_at for issue in sandbox.world.issues.values() for note in _written(issue)]
        return Imported(
            case,
            sum((end - begin) / _MINUTE for begin, end in spans),
            _used(issues, spans, ISSUES),
            _used(notes, spans, NOTES),
            sum(request.status == _TOO_MANY for request in sandbox.requests),
            _wrong(sandbox, case),
        )


def _pass(sandbox: Sandbox, surveys: Path, each: float, after: int | None) -> None:
    settings = load_settings(shipped("config/feedback-bot.yml"))
    waiting = VirtualTime(sandbox, each)
    client = Client(url=sandbox.url, token=sandbox.bot_token, project=sandbox.project, waiting=waiting)
    waiting.client = client
    now = sandbox.clock.now()
    feeds = [FileFeed(file, "survey", now) for file in find_files([str(surveys)])[0]]
    order = Order(now=now, inbox=Inbox(feeds=feeds, redact=lambda survey: survey), limited=False)
    writer = Writer(client, issues_per_minute=ISSUES, notes_per_minute=NOTES)
    try:
        run_pass(
            order, settings, rehearsed(settings, now), Tracker(Reader(client), writer), Report(Halting(waiting, after))
        )
    except HaltedError:
        if after is None:
            raise


def _used(created: Sequence[datetime], spans: Sequence[tuple[datetime, datetime]], limit: int) -> float:
    """Tell which part of a rate was used in the whole minutes of some passes, without the first and the last one."""
    count = minutes = 0
    for begin, end in spans:
        whole = (end - begin) // _MINUTE - 1
        first, last = begin + _MINUTE, begin + (1 + whole) * _MINUTE
        count += sum(first <= instant < last for instant in created)
        minutes += whole
    return count / minutes / limit


def _written(issue: Issue) -> list[Note]:
    """Give an issue's notes without the lines of history, which GitLab writes by itself."""
    return [note for note in issue.notes.values() if not note.system]


def _wrong(sandbox: Sandbox, case: Case) -> int:
    """Count the surveys that have not exactly one issue, and the bad ones that have not exactly one note."""
    issues: Counter[str] = Counter()
    notes: Counter[int] = Counter()
    for issue in sandbox.world.issues.values():
        for mark in marks_in(issue.description or ""):
            if "survey" in mark.facts:
                issues[mark.facts["survey"]] += 1
                wanted = mark.facts["rating"] == "bad"
                notes[len(_written(issue)) - wanted] += 1
    missing = case.count - len(issues)
    return missing + sum(count != 1 for count in issues.values()) + sum(notes.values()) - notes[0]
