"""Why an issue stands as it does: which clock runs, who is expected to act, what comes next and when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.engine.forecast import HORIZON, forecast
from bot.engine.plan import IssuePlan, plan_case
from bot.engine.report import what
from bot.model.case import Case
from bot.model.context import Context
from bot.model.duration import in_words
from bot.model.issue import Issue
from bot.model.projection import project
from bot.reports.explanation import Clock, Declined, Expected, Explanation, Findings, Next, State, Step, Wanted
from bot.reports.findings import findings_of, state_of, wanted_of
from bot.rules import Rule
from bot.rules.ask_missing import AskMissing
from bot.rules.chase_contact import ChaseContact
from bot.rules.nag_unanswered import NagUnanswered
from bot.rules.read_review import ReadReview

_REMINDS: Mapping[Wanted, type[NagUnanswered | AskMissing | ChaseContact]] = {
    Wanted.ANSWER: NagUnanswered,
    Wanted.REVIEW: AskMissing,
    Wanted.CONTACT: ChaseContact,
}


def explanation_of(case: Case, rules: Sequence[Rule], ctx: Context) -> Explanation:
    """Explain an issue of which everything was read, by asking the rules that are on, now and at later moments.

    Where something is to be done now, state, clock and who is expected to act are those that come of it; the evidence
    is that of the issue as it is.

    A rule that answers with explanations is to be left out of the rules when it explains: else it waits for itself.
    Raises DamagedMarkError and PlanConflictError, as a pass would meet them; UnansweredError when a rule wants to know
    something first; UnreadError when not everything was read.
    """
    issue = case.issue
    assert issue is not None  # noqa: S101 - what is explained is an issue
    ctx = replace(ctx, explain=_something)  # a rule that answers with explanations would go round in circles
    state = state_of(issue, ctx)
    if state.dashboard:
        return _of_the_dashboard(issue, state, ctx)
    plan = plan_case(case, rules, ctx)
    settled = _settled(plan, rules, ctx)
    then = settled.outcome or issue
    wanted = wanted_of(then, ctx)
    clock = _clock(then, wanted, settled, rules, ctx)
    return Explanation(
        issue=issue.iid,
        url=issue.web_url,
        now=ctx.now.astimezone(ctx.calendar.zone),
        state=state_of(then, ctx),
        clock=clock,
        expected=_expected(then, wanted, rules),
        next=_next(case, plan, clock, rules, ctx),
        evidence=findings_of(issue, _standing(case, rules, ctx), ctx),
        declined=_declined(plan, rules, ctx),
    )


def _something(issue: Issue) -> str:  # noqa: ARG001 - it stands in for what explains an issue
    return "how the issue stands"  # not empty, or there would be nothing to answer


def _settled(plan: IssuePlan, rules: Sequence[Rule], ctx: Context) -> IssuePlan:
    """Plan on until nothing is left to be done now: a rule may wait for what another changes, and act a pass later.

    No rule acts twice, so this comes to an end.
    """
    while plan.actions:
        acted = {action.rule for action in plan.actions}
        rules = [rule for rule in rules if rule.name not in acted]
        plan = plan_case(replace(plan.case, issue=plan.outcome), rules, ctx)
    return plan


def _standing(case: Case, rules: Sequence[Rule], ctx: Context) -> str:
    """Tell what the rule that reads reviews makes of the issue as it is, whatever else comes; empty if it is off."""
    alone = plan_case(case, [rule for rule in rules if rule.name == ReadReview.name], ctx)
    reasons = (*(action.reason for action in alone.actions), *alone.declined.values())
    return next(iter(reasons), "")


def _declined(plan: IssuePlan, rules: Sequence[Rule], ctx: Context) -> tuple[Declined, ...]:
    then = plan.outcome
    kept_away = then is not None and ctx.labels.names.hands_off in then.labels
    is_open = then is not None and then.is_open
    return tuple(
        Declined(
            rule=rule.name,
            reason=plan.declined[rule.name],
            concerned=not kept_away and (is_open or rule.closed_since(ctx) is not None),
        )
        for rule in rules
        if rule.name in plan.declined
    )


def _of_the_dashboard(issue: Issue, state: State, ctx: Context) -> Explanation:
    reason = "it is the bot's own issue"
    return Explanation(
        issue=issue.iid,
        url=issue.web_url,
        now=ctx.now.astimezone(ctx.calendar.zone),
        state=state,
        clock=Clock(due_date=issue.due_date, over=False, waits_for=None, reason=reason),
        expected=Expected(what=None),
        next=Next(reason=reason),
        evidence=Findings(),
        declined=(),
    )


def _clock(issue: Issue, wanted: Wanted | None, plan: IssuePlan, rules: Sequence[Rule], ctx: Context) -> Clock:
    over = issue.due_date is not None and ctx.calendar.is_over(issue.due_date, ctx.now)
    reason = _why_no_clock(issue, wanted, plan, rules, ctx)
    return Clock(due_date=issue.due_date, over=over, waits_for=wanted, reason=reason)


def _why_no_clock(issue: Issue, wanted: Wanted | None, plan: IssuePlan, rules: Sequence[Rule], ctx: Context) -> str:
    """Say why no due date counts; empty where one does."""
    names = ctx.labels.names
    if not issue.is_open:
        return "the issue is closed"
    if names.hands_off in issue.labels:
        return f"the label {names.hands_off} keeps the bot away"
    if wanted is None:
        return "nobody is expected to act"
    reminds = _REMINDS[wanted].name
    if all(rule.name != reminds for rule in rules):
        return f"nobody is reminded, since the policy has switched {reminds} off"
    if issue.due_date is None or names.nag_off in issue.labels:
        return plan.declined.get(reminds, "there is no due date")
    return ""


def _expected(issue: Issue, wanted: Wanted | None, rules: Sequence[Rule]) -> Expected:
    """Name whoever a reminder would mention."""
    if wanted is None:
        return Expected(what=None)
    if issue.assignees:
        return Expected(what=wanted, who=tuple(person.username for person in issue.assignees), chosen="assigned")
    fallbacks = (rule.fallback for rule in rules if isinstance(rule, _REMINDS[wanted]))
    who = next(fallbacks, ())
    return Expected(what=wanted, who=who, chosen="fallback" if who else None)


def _next(case: Case, plan: IssuePlan, clock: Clock, rules: Sequence[Rule], ctx: Context) -> Next:
    if plan.actions:
        return Next(at=ctx.now.astimezone(ctx.calendar.zone), at_the_next_pass=True, steps=_steps(plan, ctx))
    found = forecast(case, rules, ctx)
    if found is None:
        return Next(reason=clock.reason or f"no rule would act within {in_words(HORIZON)}")
    return Next(at=found.at.astimezone(ctx.calendar.zone), steps=_steps(found.plan, ctx))


def _steps(plan: IssuePlan, ctx: Context) -> tuple[Step, ...]:
    """Say what is done, naming of the labels that go only those that are there."""
    issue, steps = plan.case.issue, []
    for action in plan.actions:
        words = what(action, borne=issue.labels if issue else None)
        steps.append(Step(rule=action.rule, action=words, reason=action.reason))
        issue = project(issue, action, ctx)
    return tuple(steps)
