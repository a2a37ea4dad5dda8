"""Plan a whole pass: first what changes existing issues, then what is filed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.engine.explain import explanation_of
from bot.engine.gather import Gatherer, one_case, whole
from bot.engine.inquiry import Inquiry
from bot.engine.kinship import Kinship, Tickets
from bot.engine.order import Order
from bot.engine.places import Places
from bot.engine.plan import IssuePlan, plan_case
from bot.engine.recognition import Recognition
from bot.engine.report import Report
from bot.engine.surveys import SurveyDesk
from bot.errors import DamagedMarkError, PlanConflictError, TrackerError
from bot.intake import fingerprint
from bot.intake.sources import numbering_of
from bot.model.case import Case
from bot.model.context import Context
from bot.model.cursor import Cursor
from bot.model.history import UnreadError
from bot.model.issue import Issue, Person
from bot.model.questions import Answers, UnansweredError
from bot.reports.dashboard import dashboard_mark
from bot.reports.explain import said
from bot.rules import Rule
from bot.rules.follow_rating import FollowRating
from bot.rules.obey_commands import ObeyCommands
from bot.rules.relate_sources import RelateSources
from bot.settings import Settings
from bot.tracker import Reader


class Planner:
    """Plans one pass; what goes wrong with single issues is counted in the report, and the rest goes on.

    With a cursor it looks only at what has changed or come due since; the plans are the same as without.
    """

    def __init__(  # noqa: PLR0913 - what a pass is made of
        self,
        order: Order,
        settings: Settings,
        ctx: Context,
        reader: Reader,
        report: Report,
        *,
        cursor: Cursor | None = None,
        is_new_here: bool = False,
    ) -> None:
        on = settings.policy.rules.switched_on()
        self._rules: Sequence[Rule] = [rule for rule in on if not order.only or rule.name in order.only]
        self._look_back = None if order.full else settings.policy.look_back
        self._order = order
        self._ctx = replace(ctx, explain=lambda issue: _explained(issue, self._rules, ctx))
        self._reader = reader
        self._report = report
        self._cursor = cursor
        self._recognition = Recognition(ctx, is_new_here=is_new_here)
        self._gatherer = Gatherer(reader, self._rules, ctx, report)
        self._inquiry = Inquiry(reader)
        self._desk: SurveyDesk | None = None
        self._filed: dict[int, int] = {}
        self._tickets = Tickets(numbering_of({name: one.settings for name, one in settings.sources.items()}))
        self._kinship = Kinship(self._tickets, lambda _: None, ctx)
        self.places = Places(reader, self._rules, ctx, report)
        self.again: dict[int, datetime] = {}
        self.replaced: list[IssuePlan] = []
        self.looked_at: set[int] = set()
        self.new_surveys = 0
        self.newest_filing: Issue | None = None

    @property
    def met_dashboards(self) -> list[Issue]:
        """The bot's dashboards that were met among the issues, those of its former users too."""
        return self._recognition.dashboards

    @property
    def has_read_notes(self) -> bool:
        """Whether more than lists had to be read."""
        return self._gatherer.has_read_notes

    def plans(self) -> tuple[list[IssuePlan], Iterator[IssuePlan]]:
        """Plan the changes, all of them, and the filings, one at a time as they are asked for.

        Raises ConfigurationError when the bot's marks are met under an unknown user's name.
        """
        if self._order.iid is not None:
            return list(self._planned(self._one(self._order.iid), tell=self._order.explains)), iter(())
        try:
            changes, filings = self._with_surveys()
        except TrackerError as problem:
            self.places.complete = False
            self._report.fail(
                f"no survey was filed and the bot's own issues were left alone, since it could not be found out which "
                f"surveys are known and which have changed: {problem}"
            )
            changes, filings = self._changes(None, without=lambda issue: self._ctx.is_bot(issue.author)), iter(())
        self._recognition.insist()
        return changes, filings

    def look_again(self, plan: IssuePlan) -> IssuePlan:
        """Plan an issue anew if it is not what it was when it was read; raises TrackerError."""
        before = plan.case.issue
        if before is None:
            return plan
        fresh = self._reader.issue(before.iid)
        if _is_as_it_was(fresh, before):
            return plan
        case = replace(plan.case, issue=whole(fresh, self._reader), pending=False, answers=Answers())
        anew = next(self._planned([case]), IssuePlan(case, fresh, (), {}))
        self.replaced.append(anew)
        return anew

    def _with_surveys(self) -> tuple[list[IssuePlan], Iterator[IssuePlan]]:
        desk = self._desk = self._opened()
        if desk is None:
            return self._changes(None), iter(())
        follows = any(rule.name == FollowRating.name for rule in self._rules)
        followed = list(self._planned(desk.changed(self._reader))) if follows else []
        iids = {plan.iid for plan in followed} | desk.unread
        self.new_surveys, self.newest_filing = desk.new_count, desk.newest_filing
        changes = followed + self._changes(desk, without=lambda issue: issue.iid in iids)
        return changes, self._planned(map(self._kinship.case_for, desk.new()))

    def has_filed(self, plan: IssuePlan, iid: int) -> None:
        """Take notice of an issue that was filed; its number is 0 in a dry run."""
        inbox, survey = self._order.inbox, plan.case.survey
        if inbox and inbox.has_several_sources:
            self._kinship.has_filed(plan, iid)
        if inbox and inbox.tellers and survey and iid:
            self._filed[fingerprint(survey.key)] = iid

    def issue_of(self, key: int) -> int | None:
        """Tell which issue a survey of this pass has become, by its fingerprint; None if it has none."""
        known = self._desk.known(key) if self._desk else None
        return self._filed.get(key) or (known.iid if known else None)

    def relations(self) -> Iterator[IssuePlan]:
        """Plan the links between issues of which each was filed without knowing of the other.

        Where one of them may have been filed without an answer, the next pass is to look at the others again.
        """
        if not self._report.dry_run:
            self._report.undone |= self._kinship.beside_the_unsure()
        rules = [rule for rule in self._rules if isinstance(rule, RelateSources)]
        for iid, siblings in self._kinship.filed_together() if rules else ():
            try:
                issue = self._reader.issue(iid)
                # By GitLab's clock it was filed just now, whatever ours says.
                plan = self._plan(Case(issue, siblings=siblings), rules, replace(self._ctx, now=issue.created_at))
            except TrackerError as problem:
                self._report.skip(f"#{iid}: {problem}", iid)
                continue
            if plan.actions:
                yield plan

    def _changes(
        self, desk: SurveyDesk | None, *, without: Callable[[Issue], bool] = lambda _: False
    ) -> list[IssuePlan]:
        places = () if self._order.alone else self.places.issues(self._cursor, desk.twice if desk else ())
        found = self._recognition.watch(places)
        issues = (issue for issue in found if not without(issue))
        self._kinship = Kinship(self._tickets, desk.known if desk else lambda _: None, self._ctx)
        return list(self._planned(self._gatherer.cases(issues, self._kinship.case_of)))

    def _opened(self) -> SurveyDesk | None:
        inbox = self._order.inbox
        if self._recognition.is_new_here:
            self._recognition.meet(self._reader.issues_labelled(self._ctx.labels.names.dashboard))
        if inbox is None:
            self._get_acquainted()
            return None
        return SurveyDesk.open(
            inbox, self._own_issues, self._ctx, self._report, look_back=self._look_back, tickets=self._tickets
        )

    def _get_acquainted(self) -> None:
        """Let a user who is new here look at closed issues, too, once: they may be all that a former one has left."""
        if not self._recognition.is_new_here:
            return
        since = self._ctx.now - self._look_back if self._look_back else None
        self._recognition.meet(self._reader.issues_since(since, None))

    def _own_issues(self, since: datetime | None) -> Iterator[Issue]:
        """Go through the bot's own issues; a user who may be new to the project looks at everybody's."""
        ctx = self._ctx
        formerly = [Person(id=number, username="") for number in sorted(ctx.former_bots)]
        authors = [None] if self._recognition.is_new_here else [ctx.bot, *formerly]
        for author in authors:
            yield from self._recognition.watch(self._reader.issues_since(since, author))

    def _one(self, iid: int) -> Iterator[Case]:
        try:
            case = one_case(self._reader, iid)
        except TrackerError as problem:
            self._report.skip(f"#{iid}: {problem}", iid)
            return
        if case.issue and self._ctx.is_bot(case.issue.author) and dashboard_mark(case.issue):
            self._report.listener.warning(f"#{iid} is the bot's own issue, no feedback: nothing is done about it")
            return
        yield case

    def _plan(self, case: Case, rules: Sequence[Rule], ctx: Context) -> IssuePlan:
        """Plan a case; what a rule finds, or an earlier one is about to do, may let it look at more than was read."""
        while True:
            try:
                return plan_case(case, rules, ctx)
            except UnansweredError as asked:
                case = replace(case, answers=case.answers.and_to(self._inquiry.answers(asked)))
            except UnreadError:
                if case.issue is None or case.issue.is_whole:
                    raise
                self._gatherer.has_read_notes = True
                case = replace(case, issue=whole(case.issue, self._reader))

    def _planned(self, cases: Iterable[Case], *, tell: bool = False) -> Iterator[IssuePlan]:
        for case in cases:
            iid = case.issue.iid if case.issue else 0
            self.looked_at.add(iid)
            try:
                plan = self._plan(case, self._rules, self._ctx)
            except (TrackerError, DamagedMarkError, PlanConflictError) as problem:
                self._report.skip_case(case, problem)
                continue
            if plan.again_at:
                self.again[iid] = plan.again_at
            for rule, reason in plan.declined.items() if tell else ():
                self._report.listener.declined(plan.iid, rule, reason)
            if plan.actions:
                yield plan


def _explained(issue: Issue, rules: Sequence[Rule], ctx: Context) -> str:
    """Say how an issue stands, apart from what is just being said to the bot."""
    others = [rule for rule in rules if not isinstance(rule, ObeyCommands | RelateSources)]
    return said(explanation_of(Case(issue), others, ctx), ctx, inside=True)


def _is_as_it_was(fresh: Issue, before: Issue) -> bool:
    """Compare all that people can change; a note within a minute of another change shows in the count alone."""
    unread = replace(before, notes=None, state_events=None, label_events=None)
    return fresh == unread
