"""Plays passes over a sandbox in which no time passes but the one that the test sets."""

import json
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from builders import inbox_of
from chaos.history import EFFORT, POLICY, Row
from chaos.wire import Wire
from passes import CutError, Memory, StandingStill, connected, loaded

from bot.cli import order as ordering
from bot.engine import Order, Report, Status, run_pass
from bot.errors import BotError
from bot.intake import Feed, Inbox
from bot.sandbox import Sandbox
from bot.tracker import Client, Reader, Tracker, Writer


@dataclass(frozen=True, slots=True)
class Ended:
    """How a pass ended, and which rules did something; `code` is None when its process was killed."""

    code: int | None
    rules: frozenset[str] = frozenset()
    problems: Sequence[str] = ()


class Player:
    """Runs passes under the policy of the history, or under another; `settings` are those of all its passes."""

    def __init__(self, sandbox: Sandbox, writer: type[Writer] = Writer, readers: int = 1, policy: str = POLICY) -> None:
        """Let one thread read the notes, so that the same request has the same number each time; or more."""
        self.sandbox = sandbox
        self._writer = writer
        self._readers = readers
        self._context = ExitStack()
        settings, self._texts = loaded(policy)
        self.settings = connected(settings, sandbox)

    def __enter__(self) -> Self:
        self._folder = Path(self._context.enter_context(TemporaryDirectory()))
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()

    def run(
        self, rows: Sequence[Row] | None = None, wire: Wire | None = None, feeds: Sequence[Feed] | None = None
    ) -> Ended:
        """Run one pass at the sandbox's present moment; its surveys are `rows`, or else come from `feeds`, if any."""
        client = self._client(wire or Wire())
        memory = Memory()
        report = Report(memory)
        now = self.sandbox.clock.now()
        read = ordering.inbox_of(feeds, self.settings, report) if feeds is not None else None
        order = Order(now=now, inbox=read if rows is None else self._inbox(rows, now))
        try:
            tracker = Tracker(Reader(client, self._readers), self._writer(client))
            run_pass(order, self.settings, self._texts, tracker, report)
        except BotError as stopped:
            report.stopped = stopped
        except CutError:
            return Ended(None)
        finally:
            client._gitlab.session.close()
        rules = frozenset(entry.rule for entry in memory.entries if entry.status is Status.DONE)
        problems = [entry.problem for entry in memory.entries if entry.problem] + memory.problems
        return Ended(int(report.exit_code), rules, [*problems, *(report.stopped.problems if report.stopped else ())])

    def _client(self, wire: Wire) -> Client:
        settings = self.settings
        waiting = StandingStill()
        wire.stop = lambda: waiting.stop("stopped by a test")
        token = settings.token.get_secret_value()
        client = Client(url=settings.url, token=token, project=settings.project, waiting=waiting)
        client._gitlab.session.mount("http://", wire)
        return client

    def _inbox(self, rows: Sequence[Row], now: datetime) -> Inbox:
        """Export the rows as their tools do: each source has a file of its own."""
        files = {}
        for name in ("survey", EFFORT):
            files[name] = self._folder / f"{name}-{threading.get_ident()}.json"
            mine = [row for row in rows if row.get("source", "survey") == name]
            columns = [{key: value for key, value in row.items() if key != "source"} for row in mine]
            files[name].write_text(json.dumps(columns), encoding="utf-8")
        return inbox_of(files.pop("survey"), now, **files)
