"""One pass from beginning to end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urlsplit

from bot.engine.apply import Executor, LabelShelf
from bot.engine.gather import one_case, open_cases
from bot.engine.plan import IssuePlan, plan_case
from bot.engine.report import Report
from bot.engine.surveys import SurveyDesk
from bot.errors import CeilingError, PlanConflictError, TrackerError
from bot.intake import Inbox
from bot.model.calendar import Calendar
from bot.model.case import Case
from bot.model.context import Context, Texts
from bot.model.issue import Person
from bot.rules import Rule
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
    ctx = _context(order, settings, texts, tracker.reader.me())
    planner = _Planner(order, settings, ctx, tracker.reader, report)
    changes, filings = planner.plans()
    if tracker.writer is not None and order.limited:
        changes, filings = _within(settings.policy.limits, changes, filings)
    total = len(changes) + planner.new_surveys
    executor = Executor(tracker.writer, LabelShelf(tracker.reader, settings.labels), report)
    for count, plan in enumerate(chain(changes, filings), start=1):
        executor.apply(plan)
        report.listener.progress("issues done", count, total)


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
            return list(self._planned(self._one(self._order.iid))), iter(())
        desk = self._desk()
        if desk is None:
            return list(self._planned(open_cases(self._reader, self._rules, self._ctx, self._report))), iter(())
        self.new_surveys = desk.new_count
        followed = list(self._planned(desk.changed(self._reader, self._report)))
        iids = {plan.iid for plan in followed}
        others = open_cases(self._reader, self._rules, self._ctx, self._report, without=iids)
        return followed + list(self._planned(others)), self._planned(Case(None, survey) for survey in desk.new())

    def _desk(self) -> SurveyDesk | None:
        if self._order.inbox is None:
            return None
        return SurveyDesk.open(self._order.inbox, self._reader, self._ctx, self._report, self._look_back)

    def _one(self, iid: int) -> Iterator[Case]:
        try:
            yield one_case(self._reader, iid)
        except TrackerError as problem:
            self._report.skip(f"#{iid}: {problem}")

    def _planned(self, cases: Iterable[Case]) -> Iterator[IssuePlan]:
        for case in cases:
            try:
                plan = plan_case(case, self._rules, self._ctx)
            except PlanConflictError as problem:
                self._report.fail(f"#{case.issue.iid if case.issue else 0}: {problem}")
                continue
            if plan.actions:
                yield plan


def _within(
    limits: Limits, changes: list[IssuePlan], filings: Iterator[IssuePlan]
) -> tuple[list[IssuePlan], Iterator[IssuePlan]]:
    """Let a plan pass if it keeps the policy's limits; raises CeilingError otherwise."""
    count = sum(len(plan.actions) for plan in changes)
    if count > limits.changes:
        raise CeilingError(_too_many(f"{count} changes of existing issues", limits.changes, "limits.changes"))
    filed = list(islice(filings, limits.filings + 1))
    if len(filed) > limits.filings:
        raise CeilingError(_too_many(f"more than {limits.filings} new issues", limits.filings, "limits.filings"))
    return changes, iter(filed)


def _too_many(what: str, limit: int, key: str) -> str:
    return (
        f"this pass would make {what}, and the policy allows {limit} ({key}); nothing was written. "
        "Look at the plan with --dry-run; --no-limit lets it through"
    )
