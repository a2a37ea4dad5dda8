"""Read what a pass may have changed: one list, then all that is known of each issue on it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import partial

from bot.engine.concurrent import in_order
from bot.engine.gather import understood, whole
from bot.engine.report import Report
from bot.errors import TrackerError
from bot.model.context import Context
from bot.model.cursor import OVERLAP
from bot.model.issue import Issue
from bot.reports.dashboard import dashboard_mark
from bot.tracker import Reader
from bot.undo import is_filed_by

_Found = tuple[Issue, TrackerError | None]


class Readings:
    """Reads for the undoing of one pass; an issue that cannot be read makes the undoing red."""

    def __init__(self, identity: str, reader: Reader, ctx: Context, report: Report) -> None:
        self._identity = identity
        self._reader = reader
        self._ctx = ctx
        self._report = report

    def issues(self, began: datetime, latest: datetime, without: Collection[int]) -> list[Issue]:
        """Read the issues that have changed since the pass began, though not those that are younger than its end."""
        found = [
            issue
            for issue in understood(self._reader.issues_changed(began - OVERLAP), self._report)
            if issue.iid not in without and self._may_be_changed(issue, latest)
        ]
        return list(self._read(found))

    def _may_be_changed(self, issue: Issue, latest: datetime) -> bool:
        is_dashboard = self._ctx.is_bot(issue.author) and dashboard_mark(issue)
        is_there = issue.created_at <= latest or is_filed_by(self._identity, issue, self._ctx)
        return is_there and not is_dashboard

    def _read(self, issues: Sequence[Issue]) -> Iterator[Issue]:
        work: Iterator[_Found | Callable[[], _Found]] = (partial(self._whole, issue) for issue in issues)
        for count, (issue, problem) in enumerate(in_order(work, self._reader.at_once), start=1):
            self._report.listener.progress("issues read", count, len(issues))
            if problem:
                self._report.skip(f"#{issue.iid}: {problem}", issue.iid)
            else:
                yield issue

    def _whole(self, issue: Issue) -> _Found:
        try:
            return whole(issue, self._reader), None
        except TrackerError as problem:
            return issue, problem
