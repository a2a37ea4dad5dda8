from datetime import date
from typing import Any

import pytest
from builders import (
    BOT,
    DAY,
    MIA,
    NOW,
    OTHER_BOT,
    a_context,
    a_filed_issue,
    a_mark_note,
    a_note,
    a_reopening,
    an_issue,
)

from bot.model.actions import UpdateIssue, WriteNote
from bot.model.case import Case, Evidence
from bot.model.history import UnreadError
from bot.model.issue import Issue, Person
from bot.model.marks import marks_in
from bot.rules.nag_unanswered import NagUnanswered

RULE = NagUnanswered()
TODAY, YESTERDAY = date(2026, 11, 20), date(2026, 11, 19)
NEXT = date(2026, 11, 27)
DATED = a_note("changed due date to November 19, 2026", by=BOT, at=NOW - 3 * DAY, system=True)
UNDATED = a_note("removed due date", at=NOW - DAY, system=True)


def overdue(**changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    return a_filed_issue(due=YESTERDAY, age=8 * DAY, **changes)


def decided(issue: Issue, rule: NagUnanswered = RULE) -> str:
    """Say in a word what is done: nags, dates (without a word), or nothing."""
    actions = rule.decide(Case(issue), a_context()).actions
    return {(): "nothing", (WriteNote,): "nags", (UpdateIssue,): "dates"}[tuple(map(type, actions))]


@pytest.mark.parametrize(
    ("issue", "result"),
    [
        pytest.param(overdue(), "nags", id="over since yesterday"),
        pytest.param(overdue(due_date=TODAY), "nothing", id="due today"),
        pytest.param(overdue(state="closed"), "nothing", id="closed"),
        pytest.param(overdue(notes=(a_note(at=NOW - 3 * DAY),)), "nothing", id="a person answered"),
        pytest.param(overdue(notes=(a_note(at=NOW - 3 * DAY, by=OTHER_BOT),)), "nags", id="another bot spoke"),
        pytest.param(overdue(notes=(a_mark_note("ask_review", NOW - 8 * DAY),)), "nags", id="only asked by the bot"),
        pytest.param(
            overdue(notes=(a_mark_note("nag_unanswered", NOW - DAY, due="2026-11-12"),)),
            "nags",
            id="nagged for an earlier date",
        ),
        pytest.param(
            overdue(notes=(a_mark_note("nag_unanswered", NOW - DAY, due="2026-11-19"),)),
            "dates",
            id="nagged, the new date was lost",
        ),
        pytest.param(
            overdue(notes=(a_mark_note("nag_unanswered", NOW, by=OTHER_BOT, due="2026-11-19"),)),
            "nags",
            id="another bot forged the mark",
        ),
        pytest.param(overdue(labels=frozenset({"satisfaction::bad", "review::done"})), "nothing", id="review done"),
        pytest.param(overdue(labels=frozenset({"satisfaction::good"})), "nothing", id="good now"),
        pytest.param(
            overdue(labels=frozenset({"satisfaction::good", "contact::requested"})), "nags", id="good, but wants a call"
        ),
        pytest.param(overdue(labels=frozenset({"review::needed"})), "nags", id="no rating, but a review is needed"),
        pytest.param(overdue(due_date=None), "nothing", id="a person removed the date"),
        pytest.param(an_issue(age=8 * DAY), "nags", id="never dated, eight days old"),
        pytest.param(an_issue(age=6 * DAY), "dates", id="never dated, six days old"),
        pytest.param(an_issue(age=8 * DAY, notes=(a_note(),)), "nothing", id="never dated, answered"),
        pytest.param(an_issue(age=8 * DAY, notes=(DATED,)), "nothing", id="dated by the bot, a person removed it"),
        pytest.param(
            an_issue(age=8 * DAY, notes=(a_note(DATED.body, system=True),)),
            "nothing",
            id="dated and undated by a person",
        ),
        pytest.param(an_issue(age=8 * DAY, notes=(DATED, UNDATED)), "nothing", id="a person removed the bot's date"),
        pytest.param(
            an_issue(age=20 * DAY, notes=(a_note("removed due date", at=NOW - 2 * DAY, by=BOT, system=True),)),
            "dates",
            id="the bot removed it two days ago, a person wants an answer now",
        ),
        pytest.param(
            overdue(labels=frozenset({"satisfaction::good", "contact::requested", "contact::done"})),
            "nothing",
            id="the customer was contacted",
        ),
        pytest.param(
            overdue(updated_at=NOW - DAY, state_events=(a_reopening(at=NOW - DAY),)), "dates", id="reopened yesterday"
        ),
        pytest.param(
            overdue(updated_at=NOW - DAY, state_events=(a_reopening(at=NOW - DAY, by=BOT),)), "nags", id="by the bot"
        ),
        pytest.param(
            overdue(updated_at=NOW - DAY, state_events=(a_reopening(at=NOW - 9 * DAY),)), "nags", id="reopened long ago"
        ),
        pytest.param(overdue(state_events=None), "nags", id="unchanged, so not reopened"),
        pytest.param(
            a_filed_issue(rating="good", age=6 * DAY, labels=frozenset({"satisfaction::bad"})),
            "dates",
            id="a person corrected the rating",
        ),
    ],
)
def test_it_reminds_once_for_each_date_that_passes_without_an_answer(issue: Issue, result: str) -> None:
    assert decided(issue) == result


def test_an_answer_counts_only_since_one_has_been_expected() -> None:
    turned_bad = a_mark_note("follow_rating", NOW - 8 * DAY, rating="bad", answer="expected")
    turned_better = a_mark_note("follow_rating", NOW - 8 * DAY, rating="neutral")
    spoken_before = a_note(at=NOW - 9 * DAY)
    assert decided(overdue(notes=(spoken_before, turned_bad))) == "nags"
    assert decided(overdue(notes=(spoken_before, turned_better), created_at=NOW - 10 * DAY)) == "nothing"


def test_a_reopened_issue_gets_a_week_from_its_reopening() -> None:
    issue = overdue(updated_at=NOW - DAY, state_events=(a_reopening(at=NOW - DAY),))
    (update,) = RULE.decide(Case(issue), a_context()).actions
    assert isinstance(update, UpdateIssue)
    assert update.due_date == date(2026, 11, 26)


def test_unread_events_of_a_changed_issue_are_unknown() -> None:
    with pytest.raises(UnreadError):
        RULE.decide(Case(overdue(updated_at=NOW - DAY, state_events=None)), a_context())


def test_the_reminder_moves_the_date_in_the_same_request() -> None:
    (note,) = RULE.decide(Case(overdue()), a_context()).actions
    assert isinstance(note, WriteNote)
    assert note.due_date == NEXT
    assert [mark.facts for mark in marks_in(note.body)] == [{"due": "2026-11-19"}]


def test_the_reminder_remembers_that_there_was_no_date() -> None:
    (note,) = RULE.decide(Case(an_issue(age=9 * DAY)), a_context()).actions
    assert isinstance(note, WriteNote)
    assert [mark.facts for mark in marks_in(note.body)] == [{"due": "2026-11-18", "undated": "yes"}]


def test_a_never_dated_issue_gets_the_date_it_should_have_had() -> None:
    (update,) = RULE.decide(Case(an_issue(age=6 * DAY)), a_context()).actions
    assert isinstance(update, UpdateIssue)
    assert update.due_date == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("assignees", "fallback", "begin"),
    [
        pytest.param((MIA, Person(4, "jonas")), ("leads",), "@mia @jonas this feedback", id="assigned"),
        pytest.param((), ("support/leads", "kim"), "@support/leads @kim this feedback", id="nobody is assigned"),
        pytest.param((), (), "This feedback", id="nobody at all"),
    ],
)
def test_it_mentions_those_who_are_to_answer(
    assignees: tuple[Person, ...], fallback: tuple[str, ...], begin: str
) -> None:
    (note,) = NagUnanswered(fallback=fallback).decide(Case(overdue(assignees=assignees)), a_context()).actions
    assert isinstance(note, WriteNote)
    assert note.body.startswith(begin)
    assert "since **2026-11-12**" in note.body


@pytest.mark.parametrize(
    ("notes", "words"),
    [((a_mark_note("ask_review", NOW - 8 * DAY),), "the review asked for above"), ((), "a short summary")],
    ids=["asked", "not asked"],
)
def test_it_says_what_is_expected(notes: tuple[object, ...], words: str) -> None:
    (note,) = RULE.decide(Case(overdue(notes=notes)), a_context()).actions
    assert isinstance(note, WriteNote)
    assert words in note.body


@pytest.mark.parametrize("commands", [True, False])
def test_a_command_is_named_where_the_bot_obeys_it(*, commands: bool) -> None:
    ctx = a_context(rules_on=frozenset({"obey_commands"} if commands else ()))
    (note,) = RULE.decide(Case(overdue()), ctx).actions
    assert isinstance(note, WriteNote)
    assert ("`!feedback snooze 7d`" in note.body) == commands


@pytest.mark.parametrize(
    ("issue", "wanted"),
    [
        pytest.param(overdue(), Evidence.COMMENTS, id="over"),
        pytest.param(
            overdue(updated_at=NOW - DAY), Evidence.COMMENTS | Evidence.STATE_EVENTS, id="over, and changed lately"
        ),
        pytest.param(overdue(due_date=TODAY), Evidence.NOTHING, id="not over"),
        pytest.param(overdue(due_date=None), Evidence.NOTHING, id="silenced"),
        pytest.param(an_issue(), Evidence.COMMENTS | Evidence.SYSTEM_NOTES, id="never dated"),
        pytest.param(a_filed_issue(rating="good"), Evidence.NOTHING, id="good"),
    ],
)
def test_it_reads_no_more_than_it_needs(issue: Issue, wanted: Evidence) -> None:
    assert RULE.wants(issue, a_context()) == wanted


def test_without_an_issue_there_is_nobody_to_remind() -> None:
    assert not RULE.decide(Case(None), a_context()).actions
