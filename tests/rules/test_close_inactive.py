from datetime import timedelta
from typing import Any

import pytest
from builders import BOT, DAY, MIA, NOW, OTHER_BOT, a_context, a_filed_issue, a_mark_note, a_note, a_reopening, an_issue

from bot.model.actions import UpdateIssue, WriteNote
from bot.model.case import Case, Evidence
from bot.model.history import UnreadError
from bot.model.issue import Issue, StateEvent
from bot.rules.close_inactive import CloseInactive

RULE = CloseInactive()
GOOD = frozenset({"satisfaction::good"})
WEEK = 7 * DAY


@pytest.mark.parametrize(
    ("issue", "closes"),
    [
        pytest.param(a_filed_issue(rating="good", age=WEEK), True, id="a week old to the minute"),
        pytest.param(a_filed_issue(rating="good", age=WEEK - timedelta(seconds=1)), False, id="a second younger"),
        pytest.param(an_issue(labels=GOOD, age=8 * DAY), True, id="typed by a person"),
        pytest.param(a_filed_issue(rating="bad", age=30 * DAY), False, id="bad"),
        pytest.param(a_filed_issue(rating="neutral", age=30 * DAY), False, id="neutral"),
        pytest.param(an_issue(labels=frozenset(), age=30 * DAY), False, id="no rating"),
        pytest.param(an_issue(labels=GOOD | {"satisfaction::bad"}, age=30 * DAY), False, id="two ratings"),
        pytest.param(an_issue(labels=GOOD, age=30 * DAY, state="closed"), False, id="closed"),
        pytest.param(
            an_issue(labels=GOOD | {"contact::requested"}, age=30 * DAY), False, id="the customer waits for a call"
        ),
        pytest.param(an_issue(labels=GOOD | {"contact::done"}, age=30 * DAY), True, id="the customer was called"),
        pytest.param(
            an_issue(labels=GOOD, age=30 * DAY, notes=(a_note(at=NOW - 2 * DAY),)), False, id="somebody spoke"
        ),
        pytest.param(an_issue(labels=GOOD, age=30 * DAY, notes=(a_note(at=NOW - 8 * DAY),)), True, id="spoke long ago"),
        pytest.param(
            an_issue(labels=GOOD, age=30 * DAY, notes=(a_note(at=NOW - DAY, by=BOT),)), True, id="only the bot spoke"
        ),
        pytest.param(
            an_issue(labels=GOOD, age=30 * DAY, notes=(a_note(at=NOW - DAY, by=OTHER_BOT),)),
            True,
            id="another bot spoke",
        ),
        pytest.param(
            an_issue(labels=GOOD, age=30 * DAY, notes=(a_note(at=NOW - DAY, system=True),)), True, id="a system note"
        ),
        pytest.param(
            an_issue(labels=GOOD, age=30 * DAY, state_events=(a_reopening(at=NOW - DAY),)),
            False,
            id="reopened yesterday",
        ),
        pytest.param(
            an_issue(labels=GOOD, age=30 * DAY, state_events=(a_reopening(at=NOW - 8 * DAY),)),
            True,
            id="reopened long ago",
        ),
        pytest.param(
            an_issue(labels=GOOD, age=30 * DAY, state_events=(a_reopening(at=NOW - DAY, by=BOT),)),
            True,
            id="reopened by the bot",
        ),
        pytest.param(
            an_issue(labels=GOOD, age=30 * DAY, notes=(a_mark_note("follow_rating", NOW - DAY, rating="good"),)),
            False,
            id="the customer turned good yesterday",
        ),
        pytest.param(
            an_issue(
                labels=GOOD, age=30 * DAY, notes=(a_mark_note("follow_rating", NOW - DAY, by=OTHER_BOT, rating="good"),)
            ),
            True,
            id="a mark of somebody else",
        ),
    ],
)
def test_it_closes_good_feedback_that_nobody_has_touched_for_a_week(issue: Issue, *, closes: bool) -> None:
    actions = RULE.decide(Case(issue), a_context()).actions
    assert [isinstance(action, WriteNote) and action.close for action in actions] == [True] * closes


def test_one_request_explains_and_closes() -> None:
    (note,) = RULE.decide(Case(a_filed_issue(rating="good", age=WEEK)), a_context()).actions
    assert isinstance(note, WriteNote)
    assert "nobody has commented for 7 days" in note.body
    assert "Reopen it" in note.body


def test_a_note_whose_closing_was_lost_is_not_written_again() -> None:
    issue = a_filed_issue(rating="good", age=9 * DAY, notes=(a_mark_note("close_inactive", NOW - DAY),))
    (action,) = RULE.decide(Case(issue), a_context()).actions
    assert isinstance(action, UpdateIssue)
    assert action.state_event == "close"


@pytest.mark.parametrize("events", [(a_reopening(at=NOW - 10 * DAY),), None], ids=["read", "too old to be read"])
def test_reopened_and_idle_again_it_is_explained_again(events: tuple[StateEvent, ...] | None) -> None:
    issue = a_filed_issue(
        rating="good",
        age=30 * DAY,
        updated_at=NOW - 10 * DAY,
        notes=(a_mark_note("close_inactive", NOW - 20 * DAY),),
        state_events=events,
    )
    (action,) = RULE.decide(Case(issue), a_context()).actions
    assert isinstance(action, WriteNote)


def test_a_shorter_period_is_said_in_the_note() -> None:
    rule = CloseInactive.model_validate({"after": "36h"})
    (note,) = rule.decide(Case(a_filed_issue(rating="good", age=2 * DAY)), a_context()).actions
    assert isinstance(note, WriteNote)
    assert "36 hours" in note.body


@pytest.mark.parametrize(
    ("issue", "wanted"),
    [
        pytest.param(a_filed_issue(rating="good", age=DAY), Evidence.NOTHING, id="too young"),
        pytest.param(a_filed_issue(rating="bad", age=WEEK), Evidence.NOTHING, id="bad"),
        pytest.param(a_filed_issue(rating="good", age=WEEK), Evidence.COMMENTS, id="unchanged for a week"),
        pytest.param(
            a_filed_issue(rating="good", age=WEEK, updated_at=NOW - DAY),
            Evidence.COMMENTS | Evidence.STATE_EVENTS,
            id="changed in the week",
        ),
    ],
)
def test_it_reads_no_more_than_it_needs(issue: Issue, wanted: Evidence) -> None:
    assert RULE.wants(issue, a_context()) == wanted


def test_unread_events_of_an_unchanged_issue_are_none() -> None:
    assert RULE.decide(Case(a_filed_issue(rating="good", age=WEEK, state_events=None)), a_context()).actions


@pytest.mark.parametrize("missing", ["notes", "state_events"])
def test_unknown_is_never_taken_for_nothing(missing: str) -> None:
    unread: dict[str, Any] = {missing: None}
    issue = a_filed_issue(rating="good", age=WEEK, updated_at=NOW - DAY, **unread)
    with pytest.raises(UnreadError):
        RULE.decide(Case(issue), a_context())


def test_without_an_issue_there_is_nothing_to_close() -> None:
    assert not RULE.decide(Case(None), a_context()).actions


def test_a_managers_label_is_no_activity() -> None:
    issue = a_filed_issue(rating="good", age=9 * DAY, updated_at=NOW - DAY, assignees=(MIA,))
    assert RULE.decide(Case(issue), a_context()).actions
