from __future__ import annotations

import time
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from typing import TYPE_CHECKING, Any

import gitlab
import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox

LIST = "/projects/4242/issues"
PATH = f"/api/v4{LIST}"
TOO_MANY = {"message": {"error": "This endpoint has been requested too many times. Try again later."}}


@contextmanager
def post(sandbox: Sandbox) -> Iterator[HTTPConnection]:
    """Send a request, wait for nothing, and be gone in the end like a process that was killed."""
    headers = {"PRIVATE-TOKEN": sandbox.bot_token, "Content-Type": "application/json"}
    client = HTTPConnection(sandbox.url.removeprefix("http://"), timeout=5)
    client.request("POST", PATH, body='{"title": "x"}', headers=headers)
    try:
        yield client
    finally:
        client.close()


@pytest.mark.parametrize(
    ("kind", "status", "written"),
    [
        ("500", 500, 0),
        ("502", 502, 0),
        ("503", 503, 0),
        ("500_after", 500, 1),
        ("502_after", 502, 1),
        ("401", 401, 0),
        ("403", 403, 0),
        ("404", 404, 0),
        ("429", 429, 0),
        ("429_throttle", 429, 0),
    ],
)
def test_bad_answers(sandbox: Sandbox, http: Callable[..., Any], kind: str, status: int, written: int) -> None:
    sandbox.faults.add(kind=kind, method="POST", path="/issues$")
    answer = http("POST", LIST, json={"title": "x"})
    assert answer.status_code == status
    assert len(sandbox.world.issues) == written
    assert sandbox.writes[0].status == status
    assert answer.headers["content-type"].startswith("text/html") == (kind[:3] in {"502", "503"})
    assert http("POST", LIST, json={"title": "x"}).status_code == 201


@pytest.mark.parametrize(
    ("kind", "written", "reason"),
    [
        ("reset", 0, "reset by peer"),
        ("stall", 0, "closed connection"),
        ("lost", 1, "closed connection"),
        ("hang", 1, "closed connection"),
    ],
)
def test_no_answer(sandbox: Sandbox, http: Callable[..., Any], kind: str, written: int, reason: str) -> None:
    sandbox.faults.add(kind=kind, seconds=0.05)
    with pytest.raises(requests.ConnectionError, match=reason):
        http("POST", LIST, json={"title": "x"})
    assert len(sandbox.world.issues) == written
    assert [entry.status for entry in sandbox.writes] == [0]


@pytest.mark.parametrize(("kind", "written"), [("stall", 0), ("hang", 1)])
def test_a_hanging_request_can_be_waited_for(
    sandbox: Sandbox, http: Callable[..., Any], kind: str, written: int
) -> None:
    fault = sandbox.faults.add(kind=kind, method="POST", seconds=30)
    assert not fault.played.is_set()
    with post(sandbox):
        assert fault.played.wait(5)
        assert len(sandbox.world.issues) == written
        assert [(entry.status, entry.body) for entry in sandbox.writes] == [(0, {"title": "x"})]
    assert len(http("GET", LIST).json()) == written


@pytest.mark.parametrize("kind", ["stall", "hang"])
def test_nothing_is_logged_after_the_hanging(sandbox: Sandbox, kind: str) -> None:
    fault = sandbox.faults.add(kind=kind, seconds=0.2)
    with post(sandbox) as client:
        fault.played.wait(5)
        sandbox.clear_requests()
        with pytest.raises(RemoteDisconnected):
            client.getresponse()
    assert sandbox.requests == []


@pytest.mark.parametrize("kind", ["500", "reset", "latency", "lost", "truncated"])
def test_every_fault_tells_that_it_was_played(sandbox: Sandbox, kind: str) -> None:
    fault = sandbox.faults.add(kind=kind, seconds=0, skip=1)
    with post(sandbox) as client:
        client.getresponse()
    assert not fault.played.is_set()
    with post(sandbox):
        assert fault.played.wait(5)


def test_a_hanging_server_meets_the_clients_timeout(sandbox: Sandbox) -> None:
    sandbox.faults.add(kind="hang", seconds=30)
    with gitlab.Gitlab(sandbox.url, private_token=sandbox.bot_token, timeout=0.4) as client:
        project = client.projects.get(4242, lazy=True)
        with pytest.raises(requests.Timeout):
            project.issues.create({"title": "x"})
    assert len(sandbox.world.issues) == 1


def test_latency(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.faults.add(kind="latency", seconds=0.1)
    started = time.monotonic()
    assert http("POST", LIST, json={"title": "x"}).status_code == 201
    assert time.monotonic() - started >= 0.1


def test_others_are_served_while_one_waits(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.faults.add(kind="hang", seconds=30, path="/notes")
    sandbox.world.seed_issue(title="x", author="mia")
    with pytest.raises(requests.Timeout), requests.Session() as impatient:
        impatient.post(
            f"{sandbox.url}/api/v4{LIST}/1/notes",
            headers={"PRIVATE-TOKEN": sandbox.bot_token},
            json={"body": "x"},
            timeout=0.4,
        )
    assert http("GET", f"{LIST}/1").json()["user_notes_count"] == 1


def test_truncated_json(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.seed_issue(title="x", author="mia")
    sandbox.faults.add(kind="truncated", method="GET")
    with pytest.raises(gitlab.GitlabParsingError):
        project.issues.get(1)
    assert project.issues.get(1).iid == 1


def test_two_kinds_of_429(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.faults.add(kind="429", path="/notes")
    sandbox.faults.add(kind="429_throttle", path="/user$", retry_after=7)
    limited, throttled = http("POST", f"{LIST}/1/notes", json={"body": "x"}), http("GET", "/user")
    assert (limited.json(), len(limited.content)) == (TOO_MANY, 89)
    assert limited.headers["content-type"] == "application/json"
    assert not {"retry-after", "ratelimit-reset"} & {name.lower() for name in limited.headers}
    assert throttled.text == "Retry later"
    assert throttled.headers["content-type"].startswith("text/plain")
    assert (throttled.headers["retry-after"], throttled.headers["ratelimit-remaining"]) == ("7", "0")


def test_skip_and_times(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.faults.add(kind="500", method="get", path=r"/user$", skip=1, times=2)
    http("GET", "/version")
    assert [http("GET", "/user").status_code for _ in range(5)] == [200, 500, 500, 200, 200]


def test_always_until_cleared(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.faults.add(kind="503", times=None)
    assert {http("GET", "/user").status_code for _ in range(3)} == {503}
    sandbox.faults.clear()
    assert http("GET", "/user").status_code == 200


def test_the_first_of_several_faults_is_played(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.faults.add(kind="500", path="/user")
    sandbox.faults.add(kind="503", path="/user", times=2)
    assert [http("GET", "/user").status_code for _ in range(3)] == [500, 503, 200]


def test_nonsense_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="earthquake"):
        sandbox.faults.add(kind="earthquake")


def test_python_gitlab_doubles_a_post_when_told_to_retry(sandbox: Sandbox) -> None:
    sandbox.faults.add(kind="502_after", method="POST")
    with gitlab.Gitlab(sandbox.url, private_token=sandbox.bot_token, retry_transient_errors=True) as client:
        client.projects.get(4242, lazy=True).issues.create({"title": "x"})
    assert len(sandbox.world.issues) == 2


def test_python_gitlab_waits_out_a_throttle(sandbox: Sandbox, project: Project) -> None:
    sandbox.faults.add(kind="429_throttle", retry_after=0)
    assert project.issues.create({"title": "x"}).iid == 1


def test_limits_per_minute(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.settings.change({"issues_per_minute": 2, "notes_per_minute": 0})
    assert [http("POST", LIST, json={"title": "x"}).status_code for _ in range(3)] == [201, 201, 429]
    refused = http("POST", f"{LIST}/1/notes", json={"body": "x"})
    assert (refused.status_code, refused.json()) == (429, TOO_MANY)
    assert http("POST", LIST, user="mia", json={"title": "x"}).status_code == 201


def test_limits_by_the_wall_clock(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.settings.change({"issues_per_minute": 1, "limit_clock": "wall"})
    statuses = []
    for _ in range(4):
        sandbox.clock.advance(seconds=60)
        statuses.append(http("POST", LIST, json={"title": "x"}).status_code)
    assert statuses[0] == 201
    assert 429 in statuses  # a real minute may end in between, but not twice


def test_limits_end_with_the_minute(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.settings.change({"issues_per_minute": 1})

    def statuses() -> list[int]:
        return [http("POST", LIST, json={"title": "x"}).status_code for _ in range(2)]

    assert statuses() == [201, 429]
    sandbox.clock.advance(seconds=60)
    assert statuses() == [201, 429]
