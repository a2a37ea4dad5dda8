"""The work of `feedback-bot intake --check`: what a source's mapping makes of files, shown to whoever writes it."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from bot.cli.feeds import files_of, source_of
from bot.cli.order import instant_of
from bot.cli.summary import counted
from bot.cli.wish import Wish
from bot.errors import ExitCode
from bot.intake.checkup import Checkup, Sample, check_up
from bot.intake.redaction import Redactor
from bot.model.survey import Rating
from bot.settings.load import load_policy

# What may stand in a job's log; of the rest only the length is told.
_SHOWABLE = {"id", "ticket", "rating", "score", "responded_at", "contact_requested", "status", "changeable_until"}
_LONGEST = 60


@dataclass(slots=True)
class _Heard:
    """Hears what is wrong with the files themselves."""

    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def fail(self, detail: str) -> None:
        self.failures.append(detail)

    def warn(self, detail: str) -> None:
        self.warnings.append(detail)

    reject = fail


def check_files(wish: Wish) -> ExitCode:
    """Show what becomes of files; exit code 1 if something was rejected or could not be found."""
    policy = load_policy(wish.config)
    source, now, heard = source_of(wish, policy), instant_of(wish.now), _Heard()
    redactor = Redactor(policy.policy.privacy)
    feeds = files_of(wish.surveys, source, policy, now, heard)
    checkups = [check_up(feed.file, feed.mapping, source, now, redactor.survey) for feed in feeds]
    for detail in heard.failures:
        structlog.get_logger().error("failed", detail=detail)
    for detail in heard.warnings:
        structlog.get_logger().warning("look", detail=detail)
    if wish.output == "json":
        sys.stdout.write(_document(checkups, redactor.counts, wish, source))
    else:
        Console(highlight=False, soft_wrap=True).print(Group(*_shown(checkups, wish, source)))
    rejected = any(checkup.rejections for checkup in checkups)
    return ExitCode.INCOMPLETE if rejected or heard.failures else ExitCode.DONE


def _shown(checkups: Sequence[Checkup], wish: Wish, source: str) -> Iterator[Table | Text]:
    for checkup in checkups:
        yield Text(f"{checkup.file}, as surveys of {source}", style="bold")
        for sample in checkup.samples:
            yield _side_by_side(sample, wish)
        for line in checkup.rejections:
            yield Text(f"rejected: {line}", style="red")
        for line in checkup.warnings:
            yield Text(f"look: {line}", style="yellow")
        yield Text(_sentence(checkup))
    yield Text("Nothing was sent anywhere.")


def _side_by_side(sample: Sample, wish: Wish) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in (sample.place or "record", "in the file", "becomes"):
        table.add_column(heading, overflow="fold")
    for name, before, after in sample.fields:
        table.add_row(name, Text(_masked(name, before, wish)), Text(_masked(name, after, wish)))
    return table


def _masked(name: str, value: str, wish: Wish) -> str:
    if wish.verbose or not value:
        return value
    if name not in _SHOWABLE:
        return f"({len(value)} characters)"
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


def _sentence(checkup: Checkup) -> str:
    ratings = ", ".join(f"{checkup.ratings[rating]} {rating}" for rating in Rating)
    left_out = "".join(f", {count} left out: {reason}" for reason, count in checkup.left_out.items())
    rows = f"{counted(checkup.rows, 'row')}: {ratings}{left_out}, {len(checkup.rejections)} rejected"
    return f"{rows}; {counted(checkup.surveys, 'survey')}, each with its newest answer."


def _document(checkups: Sequence[Checkup], redacted: Counter[Any], wish: Wish, source: str) -> str:
    document = {
        "source": source,
        "redacted_in_samples": dict(redacted),
        "files": [
            {
                "file": checkup.file,
                "rows": checkup.rows,
                "surveys": checkup.surveys,
                "ratings": {rating.value: checkup.ratings[rating] for rating in Rating},
                "left_out": dict(checkup.left_out),
                "rejected": checkup.rejections,
                "warnings": checkup.warnings,
                "samples": [
                    {
                        "place": sample.place,
                        "fields": {
                            name: {"in_file": _masked(name, before, wish), "becomes": _masked(name, after, wish)}
                            for name, before, after in sample.fields
                        },
                    }
                    for sample in checkup.samples
                ],
            }
            for checkup in checkups
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
