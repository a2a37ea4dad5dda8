"""Read from GitLab what the rules need to decide, and no more."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from operator import or_

from bot.engine.concurrent import in_order
from bot.engine.report import Report
from bot.errors import BotError, DamagedMarkError, ShapeError, TrackerError
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.issue import Issue
from bot.reports.dashboard import dashboard_mark
from bot.rules import Rule
from bot.tracker import Reader

_EVERYTHING = ~Evidence.NOTHING
TELL_EVERY = 100


class Gatherer:
    """Turns issues into cases, each with what the rules want to know of it; `has_read_notes` tells if any did.

    An issue that cannot be read is skipped and makes the pass red: an error is never an answer of "nothing there".
    """

    def __init__(self, reader: Reader, rules: Sequence[Rule], ctx: Context, report: Report) -> None:
        self._reader = reader
        self._rules = rules
        self._ctx = ctx
        self._report = report
        self.has_read_notes = False

    def cases(self, issues: Iterable[Issue], case_of: Callable[[Issue], Case]) -> Iterator[Case]:
        """Go through issues in their order; what they need is read for a few of them at once."""
        touched = filter(self._is_ours_to_touch, issues)
        work = (self._work(case_of(issue)) for issue in touched)
        for case, problem in in_order(work, self._reader.at_once):
            if problem is None:
                yield case
            else:
                self._report.skip_case(case, problem)

    def _is_ours_to_touch(self, issue: Issue) -> bool:
        is_dashboard = self._ctx.is_bot(issue.author) and dashboard_mark(issue)
        return self._ctx.labels.names.hands_off not in issue.labels and not is_dashboard

    def _work(self, case: Case) -> "_Found | Callable[[], _Found]":
        """Say what an issue comes to, or what has to be read to know."""
        issue = case.issue
        assert issue is not None  # noqa: S101 - these cases are made of issues
        try:
            wanted = reduce(or_, (rule.wants(issue, self._ctx) for rule in self._rules), Evidence.NOTHING)
        except DamagedMarkError as problem:
            return case, problem
        if case.original and issue.is_open:
            wanted = _EVERYTHING
        if not wanted:
            return case, None
        self.has_read_notes = True
        return partial(self._read, case, issue, wanted)

    def _read(self, case: Case, issue: Issue, wanted: Evidence) -> "_Found":
        try:
            return replace(case, issue=with_evidence(issue, wanted, self._reader)), None
        except TrackerError as problem:
            return case, problem


_Found = tuple[Case, BotError | None]


def with_evidence(issue: Issue, wanted: Evidence, reader: Reader) -> Issue:
    """Add what is wanted to a snapshot; an issue without a comment is not asked for its comments."""
    if Evidence.SYSTEM_NOTES in wanted or (Evidence.COMMENTS in wanted and issue.notes_count):
        issue = reader.with_notes(issue)
    elif Evidence.COMMENTS in wanted:
        issue = replace(issue, notes=())
    if Evidence.STATE_EVENTS in wanted:
        issue = reader.with_state_events(issue)
    return reader.with_label_events(issue) if Evidence.LABEL_EVENTS in wanted else issue


def understood(issues: Iterator[Issue], report: Report) -> Iterator[Issue]:
    """Leave out and name what is not understood: it must not keep the rest of a list from being read."""
    while True:
        try:
            yield next(issues)
        except StopIteration:
            return
        except ShapeError as problem:
            report.skip(f"#{problem.iid}: {problem}", problem.iid)


def one_case(reader: Reader, iid: int) -> Case:
    """Read all there is to know about one issue; raises TrackerError."""
    return Case(whole(reader.issue(iid), reader))


def whole(issue: Issue, reader: Reader) -> Issue:
    """Add everything that can be known about an issue to its snapshot; raises TrackerError."""
    return with_evidence(issue, _EVERYTHING, reader)
