"""The work of `feedback-bot intake --check`: what a source's mapping makes of files, shown to whoever writes it."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
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
from bot.intake.shown import has_shape
from bot.model.survey import Rating
from bot.settings.load import load_policy
from bot.settings.suggest import suggestion


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
    source, now, heard = source_of(wish, policy), instant_of(wish.now, policy.policy.timezone), _Heard()
    if wish.source is None and policy.sources:
        hint = suggestion(" ".join(Path(name).stem for name in wish.surveys), list(policy.sources))
        heard.warn(f"no source was named with --source, so these are read as surveys of {source}{hint}")
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
        if checkup.idle:
            yield Text(f"nothing was left out for: {', '.join(checkup.idle)}")
        yield Text(_sentence(checkup))
    yield Text("Nothing was sent anywhere.")


def _side_by_side(sample: Sample, wish: Wish) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in (sample.place or "record", "in the file", "becomes"):
        table.add_column(heading, overflow="fold")
    for name, before, after in sample.fields:
        table.add_row(name, *map(Text, _masked(name, before, after, wish)))
    return table


def _masked(name: str, before: str, after: str, wish: Wish) -> tuple[str, str]:
    """Show of both sides what may stand in a job's log; of the rest only the length is told."""
    # An answer that has a class is a word of the policy's, or a number; so is a score that is made of it.
    is_known = wish.verbose or name == "rating" or (name == "score" and (not before or has_shape(name, before)))
    shown = (value if is_known or has_shape(name, value) else _length(value) for value in (before, after))
    return next(shown), next(shown)


def _length(value: str) -> str:
    return f"({len(value)} characters)" if value else ""


def _sentence(checkup: Checkup) -> str:
    ratings = ", ".join(f"{checkup.ratings[rating]} {rating}" for rating in Rating)
    left_out = "".join(f", {count} left out: {reason}" for reason, count in checkup.left_out.items())
    joined = f" ({checkup.joined} of them joined into {checkup.joined_into})" if checkup.joined else ""
    superseded = f"; {checkup.superseded} superseded by a newer answer" if checkup.superseded else ""
    rows = f"{counted(checkup.rows, 'row')}{joined}: {ratings}{left_out}, {len(checkup.rejections)} rejected"
    return f"{rows}; {counted(checkup.surveys, 'survey')}, each with its newest answer{superseded}."


def _document(checkups: Sequence[Checkup], redacted: Counter[Any], wish: Wish, source: str) -> str:
    document = {
        "source": source,
        "redacted_in_samples": dict(redacted),
        "files": [
            {
                "file": checkup.file,
                "rows": checkup.rows,
                "joined": {"rows": checkup.joined, "into": checkup.joined_into},
                "surveys": checkup.surveys,
                "superseded": checkup.superseded,
                "ratings": {rating.value: checkup.ratings[rating] for rating in Rating},
                "left_out": dict(checkup.left_out),
                "nothing_left_out_for": checkup.idle,
                "rejected": checkup.rejections,
                "warnings": checkup.warnings,
                "samples": [
                    {
                        "place": sample.place,
                        "fields": {
                            name: dict(zip(("in_file", "becomes"), _masked(name, before, after, wish), strict=True))
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
