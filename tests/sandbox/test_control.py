from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

LIST = "/projects/4242/issues"


def test_requests_are_logged(sandbox: Sandbox, http: Callable[..., Any], control: Callable[..., Any]) -> None:
    http("GET", "/projects/support%2Ffeedback/issues", params={"not[labels]": "a"})
    http("POST", LIST, json={"title": "x"})
    http("GET", "/user", user=None)
    first, second, third = sandbox.requests
    assert (first.sequence, first.method, first.status, first.username) == (1, "GET", 200, "feedback-bot")
    assert first.path == "/api/v4/projects/support%2Ffeedback/issues"
    assert first.query == {"not": {"labels": "a"}}
    assert (second.body, second.status) == ({"title": "x"}, 201)
    assert (third.status, third.username) == (401, None)
    assert sandbox.writes == [second]
    shown = control("GET", "/requests").json()
    assert shown[1] == {
        "sequence": 2,
        "method": "POST",
        "path": "/api/v4/projects/4242/issues",
        "query": {},
        "body": {"title": "x"},
        "status": 201,
        "username": "feedback-bot",
    }
    assert control("DELETE", "/requests").json() == []
    assert sandbox.requests == []


def test_clock(sandbox: Sandbox, http: Callable[..., Any], control: Callable[..., Any]) -> None:
    assert control("GET", "/clock").json() == {"now": "2026-11-22T12:00:00.000Z", "ticking": False}
    control("POST", "/clock", {"now": "2026-12-01T10:00:00+02:00"})
    assert control("POST", "/clock/advance", {"seconds": 90}).json()["now"] == "2026-12-01T08:01:30.000Z"
    created = http("POST", LIST, json={"title": "x"})
    assert created.json()["created_at"] == "2026-12-01T08:01:30.000Z"
    assert created.headers["date"] == "Tue, 01 Dec 2026 08:01:30 GMT"
    assert control("POST", "/clock", {"now": "2026-12-01T10:00:00Z", "ticking": True}).json()["ticking"] is True
    assert timedelta() <= sandbox.clock.now() - datetime(2026, 12, 1, 10, tzinfo=UTC) < timedelta(seconds=30)
    sandbox.clock.advance(seconds=3600)
    assert sandbox.clock.now() >= datetime(2026, 12, 1, 11, tzinfo=UTC)


def test_real_time_comes_back() -> None:
    with Sandbox() as sandbox:
        sandbox.clock.set(datetime(2020, 1, 1, tzinfo=UTC))
        sandbox.reset()
        assert sandbox.clock.ticking


def test_real_time_by_default() -> None:
    with Sandbox() as sandbox:
        assert sandbox.clock.ticking
        assert abs(sandbox.clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/clock", {}),
        ("/clock", {"now": "soon"}),
        ("/clock", {"now": "2026-12-01T10:00:00"}),
        ("/clock/advance", {"seconds": "many"}),
        ("/faults", {"kind": "earthquake"}),
        ("/faults", {"kind": "500", "sort": "500"}),
        ("/faults", {"kind": "500", "times": "often"}),
        ("/faults", {"kind": "500", "path": "("}),
        ("/faults", []),
        ("/settings", {"tier": "gold"}),
        ("/settings", {"archived": "yes"}),
        ("/settings", {"weather": "fine"}),
        ("/settings", {"notes_per_minute": -1}),
        ("/users", {"username": "mia", "role": "guest"}),
        ("/users", {"username": "new", "role": "king"}),
        ("/tokens", {"username": "nobody", "token": "x"}),
    ],
)
def test_nonsense_is_refused(control: Callable[..., Any], path: str, body: object) -> None:
    answer = control("POST", path, body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}


def test_faults(http: Callable[..., Any], control: Callable[..., Any]) -> None:
    rule = {"kind": "500", "method": "GET", "path": "/user", "skip": 0, "times": None}
    assert control("POST", "/faults", rule).json() == rule
    assert http("GET", "/user").status_code == 500
    assert control("GET", "/clock").status_code == 200
    control("DELETE", "/faults")
    assert http("GET", "/user").status_code == 200


def test_settings(sandbox: Sandbox, control: Callable[..., Any]) -> None:
    changed = control("POST", "/settings", {"tier": "premium", "shapes": "2024"}).json()
    assert changed == {
        "tier": "premium",
        "shapes": "2024",
        "issues_per_minute": None,
        "notes_per_minute": None,
        "limit_clock": "sandbox",
        "issues_enabled": True,
        "archived": False,
    }
    assert sandbox.settings.premium
    assert not sandbox.settings.modern


def test_users_and_tokens(sandbox: Sandbox, http: Callable[..., Any], control: Callable[..., Any]) -> None:
    added = control("POST", "/users", {"username": "zoe", "name": "Zoe Quist", "role": "developer"}).json()
    assert added == {"id": 8, "username": "zoe", "role": "developer", "token": "sandbox-zoe-token"}
    assert http("GET", "/projects/4242/members/all/8").json()["access_level"] == 30
    control("POST", "/users", {"username": "yan", "role": "guest", "token": "yan's own"})
    assert sandbox.token("yan") == "yan's own"
    control("POST", "/tokens", {"username": "zoe", "token": "t1", "scopes": ["read_api"]})
    control("POST", "/tokens", {"username": "zoe", "token": "t2", "revoked": True})
    control("POST", "/tokens", {"username": "zoe", "token": "t3", "expires_at": "2026-11-01"})
    statuses = [http("GET", "/user", user=None, headers={"PRIVATE-TOKEN": f"t{n}"}).status_code for n in (1, 2, 3)]
    assert statuses == [200, 401, 401]


def test_python_reset(sandbox: Sandbox) -> None:
    sandbox.world.seed_issue(title="x", author="mia")
    sandbox.reset()
    assert sandbox.world.issues == {}


def test_reset(sandbox: Sandbox, http: Callable[..., Any], control: Callable[..., Any]) -> None:
    http("POST", LIST, json={"title": "x", "labels": "a"})
    control("POST", "/settings", {"tier": "premium"})
    control("POST", "/users", {"username": "zoe", "role": "developer"})
    control("POST", "/clock/advance", {"seconds": 90})
    control("POST", "/faults", {"kind": "500", "times": None})
    assert control("POST", "/reset").json()["now"] == "2026-11-22T12:00:00.000Z"
    assert (sandbox.requests, sandbox.settings.tier) == ([], "free")
    assert http("GET", LIST).json() == http("GET", "/projects/4242/labels").json() == []
    assert http("GET", "/users?username=zoe").json() == []
    assert http("POST", LIST, json={"title": "x"}).json()["iid"] == 1


def test_python_api(sandbox: Sandbox) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", sandbox.url)
    assert (sandbox.project, sandbox.project_id, sandbox.bot_token) == ("support/feedback", 4242, "sandbox-bot-token")
    assert (sandbox.token("mia"), sandbox.token("feedback-bot")) == ("sandbox-mia-token", sandbox.bot_token)
    with pytest.raises(KeyError):
        sandbox.token("ghost")


def test_links_between_issues(project: Project, http: Callable[..., Any]) -> None:
    for title in ("one", "two", "three"):
        project.issues.create({"title": title})
    one = project.issues.get(1)
    one.links.create({"target_project_id": 4242, "target_issue_iid": 2})
    one.links.create({"target_project_id": "support/feedback", "target_issue_iid": 3, "link_type": "blocks"})
    assert [(link.iid, link.link_type) for link in one.links.list(get_all=True)] == [(2, "relates_to"), (3, "blocks")]
    assert [link.link_type for link in project.issues.get(3).links.list(get_all=True)] == ["is_blocked_by"]
    path, link = f"{LIST}/1/links", {"target_project_id": 4242, "target_issue_iid": 2}
    assert http("POST", path, json=link).status_code == 409
    assert http("POST", path, json=link | {"target_issue_iid": 1}).status_code == 400
    assert http("POST", path, json=link | {"target_issue_iid": 9}).status_code == 404
    assert http("POST", path, json=link | {"target_project_id": 9}).status_code == 404
    assert http("POST", path, user="gus", json=link).status_code == 403
    one.links.delete(one.links.list(get_all=True)[0].issue_link_id)
    assert project.issues.get(2).links.list(get_all=True) == []
