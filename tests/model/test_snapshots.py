"""Actions, cases, contexts and issues: frozen, with words for people and no customer's word in their repr."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from builders import a_context, a_note, a_survey, an_issue

from bot.model.actions import CreateLabel, Decision, FileIssue, UpdateIssue, WriteNote, act, decline
from bot.model.calendar import Calendar
from bot.model.case import Case, Evidence
from bot.model.issue import State
from bot.model.labels import Label, LabelChange

SECRET = "what the customer said"

NOTE = WriteNote(rule="x", reason="because", body=SECRET)
UPDATE = UpdateIssue(rule="x", reason="more", title=SECRET, description=SECRET)
FILING = FileIssue(
    rule="x", reason="new", title=SECRET, description=SECRET, labels=(), confidential=True, due_date=None
)


def test_to_act_is_to_give_the_actions_and_the_reason_of_the_first() -> None:
    assert act(NOTE, UPDATE) == Decision("because", (NOTE, UPDATE))


def test_to_decline_is_to_give_a_reason_and_do_nothing() -> None:
    assert decline("closed") == Decision("closed", ())


def test_an_update_that_names_nothing_changes_nothing() -> None:
    plain = UpdateIssue(rule="x", reason="y")
    assert not plain.labels
    assert plain.labels == LabelChange()
    assert (plain.title, plain.description, plain.state_event, plain.due_date) == (None, None, None, None)
    assert not plain.remove_due_date


def test_a_missing_label_is_created_in_its_own_name() -> None:
    creation = CreateLabel(Label(name="a", color="#000000"))
    assert (creation.rule, creation.reason) == ("labels", "the project has no such label yet")


@pytest.mark.parametrize(
    "value",
    [
        NOTE,
        UPDATE,
        FILING,
        a_note(SECRET),
        an_issue(description=SECRET),
        a_survey(comment=SECRET),
        Case(None, a_survey(comment=SECRET)),
    ],
    ids=["note", "update", "filing", "written note", "issue", "survey", "case"],
)
def test_a_repr_holds_no_text_of_a_customer(value: object) -> None:
    assert SECRET not in repr(value)


@pytest.mark.parametrize(
    "value",
    [NOTE, UPDATE, FILING, an_issue(), a_note(), Case(None), a_context(), decline("x")],
    ids=lambda value: type(value).__name__,
)
def test_a_snapshot_cannot_be_changed(value: Any) -> None:  # noqa: ANN401 - any of them
    name = next(iter(value.__dataclass_fields__))
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)


@pytest.mark.parametrize(("state", "is_open"), [("opened", True), ("closed", False)])
def test_an_issue_is_open_or_closed(state: State, *, is_open: bool) -> None:
    assert an_issue(state=state).is_open is is_open


def test_a_case_needs_no_survey() -> None:
    assert Case(an_issue()).survey is None


def test_evidence_adds_up() -> None:
    both = Evidence.COMMENTS | Evidence.SYSTEM_NOTES
    assert Evidence.NOTHING | both == both
    assert not Evidence.NOTHING
    assert Evidence.COMMENTS in both
    assert Evidence.STATE_EVENTS not in both


@pytest.mark.parametrize(
    ("zone", "today", "due"),
    [
        ("UTC", date(2026, 11, 22), date(2026, 11, 24)),
        ("Pacific/Kiritimati", date(2026, 11, 23), date(2026, 11, 25)),
        ("America/Los_Angeles", date(2026, 11, 22), date(2026, 11, 24)),
    ],
)
def test_today_and_the_due_date_of_an_answer_are_days_of_the_trackers_people(zone: str, today: date, due: date) -> None:
    now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    ctx = a_context(now=now, calendar=Calendar(ZoneInfo(zone)), answer_within=timedelta(days=2))
    assert (ctx.calendar.day_of(ctx.now), ctx.answer_due) == (today, due)
