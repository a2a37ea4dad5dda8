"""Passes of the bot over a sandbox, in process, with a listener that remembers."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from builders import NOW, inbox_of
from pydantic import SecretStr

from bot.engine import Entry, Order, Report, Status, rehearsed, run_pass
from bot.engine.bookmark import fingerprint_of
from bot.engine.saved.actions import SavedPerson
from bot.engine.saved.applying import apply_plan
from bot.engine.saved.plan import Collected, Made, SavedPlan
from bot.intake import Inbox
from bot.model.actions import DeleteNote, EditNote, FileIssue, React, RelateIssue, Reply, UpdateIssue, WriteNote
from bot.model.context import Texts
from bot.model.labels import Label
from bot.sandbox import Sandbox
from bot.settings import Settings, load_settings
from bot.tracker import Client, Filed, Reader, Tracker, Waiting, Writer
from bot.tracker.pace import Pace

T = TypeVar("T")


@dataclass
class Memory:
    """A listener that remembers what it is told."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    declines: list[tuple[int, str, str]] = field(default_factory=list)
    progressed: list[tuple[str, int, int | None]] = field(default_factory=list)

    def entry(self, entry: Entry) -> None:
        self.entries.append(entry)

    def problem(self, event: str, detail: str) -> None:
        self.problems.append(f"{event}: {detail}")

    def warning(self, detail: str) -> None:
        self.warnings.append(detail)

    def declined(self, iid: int, rule: str, reason: str) -> None:
        self.declines.append((iid, rule, reason))

    def progress(self, what: str, count: int, total: int | None = None) -> None:
        self.progressed.append((what, count, total))


class StandingStill(Waiting):
    """Waits without waiting: whoever sleeps finds that the time has passed."""

    def __init__(self) -> None:
        self._seconds = 0.0
        super().__init__(clock=lambda: self._seconds)

    def _pass_time(self, seconds: float) -> None:
        self._seconds += seconds


@dataclass
class Outcome:
    """What a pass did."""

    report: Report
    memory: Memory
    reads: int
    writes: int

    @property
    def did(self) -> list[tuple[str, int | None]]:
        """Rule and issue of each action on feedback that was done or planned, in order."""
        good, own = (Status.DONE, Status.PLANNED), ("labels", "dashboard")
        entries = self.memory.entries
        return [(entry.rule, entry.iid) for entry in entries if entry.status in good and entry.rule not in own]


class CutError(BaseException):
    """The process is gone; nothing in the program may catch it."""


class CutWriter(Writer):
    """A writer whose process is killed right after a number of writes."""

    def __init__(self, client: Client, after: int) -> None:
        super().__init__(client)
        self._client, self._last = client, after

    def _cut(self) -> None:
        if self._client.writes >= self._last:
            raise CutError

    def create_label(self, label: Label) -> None:
        super().create_label(label)
        self._cut()

    def file(self, action: FileIssue) -> Filed:
        filed = super().file(action)
        self._cut()
        return filed

    def write_note(self, iid: int, action: WriteNote) -> None:
        super().write_note(iid, action)
        self._cut()

    def update(self, iid: int, action: UpdateIssue) -> None:
        super().update(iid, action)
        self._cut()

    def relate(self, iid: int, action: RelateIssue) -> None:
        super().relate(iid, action)
        self._cut()

    def reply(self, iid: int, action: Reply) -> None:
        super().reply(iid, action)
        self._cut()

    def edit_note(self, iid: int, action: EditNote) -> None:
        super().edit_note(iid, action)
        self._cut()

    def react(self, iid: int, action: React) -> None:
        super().react(iid, action)
        self._cut()

    def delete_note(self, iid: int, action: DeleteNote) -> None:
        super().delete_note(iid, action)
        self._cut()


class CutClient(Client):
    """A connection whose process is killed right after a number of requests that write."""

    after: int | None = None

    def _writing(self, path: str, write: Callable[[], T], pace: Pace | None = None) -> T:
        answer = super()._writing(path, write, pace)
        if self.writes == self.after:
            raise CutError
        return answer


@cache
def loaded(policy: str | None) -> tuple[Settings, Texts]:
    """Load a policy and rehearse its texts as every command does before its first request, which takes a while."""
    with TemporaryDirectory() as folder:
        return _load(policy, Path(folder))


def _load(policy: str | None, folder: Path) -> tuple[Settings, Texts]:
    path = None
    if policy is not None:
        path = folder / "policy.yml"
        path.write_text(policy, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FEEDBACK_BOT_TOKEN", "none-yet")
        patch.setenv("FEEDBACK_BOT_PROJECT", "none/yet")
        settings = load_settings(path)
    return settings, rehearsed(settings, NOW)


def connected(settings: Settings, sandbox: Sandbox, token: str | None = None) -> Settings:
    """Let settings lead to a sandbox, under the bot's token or another."""
    return replace(settings, url=sandbox.url, token=SecretStr(token or sandbox.bot_token), project=sandbox.project)


class Passes:
    """Runs passes over one sandbox; surveys are given as rows of canonical columns."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self._folder = folder
        self.policy: str | None = None
        self.token: str | None = None

    def settings(self) -> Settings:
        """Give the settings as a command has them; `policy` is YAML text, the shipped policy if None."""
        return self._ready()[0]

    def _ready(self) -> tuple[Settings, Texts]:
        own_words = self.policy is not None and "templates:" in self.policy
        settings, texts = _load(self.policy, self._folder) if own_words else loaded(self.policy)
        return connected(settings, self.sandbox, self.token), texts

    def stock_labels(self) -> None:
        """Let the project have the label catalogue already."""
        world = self.sandbox.world
        for label in self.settings().labels.catalogue:
            if world.label_named(label.name) is None:
                world.add_label(label.name, label.color, label.description)

    def run(
        self,
        surveys: Sequence[dict[str, Any]] = (),
        *,
        now: datetime | None = None,
        dry: bool = False,
        cut_after: int | None = None,
        effort: Sequence[dict[str, Any]] = (),
        **order: Any,  # noqa: ANN401 - any field of the order
    ) -> Outcome:
        """Run one pass at the sandbox's present moment, or at another; killed after some writes if asked.

        `effort` are rows of a second source of that name.
        """
        settings, texts = self._ready()
        client = Client(url=settings.url, token=settings.token.get_secret_value(), project=settings.project)
        moment = now or self.sandbox.clock.now()
        memory = Memory()
        report = Report(memory)
        writer = Writer(client) if cut_after is None else CutWriter(client, cut_after)
        order |= {"now": moment, "inbox": self._inbox(surveys, effort, moment) if surveys or effort else None}
        tracker = Tracker(Reader(client), None if dry else writer)
        run_pass(Order(**order), settings, texts, tracker, report)
        return Outcome(report, memory, client.reads, client.writes)

    def client(self) -> Client:
        """Connect as the bot."""
        settings = self.settings()
        return Client(url=settings.url, token=settings.token.get_secret_value(), project=settings.project)

    def plan(
        self,
        surveys: Sequence[dict[str, Any]] = (),
        *,
        preview: datetime | None = None,
        **order: Any,  # noqa: ANN401 - any field of the order
    ) -> SavedPlan:
        """Plan a pass as `feedback-bot plan --out` does, and read the plan back from its file."""
        settings, texts = self._ready()
        client = self.client()
        reader, moment, collected, report = Reader(client), self.sandbox.clock.now(), Collected(), Report(Memory())
        inbox = self._inbox(surveys, (), moment) if surveys else None
        asked = Order(now=preview or moment, inbox=inbox, **order)
        run_pass(asked, settings, texts, Tracker(reader, None), report, keep=collected.keep)
        made = Made(
            bot_version="0",
            at=moment,
            pass_id=report.pass_id,
            policy=fingerprint_of(settings.policy),
            preview=preview,
            complete=report.exit_code == 0,
        )
        place = {"gitlab": settings.url, "project": reader.project_url()}
        plan = collected.plan(**place, bot=SavedPerson.of(reader.me()), made=made)
        return SavedPlan.model_validate_json(plan.model_dump_json())

    def apply(
        self, plan: SavedPlan, *, cut_after: int | None = None, dry: bool = False, limited: bool = True
    ) -> Outcome:
        """Apply a plan at the sandbox's present moment; killed after some requests that write if asked."""
        settings, _ = self._ready()
        client = CutClient(url=settings.url, token=settings.token.get_secret_value(), project=settings.project)
        client.after = cut_after
        memory = Memory()
        report = Report(memory)
        tracker = Tracker(Reader(client), None if dry else Writer(client))
        apply_plan(plan, Order(now=self.sandbox.clock.now(), limited=limited), settings, tracker, report)
        return Outcome(report, memory, client.reads, client.writes)

    def _inbox(self, surveys: Sequence[dict[str, Any]], effort: Sequence[dict[str, Any]], now: datetime) -> Inbox:
        first, second = (self._written(name, rows) for name, rows in (("survey", surveys), ("effort", effort)))
        return inbox_of(first, now, **({"effort": second} if effort else {}))

    def _written(self, name: str, rows: Sequence[dict[str, Any]]) -> Path:
        path = self._folder / f"{name}s.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows) or "[]", encoding="utf-8")
        return path
