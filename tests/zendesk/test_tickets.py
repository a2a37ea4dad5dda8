"""Tickets beside the surveys: names instead of numbers, a hundred at once, and no survey goes on without its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zendesk.account import Json
from zendesk.conftest import MakeClient, feed_of
from zendesk.faults import Fault
from zendesk.standin import StandIn

from bot.intake.outcomes import Gap, Skipped
from bot.intake.zendesk.listing import Record
from bot.intake.zendesk.tickets import details_of, with_details
from bot.model.survey import Survey

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "name"]), inner),
    max_leaves=5,
)


def record(ticket: int, *, rated: bool = True) -> Record:
    return Record(id=str(ticket), place=f"rating {ticket}", ticket=str(ticket), rated=rated, values={"id": ticket})


def test_names_instead_of_numbers(standin: StandIn, make_client: MakeClient) -> None:
    standin.account.solve(208)
    (found,) = with_details(make_client(), [record(208)])
    assert isinstance(found, Record)
    assert found.values["ticket_details"] == {
        "id": 208,
        "status": "solved",
        "tags": ["billing"],
        "url": f"{standin.url}/agent/tickets/208",
        "assignee": "Vicki Collins",
        "requester": "Ann Other",
        "group": "EMEA",
        "organization": "Example Ltd",
    }


@pytest.mark.parametrize(("tickets", "requests"), [(0, 0), (1, 1), (100, 1), (101, 2), (250, 3)])
def test_a_hundred_at_once(standin: StandIn, make_client: MakeClient, tickets: int, requests: int) -> None:
    for ticket in range(1, tickets + 1):
        standin.account.solve(ticket)
    records = [record(ticket) for ticket in range(1, tickets + 1)]
    asked_twice = [again for found in records for again in (found, found, record(999, rated=False))]
    found = list(with_details(make_client(), asked_twice))
    assert [item.id for item in found if isinstance(item, Record)] == [item.id for item in asked_twice]
    assert all("ticket_details" in item.values for item in found if isinstance(item, Record) and item.rated)
    assert len(standin.asked("show_many")) == requests


def test_what_was_deleted_is_not_filed(standin: StandIn, make_client: MakeClient) -> None:
    standin.account.solve(2)
    gone, found, unrated = with_details(make_client(), [record(1), record(2), record(1, rated=False)])
    assert gone == Skipped("ticket gone")
    assert isinstance(found, Record)
    assert "ticket_details" in found.values
    assert isinstance(unrated, Record)


@pytest.mark.parametrize("api", ["survey_responses", "satisfaction_ratings"])
@pytest.mark.parametrize("ways", ["all", "one"])
def test_a_survey_without_its_ticket_is_not_filed_however_it_is_read(standin: StandIn, api: str, ways: str) -> None:
    standin.account.solve(208)
    standin.account.answer(208, 1, "Slow. Ann Other")
    feed = feed_of(standin, api=api)
    del standin.account.tickets[208]
    outcomes = list(feed.outcomes() if ways == "all" else feed.one("208"))
    assert Skipped("ticket gone") in outcomes
    assert {type(outcome) for outcome in outcomes} == {Skipped}


def test_a_request_that_fails_lets_its_records_wait(standin: StandIn) -> None:
    for ticket in range(1, 152):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 5)
    standin.account.response(151)["answers"] = []
    standin.faults.add(Fault("status", path="show_many", status=403))
    outcomes = list(feed_of(standin).outcomes())
    surveys = [outcome for outcome in outcomes if isinstance(outcome, Survey)]
    assert [survey.ticket for survey in surveys] == [str(ticket) for ticket in range(101, 151)]
    assert all(survey.agent for survey in surveys)
    assert Skipped("not answered") in outcomes
    (gap,) = [outcome.detail for outcome in outcomes if isinstance(outcome, Gap)]
    assert gap.startswith("zendesk: 100 tickets from 1 to 100: not allowed")
    assert gap.endswith("the surveys of 100 tickets wait until these can be read")


@pytest.mark.parametrize("api", ["survey_responses", "satisfaction_ratings"])
def test_one_ticket_that_cannot_be_read_waits(standin: StandIn, api: str) -> None:
    standin.account.solve(208)
    standin.account.answer(208, 1, "Slow. Ann Other")
    standin.faults.add(Fault("status", path="tickets", status=403))
    assert [type(outcome) for outcome in feed_of(standin, api=api).one("208")] == [Gap]


@pytest.mark.parametrize("api", ["survey_responses", "satisfaction_ratings"])
@pytest.mark.parametrize("ways", ["all", "one"])
def test_a_customer_without_a_name_is_warned_of(standin: StandIn, api: str, ways: str) -> None:
    for ticket, words in ((206, "Slow. Ann Other"), (207, ""), (208, "Slow, too. Ann Other")):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 1, words)
    standin.account.users.clear()
    feed = feed_of(standin, api=api)
    outcomes = list(feed.outcomes() if ways == "all" else feed.one("208"))
    assert any(isinstance(outcome, Survey) for outcome in outcomes)
    number = 2 if ways == "all" else 1
    (warning,) = feed.warnings()
    assert warning.startswith(f"zendesk: the customer's name could not be taken out of {number} comments")


@given(ticket=st.dictionaries(st.sampled_from(["id", "assignee_id", "group_id", "tags"]), ANYTHING), users=ANYTHING)
def test_whatever_shape_a_ticket_has_it_harms_nobody(ticket: Json, users: object) -> None:
    assert details_of(ticket, {"users": users}, "https://example.zendesk.com").keys() >= {"assignee", "url"}


@pytest.mark.parametrize("tickets", [None, "x", {}, [None, 5, {}]], ids=repr)
def test_an_answer_of_another_shape_is_no_sign_of_a_deletion(
    standin: StandIn, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, tickets: object
) -> None:
    monkeypatch.setattr(standin.api, "_tickets", lambda *_: {"tickets": tickets})
    (gap,) = with_details(make_client(), [record(1)])
    assert isinstance(gap, Gap)
    assert gap.detail.startswith("zendesk: 1 tickets from 1 to 1: there is no list of tickets in the answer")
