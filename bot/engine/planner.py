"""Plan a whole pass: first what changes existing issues, then what is filed."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.engine.gather import one_case, open_cases, whole
from bot.engine.order import Order
from bot.engine.plan import IssuePlan, plan_case
from bot.engine.report import Report
from bot.engine.surveys import SurveyDesk
from bot.errors import ConfigurationError, DamagedMarkError, PlanConflictError, TrackerError
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import UnreadError
from bot.model.issue import Issue, Person
from bot.rules import Rule
from bot.rules.follow_rating import FollowRating
from bot.settings import Settings
from bot.tracker import Reader

_PLANNER = 15  # the least role that may label and hide issues (GitLab's source)


class Planner:
    """Plans one pass; what goes wrong with single issues is counted in the report, and the rest goes on."""

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

    def _plan(self, case: Case) -> IssuePlan:
        """Plan a case; what an earlier rule is about to do may let a later one look at more than was read."""
        try:
            return plan_case(case, self._rules, self._ctx)
        except UnreadError:
            if case.issue is None:
                raise
            return plan_case(Case(whole(case.issue, self._reader), case.survey), self._rules, self._ctx)

    def _planned(self, cases: Iterable[Case], *, tell: bool = False) -> Iterator[IssuePlan]:
        for case in cases:
            try:
                plan = self._plan(case)
            except TrackerError as problem:
                self._report.skip(f"#{case.issue.iid if case.issue else 0}: {problem}")
                continue
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
