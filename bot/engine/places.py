"""Where a pass looks: at all open issues and those closed lately, or only at what has changed or come due."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, date
from functools import partial

from bot.engine.gather import TELL_EVERY, understood
from bot.engine.report import Report
from bot.errors import TrackerError
from bot.model.context import Context
from bot.model.cursor import Cursor
from bot.model.issue import Issue
from bot.model.listing import Listing, Overdue
from bot.rules import Rule
from bot.tracker import Reader

_SHOWN = 100  # overdue issues read in any case, a page of them, for the dashboard


class Places:
    """The issues that a pass has to look at.

    After the reading, `overdue` holds the open ones past their date that were met, `due_seen` the newest of these
    dates, `count` how many issues were met, `complete` whether every list was read to its end.
    """

    def __init__(self, reader: Reader, rules: Sequence[Rule], ctx: Context, report: Report) -> None:
        self._reader = reader
        self._rules = rules
        self._ctx = ctx
        self._report = report
        self.overdue: list[Issue] = []
        self.due_seen: date | None = None
        self.complete = True
        self.count = 0

    def issues(self, cursor: Cursor | None, also: Collection[int]) -> Iterator[Issue]:
        """Go through the issues to look at, each once, and some more.

        Without a cursor these are all that are open, and those that are closed and may still concern a rule. A list
        that breaks off makes the pass red: those not reached are left for the next one.
        """
        return self._everything() if cursor is None else iter(self._ripe(cursor, also))

    def _everything(self) -> Iterator[Issue]:
        met: set[int] = set()
        try:
            for issue in self._understood(self._reader.open_issues()):
                met.add(issue.iid)
                if len(met) % TELL_EVERY == 0:
                    self._report.listener.progress("open issues read", len(met))
                self._is_over(issue)
                self.count += 1
                yield issue
        except TrackerError as problem:
            self._broken("open issues", problem)
        for issue in self._closed():
            if issue.iid not in met:  # else it was closed just now: a change, which the next pass reads
                self.count += 1
                yield issue

    def _closed(self) -> Iterator[Issue]:
        """Go through the closed issues that have changed so lately that they may still concern a rule."""
        since = min(filter(None, (rule.closed_since(self._ctx) for rule in self._rules)), default=None)
        if since is None:
            return
        try:
            yield from self._understood(self._reader.closed_issues_changed(since))
        except TrackerError as problem:
            self._broken("closed issues", problem)

    def _ripe(self, cursor: Cursor, also: Collection[int]) -> list[Issue]:
        """Collect what has changed, what time has brought up, and what the last passes left; oldest first."""
        found: dict[int, Issue] = {}
        self.due_seen = cursor.due_seen
        due = {iid for iid, at in cursor.again.items() if at <= self._ctx.now}
        lists: list[tuple[str, Callable[[], Iterator[Issue]]]] = [
            ("changed issues", lambda: self._reader.issues_changed(cursor.since)),
            ("issues to look at again", lambda: self._reader.issues_numbered(due | set(also))),
        ]
        ripened = (listing for rule in self._rules for listing in rule.ripened(cursor.since, self._ctx))
        listings = dict.fromkeys([Overdue(), *ripened])  # the dashboard shows what is overdue, whatever the rules
        lists += [(_name(listing), partial(self._listed, listing, cursor)) for listing in listings]
        for name, read in lists:
            try:
                found |= {issue.iid: issue for issue in self._understood(read())}
            except TrackerError as problem:
                self._broken(name, problem)
        self.count = len(found)
        return [found[iid] for iid in sorted(found)]

    def _understood(self, issues: Iterator[Issue]) -> Iterator[Issue]:
        return understood(issues, self._report)

    def _listed(self, listing: Listing, cursor: Cursor) -> Iterator[Issue]:
        if isinstance(listing, Overdue):
            return self._newly_over(cursor.due_seen)
        return self._reader.open_issues_within(listing)

    def _newly_over(self, seen: date | None) -> Iterator[Issue]:
        """Go through the overdue issues that no pass has looked at since their date was over."""
        for count, issue in enumerate(self._understood(self._over_by_now()), start=1):
            if issue.due_date is None or not self._is_over(issue):
                continue
            if seen is None or issue.due_date > seen:
                yield issue
            elif count >= _SHOWN:
                return

    def _over_by_now(self) -> Iterator[Issue]:
        # GitLab's "overdue" ends before the server's today, in UTC as a rule; east of it, and by a clock that is ahead,
        # a day is over earlier.
        gitlabs_now = self._ctx.began or self._ctx.now
        if self._ctx.calendar.day_of(self._ctx.now) > gitlabs_now.astimezone(UTC).date():
            yield from self._reader.open_issues_due_today()
        yield from self._reader.open_issues_overdue()

    def _is_over(self, issue: Issue) -> bool:
        if issue.due_date is None or not self._ctx.calendar.is_over(issue.due_date, self._ctx.now):
            return False
        self.overdue.append(issue)
        self.due_seen = max(self.due_seen or issue.due_date, issue.due_date)
        return True

    def _broken(self, name: str, problem: TrackerError) -> None:
        self.complete = False
        self._report.fail(f"the list of {name} broke off, those not reached are left: {problem}")


def _name(listing: Listing) -> str:
    return "overdue issues" if isinstance(listing, Overdue) else f"{listing.label} issues"
