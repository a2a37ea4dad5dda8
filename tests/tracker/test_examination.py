"""What can be found out about a GitLab with a few GET requests, whatever of it is refused or missing."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from builders import NOW
from tracker.conftest import VirtualWaiting

from bot.model.examined import Examined, ProjectState, Token, Trouble, Unread
from bot.sandbox import Sandbox
from bot.tracker import Client
from bot.tracker.examination import examine

DASHBOARD = "feedback-bot::dashboard"
Examine = Callable[..., Examined]


@pytest.fixture
def examined(sandbox: Sandbox) -> Iterator[Examine]:
    """Examines with a minute of patience, and sees to it that nothing is written."""

    def one(token: str = "", dashboard: str | None = DASHBOARD, **more: Any) -> Examined:  # noqa: ANN401 - passed on
        place = {"url": sandbox.url, "token": token or sandbox.bot_token, "project": sandbox.project}
        return examine(Client(**place | more, waiting=VirtualWaiting(timedelta(minutes=1))), dashboard)

    yield one
    assert sandbox.writes == []


def test_all_that_there_is_in_seven_requests(examined: Examine, sandbox: Sandbox) -> None:
    sandbox.world.seed_issue("a", "feedback-bot", labels=[DASHBOARD])
    sandbox.world.seed_issue("b", "mia", labels=[DASHBOARD])
    sandbox.world.seed_issue("c", "feedback-bot")
    found = examined()
    assert found.version == "18.5.0-sandbox"
    assert found.server_time == NOW
    assert found.token == Token(2, frozenset({"api"}), is_active=True, expires_on=date(2027, 11, 20))
    assert (found.user, found.role) == (2, 15)
    assert found.project == ProjectState(has_issues=True, is_archived=False, is_to_be_deleted=False, role=15)
    assert found.labels == frozenset({DASHBOARD})
    assert isinstance(found.dashboards, tuple)
    assert [issue.iid for issue in found.dashboards] == [1, 2]
    assert isinstance(found.newest, tuple)
    assert {issue.iid for issue in found.newest} == {1, 3}
    assert (found.has_weights, found.allowance) == (False, None)
    assert [request.path.removeprefix("/api/v4") for request in sandbox.requests] == [
        "/version",
        "/personal_access_tokens/self",
        "/projects/support%2Ffeedback",
        "/projects/support%2Ffeedback/members/all/2",
        "/projects/support%2Ffeedback/labels",
        "/projects/support%2Ffeedback/issues",
        "/projects/support%2Ffeedback/issues",
    ]


def test_weights_tell_the_tier(examined: Examine, sandbox: Sandbox) -> None:
    assert examined().has_weights is None
    sandbox.settings.change({"tier": "premium"})
    sandbox.world.seed_issue("a", "feedback-bot")
    assert examined().has_weights is True


def test_a_refused_token_leaves_the_clock(examined: Examine, sandbox: Sandbox) -> None:
    sandbox.world.people.tokens[sandbox.bot_token].revoked = True
    found = examined()
    assert found.server_time == NOW
    assert isinstance(found.version, Unread)
    assert found.version.code == 401
    assert "it was revoked" in found.version.why
    assert found.token == found.labels == Unread("not looked at, since GitLab refuses the token")
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize("fault", ["503", "reset", "truncated"])
def test_what_does_not_answer_is_asked_for_one_thing_only(fault: str, examined: Examine, sandbox: Sandbox) -> None:
    sandbox.faults.add(kind=fault, times=None)
    found = examined()
    assert isinstance(found.version, Unread)
    assert found.version.trouble is (Trouble.STRANGE if fault == "truncated" else Trouble.SILENT)
    assert found.role == Unread("not looked at, since GitLab does not answer")
    assert {request.path for request in sandbox.requests} == {"/api/v4/version"}


def test_whoever_is_put_off_for_long_does_not_wait(examined: Examine, sandbox: Sandbox) -> None:
    sandbox.faults.add(kind="429_throttle", path="/labels$", retry_after=600)
    found = examined()
    assert isinstance(found.labels, Unread)
    assert "1 minute" in found.labels.why
    assert found.labels.trouble is Trouble.SILENT
    assert found.newest == Unread("not looked at, since GitLab takes too long")


def test_a_project_that_is_not_shown_leaves_the_token(examined: Examine) -> None:
    found = examined(project="support/other")
    assert isinstance(found.token, Token)
    assert isinstance(found.project, Unread)
    assert found.project.code == 404
    assert found.role == found.labels == Unread("not looked at, since the project is not shown")


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/labels$", "labels"),
        ("/self$", "token"),
        ("/issues$", "newest"),
        ("feedback$", "project"),
        ("/version$", "version"),
    ],
)
def test_what_is_forbidden_keeps_it_from_nothing_else(
    path: str, part: str, examined: Examine, sandbox: Sandbox
) -> None:
    sandbox.faults.add(kind="403", path=path, times=None)
    found = examined()
    unread = {name for name in Examined.__dataclass_fields__ if isinstance(getattr(found, name), Unread)}
    assert unread == ({"newest", "dashboards"} if part == "newest" else {part})
    assert found.user == 2
    assert (getattr(found, part).code, getattr(found, part).trouble) == (403, Trouble.REFUSED)


@pytest.mark.parametrize(
    ("code", "body", "location"), [(200, b"{}", ""), (404, b"<html>", ""), (407, b"no", ""), (302, b"", "/sign_in")]
)
def test_what_is_no_gitlab_is_strange(code: int, body: bytes, location: str, examined: Examine) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(code)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        found = examined(url=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    assert found.unread[0].trouble is Trouble.STRANGE
    assert isinstance(found.project, Unread)


def test_without_a_policy_nobody_knows_the_dashboard(examined: Examine, sandbox: Sandbox) -> None:
    assert examined(dashboard=None).dashboards == Unread("not looked at, since the policy cannot be read")
    assert len(sandbox.requests) == 6


def test_an_administrator_who_is_no_member_has_no_role(examined: Examine, sandbox: Sandbox) -> None:
    found = examined(token=sandbox.token("root"))
    assert (found.user, found.role) == (1, None)


def test_members_that_are_nobodys_business_leave_the_role_that_the_project_tells(
    examined: Examine, sandbox: Sandbox
) -> None:
    sandbox.faults.add(kind="403", path="/members/", times=None)
    assert examined().role == 15


def test_what_is_left_of_the_allowance_is_read_where_it_is_told(
    examined: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"RateLimit-Limit": "2000", "RateLimit-Remaining": "1990"}
    monkeypatch.setattr(Client, "last_headers", headers)
    allowance = examined().allowance
    assert allowance is not None
    assert (allowance.limit, allowance.remaining) == (2000, 1990)
    headers["RateLimit-Remaining"] = "many"
    assert examined().allowance is None


def test_whoever_is_not_known_has_no_role(examined: Examine, sandbox: Sandbox) -> None:
    sandbox.faults.add(kind="403", path="/(self|user)$", times=None)
    found = examined()
    assert isinstance(found.user, Unread)
    assert found.role == found.user
    assert found.labels == frozenset()
