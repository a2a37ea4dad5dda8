"""What is told about an issue, and that the bot does what was told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from builders import (
    BOT,
    DAY,
    MIA,
    NOW,
    REVIEWED,
    a_closing,
    a_context,
    a_filed_issue,
    a_labelling,
    a_mark_note,
    a_note,
    a_reopening,
    an_issue,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from passes import Passes, loaded
from scenarios import ALL, Scenario, told

from bot.cli.explained import as_lines
from bot.engine.explain import explanation_of
from bot.engine.gather import one_case
from bot.engine.inquiry import Inquiry
from bot.engine.plan import plan_case
from bot.engine.surroundings import context_of
from bot.errors import DamagedMarkError
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import UnreadError
from bot.model.issue import Issue, Note, Person
from bot.model.labels import Label
from bot.model.marks import Mark, stamp
from bot.model.questions import Answers, ReactionsTo, RoleOf, UnansweredError
from bot.reports.explain import day_or_time, said
from bot.reports.explanation import Explanation, Step, Wanted
from bot.reports.findings import wanted_of
from bot.rules import RULE_NAMES, Rule, Rules
from bot.tracker import Client, Reader

CTX = a_context()
MANAGERS = {"fallback": ["support/managers"]}
POLICY: dict[str, Any] = {name: {} for name in RULE_NAMES} | {"nag_unanswered": MANAGERS}
ALL_ON = Rules.model_validate(POLICY).switched_on()
TODAY = date(2026, 11, 20)
ASKED = a_mark_note("ask_review", NOW - DAY)
INCOMPLETE = frozenset({"satisfaction::bad", "review::incomplete"})
DONE = frozenset({"satisfaction::bad", "review::done", "feedback::process"})


def explained(issue: Issue, ctx: Context = CTX, rules: Sequence[Rule] = ALL_ON) -> Explanation:
    return explanation_of(Case(issue), rules, ctx)


def ago(days: float) -> date:
    return CTX.calendar.day_of(NOW - days * DAY)


def noted(*notes: Note) -> dict[str, Any]:
    return {"notes": notes, "notes_count": sum(not note.system for note in notes)}


def moved(word: str, *, by: Person = MIA) -> Note:
    return a_note(f"{word} due date", by=by, at=NOW - DAY, system=True)


SETTLED = REVIEWED.replace("one owner for each ticket", "none")
TO_CALL = f"{REVIEWED[:-1]}Y"


# --- a table: how the issue stands, and what is told of it

CASES: Mapping[str, tuple[Issue, dict[str, object]]] = {
    "fresh and bad": (
        a_filed_issue(due=ago(-5), **noted(ASKED)),
        {
            "clock": "",
            "waits": Wanted.ANSWER,
            "who": ("support/managers",),
            "next": (["nag_unanswered"], "2026-11-26"),
            "nag_unanswered": "an answer is due by 2026-11-25",
        },
    ),
    "bad, and not yet asked about": (
        a_filed_issue(due=ago(-5)),
        {"clock": "", "waits": Wanted.ANSWER, "next": (["ask_review"], "now")},
    ),
    "overdue, the last day not yet over": (
        a_filed_issue(due=TODAY, age=7 * DAY, assignees=(MIA,), **noted(ASKED)),
        {"clock": "", "waits": Wanted.ANSWER, "who": ("mia",), "next": (["nag_unanswered"], "2026-11-21")},
    ),
    "overdue": (
        a_filed_issue(due=ago(1), age=12 * DAY, **noted(ASKED)),
        {"clock": "", "waits": Wanted.ANSWER, "next": (["nag_unanswered"], "now")},
    ),
    "answered, nobody has read it yet": (
        a_filed_issue(due=ago(-5), age=2 * DAY, **noted(ASKED, a_note())),
        {"clock": "", "waits": Wanted.REVIEW, "who": (), "next": (["read_review"], "now")},
    ),
    "answered, incomplete": (
        a_filed_issue(due=ago(-5), age=2 * DAY, labels=INCOMPLETE, assignees=(MIA,), **noted(ASKED, a_note())),
        {"clock": "", "waits": Wanted.REVIEW, "who": ("mia",), "next": (["ask_missing"], "2026-11-26")},
    ),
    "incomplete, nobody is named": (
        a_filed_issue(due=ago(-5), age=2 * DAY, labels=INCOMPLETE, **noted(ASKED, a_note())),
        {"waits": Wanted.REVIEW, "who": ()},
    ),
    "complete": (
        a_filed_issue(due=ago(-5), age=2 * DAY, labels=DONE, **noted(ASKED, a_note(SETTLED))),
        {
            "clock": "nobody is expected to act",
            "waits": None,
            "who": (),
            "next": ([], None),
            "read_review": "the review is complete, and nothing is left to be done: the issue may be closed",
        },
    ),
    "complete, the customer is to be contacted": (
        a_filed_issue(due=ago(-2), age=2 * DAY, labels=DONE | {"contact::requested"}, **noted(ASKED, a_note(TO_CALL))),
        {"clock": "", "waits": Wanted.CONTACT, "next": (["chase_contact"], "2026-11-23")},
    ),
    "contacted": (
        a_filed_issue(due=ago(-2), age=2 * DAY, labels=DONE | {"contact::done"}, **noted(ASKED, a_note(TO_CALL))),
        {"clock": "nobody is expected to act", "waits": None, "next": ([], None)},
    ),
    "snoozed for longer than anybody looks ahead": (
        a_filed_issue(due=date(2031, 5, 1), age=9 * DAY, **noted(ASKED, moved("changed"))),
        {"clock": "", "waits": Wanted.ANSWER, "next": (["nag_unanswered"], "2031-05-02")},
    ),
    "snoozed for ever": (
        a_filed_issue(due=date.max, age=9 * DAY, **noted(ASKED, moved("changed"))),
        {"clock": "", "waits": Wanted.ANSWER, "next": ([], None)},
    ),
    "silenced": (
        replace(a_filed_issue(due=ago(-5), age=2 * DAY, **noted(ASKED, moved("removed"))), due_date=None),
        {
            "clock": "a person removed the due date: the clock is silent",
            "waits": Wanted.ANSWER,
            "next": ([], None),
        },
    ),
    "good and idle": (
        a_filed_issue(rating="good", age=5.1 * DAY),
        {"clock": "nobody is expected to act", "waits": None, "next": (["close_inactive"], "2026-11-22 10:36 CET")},
    ),
    "good, and somebody has commented": (
        a_filed_issue(rating="good", age=9 * DAY, **noted(a_note(at=NOW - 3 * DAY))),
        {"next": (["close_inactive"], "2026-11-24 13:00 CET"), "close_inactive": "there was activity on 2026-11-17"},
    ),
    "good and old": (a_filed_issue(rating="good", age=9 * DAY), {"next": (["close_inactive"], "now")}),
    "closed": (
        a_filed_issue(state="closed", due=ago(3), **noted(ASKED)),
        {"clock": "the issue is closed", "over": True, "waits": None, "next": ([], None), "close_inactive": "closed"},
    ),
    "hands off": (
        a_filed_issue(due=ago(3), age=12 * DAY, labels=frozenset({"satisfaction::bad", "feedback-bot::hands-off"})),
        {
            "clock": "the label feedback-bot::hands-off keeps the bot away",
            "over": True,
            "waits": None,
            "next": ([], None),
            "nag_unanswered": "the label feedback-bot::hands-off keeps the bot away",
        },
    ),
    "typed by staff": (
        an_issue(age=3 * DAY),
        {"clock": "", "waits": Wanted.ANSWER, "next": (["nag_unanswered"], "now")},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_tells_the_clock_who_is_to_act_and_what_comes_next(name: str) -> None:
    issue, told = CASES[name]
    explanation = explained(issue)
    declined = {one.rule: one.reason for one in explanation.declined}
    coming = explanation.next
    at = None if coming.at is None else "now" if coming.at_the_next_pass else day_or_time(coming.at)
    found = {
        "clock": explanation.clock.reason,
        "over": explanation.clock.over,
        "waits": explanation.clock.waits_for,
        "who": explanation.expected.who,
        "next": ([step.rule for step in coming.steps], at),
        **declined,
    }
    assert {fact: found[fact] for fact in told} == told
    assert explanation.clock.over == told.get("over", False)
    assert bool(coming.steps) != bool(coming.reason)
    assert set(declined) | {step.rule for step in coming.steps} == set(RULE_NAMES)


def test_a_dashboard_is_the_bots_own() -> None:
    mark = Mark("dashboard", {"read": NOW.isoformat(), "policy": "0a1b2c"})
    explanation = explained(an_issue(author=BOT, description=stamp("", mark), labels=frozenset({"satisfaction::good"})))
    assert explanation.state.dashboard
    assert explanation.clock.reason == explanation.next.reason == "it is the bot's own issue"
    assert explanation.declined == ()
    assert "my own" in said(explanation, CTX)
    assert not explained(an_issue(description=stamp("", mark))).state.dashboard, "a copy of a person's"


# --- state and evidence


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"satisfaction::bad"}, ("bad", None, None, ())),
        ({"satisfaction::neutral", "review::needed"}, ("neutral", "needed", None, ())),
        ({"satisfaction::good", "contact::requested"}, ("good", None, "requested", ())),
        ({"review::incomplete", "contact::done"}, (None, "incomplete", "done", ())),
        (
            {"satisfaction::bad", "satisfaction::good", "feedback::process", "own::a", "own::b"},
            (None, None, None, ("satisfaction::bad", "satisfaction::good")),
        ),
        (
            {"review::needed", "review::done", "contact::requested", "contact::done"},
            (None, "done", "done", ("contact::done", "contact::requested", "review::done", "review::needed")),
        ),
    ],
)
def test_the_state_is_what_the_labels_say(labels: set[str], expected: tuple[object, ...]) -> None:
    state = explained(an_issue(labels=frozenset(labels))).state
    assert (state.rating, state.review, state.contact, state.contradicting_labels) == expected


def test_the_evidence_names_comments_lines_and_dates_and_repeats_no_words() -> None:
    answer = replace(a_note("Action: call them @mia\nSummary: secret words", at=NOW - DAY), id=44)
    nag = a_mark_note("nag_unanswered", NOW - 2 * DAY, due="2026-11-17")
    older = a_mark_note("ask_missing", NOW - 3 * DAY, due="2026-11-16")
    issue = a_filed_issue(
        due=ago(-5),
        age=12 * DAY,
        labels=INCOMPLETE | {"feedback::process"},
        **noted(ASKED, older, nag, answer, moved("changed")),
    )
    found = explained(issue).evidence
    assert found.survey is not None
    assert (found.survey.rating, found.survey.answered_at) == ("bad", datetime(2026, 11, 19, 9, tzinfo=UTC))
    assert found.answer_expected_since == NOW - 12 * DAY
    assert found.answer is not None
    assert (found.answer.author, found.answer.note, found.answer.at) == ("mia", 44, NOW - DAY)
    assert found.review is not None
    assert found.review.read == ("Summary of ticket/feedback", "Action to be taken")
    assert [gap.line for gap in found.review.missing] == ["Contact customer to discuss feedback? (Y/N)"]
    assert found.review.standing == "the review lacks 1 of 4 things"
    assert found.cause == "feedback::process"
    assert found.last_reminder is not None
    assert (found.last_reminder.rule, found.last_reminder.at) == ("nag_unanswered", NOW - 2 * DAY)
    assert found.due_date_changed is not None
    assert (found.due_date_changed.author, found.due_date_changed.removed) == ("mia", False)
    assert "secret" not in said(explained(issue), CTX)


@pytest.mark.parametrize(("internal", "seen"), [(False, "maybe"), (True, "")])
def test_what_is_not_understood_is_shown_if_everybody_may_see_it(seen: str, *, internal: bool) -> None:
    words = replace(a_note(f"{REVIEWED[:-1]}maybe"), internal=internal)
    review = explained(a_filed_issue(labels=INCOMPLETE, due=ago(-5), **noted(ASKED, words))).evidence.review
    assert review is not None
    assert review.missing[0].seen == seen


def test_instants_are_those_of_the_trackers_people() -> None:
    explanation = explained(a_filed_issue(rating="good"))
    assert explanation.now.isoformat() == "2026-11-20T13:00:00+01:00"
    assert explanation.next.at is not None
    assert explanation.next.at.isoformat() == "2026-11-26T13:00:00+01:00"


# --- with other policies


def test_without_the_rule_that_reminds_no_clock_runs_and_nobody_is_named() -> None:
    rules = [rule for rule in ALL_ON if rule.name != "nag_unanswered"]
    explanation = explained(a_filed_issue(due=ago(-5), **noted(ASKED)), rules=rules)
    assert explanation.clock.reason == "nobody is reminded, since the policy has switched nag_unanswered off"
    assert explanation.next.reason == explanation.clock.reason
    assert (explanation.expected.what, explanation.expected.who) == (Wanted.ANSWER, ())


def test_what_is_further_away_than_it_looks_is_not_told() -> None:
    rules = Rules.model_validate({"close_inactive": {"after": "100w"}, "nag_unanswered": {}}).switched_on()
    explanation = explained(a_filed_issue(rating="good"), rules=rules)
    assert explanation.next.reason == "nobody is expected to act"
    assert not explanation.next.steps


# --- what cannot be explained, and what always can


def test_a_damaged_mark_is_an_error_unless_the_bot_is_to_keep_away() -> None:
    damaged = a_filed_issue(description="<!-- feedback-bot file_survey survey=x -->")
    with pytest.raises(DamagedMarkError):
        explained(damaged)
    assert explained(replace(damaged, labels=frozenset({"feedback-bot::hands-off"}))).evidence.survey is None


def test_what_was_not_read_is_an_error_of_the_program() -> None:
    with pytest.raises(UnreadError):
        explained(a_filed_issue(notes=None, notes_count=3))


def spoken(*lines: str, **facts: Any) -> Case:  # noqa: ANN401 - any field of the issue
    """Let a manager have told the bot something, which no pass has read yet, about an issue that was asked about."""
    note = replace(a_note("\n".join(lines)), id=5)
    answers = Answers().and_to({RoleOf(MIA): 40, ReactionsTo(12, 5): ()})
    return Case(a_filed_issue(**({"due": ago(-5)} | facts), **noted(ASKED, note)), answers=answers)


def test_an_explanation_that_is_asked_for_within_another_is_foretold_as_an_answer() -> None:
    def circular(issue: Issue) -> str:
        return said(explanation_of(replace(case, issue=issue), ALL_ON, ctx), ctx)

    ctx, case = a_context(explain=circular), spoken("@feedback-bot explain")
    explanation = explanation_of(case, ALL_ON, ctx)
    assert [step.action for step in explanation.next.steps] == ["answer a comment", "react to a comment"]


# --- where something is to be done now, what is told is what comes of it; the evidence is what is there


def settled(explanation: Explanation) -> tuple[object, ...]:
    return explanation.state, explanation.clock, explanation.expected


@pytest.mark.parametrize(
    ("lines", "facts"),
    [
        (("On it.",), {}),
        (("On it.",), {"due": ago(2)}),
        ((REVIEWED, "~feedback::process"), {}),
        ((f"{TO_CALL}\n~feedback::process",), {}),
        (("On it.", "@feedback-bot snooze 9d"), {}),
    ],
)
def test_the_command_tells_the_same_as_the_comment_that_answers(lines: tuple[str, ...], facts: dict[str, Any]) -> None:
    asked = spoken(*lines, "@feedback-bot explain", **facts)
    answers: list[Explanation] = []

    def answering(issue: Issue) -> str:
        answers.append(explanation_of(Case(issue), SILENT, CTX))
        return said(answers[-1], CTX, inside=True)

    plan = plan_case(asked, ALL_ON, a_context(explain=answering))
    (answer,) = answers
    assert settled(explanation_of(asked, ALL_ON, CTX)) == settled(answer)
    # What was told then still holds when the passes are over.
    while plan.actions:
        plan = plan_case(Case(plan.outcome), SILENT, CTX)
    assert plan.outcome is not None
    assert settled(explanation_of(Case(plan.outcome), SILENT, CTX)) == settled(answer)


def test_a_comment_that_answers_and_asks_is_told_who_is_to_act() -> None:
    asked = replace(spoken("Summary: slow", "@feedback-bot explain", assignees=(MIA,)), answers=Answers())
    text = said(explanation_of(asked, SILENT, CTX), CTX)
    assert "**Clock, once that is done:** the rest of the review is due by 2026-11-25." in text
    assert "**Expected to act, once that is done:** `@mia`." in text
    assert "Once I have done what is due now (see **Next**), this **bad** feedback is open; the review is inc" in text


@pytest.mark.parametrize(
    ("command", "rating", "hands_off"),
    [("rating good", "good", False), ("label feedback-bot::hands-off", "bad", True), ("review done", "bad", False)],
)
def test_the_standing_of_the_review_is_that_of_the_issue_as_it_is(
    command: str, rating: str, *, hands_off: bool
) -> None:
    catalogue = (*CTX.labels.catalogue, Label(name="feedback-bot::hands-off", color="#6699cc"))
    ctx = replace(CTX, labels=replace(CTX.labels, catalogue=catalogue))
    explanation = explanation_of(spoken("Summary: slow", f"@feedback-bot {command}", labels=INCOMPLETE), ALL_ON, ctx)
    assert (explanation.state.rating, explanation.state.hands_off) == (rating, hands_off)
    assert explanation.evidence.review is not None
    assert explanation.evidence.review.standing == "the review lacks 3 of 4 things"


def test_without_the_rule_that_reads_reviews_there_is_no_standing() -> None:
    rules = [rule for rule in ALL_ON if rule.name != "read_review"]
    review = explained(a_filed_issue(labels=INCOMPLETE, **noted(ASKED, a_note(SETTLED))), rules=rules).evidence.review
    assert review is not None
    assert review.standing == ""


def test_of_the_labels_that_go_it_names_only_those_that_are_there() -> None:
    labels = frozenset({"satisfaction::bad", "review::needed"})
    case = spoken("@feedback-bot rating neutral", "@feedback-bot close", labels=labels)
    first = explanation_of(case, ALL_ON, CTX).next.steps[0]
    assert first.action == "update title and description, set satisfaction::neutral, close"


# --- what it shows to people


def test_missing_lines_are_shown_though_nobody_has_answered() -> None:
    explanation = explained(a_filed_issue(labels=INCOMPLETE, due=ago(-5), **noted(ASKED)))
    assert explanation.evidence.answer is None
    missing = ("Summary of ticket/feedback", "Action to be taken", "a label feedback::…")
    for text in (said(explanation, CTX), as_lines(explanation)):
        lines = [line.lower() for line in text.splitlines()]
        assert all(any(line.endswith(f"missing: {one}".lower()) for line in lines) for one in missing)


@pytest.mark.parametrize(
    ("issue", "shown"),
    [
        (a_filed_issue(state="closed", **noted(ASKED)), {"obey_commands", "ask_after_closing", "read_review"}),
        (a_filed_issue(labels=frozenset({"feedback-bot::hands-off"})), set()),
        (an_issue(labels=frozenset({"mine"})), set(RULE_NAMES)),
    ],
)
def test_people_are_shown_the_rules_that_look_at_such_an_issue(issue: Issue, shown: set[str]) -> None:
    explanation = explained(issue)
    assert {one.rule for one in explanation.declined} == set(RULE_NAMES), "the document holds all"
    assert set(re.findall(r"^\| `(\w+)` \|", said(explanation, CTX), re.MULTILINE)) == shown
    assert ("Rules that looked" in said(explanation, CTX)) == bool(shown)
    assert set(re.findall(r"(\w+): nothing \(", as_lines(explanation))) == shown


LABELS = st.frozensets(
    st.sampled_from(
        [
            *("satisfaction::good", "satisfaction::neutral", "satisfaction::bad", "review::needed"),
            *("review::incomplete", "review::done", "contact::requested", "contact::done", "feedback::process"),
            *("feedback::odd @all", "feedback-bot::hands-off", "feedback-bot::nag-off", "mine"),
        ]
    )
)
INSTANTS = st.datetimes(datetime(2026, 9, 1), datetime(2026, 11, 20, 12), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is added
PEOPLE = st.sampled_from([MIA, BOT, Person(0, "ghost")])
WORDS = st.sampled_from(["On it.", REVIEWED, TO_CALL, "", "~feedback::process"])
DATES = st.sampled_from(["changed due date to November 2, 2026", "removed due date November 2, 2026"])
NOTES = st.lists(
    st.one_of(
        st.builds(
            a_note, st.sampled_from(["On it.", REVIEWED, TO_CALL, "", "~feedback::process"]), by=PEOPLE, at=INSTANTS
        ),
        st.builds(a_mark_note, st.sampled_from(RULE_NAMES[2:]), INSTANTS),
        st.builds(
            a_note,
            st.sampled_from(["changed due date to x", "removed due date"]),
            at=INSTANTS,
            system=st.just(value=True),
        ),
    ),
    max_size=4,
)
ISSUES = st.builds(
    lambda issue, created, labels, notes, due, turns, set_by: replace(
        issue,
        created_at=created,
        labels=labels,
        due_date=due,
        state_events=tuple(turns),
        label_events=tuple(a_labelling(label, by=set_by) for label in sorted(labels)),
        **noted(*notes),
    ),
    st.sampled_from([an_issue(), a_filed_issue(), a_filed_issue(rating="good"), an_issue(state="closed")]),
    INSTANTS,
    LABELS,
    NOTES,
    st.none() | st.dates(date(2026, 10, 1), date(2027, 12, 31)) | st.sampled_from([date.min, date.max]),
    st.lists(st.builds(a_reopening, by=PEOPLE, at=INSTANTS) | st.builds(a_closing, by=PEOPLE, at=INSTANTS), max_size=2),
    PEOPLE,
)


SILENT = [rule for rule in ALL_ON if rule.name != "obey_commands"]  # which asks before it decides


@given(ISSUES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_issue_can_be_explained_and_the_text_notifies_nobody(issue: Issue) -> None:
    text = said(explained(issue, rules=SILENT), CTX)
    outside_code = "".join(text.split("`")[::2])
    assert "@" not in outside_code


# --- it comes true: over every scenario, the first pass from that moment on does what was told, and none before it


class Oracle:
    """Explains the issues of a sandbox, as the command does."""

    def __init__(self, passes: Passes) -> None:
        self._passes = passes
        self._settings = passes.settings()
        token = self._settings.token.get_secret_value()
        self._reader = Reader(Client(url=self._settings.url, token=token, project=self._settings.project))
        self._ctx = context_of(NOW, self._settings, loaded(passes.policy)[1], self._reader.me())

    def explain(self, iid: int) -> Explanation:
        case, inquiry = one_case(self._reader, iid), Inquiry(self._reader)
        while True:
            try:
                return explanation_of(case, self._settings.policy.rules.switched_on(), self._ctx)
            except UnansweredError as asked:
                case = replace(case, answers=case.answers.and_to(inquiry.answers(asked)))

    def all(self) -> list[Explanation]:
        return [self.explain(iid) for iid in sorted(self._passes.sandbox.world.issues)]

    def plans(self, moment: datetime, **order: Any) -> dict[int | None, list[Step]]:  # noqa: ANN401 - any field of the order
        """Tell what a pass would do then, by issue."""
        self._passes.sandbox.clock.set(moment.astimezone(UTC))
        plans: dict[int | None, list[Step]] = {}
        for entry in self._passes.run(dry=True, **order).memory.entries:
            if entry.rule not in {"labels", "dashboard"}:
                step = Step(rule=entry.rule, action=entry.what, reason=entry.reason)
                plans.setdefault(entry.iid, []).append(step)
        return plans


ASKING = [
    Scenario("asked how it stands", [], before=told("explain")),
    Scenario("asked for help and how it stands", [], before=told("explain", "help", "lable x")),
]
every_scenario = pytest.mark.parametrize("scenario", [*ALL, *ASKING], ids=lambda scenario: scenario.name)


@every_scenario
def test_what_comes_at_the_next_pass_is_what_it_plans(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    oracle = Oracle(passes)
    for one in oracle.all():
        planned = oracle.plans(NOW, iid=one.issue).get(one.issue, [])
        assert planned == (list(one.next.steps) if one.next.at_the_next_pass else [])


@every_scenario
def test_what_comes_later_is_what_the_first_pass_from_then_on_plans(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    passes.run(scenario.surveys)
    oracle = Oracle(passes)
    foretold = {one.issue: one.next for one in oracle.all()}
    moments = {coming.at for coming in foretold.values() if coming.at}
    for at in sorted(moments):
        for moment in (at, at - timedelta(minutes=1), max(at - DAY, NOW)):
            planned = oracle.plans(moment)
            for iid, coming in foretold.items():
                if coming.at is None or moment < coming.at:
                    assert iid not in planned, moment
                elif moment == coming.at:
                    assert planned[iid] == list(coming.steps)


@pytest.mark.parametrize(("rules_on", "wanted"), [({"ask_missing"}, Wanted.REVIEW), (set[str](), Wanted.CONTACT)])
def test_a_contact_waits_for_the_review_only_where_that_is_asked_for(rules_on: set[str], wanted: Wanted) -> None:
    labels = frozenset({"satisfaction::bad", "review::incomplete", "contact::requested"})
    issue = a_filed_issue(labels=labels, notes=(a_note("On it."),))
    assert wanted_of(issue, a_context(rules_on=frozenset(rules_on))) is wanted
