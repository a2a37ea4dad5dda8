"""The undoing of one pass: read, plan, show, act, write down."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from bot.engine.apply import Executor, LabelShelf
from bot.engine.bookmark import bookmark_of
from bot.engine.gather import whole
from bot.engine.limits import warn_of, within
from bot.engine.plan import IssuePlan
from bot.engine.report import Report, Status
from bot.engine.surroundings import context_of
from bot.engine.undoing.known import UnknownPassError, met_on, others_at_work, records_of
from bot.engine.undoing.reading import Readings
from bot.errors import ConfigurationError, HaltedError, TrackerError
from bot.model.case import Case
from bot.model.context import Texts
from bot.model.issue import Issue
from bot.model.logbook import PassRecord, entered
from bot.model.projection import project
from bot.model.signature import began_of, pass_id
from bot.reports.dashboard import writing
from bot.settings import Settings
from bot.tracker import Reader, Writer
from bot.undo import CAP, RULE, Span, is_filed_by, span_of, undoing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoOrder:
    """Which pass is to be undone; `now` carries its offset, `until` tells when the pass had ended where that is known.

    `nonce` makes the id of the undoing, which is a pass too, the only one of its second.
    """

    identity: str
    now: datetime
    nonce: str = ""
    until: datetime | None = None
    limited: bool = True


class UndoPass:
    """Undoes one pass: `prepare` reads, `plan` plans, `show` tells the plan, `carry_out` does it.

    Each may raise UnreachableError, HaltedError and TrackerError.
    """

    def __init__(self, order: UndoOrder, settings: Settings, texts: Texts, reader: Reader, report: Report) -> None:
        self._order = order
        self._settings = settings
        self._reader = reader
        self._report = report
        self._bookmark = bookmark_of(reader.first_own_issues(settings.labels.names.dashboard))
        self._records: Sequence[PassRecord] = records_of(self._bookmark)
        bot = self._bookmark.owner or reader.me()
        began = min(reader.server_time or order.now, order.now)
        report.pass_id = pass_id(began, order.nonce)
        self._ctx = replace(context_of(order.now, settings, texts, bot), began=began)
        self._issues: Sequence[Issue] = ()
        self._plans: list[IssuePlan] = []

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._plans)

    def prepare(self) -> Span:
        """Read, and tell the time of the pass; raises ConfigurationError where nobody knows such a pass."""
        identity, until = self._order.identity, self._order.until
        began = began_of(identity)
        if began is None:
            raise self._unknown("no id of a pass; it looks like 20261120T120000Z-0a1b")
        if until and until <= began:
            raise ConfigurationError(f"--until {until.isoformat()}: pass {identity} began only then, or later")
        mine = [record.ended for record in self._records if record.identity == identity]
        latest = max([began + CAP, *mine, *([until] if until else [])])
        readings = Readings(identity, self._reader, self._ctx, self._report)
        self._issues = readings.issues(began, latest, without={issue.iid for issue in self._bookmark.issues})
        met = met_on([*self._bookmark.issues, *self._issues], self._ctx)
        is_known = bool(mine) or identity in met
        if not is_known:
            self._insist_on_being_alone(met)
        self._span = span_of(identity, self._records, met, until)
        if not is_known:
            self._span = replace(self._span, known_by=f"{self._span.known_by}; nobody knows this pass")
        return self._span

    def plan(self) -> None:
        """Plan, and tell what is left and why."""
        self._plans = [plan for issue in self._issues if (plan := self._plan(issue)).actions]

    def insist_on_limits(self) -> None:
        """Raise CeilingError where the policy does not allow so many changes in one pass."""
        if self._order.limited:
            changes, filings = self._counted()
            within(self._settings.policy.limits, changes, iter(filings))

    def show(self, report: Report) -> None:
        """Tell what would be done, to whoever listens to a report."""
        executor = Executor(None, LabelShelf(self._reader, self._settings.labels), report)
        for plan in self._plans:
            executor.apply(plan)

    def warn_of_limits(self) -> None:
        """Tell, after a dry run, that the real undoing would be refused."""
        if self._order.limited:
            changes, filings = self._counted()
            warn_of(self._settings.policy.limits, changes, len(filings), self._report)

    def carry_out(self, writer: Writer) -> None:
        """Do what is planned, after another look at each issue, and write it down in the dashboard if there is one."""
        shelf = LabelShelf(self._reader, self._settings.labels)
        executor = Executor(writer, shelf, self._report, self._look_again)
        count = 0
        try:
            for count, plan in enumerate(self._plans, start=1):
                executor.apply(plan)
                self._report.listener.progress("issues done", count, len(self._plans))
        except HaltedError:
            self._report.remaining = len(self._plans) - count
            raise
        self._write_down(executor)

    def _counted(self) -> tuple[list[IssuePlan], list[IssuePlan]]:
        """Tell changes from filings that are closed: these were as many when the policy allowed them."""
        sides: tuple[list[IssuePlan], list[IssuePlan]] = [], []
        for plan in self._plans:
            assert plan.case.issue is not None  # noqa: S101 - only issues are undone
            sides[is_filed_by(self._order.identity, plan.case.issue, self._ctx)].append(plan)
        return sides

    def _unknown(self, why: str) -> UnknownPassError:
        return UnknownPassError(f"{self._order.identity!r}: {why}", self._records, self._ctx.calendar.zone)

    def _insist_on_being_alone(self, met: Collection[str]) -> None:
        """Let only `--until` speak for a pass that nobody knows, and only where no other pass can be meant."""
        until = self._order.until
        if until is None:
            raise self._unknown(
                "no such pass is known; its log tells its id, and one that wrote no word needs --until, when it ended"
            )
        if others := others_at_work(self._order.identity, until, self._records, met):
            raise self._unknown(
                f"no such pass is known, and until {until.isoformat()} others were: {', '.join(others)}"
            )

    def _plan(self, issue: Issue) -> IssuePlan:
        undoing = undoing_of(issue, self._span, self._ctx)
        for line in undoing.left:
            self._report.listener.declined(issue.iid, RULE, line)
        outcome = reduce(lambda then, action: project(then, action, self._ctx), undoing.actions, issue)
        return IssuePlan(case=Case(issue), outcome=outcome, actions=undoing.actions, declined={})

    def _look_again(self, plan: IssuePlan) -> IssuePlan:
        """Plan an issue anew if it is not what it was when it was read: what people have just done counts."""
        before = plan.case.issue
        assert before is not None  # noqa: S101 - only issues are undone
        fresh = self._reader.issue(before.iid)
        if fresh == replace(before, notes=None, state_events=None, label_events=None):
            return plan
        return self._plan(whole(fresh, self._reader))

    def _write_down(self, executor: Executor) -> None:
        did = self._report.counts[RULE, Status.DONE]
        if not did:
            return
        try:
            found = bookmark_of(self._reader.own_issues(self._settings.labels.names.dashboard))
        except TrackerError as problem:
            self._report.fail(f"the dashboard could not be read again, so it was not written: {problem}")
            return
        if found.issue is None or found.before is None:
            return
        ended = self._reader.server_time or self._ctx.now
        record = PassRecord(self._report.pass_id, ended, {RULE: did}, undid=self._order.identity)
        now = replace(found.before, did=record.did, when=self._ctx.now, passes=entered(found.before.passes, record))
        action = writing(found.issue, now, self._ctx)
        executor.do(IssuePlan(case=Case(found.issue), outcome=found.issue, actions=(action,), declined={}))
