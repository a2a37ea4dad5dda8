"""How setup shows itself: its plan and its end for people, one JSON document for programs, logs beside either."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import structlog
from rich.console import Console
from rich.status import Status as Spinner
from rich.table import Table
from rich.text import Text

from bot.cli.summary import counted
from bot.setup.outcome import DONE, Outcome, Outcomes, Status
from bot.setup.steps import Kind, Step

_STYLES = {Kind.CREATE: "green", Kind.CORRECT: "cyan"}


class SetupScreen:
    """Shows the plan as a table and the end in a sentence; `hear` and `progress` are for the time between."""

    def __init__(self) -> None:
        self._log = structlog.get_logger()
        self._console = Console(highlight=False, soft_wrap=True)
        self._spinner = Spinner("working", console=Console(stderr=True))

    def plan(self, steps: Sequence[Step]) -> None:
        """Show what is going to be done, and what is not in a line."""
        rows = Table(box=None, pad_edge=False)
        for heading in ("", "what", "why"):
            rows.add_column(heading, overflow="fold")
        for step in steps:
            if style := _STYLES.get(step.kind):
                rows.add_row(Text(step.kind.value, style=style), Text(step.what), Text(step.reason))
        if rows.row_count:
            self._console.print(rows)
        for step in steps:
            if step.kind is Kind.BY_HAND:  # not in the table: what is to be typed must not be broken into lines
                self._console.print(Text.assemble(("by hand", "yellow"), f"  {step.what}: {step.reason}"))
        for area, left in _left_alone(steps):
            self._console.print(f"left alone, {area}: {left}", markup=False)

    def hear(self, outcome: Outcome) -> None:
        """Log what was done, and what was not though it should have been."""
        facts = {"what": outcome.step.what, "reason": outcome.step.reason}
        if outcome.status in DONE.values():
            self._log.info(outcome.status.value, **facts)
        elif outcome.status is Status.FAILED:
            self._log.error(outcome.status.value, **facts, problem=outcome.problem)
        elif outcome.problem:
            self._log.warning(outcome.status.value, **facts, problem=outcome.problem)

    def progress(self, what: str, count: int, total: int) -> None:
        """Show how far a long piece of work has come, where standard error is a terminal."""
        if sys.stderr.isatty():
            self._spinner.start()
            self._spinner.update(f"{what}: {count} of {total}")
        if count == total:
            self._spinner.stop()

    def close(self, outcomes: Outcomes) -> None:
        """Say how it ended."""
        self._tell_of_the_end(outcomes)
        self._console.print(_sentence(outcomes))
        self._console.print(f"Requests: {outcomes.reads} to read, {outcomes.writes} to write.")

    def _tell_of_the_end(self, outcomes: Outcomes) -> None:
        self._spinner.stop()
        for line in outcomes.stopped.problems if outcomes.stopped else ():
            self._log.error(line)


class JsonScreen(SetupScreen):
    """Writes one JSON document when all is over."""

    def plan(self, steps: Sequence[Step]) -> None:
        """Wait for the end."""

    def close(self, outcomes: Outcomes) -> None:
        """Write down what became of every step."""
        self._tell_of_the_end(outcomes)
        sys.stdout.write(json.dumps(_document(outcomes), indent=2, ensure_ascii=False) + "\n")


def _left_alone(steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """Tell of what is left alone, of the many labels together."""
    left = [step for step in steps if step.kind is Kind.LEAVE]
    usual = [step for step in left if step.area == "labels" and step.reason.startswith("as it should be")]
    if usual:
        yield "labels", f"{counted(len(usual), 'label')}, as {'they' if len(usual) > 1 else 'it'} should be"
    yield from ((step.area, f"{step.what} ({step.reason})") for step in left if step not in usual)


def _sentence(outcomes: Outcomes) -> str:
    counts = {status: outcomes.count(status) for status in Status}
    done = counts[Status.CREATED] + counts[Status.CORRECTED]
    by_hand = f"; {counts[Status.BY_HAND]} for you to do by hand" if counts[Status.BY_HAND] else ""
    if outcomes.stopped and outcomes.writes:
        return f"Stopped after {counted(done, 'step')}; the same command again does the rest."
    if outcomes.stopped:
        return "Stopped: nothing was written."
    if counts[Status.PLANNED]:
        return f"{counted(counts[Status.PLANNED], 'step')} planned{by_hand}; nothing was written."
    if counts[Status.FAILED]:
        return f"{counted(done, 'step')} done, {counts[Status.FAILED]} failed{by_hand}: the log says why."
    return f"{counted(done, 'step')} done{by_hand}." if done else f"Nothing to do; nothing was written{by_hand}."


def _document(outcomes: Outcomes) -> dict[str, Any]:
    stopped = outcomes.stopped.problems if outcomes.stopped else ()
    return {
        "dry_run": outcomes.dry_run,
        "steps": [_shown(outcome) for outcome in outcomes.all],
        **{status.value.replace(" ", "_"): outcomes.count(status) for status in Status},
        "problems": [{"kind": "stopped", "detail": line} for line in stopped],
        "reads": outcomes.reads,
        "writes": outcomes.writes,
        "exit_code": int(outcomes.exit_code),
    }


def _shown(outcome: Outcome) -> dict[str, str]:
    step = outcome.step
    shown = {"area": step.area, "kind": step.kind.value, "what": step.what, "reason": step.reason}
    return shown | {"status": outcome.status.value} | ({"problem": outcome.problem} if outcome.problem else {})
