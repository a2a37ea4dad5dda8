from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import gitlab
import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox import Sandbox

LIST = "/projects/4242/issues"


@pytest.mark.parametrize("project", ["4242", "support%2Ffeedback", "Support%2FFeedback"])
def test_project_by_number_and_by_path(http: Callable[..., Any], project: str) -> None:
    assert http("GET", f"/projects/{project}/issues").status_code == 200


@pytest.mark.parametrize("project", ["4243", "support%2Fother", "feedback"])
def test_unknown_project(http: Callable[..., Any], project: str) -> None:
    answer = http("GET", f"/projects/{project}/issues")
    assert (answer.status_code, answer.json()) == (404, {"message": "404 Project Not Found"})


def test_both_headers_and_the_query(sandbox: Sandbox) -> None:
    token = sandbox.bot_token
    url = f"{sandbox.url}/api/v4/user"
    answers = [
        requests.get(url, headers={"PRIVATE-TOKEN": token}, timeout=5),
        requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=5),
        requests.get(url, params={"private_token": token}, timeout=5),
    ]
    assert [answer.json()["username"] for answer in answers] == ["feedback-bot"] * 3


def test_bearer_through_python_gitlab(sandbox: Sandbox) -> None:
    with gitlab.Gitlab(sandbox.url, oauth_token=sandbox.bot_token) as client:
        client.auth()
        assert client.user is not None
        assert client.user.username == "feedback-bot"


def test_bad_token(http: Callable[..., Any]) -> None:
    answer = http("GET", "/user", user=None, headers={"PRIVATE-TOKEN": "wrong"})
    assert (answer.status_code, answer.json()) == (401, {"message": "401 Unauthorized"})


def test_strangers_find_no_private_project_and_may_not_write(http: Callable[..., Any]) -> None:
    reading, writing = http("GET", LIST, user=None), http("POST", LIST, user=None, json={"title": "x"})
    assert (reading.status_code, reading.json()) == (404, {"message": "404 Project Not Found"})
    assert (writing.status_code, writing.json()) == (401, {"message": "401 Unauthorized"})
    assert http("GET", "/user", user=None).status_code == 401


def test_people_who_are_no_members_find_no_project(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.world.people.members.clear()
    assert http("GET", LIST).json() == {"message": "404 Project Not Found"}
    assert http("GET", LIST, user="root").status_code == 200


def test_reading_scope_reads_only(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    bot = sandbox.world.people.named("feedback-bot")
    assert bot is not None
    sandbox.world.people.grant(bot, "reader", sandbox.clock.now(), ["read_api"])
    header = {"PRIVATE-TOKEN": "reader"}
    assert http("GET", LIST, user=None, headers=header).status_code == 200
    refused = http("POST", LIST, user=None, headers=header, json={"title": "x"})
    assert refused.status_code == 403
    assert refused.json() == {
        "error": "insufficient_scope",
        "error_description": "The request requires higher privileges than provided by the access token.",
        "scope": "api",
    }


def test_too_narrow_for_reading(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.world.people.tokens[sandbox.bot_token].scopes = ("read_repository",)
    assert http("GET", LIST).json()["scope"] == "api read_api"


def test_every_token_may_see_and_revoke_itself(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.world.people.tokens[sandbox.bot_token].scopes = ("read_repository",)
    assert http("GET", "/personal_access_tokens/self").json()["scopes"] == ["read_repository"]
    assert http("DELETE", "/personal_access_tokens/self").status_code == 204


def test_a_project_without_issues_refuses_them_and_nothing_else(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.settings.change({"issues_enabled": False})
    assert (http("GET", LIST).status_code, http("GET", "/projects/4242/labels").status_code) == (403, 200)
    project = http("GET", "/projects/4242").json()
    assert (project["issues_enabled"], project["issues_access_level"]) == (False, "disabled")
    assert "open_issues_count" not in project
    assert "issues" not in project["_links"]


def test_an_archived_project_can_be_read(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.settings.change({"archived": True})
    assert http("GET", "/projects/4242").json()["archived"]
    assert http("GET", LIST).status_code == 200
    refused = [http("POST", LIST, json={"title": "x"}), http("POST", "/projects/4242/labels", json={"name": "x"})]
    assert [answer.json() for answer in refused] == [{"message": "403 Forbidden"}] * 2


def test_revoked_token(http: Callable[..., Any]) -> None:
    assert http("DELETE", "/personal_access_tokens/self").status_code == 204
    answer = http("GET", "/user")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")


def test_expired_token(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.world.people.tokens[sandbox.bot_token].expires_at = date(2026, 11, 23)
    assert http("GET", "/user").status_code == 200
    sandbox.clock.advance(seconds=86_400)
    answer = http("GET", "/user")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")


def test_tokens_outlive_travels_in_time(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.clock.advance(seconds=10 * 365 * 86_400)
    assert http("GET", "/user").status_code == 200


def test_unknown_path_and_method(http: Callable[..., Any]) -> None:
    assert (http("GET", "/nonsense").status_code, http("GET", "/nonsense").json()) == (404, {"error": "404 Not Found"})
    assert (http("PUT", LIST).status_code, http("PUT", LIST).json()) == (405, {"error": "405 Not Allowed"})


def test_users(sandbox: Sandbox) -> None:
    with gitlab.Gitlab(sandbox.url, private_token=sandbox.bot_token) as client:
        assert [user.name for user in client.users.list(username="MIA", get_all=True)] == ["Mia Okafor"]
        assert client.users.list(username="nobody", get_all=True) == []
        assert client.users.get(2).bot is True
        assert len(client.users.list(get_all=True)) == 7
        with pytest.raises(gitlab.GitlabGetError, match="404 User Not Found"):
            client.users.get(99)


def test_members(login: Callable[[str], Any]) -> None:
    project = login("feedback-bot")
    levels = {member.username: member.access_level for member in project.members_all.list(get_all=True)}
    assert levels == {"feedback-bot": 15, "mia": 40, "jonas": 30, "priya": 20, "gus": 10}
    assert [member.username for member in project.members.list(query="weber", get_all=True)] == ["jonas"]
    assert project.members.get(3).username == "mia"
    with pytest.raises(gitlab.GitlabGetError):
        project.members_all.get(1)  # root is no member


def test_deleted_users_become_the_ghost(
    sandbox: Sandbox, http: Callable[..., Any], login: Callable[[str], Any]
) -> None:
    issue = login("jonas").issues.create({"title": "x", "assignee_ids": [4]})
    login("jonas").issues.update(1, {"state_event": "close"})
    issue.notes.create({"body": "mine"})
    issue.awardemojis.create({"name": "eyes"})
    assert http("DELETE", "/users/4").status_code == 403
    assert http("DELETE", "/users/4", user="root").status_code == 204
    left = login("mia").issues.get(1)
    assert (left.author["name"], left.assignees, left.attributes["closed_by"]) == ("Ghost User", [], None)
    assert left.resourcestateevents.list(get_all=True)[0].user["username"] == "ghost"
    assert left.notes.list(get_all=True)[-1].author["username"] == "ghost"
    assert left.awardemojis.list(get_all=True) == []
    gone = requests.get(f"{sandbox.url}/api/v4/user", headers={"PRIVATE-TOKEN": "sandbox-jonas-token"}, timeout=5)
    assert gone.status_code == 401
