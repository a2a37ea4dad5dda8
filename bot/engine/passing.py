"""One pass from beginning to end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urlsplit

from bot.engine.apply import Executor, LabelShelf
from bot.engine.gather import one_case, open_cases
from bot.engine.plan import IssuePlan, plan_case
from bot.engine.rehearsal import rehearse
from bot.engine.report import Report
from bot.engine.surveys import SurveyDesk
from bot.errors import CeilingError, ConfigurationError, DamagedMarkError, PlanConflictError, TrackerError
from bot.intake import Inbox
from bot.model.calendar import Calendar
from bot.model.case import Case
from bot.model.context import Context, Texts
from bot.model.issue import Issue, Person
from bot.rules import Rule
from bot.rules.follow_rating import FollowRating
from bot.settings import Limits, Settings
from bot.texts import JinjaTexts
from bot.tracker import Reader, Tracker


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody asked for on the command line; `now` carries its offset, an empty `only` means all rules."""

    now: datetime
    inbox: Inbox | None = None
    only: frozenset[str] = field(default_factory=frozenset)
    iid: int | None = None
    full: bool = False
    limited: bool = True


def run_pass(order: Order, settings: Settings, tracker: Tracker, report: Report) -> None:
    """Run one pass; without a writer it is a dry run.

    Raises CeilingError before the first write when the plan is larger than the policy allows, and UnreachableError
    when GitLab cannot be talked to. Everything else that goes wrong is counted in the report, and the rest goes on.
    """
    texts = JinjaTexts(settings.template_folders)
    texts.check()
    rehearse(settings.policy.rules.switched_on(), _context(order, settings, texts, _NOBODY))
    ctx = _context(order, settings, texts, tracker.reader.me())
    planner = _Planner(order, settings, ctx, tracker.reader, report)
    changes, filings = planner.plans()
    if tracker.writer is not None and order.limited:
        changes, filings = _within(settings.policy.limits, changes, filings)
    total = len(changes) + planner.new_surveys
    filed = 0
    executor = Executor(tracker.writer, LabelShelf(tracker.reader, settings.labels), report)
    for count, plan in enumerate(chain(changes, filings), start=1):
        executor.apply(plan)
        filed += plan.files
        report.listener.progress("issues done", count, total)
    if tracker.writer is None and order.limited:
        _warn_of_limits(settings.policy.limits, _count(changes), filed, report)


def _context(order: Order, settings: Settings, texts: Texts, bot: Person) -> Context:
    policy = settings.policy
    return Context(
        now=order.now,
        calendar=Calendar(policy.timezone),
        answer_within=policy.answer_within,
        labels=settings.labels,
        bot=bot,
        other_bots=policy.other_bots,
        ticket_address=policy.ticket_address,
        tracker_host=urlsplit(settings.url).hostname or "",
        texts=texts,
    )


class _Planner:
    """Plans a whole pass: first what changes existing issues, then what is filed."""

    def __init__(self, order: Order, settings: Settings, ctx: Context, reader: Reader, report: Report) -> None:
        on = settings.policy.rules.switched_on()
        self._rules: Sequence[Rule] = [rule for rule in on if not order.only or rule.name in order.only]
        self._look_back = None if order.full else settings.policy.look_back
        self._order = order
        self._ctx = ctx
        self._reader = reader
        self._report = report
        self.new_surveys = 0

    def plans(self) -> tuple[list[IssuePlan], Iterator[IssuePlan]]:
        """Plan the changes, all of them, and the filings, one at a time as they are asked for."""
        if self._order.iid is not None:
            return list(self._planned(self._one(self._order.iid), tell=True)), iter(())
        try:
            desk = self._desk()
        except TrackerError as problem:
            self._report.fail(
                f"no survey was filed and the bot's own issues were left alone, since it could not be found out which "
                f"surveys are known and which have changed: {problem}"
            )
            return self._changes(without=lambda issue: issue.author.id == self._ctx.bot.id), iter(())
        if desk is None:
            return self._changes(), iter(())
        follows = any(rule.name == FollowRating.name for rule in self._rules)
        followed = list(self._planned(desk.changed(self._reader))) if follows else []
        iids = {plan.iid for plan in followed} | desk.unread
        self.new_surveys = desk.new_count
        filings = self._filings(desk)
        return followed + self._changes(without=lambda issue: issue.iid in iids), filings

    def _filings(self, desk: SurveyDesk) -> Iterator[IssuePlan]:
        if desk.new_count:
            try:
                _check_role(self._reader, self._ctx.bot)
            except TrackerError as problem:
                self._report.fail(f"no survey was filed, since the bot's role could not be read: {problem}")
                return iter(())
        return self._planned(Case(None, survey) for survey in desk.new())

    def _changes(self, *, without: Callable[[Issue], bool] = lambda _: False) -> list[IssuePlan]:
        return list(self._planned(open_cases(self._reader, self._rules, self._ctx, self._report, without=without)))

    def _desk(self) -> SurveyDesk | None:
        inbox = self._order.inbox
        return SurveyDesk.open(inbox, self._reader, self._ctx, self._report, self._look_back) if inbox else None

    def _one(self, iid: int) -> Iterator[Case]:
        try:
            yield one_case(self._reader, iid)
        except TrackerError as problem:
            self._report.skip(f"#{iid}: {problem}")

    def _planned(self, cases: Iterable[Case], *, tell: bool = False) -> Iterator[IssuePlan]:
        for case in cases:
            try:
                plan = plan_case(case, self._rules, self._ctx)
            except DamagedMarkError as problem:
                self._report.skip(str(problem))
                continue
            except PlanConflictError as problem:
                self._report.fail(f"#{case.issue.iid if case.issue else 0}: {problem}")
                continue
            for rule, reason in plan.declined.items() if tell else ():
                self._report.listener.declined(plan.iid, rule, reason)
            if plan.actions:
                yield plan


def _check_role(reader: Reader, bot: Person) -> None:
    """Refuse to file with a role whose labels and confidentiality GitLab would silently leave out."""
    role = reader.role_of(bot)
    if role is not None and role < _PLANNER:
        raise ConfigurationError(
            f"the bot's user @{bot.username} has access level {role} in the project: give it the role Planner "
            f"({_PLANNER}) or higher, else its issues would be neither labelled nor confidential"
        )


def _within(
    limits: Limits, changes: list[IssuePlan], filings: Iterator[IssuePlan]
) -> tuple[list[IssuePlan], Iterator[IssuePlan]]:
    """Let a plan pass if it keeps the policy's limits; raises CeilingError otherwise."""
    filed = list(islice(filings, limits.filings + 1))
    if excess := _excess(limits, _count(changes), len(filed)):
        raise CeilingError(f"{excess}; nothing was written. Look with --dry-run; --no-limit lets it through")
    return changes, iter(filed)


def _warn_of_limits(limits: Limits, changes: int, filings: int, report: Report) -> None:
    if excess := _excess(limits, changes, filings):
        report.listener.warning(f"{excess}: without --no-limit it will be refused")


def _excess(limits: Limits, changes: int, filings: int) -> str | None:
    if changes > limits.changes:
        return (
            f"this pass has {changes} changes of existing issues, the policy allows {limits.changes} (limits.changes)"
        )
    if filings > limits.filings:
        return f"this pass has more new issues than the {limits.filings} that the policy allows (limits.filings)"
    return None


def _count(changes: Iterable[IssuePlan]) -> int:
    return sum(len(plan.actions) for plan in changes)


_NOBODY = Person(id=0, username="nobody")  # rehearsals need no GitLab
_PLANNER = 15  # the least role that may label and hide issues (GitLab's source)
