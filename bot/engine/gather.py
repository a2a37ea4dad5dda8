"""Read from GitLab what the rules need to decide, and no more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

from bot.engine.report import Report
from bot.errors import DamagedMarkError, TrackerError
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.issue import Issue
from bot.rules import Rule
from bot.tracker import Reader

_EVERYTHING = Evidence.COMMENTS | Evidence.SYSTEM_NOTES | Evidence.STATE_EVENTS
TELL_EVERY = 100


def open_cases(
    reader: Reader,
    rules: Sequence[Rule],
    ctx: Context,
    report: Report,
    *,
    without: Callable[[Issue], bool] = lambda _: False,
) -> Iterator[Case]:
    """Go through the open issues, except some, each with what the rules want to know of it.

    An issue that cannot be read is skipped and makes the pass red: an error is never an answer of "nothing there".
    """
    try:
        for count, issue in enumerate(reader.open_issues(), start=1):
            if count % TELL_EVERY == 0:
                report.listener.progress("open issues read", count)
            if not without(issue):
                yield from _case(issue, rules, ctx, reader, report)
    except TrackerError as problem:
        report.fail(f"the list of open issues broke off, those not reached are left: {problem}")


def _case(issue: Issue, rules: Sequence[Rule], ctx: Context, reader: Reader, report: Report) -> Iterator[Case]:
    if ctx.labels.names.hands_off in issue.labels:
        return
    try:
        wanted = reduce(or_, (rule.wants(issue, ctx) for rule in rules), Evidence.NOTHING)
        case = Case(with_evidence(issue, wanted, reader))
    except DamagedMarkError as problem:
        report.skip(str(problem))
    except TrackerError as problem:
        report.skip(f"#{issue.iid}: {problem}")
    else:
        yield case


def with_evidence(issue: Issue, wanted: Evidence, reader: Reader) -> Issue:
    """Add what is wanted to a snapshot; an issue without a comment is not asked for its comments."""
    if Evidence.SYSTEM_NOTES in wanted or (Evidence.COMMENTS in wanted and issue.notes_count):
        issue = reader.with_notes(issue)
    elif Evidence.COMMENTS in wanted:
        issue = replace(issue, notes=())
    return reader.with_state_events(issue) if Evidence.STATE_EVENTS in wanted else issue


def one_case(reader: Reader, iid: int) -> Case:
    """Read all there is to know about one issue; raises TrackerError."""
    return Case(whole(reader.issue(iid), reader))


def whole(issue: Issue, reader: Reader) -> Issue:
    """Add everything that can be known about an issue to its snapshot; raises TrackerError."""
    return with_evidence(issue, _EVERYTHING, reader)
