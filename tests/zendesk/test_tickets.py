"""Tickets beside the surveys: names instead of numbers, a hundred at once, and records that go on without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zendesk.account import Json
from zendesk.conftest import MakeClient, feed_of
from zendesk.faults import Fault
from zendesk.standin import StandIn

from bot.intake.outcomes import Gap
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
    (found,) = with_details(make_client(), [record(208)], needed=False)
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
    found = list(with_details(make_client(), asked_twice, needed=False))
    assert [item.id for item in found if isinstance(item, Record)] == [item.id for item in asked_twice]
    assert all("ticket_details" in item.values for item in found if isinstance(item, Record) and item.rated)
    assert len(standin.asked("show_many")) == requests


def test_a_deleted_ticket_has_no_details(standin: StandIn, make_client: MakeClient) -> None:
    standin.account.solve(2)
    found = list(with_details(make_client(), [record(1), record(2)], needed=False))
    assert ["ticket_details" in item.values for item in found if isinstance(item, Record)] == [False, True]
    assert len(found) == 2


def test_a_request_that_fails_costs_only_the_details_of_its_records(standin: StandIn) -> None:
    for ticket in range(1, 151):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 5)
    standin.faults.add(Fault("status", path="show_many", status=403))
    outcomes = list(feed_of(standin).outcomes())
    surveys = [outcome for outcome in outcomes if isinstance(outcome, Survey)]
    assert [survey.ticket for survey in surveys] == [str(ticket) for ticket in range(1, 151)]
    assert [bool(survey.agent) for survey in surveys] == [False] * 100 + [True] * 50
    (gap,) = [outcome.detail for outcome in outcomes if isinstance(outcome, Gap)]
    assert gap.startswith("zendesk: 100 tickets from 1 to 100: not allowed")
    assert gap.endswith("100 tickets go on without agent, team, organization, tags and status")


@given(ticket=st.dictionaries(st.sampled_from(["id", "assignee_id", "group_id", "tags"]), ANYTHING), users=ANYTHING)
def test_whatever_shape_a_ticket_has_it_harms_nobody(ticket: Json, users: object) -> None:
    assert details_of(ticket, {"users": users}, "https://example.zendesk.com").keys() >= {"assignee", "url"}


@pytest.mark.parametrize("tickets", [None, "x", {}, [None, 5, {}]], ids=repr)
def test_an_answer_without_tickets(
    standin: StandIn, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, tickets: object
) -> None:
    monkeypatch.setattr(standin.api, "_tickets", lambda *_: {"tickets": tickets})
    (found,) = with_details(make_client(), [record(1)], needed=False)
    assert isinstance(found, Record)
    assert "ticket_details" not in found.values
