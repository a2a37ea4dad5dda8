"""Match the surveys of a pass with the issues they have become."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.engine.gather import TELL_EVERY, one_case
from bot.engine.kinship import Tickets
from bot.engine.known import AT_ONCE, Known, known_as
from bot.engine.report import Report
from bot.errors import TrackerError
from bot.intake import Inbox, Sighting, fingerprint
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import filing_mark
from bot.model.issue import Issue
from bot.model.survey import Survey
from bot.reports.dashboard import dashboard_mark
from bot.rules.wording import subject_of, title_of
from bot.tracker import Reader


@dataclass(slots=True)
class Register:
    """The surveys that have an issue, and the bot's issues whose mark somebody has removed, by their titles.

    `twice` names the open issues whose survey has an older issue, `newest` is the issue that was entered first;
    `tickets` learns what they are about.
    """

    tickets: Tickets
    known: dict[int, Known] = field(default_factory=dict)
    twice: set[int] = field(default_factory=set)
    unmarked: dict[str, int] = field(default_factory=dict)
    newest: Issue | None = None

    def add(self, issue: Issue, ctx: Context) -> int | None:
        """Enter one of the bot's issues; of two for one survey the lower number counts.

        Gives the survey's fingerprint if it was not known before.
        """
        if not ctx.is_bot(issue.author) or dashboard_mark(issue):
            return None
        found = known_as(issue, ctx)
        if found is None:
            self.unmarked[subject_of(issue.title)] = issue.iid
            return None
        self.newest = self.newest or issue
        if mark := filing_mark(issue, ctx):
            self.tickets.meet(mark, issue.iid)
        key, second = found
        is_new = key not in self.known
        first = self.known.setdefault(key, second)
        first, second = sorted((first, second), key=lambda one: one.iid)
        self.known[key] = first
        if first.is_original_of(second) and second.is_open:
            self.twice.add(second.iid)
        return key if is_new else None


OwnIssues = Callable[[datetime | None], Iterable[Issue]]  # the bot's issues, newest first, back to an instant


class SurveyDesk:
    """The surveys of one pass: those without an issue, and those whose issue holds an older answer."""

    def __init__(self, inbox: Inbox, seen: Sighting, register: Register, report: Report) -> None:
        self._inbox = inbox
        self._seen = seen
        self._register = register
        self._report = report
        self.unread: set[int] = set()

    @classmethod
    def open(  # noqa: PLR0913 - what there is to know before surveys can be matched
        cls,
        inbox: Inbox,
        own_issues: OwnIssues,
        ctx: Context,
        report: Report,
        *,
        look_back: timedelta | None,
        tickets: Tickets,
    ) -> "SurveyDesk | None":
        """Read the surveys, and what of them is known; None when there are none.

        What is known is read from the bot's issues of the surveys' time and of `look_back` before it, or of all times.
        Raises TrackerError when that fails: then nothing may be filed.
        """
        seen = inbox.look(report)
        report.surveys, report.left_out = len(seen.newest), seen.left_out
        if seen.oldest is None:
            return None
        since = None if look_back is None else min(seen.oldest, ctx.now) - look_back
        register = Register(tickets)
        _enter(register, own_issues(since), seen, ctx, report)
        return cls(inbox, seen, register, report)

    def changed(self, reader: Reader) -> Iterator[Case]:
        """Go through the surveys that were answered again, each with its issue; `unread` names those not to be had."""
        changed = {key: known for key, known in self._register.known.items() if self._has_changed(key, known)}
        met = 0
        for survey in self._inbox.newest(self._seen, changed.__contains__) if changed else ():
            met += 1
            known = changed[fingerprint(survey.key)]
            try:
                yield Case(one_case(reader, known.iid).issue, survey)
            except TrackerError as problem:
                self.unread.add(known.iid)
                self._report.skip(f"#{known.iid}: {problem}", known.iid)
        self._insist(met, len(changed))

    @property
    def twice(self) -> set[int]:
        """The open issues whose survey has an older issue."""
        return self._register.twice

    @property
    def newest_filing(self) -> Issue | None:
        """The issue that was filed last, as far back as the issues were read."""
        return self._register.newest

    def known(self, key: int) -> Known | None:
        """Tell which issue a survey has become, by its fingerprint."""
        return self._register.known.get(key)

    @property
    def new_count(self) -> int:
        """How many surveys have no issue yet."""
        return sum(map(self._is_new, self._seen.newest))

    def new(self) -> Iterator[Survey]:
        """Go through the surveys that have no issue yet."""
        if not self.new_count:
            return
        met = 0
        for survey in self._inbox.newest(self._seen, self._is_new):
            met += 1
            if iid := self._register.unmarked.get(subject_of(title_of(survey))):
                about = f"#{iid} seems to hold the survey for {survey.subject}, but its hidden mark is gone"
                self._report.listener.warning(f"{about}: nothing is filed for it")
                continue
            yield survey
        self._insist(met, self.new_count)

    def _is_new(self, key: int) -> bool:
        return key not in self._register.known

    def _insist(self, met: int, seen: int) -> None:
        """Tell when the second reading of the files gave less than the first: a survey is never lost in silence."""
        if met < seen:
            self._report.fail(
                f"{seen - met} surveys were gone when the files were read again: the next pass reads anew"
            )

    def _has_changed(self, key: int, known: Known) -> bool:
        return known.responded_at is not None and self._seen.has_newer(key, known.responded_at)


def _enter(register: Register, issues: Iterable[Issue], seen: Sighting, ctx: Context, report: Report) -> None:
    """Read the marks of the issues the bot has filed, newest first, until every survey of this pass is known.

    And a little further, or all of them where it is known that passes ran at the same time: there may be an older issue
    of the same survey.
    """
    missing = len(seen.newest)  # a number, and no set: there may be very many
    enough: datetime | None = None
    for count, issue in enumerate(issues, start=1):
        if count % TELL_EVERY == 0:
            report.listener.progress("filed issues read", count)
        missing -= register.add(issue, ctx) in seen.newest
        if not missing and not ctx.overlapped:
            enough = enough or issue.created_at - AT_ONCE
            if issue.created_at < enough:
                return
