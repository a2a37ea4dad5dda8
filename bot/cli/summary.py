"""What a pass came to: as numbers, as a table, and in a sentence."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.table import Table

from bot.engine import Report, Status
from bot.engine.report import Kept
from bot.errors import ExitCode

STYLES = {Status.PLANNED: "cyan", Status.DONE: "green", Status.FAILED: "red", Status.LEFT: "yellow"}


def summary(report: Report) -> dict[str, Any]:
    """Sum a pass up for programs."""
    by_status = {status.value: report.total(status) for status in Status if report.total(status)}
    return {
        "pass": report.pass_id or None,
        **report.about,
        "dry_run": report.dry_run,
        **by_status,
        "surveys": report.surveys,
        **({"left_out": dict(report.left_out)} if report.left_out else {}),
        **({"redacted": {kind.value: count for kind, count in report.redacted.items()}} if report.redacted else {}),
        "rejected": report.rejected,
        "skipped": report.skipped,
        **({"refused": report.refused} if report.refused else {}),
        "remaining": report.remaining,
        **({"kept": asdict(report.kept)} if report.kept else {}),
        "reads": report.reads,
        "writes": report.writes,
        "exit_code": int(report.exit_code),
    }


def table(report: Report) -> Table:
    """Count the actions of each rule."""
    statuses = [status for status in Status if report.total(status)]
    rows = Table(box=None, pad_edge=False)
    rows.add_column("rule")
    for status in statuses:
        rows.add_column(status.value, justify="right", style=STYLES[status])
    for rule in dict.fromkeys(rule for rule, _ in report.counts):
        rows.add_row(rule, *(str(report.counts[rule, status] or "") for status in statuses))
    return rows


def sentence(report: Report) -> str:
    """Say how a pass ended."""
    done, planned = report.total(Status.DONE), report.total(Status.PLANNED)
    if report.exit_code is ExitCode.CEILING:
        return "Refused: nothing was written."
    # An answer that got lost may have been carried out, so whatever failed forbids to say that nothing was written.
    tried = bool(report.writes or report.total(Status.FAILED))
    if report.stopped:
        begin = f"Stopped after {counted(done, 'action')}" if tried else "Stopped: nothing was written"
        rest = f"; {counted(report.remaining, 'more issue')} left for the next pass" if report.remaining else ""
        return f"{begin}{rest}."
    trouble = ", ".join(_trouble(report))
    if planned:
        begin = f"{counted(planned, 'action')} planned; nothing was written"
    elif done or tried:
        begin = f"{counted(done, 'action')} done"
    else:
        begin = "Nothing was written" if trouble else "Nothing to do; nothing was written"
    return f"{begin}; {trouble}: the log says why." if trouble else f"{begin}."


def kept(plan: Kept) -> str:
    """Say where a plan was written down, and what it holds."""
    changes = f"{counted(plan.changes, 'issue')} to change" if plan.changes else "no issue to change"
    filings = f"{counted(plan.filings, 'issue')} to file" if plan.filings else "none to file"
    return f"The plan is in {plan.file}: {changes}, {filings}."


def _trouble(report: Report) -> Iterator[str]:
    undone = (
        (report.total(Status.FAILED), "action", " failed"),
        (report.total(Status.LEFT), "action", " left for the next pass"),
        (report.rejected, "row", " rejected"),
        (report.skipped, "issue", " skipped"),
        (report.refused, "issue", " refused"),
        (report.failures, "other problem", ""),
    )
    yield from (f"{counted(count, noun)}{rest}" for count, noun, rest in undone if count)


def counted(count: int, noun: str) -> str:
    """Say how many there are of something."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
