"""How a pass shows itself: lines and a table for people, one JSON document for programs, logs beside either."""
# ruff: noqa: D102 - bot.engine.Listener says what each method is told

import json
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Protocol, Self

import structlog
from rich.console import Console
from rich.markup import escape
from rich.status import Status as Spinner

from bot.cli.summary import STYLES, kept, sentence, summary, table
from bot.engine import Entry, Report, Status
from bot.model.visible import visible


class Screen(Protocol):
    """A listener with a beginning and an end."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def entry(self, entry: Entry) -> None: ...
    def problem(self, event: str, detail: str) -> None: ...
    def warning(self, detail: str) -> None: ...
    def declined(self, iid: int, rule: str, reason: str) -> None: ...
    def progress(self, what: str, count: int, total: int | None = None) -> None: ...
    def say(self, line: str) -> None:
        """Say something to people; programs are not told."""
        ...

    def close(self, report: Report) -> None:
        """Show the end of the pass."""
        ...


class _Logged:
    """Writes a log line for each thing done; shows progress where standard error is a terminal."""

    def __init__(self, *, verbose: bool) -> None:
        self._log = structlog.get_logger()
        self._verbose = verbose
        self._spinner = Spinner("working", console=Console(stderr=True))

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._spinner.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spinner.stop()

    def entry(self, entry: Entry) -> None:
        if entry.status is Status.PLANNED:
            return
        facts = {"issue": entry.issue} if entry.issue else {}
        facts |= {"rule": entry.rule, "what": entry.what, "reason": entry.reason}
        if entry.status is Status.DONE:
            self._log.info("done", **facts)
        else:
            self._log.error(entry.status.value, **facts, problem=entry.problem)

    def problem(self, event: str, detail: str) -> None:
        self._log.error(event, detail=detail)

    def warning(self, detail: str) -> None:
        self._log.warning("look", detail=detail)

    def progress(self, what: str, count: int, total: int | None = None) -> None:
        self._spinner.update(f"{what}: {count}" + (f" of {total}" if total else ""))

    def close(self, report: Report) -> None:
        for line in report.stopped.problems if report.stopped else ():
            self._log.error(line)
        if report.reads or not report.stopped:
            self._log.info("pass", **summary(report))


class TextScreen(_Logged):
    """Shows the plan of a dry run line by line, and closes with a table."""

    def __init__(self, *, verbose: bool) -> None:
        super().__init__(verbose=verbose)
        # A terminal breaks lines between words; in a pipe each stays one line.
        self._console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())

    def say(self, line: str) -> None:
        self._say(line, markup=False)

    def _say(self, line: object, *, markup: bool = True) -> None:
        """Print something where the progress was shown until now."""
        self._spinner.stop()
        self._console.print(line, markup=markup)

    def entry(self, entry: Entry) -> None:
        super().entry(entry)
        if entry.status is Status.PLANNED or self._verbose:
            style = STYLES[entry.status]
            line = f"{entry.issue:>6}  [{style}]{entry.rule}[/]: {escape(entry.what)} ({escape(entry.reason)})"
            self._say(line)
        if self._verbose and entry.text:
            self._say("\n".join(f"        | {line}" for line in visible(entry.text).splitlines()), markup=False)

    def declined(self, iid: int, rule: str, reason: str) -> None:
        self._say(f"{f'#{iid}':>6}  {rule}: nothing ({reason})", markup=False)

    def problem(self, event: str, detail: str) -> None:
        super().problem(event, detail)
        if event == "refused":
            issue, _, why = detail.partition(": ")
            self._say(f"{issue:>6}  refused: {why}", markup=False)

    def close(self, report: Report) -> None:
        super().close(report)
        if report.counts:
            self._say(table(report))
        self._say(sentence(report))
        if report.refused:
            self._say("Refused issues: plan these anew, or let the next pass do what is still right.")
        name = f"Pass {report.pass_id}: requests" if report.writes and report.pass_id else "Requests"
        self._say(f"{name}: {report.reads} to read, {report.writes} to write.")
        if report.kept:
            self._say(kept(report.kept), markup=False)


class JsonScreen(_Logged):
    """Writes one JSON document to standard output: the actions as they come, since there may be many, then the rest."""

    def __init__(self, *, verbose: bool) -> None:
        super().__init__(verbose=verbose)
        self._before = '{\n  "actions": ['  # what stands before the next action
        self._declined: list[dict[str, Any]] = []
        self._problems: list[dict[str, str]] = []
        self._warnings: list[str] = []

    def entry(self, entry: Entry) -> None:
        super().entry(entry)
        line = json.dumps(dict(_shown(entry, with_text=self._verbose)), ensure_ascii=False)
        sys.stdout.write(f"{self._before}\n    {line}")
        self._before = ","

    def problem(self, event: str, detail: str) -> None:
        super().problem(event, detail)
        self._problems.append({"kind": event, "detail": detail})

    def warning(self, detail: str) -> None:
        super().warning(detail)
        self._warnings.append(detail)

    def say(self, line: str) -> None:
        pass

    def declined(self, iid: int, rule: str, reason: str) -> None:
        self._declined.append({"issue": iid, "rule": rule, "reason": reason})

    def close(self, report: Report) -> None:
        super().close(report)
        stopped = report.stopped.problems if report.stopped else ()
        document = {
            **summary(report),
            "declined": self._declined,
            "problems": self._problems + [{"kind": "stopped", "detail": line} for line in stopped],
            "warnings": self._warnings,
        }
        rest = json.dumps(document, indent=2, ensure_ascii=False).removeprefix("{")
        sys.stdout.write(f"{self._before.strip(',')}\n  ],{rest}\n")


def _shown(entry: Entry, *, with_text: bool) -> Iterator[tuple[str, Any]]:
    yield "issue", entry.iid or None
    yield "url", entry.web_url or None
    yield "rule", entry.rule
    yield "action", entry.what
    yield "reason", entry.reason
    yield "status", entry.status.value
    if entry.problem:
        yield "problem", entry.problem
    if with_text:
        yield "text", entry.text
