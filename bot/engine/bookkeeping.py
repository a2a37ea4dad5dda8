"""Write down, at the end of a complete pass, how far it has read and what it did: in the dashboard."""

from collections.abc import Sequence
from datetime import datetime

from bot.engine.apply import Executor
from bot.engine.bookmark import Bookmark, bookmark_of, fingerprint_of
from bot.engine.plan import IssuePlan
from bot.engine.planner import Planner
from bot.engine.report import Report, Status
from bot.errors import TrackerError
from bot.model.actions import IssueAction
from bot.model.case import Case
from bot.model.context import Context
from bot.model.cursor import Cursor
from bot.model.issue import Issue
from bot.model.logbook import PassRecord, entered
from bot.reports.close_dashboard import closing
from bot.reports.dashboard import (
    NAME,
    Dashboard,
    is_worth_writing,
    newest_overdue,
    renewed,
    writing,
)
from bot.settings import Settings
from bot.tracker import Tracker

_NO_FEEDBACK = {NAME, "labels"}  # what the bot does for itself
_MANY = 100  # changed issues, a page of them: worth a new cursor, so that the next pass need not list them again


class Bookkeeping:
    """Keeps the dashboard of one pass; `began` is when it began to read, by our clock or GitLab's if that is behind."""

    def __init__(self, settings: Settings, ctx: Context, tracker: Tracker, report: Report, bookmark: Bookmark) -> None:
        self._settings = settings
        self._ctx = ctx
        self._reader = tracker.reader
        self._writer = tracker.writer
        self._report = report
        self._bookmark = bookmark
        self.began = ctx.began or ctx.now

    @property
    def opens_dashboard(self) -> bool:
        """Whether there is none yet that the bot may see, and one would be opened."""
        return self._bookmark.kept and self._bookmark.issue is None

    def close(self, executor: Executor, planner: Planner, changes: Sequence[IssuePlan]) -> None:
        """Write the dashboard if all was read, and if it says something new; close what is a dashboard too many."""
        if not self._bookmark.kept or not planner.places.complete:
            return
        try:
            found = self._found_again(planner)
        except TrackerError as problem:
            self._report.fail(f"the dashboard could not be read again, so it was not written: {problem}")
            return
        if found.issue is None and planner.places.count == 0 and not self._did():
            return  # nothing to remember
        now = self._dashboard(planner, changes, found)
        spares_reading = planner.has_read_notes or (self._bookmark.issue is not None and planner.places.count > _MANY)
        number = found.issue.iid if found.issue else 0
        has_lost_label = found.issue is not None and self._ctx.labels.names.dashboard not in found.issue.labels
        if has_lost_label or is_worth_writing(found.before, now, spares_reading=spares_reading):
            number = executor.do(_plan(found.issue, writing(found.issue, now, self._ctx)))
        formers = (issue for issue in planner.met_dashboards if issue.author.id != self._ctx.bot.id and issue.is_open)
        for spare in (*found.issues[1:], *formers) if number else ():
            executor.do(_plan(spare, closing(number, self._ctx)))

    def _found_again(self, planner: Planner) -> Bookmark:
        """Look for the dashboard again after something was written: another pass may have written it, too."""
        label = self._ctx.labels.names.dashboard
        own = [issue for issue in planner.met_dashboards if issue.author.id == self._ctx.bot.id]
        if not self._bookmark.issues and (lost := [issue for issue in own if label not in issue.labels]):
            self._bookmark = bookmark_of(lost)
            return self._bookmark
        is_another = bool(own) and not self._bookmark.issues
        if self._writer is None or not (is_another or self._has_acted()):
            return self._bookmark
        return bookmark_of(self._reader.own_issues(label))

    def _dashboard(self, planner: Planner, changes: Sequence[IssuePlan], found: Bookmark) -> Dashboard:
        did = self._did()
        outcomes = {plan.iid: plan.outcome for plan in (*changes, *planner.replaced) if plan.outcome}
        overdue = {issue.iid: outcomes.get(issue.iid, issue) for issue in planner.places.overdue}
        ended = self._reader.server_time or self._ctx.now
        passes = found.before.passes if found.before else ()
        now = Dashboard(
            cursor=Cursor(
                read_at=self.began,
                policy=fingerprint_of(self._settings.policy),
                due_seen=planner.places.due_seen,
                again=self._again(planner, found, changes),
                ended_at=ended,
            ),
            did=did,
            when=self._ctx.now if did else None,
            overdue=newest_overdue(list(overdue.values()), self._ctx),
            overlapped=self._leaves_doubt(found),
            passes=entered(passes, PassRecord(self._report.pass_id, ended, did)) if did else passes,
        )
        return renewed(found.before, now)

    def _leaves_doubt(self, found: Bookmark) -> bool:
        """Tell whether something may be there twice: another pass, a write made again, a repair that was not done."""
        not_repaired = self._bookmark.overlapped and bool(self._report.undone)
        made_again = self._writer is not None and self._writer.has_repeated
        return made_again or not_repaired or not self._bookmark.is_still(found.issues)

    def _again(self, planner: Planner, found: Bookmark, changes: Sequence[IssuePlan]) -> dict[int, datetime]:
        """Keep whom an earlier pass, or one beside this, wants to see again; whoever was left goes first next time."""
        kept = dict(found.before.cursor.again) if found.before else {}
        later = {iid: at for iid, at in kept.items() if at > self._ctx.now and iid not in planner.looked_at}
        undone = self._report.undone
        originals = {plan.case.original for plan in changes if plan.iid in undone and plan.case.original}
        return later | planner.again | dict.fromkeys(undone | originals, self.began)

    def _did(self) -> dict[str, int]:
        done: dict[str, int] = {}
        for (rule, status), count in self._report.counts.items():
            if rule not in _NO_FEEDBACK and status in {Status.DONE, Status.PLANNED}:
                done[rule] = done.get(rule, 0) + count
        return done

    def _has_acted(self) -> bool:
        return bool(self._report.counts)


def _plan(issue: Issue | None, action: IssueAction) -> IssuePlan:
    return IssuePlan(case=Case(issue), outcome=issue, actions=(action,), declined={})
