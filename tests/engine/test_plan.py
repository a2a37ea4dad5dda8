from datetime import date, timedelta

import pytest
from builders import BOT, DAY, MIA, NOW, OTHER_BOT, a_context, a_filed_issue, a_note, a_survey, an_issue
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.plan import plan_case
from bot.errors import PlanConflictError
from bot.model.actions import Decision, IssueAction, UpdateIssue, WriteNote, act
from bot.model.case import Case
from bot.model.context import Context
from bot.model.issue import Issue, Note, StateEvent
from bot.model.labels import LabelChange
from bot.model.marks import Mark, stamp
from bot.model.projection import project
from bot.model.survey import Survey
from bot.rules import RULE_NAMES, Rule, Rules

EVERY_RULE = Rules.model_validate({name: {} for name in RULE_NAMES}).switched_on()
MOMENTS = st.integers(0, 40 * 24).map(lambda hours: NOW - timedelta(hours=hours))
DATES = st.none() | st.integers(-20, 20).map(lambda days: date(2026, 11, 20) + timedelta(days=days))
LABELS = st.sets(
    st.sampled_from(
        [
            *(f"satisfaction::{rating}" for rating in ("good", "neutral", "bad")),
            *(f"review::{step}" for step in ("needed", "incomplete", "done")),
            "contact::requested",
            "contact::done",
            "feedback::process",
            "feedback-bot::hands-off",
        ]
    ),
    max_size=4,
).map(frozenset)
MARKS = st.one_of(
    st.just(Mark("ask_review")),
    st.just(Mark("close_inactive")),
    DATES.filter(bool).map(lambda due: Mark("nag_unanswered", {"due": str(due)})),
    st.sampled_from(["good", "bad"]).map(
        lambda rating: Mark("follow_rating", {"rating": rating, "answer": "expected", "responded": NOW.isoformat()})
    ),
)
PEOPLE = st.sampled_from([BOT, MIA, OTHER_BOT])
NOTES = st.builds(
    Note,
    author=PEOPLE,
    body=st.just("Some words.") | MARKS.map(lambda mark: stamp("Some words.", mark)) | st.just("changed due date to …"),
    created_at=MOMENTS,
    system=st.booleans(),
)
EVENTS = st.builds(StateEvent, author=PEOPLE, state=st.sampled_from(["closed", "reopened"]), created_at=MOMENTS)


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    facts = {
        "labels": draw(LABELS),
        "state": draw(st.sampled_from(["opened", "closed"])),
        "due_date": draw(DATES),
        "notes": tuple(draw(st.lists(NOTES, max_size=4))),
        "state_events": tuple(draw(st.lists(EVENTS, max_size=2))),
        "age": timedelta(days=draw(st.integers(0, 40))),
    }
    if draw(st.booleans()):
        return an_issue(**facts)
    rating = draw(st.sampled_from(["good", "neutral", "bad"]))
    return a_filed_issue(rating=rating, due=draw(DATES), followed=draw(st.booleans()), **facts)


SURVEYS = st.none() | st.builds(
    lambda rating, minutes, wish: a_survey(
        rating=rating, responded_at=(NOW - timedelta(minutes=minutes)).isoformat(), contact_requested=wish
    ),
    st.sampled_from(["good", "neutral", "bad"]),
    st.integers(0, 5000),
    st.booleans(),
)


def done(issue: Issue | None, actions: tuple[IssueAction, ...], ctx: Context) -> Issue | None:
    for action in actions:
        issue = project(issue, action, ctx)
    return issue


def settled(issue: Issue | None, survey: Survey | None, ctx: Context) -> Issue | None:
    """Let passes do what they plan; a rule may leave its turn to the pass after, and no more than to that."""
    for _ in range(2):
        issue = done(issue, plan_case(Case(issue, survey), EVERY_RULE, ctx).actions, ctx)
    return issue


@given(issue=st.none() | issues(), survey=SURVEYS)
def test_what_is_done_is_not_planned_again(issue: Issue | None, survey: Survey | None) -> None:
    ctx = a_context()
    plan = plan_case(Case(issue, survey), EVERY_RULE, ctx)
    after = done(issue, plan.actions, ctx)
    again = plan_case(Case(after, survey), EVERY_RULE, ctx)
    assert again.actions == () or plan.again_at == ctx.now
    assert plan_case(Case(settled(issue, survey, ctx), survey), EVERY_RULE, ctx).actions == ()


@given(issue=issues(), survey=SURVEYS, cut=st.integers(0, 4))
def test_a_plan_cut_short_ends_where_the_whole_plan_ends(issue: Issue, survey: Survey | None, cut: int) -> None:
    ctx = a_context()
    plan = plan_case(Case(issue, survey), EVERY_RULE, ctx)
    halfway = done(issue, plan.actions[:cut], ctx)
    assert settled(halfway, survey, ctx) == settled(issue, survey, ctx)


@given(issue=issues(), survey=SURVEYS)
def test_every_rule_acts_or_says_why_not(issue: Issue, survey: Survey | None) -> None:
    plan = plan_case(Case(issue, survey), EVERY_RULE, a_context())
    acted = {action.rule for action in plan.actions}
    assert acted | set(plan.declined) == set(RULE_NAMES)
    assert not acted & set(plan.declined)
    assert all(plan.declined.values())


@given(issue=issues())
def test_a_note_always_says_which_rule_wrote_it_and_how_to_stop_it(issue: Issue) -> None:
    for action in plan_case(Case(issue), EVERY_RULE, a_context()).actions:
        if isinstance(action, WriteNote):
            assert f"<sub>Written by feedback-bot, rule `{action.rule}`." in action.body


def test_hands_off_keeps_every_rule_away() -> None:
    issue = an_issue(labels=frozenset({"satisfaction::good", "feedback-bot::hands-off"}), age=30 * DAY)
    plan = plan_case(Case(issue), EVERY_RULE, a_context())
    assert plan.actions == ()
    assert all("hands-off" in reason for reason in plan.declined.values())


class _Says(Rule):
    """Always wants the same."""

    name = "says"

    def decide(self, case: Case, ctx: Context) -> Decision:  # noqa: ARG002 - decides without looking
        return act(self._wish)

    _wish: IssueAction = UpdateIssue(rule="says", reason="")


def saying(wish: IssueAction) -> Rule:
    rule = _Says()
    rule._wish = wish
    return rule


def update(**facts: object) -> UpdateIssue:
    return UpdateIssue(rule="says", reason="because", **facts)  # type: ignore[arg-type]  # any fact


CLOSING_NOTE = WriteNote(rule="says", reason="because", body="…", close=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(update(state_event="close"), update(state_event="reopen"), id="close and reopen"),
        pytest.param(CLOSING_NOTE, update(state_event="reopen"), id="a closing note and reopen"),
        pytest.param(update(labels=LabelChange(("a",))), update(labels=LabelChange((), ("a",))), id="set and remove"),
        pytest.param(update(labels=LabelChange((), ("a",))), update(labels=LabelChange(("a",))), id="remove and set"),
    ],
)
def test_rules_that_want_opposite_things_are_an_error(one: IssueAction, other: IssueAction) -> None:
    with pytest.raises(PlanConflictError):
        plan_case(Case(an_issue()), [saying(one), saying(other)], a_context())


def test_rules_that_want_the_same_are_none() -> None:
    twice = [saying(CLOSING_NOTE), saying(update(state_event="close")), saying(CLOSING_NOTE)]
    assert len(plan_case(Case(an_issue(notes=(a_note(),))), twice, a_context()).actions) == len(twice)


def test_what_is_filed_bears_its_labels() -> None:
    plan = plan_case(Case(None, a_survey()), [*EVERY_RULE, saying(update(labels=LabelChange(("a",))))], a_context())
    assert plan.files
    with pytest.raises(PlanConflictError):
        plan_case(
            Case(None, a_survey()),
            [*EVERY_RULE, saying(update(labels=LabelChange((), ("satisfaction::bad",))))],
            a_context(),
        )
