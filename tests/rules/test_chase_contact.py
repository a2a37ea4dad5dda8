from datetime import date
from typing import Any

import pytest
from builders import DAY, MIA, NOW, REVIEWED, a_context, a_filed_issue, a_mark_note, a_note, a_reopening

from bot.model.actions import UpdateIssue, WriteNote
from bot.model.case import Case, Evidence
from bot.model.issue import Issue
from bot.model.listing import Overdue
from bot.model.marks import marks_in
from bot.rules.chase_contact import ChaseContact

RULE, CTX = ChaseContact(), a_context(rules_on=frozenset({"ask_missing", "obey_commands"}))
OVER, TODAY, NEXT = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 22)


def to_contact(*labels: str, **changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build an issue whose customer was to be contacted by yesterday."""
    wanted = frozenset({"satisfaction::bad", "contact::requested", *(labels or ("review::done",))})
    notes = (a_note(REVIEWED.removesuffix("N") + "Y", at=NOW - 3 * DAY),)
    facts: dict[str, Any] = {"due": OVER, "age": 8 * DAY, "labels": wanted, "notes": notes}
    return a_filed_issue(**(facts | changes))


def chased(issue: Issue, rule: ChaseContact = RULE) -> WriteNote:
    (note,) = rule.decide(Case(issue), CTX).actions
    assert isinstance(note, WriteNote)
    return note


def test_who_is_to_contact_the_customer_is_reminded_and_gets_time() -> None:
    note = chased(to_contact(assignees=(MIA,)))
    assert note.body.startswith("@mia The customer was to be contacted by 2026-11-19.")
    assert "`contact::done`" in note.body
    assert note.due_date == NEXT
    (mark,) = marks_in(note.body)
    assert mark.facts == {"due": "2026-11-19"}


def test_without_an_assignee_the_fallback_is_reminded() -> None:
    assert chased(to_contact(), ChaseContact(fallback=("tom",))).body.startswith("@tom The customer")


def test_an_answer_without_a_review_is_enough() -> None:
    assert chased(to_contact("review::needed")).due_date == NEXT


def test_where_nobody_asks_for_the_rest_of_the_review_an_incomplete_one_is_no_hindrance() -> None:
    assert len(RULE.decide(Case(to_contact("review::incomplete")), a_context()).actions) == 1


@pytest.mark.parametrize("commands", [True, False])
def test_commands_are_named_where_the_bot_obeys_them(*, commands: bool) -> None:
    (note,) = RULE.decide(Case(to_contact()), CTX if commands else a_context()).actions
    assert isinstance(note, WriteNote)
    assert ("`!feedback contact done`" in note.body) == commands
    assert ("`!feedback snooze 7d`" in note.body) == commands


def test_what_a_person_reopens_gets_its_time_once_more() -> None:
    reopened = to_contact(updated_at=NOW - DAY, state_events=(a_reopening(at=NOW - DAY),))
    (update,) = RULE.decide(Case(reopened), CTX).actions
    assert isinstance(update, UpdateIssue)
    assert update.due_date == date(2026, 11, 21)
    assert RULE.wants(reopened, CTX) == Evidence.COMMENTS | Evidence.STATE_EVENTS


@pytest.mark.parametrize(
    ("issue", "reason"),
    [
        pytest.param(to_contact(state="closed"), "closed", id="closed"),
        pytest.param(to_contact("contact::done"), "nobody is to be contacted", id="contacted"),
        pytest.param(to_contact(labels=frozenset({"review::done"})), "nobody is to be contacted", id="no contact"),
        pytest.param(to_contact("review::incomplete"), "the review is asked for first", id="incomplete"),
        pytest.param(to_contact(due_date=None), "there is no due date: the clock is silent", id="no clock"),
        pytest.param(to_contact(due_date=TODAY), "the customer is to be contacted by 2026-11-20", id="not over yet"),
        pytest.param(to_contact("review::needed", notes=()), "nobody has answered at all", id="no answer"),
    ],
)
def test_otherwise_nobody_is_reminded(issue: Issue, reason: str) -> None:
    decision = RULE.decide(Case(issue), CTX)
    assert (decision.actions, decision.reason) == ((), reason)


def test_it_reminds_once_for_each_date() -> None:
    said = a_mark_note("chase_contact", NOW - DAY, due="2026-11-19")
    (update,) = RULE.decide(Case(to_contact(notes=(a_note(), said))), CTX).actions
    assert isinstance(update, UpdateIssue)
    assert update.due_date == NEXT


def test_comments_are_read_when_the_date_is_over() -> None:
    assert RULE.wants(to_contact(), CTX) == Evidence.COMMENTS
    assert RULE.wants(to_contact(due_date=TODAY), CTX) == Evidence.NOTHING
    assert RULE.ripened(NOW, CTX) == (Overdue(),)


def test_there_must_be_an_issue() -> None:
    assert not RULE.decide(Case(None), CTX).actions
