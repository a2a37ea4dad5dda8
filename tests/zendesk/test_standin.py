"""The stand-in is as strict as Zendesk, so that the bot's tests can fail."""

from datetime import timedelta

import pytest
import requests
from zendesk.api import API_TOKEN, EMAIL
from zendesk.conftest import MakeClient
from zendesk.faults import Fault, Kind
from zendesk.standin import StandIn

NEW, OLD = "/api/v2/guide/survey_responses", "/api/v2/satisfaction_ratings"
PAIR = (f"{EMAIL}/token", API_TOKEN)


def ask(standin: StandIn, path: str, **query: str) -> requests.Response:
    return requests.get(standin.url + path, params=query, auth=PAIR, timeout=5)


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [(NEW, 50, 200), (NEW, 51, 400), (OLD, 100, 200), (OLD, 101, 400)],
)
def test_pages_have_a_largest_size(standin: StandIn, path: str, size: int, status: int) -> None:
    assert ask(standin, path, **{"page[size]": str(size)}).status_code == status


@pytest.mark.parametrize(("path", "name", "unit"), [(NEW, "filter[created_at_start]", 1000), (OLD, "start_time", 1)])
def test_who_takes_seconds_for_milliseconds_gets_something_else(
    standin: StandIn, path: str, name: str, unit: int
) -> None:
    now = standin.account.now
    standin.account.solve(1)
    standin.account.pass_time(days=2)
    standin.account.solve(2)
    key = path.rpartition("/")[2]

    def found(unit: int) -> int:
        start = int((now + timedelta(days=1)).timestamp()) * unit
        return len(ask(standin, path, **{name: str(start)}).json()[key])

    assert found(unit) == 1
    assert found(1001 - unit) != 1


def test_tokens_run_out_and_have_scopes(standin: StandIn, make_client: MakeClient) -> None:
    make_client().get("page 1", NEW)
    (token,) = standin.api.tokens

    def status(method: str, path: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.request(method, standin.url + path, headers=headers, json={}, timeout=5).status_code

    assert status("GET", NEW) == 200
    assert status("PUT", "/api/v2/tickets/1") == 403
    standin.account.pass_time(hours=2)
    assert status("GET", NEW) == 401
    assert requests.get(standin.url + NEW, timeout=5).status_code == 401


@pytest.mark.parametrize("kind", ["cut", "lost", "hang"])
def test_what_ends_without_a_whole_answer(standin: StandIn, kind: Kind) -> None:
    standin.faults.add(Fault(kind, skip=1, seconds=0.01))
    assert ask(standin, NEW).ok
    with pytest.raises(requests.RequestException):
        ask(standin, NEW)
    assert ask(standin, NEW).ok
    assert len(standin.journal) == 3
