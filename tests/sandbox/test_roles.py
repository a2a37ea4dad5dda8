from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gitlab
import pytest

from bot.sandbox.world.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox

LIST = "/projects/4242/issues"
METADATA = {"labels": "a", "assignee_ids": [3], "due_date": "2026-12-01", "confidential": True}


@pytest.fixture
def owner(sandbox: Sandbox) -> str:
    return sandbox.world.add_user("olga", "Olga Owner", Role.OWNER).username


def test_what_guests_ask_for_is_dropped_silently(sandbox: Sandbox, login: Callable[[str], Project]) -> None:
    issue = login("gus").issues.create({"title": "x", **METADATA})
    assert (issue.labels, issue.assignees, issue.due_date, issue.confidential) == ([], [], None, False)
    assert sandbox.world.label_named("a") is None


def test_guests_change_text_and_state_of_their_own_issues_only(login: Callable[[str], Project]) -> None:
    gus = login("gus")
    gus.issues.create({"title": "mine"})
    login("mia").issues.create({"title": "hers"})
    changed = gus.issues.update(1, {"title": "still mine", "state_event": "close", **METADATA})
    assert (changed["title"], changed["state"], changed["labels"]) == ("still mine", "closed", [])
    with pytest.raises(gitlab.GitlabUpdateError, match="403 Forbidden"):
        gus.issues.update(2, {"state_event": "close"})


def test_confidential_issues_are_hidden_from_guests(
    sandbox: Sandbox, login: Callable[[str], Project], http: Callable[..., Any]
) -> None:
    sandbox.world.seed_issue(title="secret", author="mia", confidential=True)
    sandbox.world.seed_issue(title="his", author="mia", confidential=True, assignees=["gus"])
    assert [issue.iid for issue in login("gus").issues.list(get_all=True)] == [2]
    assert http("GET", f"{LIST}/1", user="gus").status_code == 404
    assert http("PUT", f"{LIST}/1", user="gus", json={"title": "x"}).status_code == 403
    assert http("POST", f"{LIST}/1/notes", user="gus", json={"body": "x"}).status_code == 404
    assert http("GET", f"{LIST}/1", user="priya").status_code == 200


@pytest.mark.parametrize(
    ("username", "allowed"),
    [
        ("gus", False),
        ("feedback-bot", True),
        ("priya", False),
        ("jonas", False),
        ("mia", False),
        ("olga", True),
        ("root", True),
    ],
)
@pytest.mark.usefixtures("owner")
def test_who_deletes_issues(sandbox: Sandbox, http: Callable[..., Any], username: str, *, allowed: bool) -> None:
    sandbox.world.seed_issue(title="x", author="jonas")
    assert http("DELETE", f"{LIST}/1", user=username).status_code == (204 if allowed else 403)


@pytest.mark.parametrize(
    ("username", "allowed"),
    [("gus", True), ("feedback-bot", False), ("jonas", False), ("mia", True), ("root", True)],
)
def test_who_changes_notes(sandbox: Sandbox, http: Callable[..., Any], username: str, *, allowed: bool) -> None:
    iid = sandbox.world.seed_issue(title="x", author="jonas")
    note = sandbox.world.seed_note(iid, "gus", "text", sandbox.clock.now())
    path = f"{LIST}/{iid}/notes/{note}"
    assert http("PUT", path, user=username, json={"body": "new"}).status_code == (200 if allowed else 403)
    assert http("DELETE", path, user=username).status_code == (204 if allowed else 403)


def test_a_planner_deletes_notes_of_its_own_only(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    assert http("GET", "/projects/4242/members/all/2").json()["access_level"] == Role.PLANNER
    sandbox.world.seed_issue(title="x", author="feedback-bot")
    own, other = (sandbox.world.seed_note(1, name, "text", sandbox.clock.now()) for name in ("feedback-bot", "gus"))
    assert [http("DELETE", f"{LIST}/1/notes/{own}").status_code for _ in range(2)] == [204, 404]
    assert http("DELETE", f"{LIST}/1/notes/{other}").status_code == 403
    assert list(sandbox.world.issues[1].notes) == [other]


def test_nobody_rewrites_history(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    iid = sandbox.world.seed_issue(title="x", author="mia")
    note = sandbox.world.seed_note(iid, "mia", "changed the description", sandbox.clock.now(), system=True)
    assert http("PUT", f"{LIST}/{iid}/notes/{note}", user="root", json={"body": "new"}).status_code == 403


@pytest.mark.usefixtures("owner")
def test_chosen_times_and_numbers_are_for_owners(login: Callable[[str], Project]) -> None:
    chosen = {"title": "x", "created_at": "2020-01-01T00:00:00Z", "iid": 77}
    ignored = login("mia").issues.create(chosen)
    assert (ignored.iid, ignored.created_at) == (1, "2026-11-22T12:00:00.000Z")
    honoured = login("olga").issues.create(chosen)
    assert (honoured.iid, honoured.created_at) == (77, "2020-01-01T00:00:00.000Z")
    with pytest.raises(gitlab.GitlabCreateError, match="Duplicated issue") as caught:
        login("olga").issues.create(chosen)
    assert caught.value.response_code == 409
    assert login("mia").issues.create({"title": "y"}).iid == 78


@pytest.mark.usefixtures("owner")
def test_chosen_times_of_notes_are_for_owners(login: Callable[[str], Project], http: Callable[..., Any]) -> None:
    chosen = {"body": "x", "created_at": "2020-01-01T00:00:00Z"}
    login("mia").issues.create({"title": "x"})
    times = [login(name).issues.get(1, lazy=True).notes.create(chosen).created_at for name in ("mia", "olga")]
    assert times == ["2026-11-22T12:00:00.000Z", "2020-01-01T00:00:00.000Z"]
    update = {"updated_at": "2020-01-01T00:00:00Z"}
    assert http("PUT", f"{LIST}/1", json=update).json()["updated_at"].startswith("2026")
    assert http("PUT", f"{LIST}/1", user="olga", json=update).json()["updated_at"].startswith("2020")
    assert http("PUT", f"{LIST}/1", user="olga", json={"updated_at": ""}).status_code == 400


def test_internal_notes(sandbox: Sandbox, login: Callable[[str], Project]) -> None:
    sandbox.world.seed_issue(title="x", author="mia")
    hidden = login("feedback-bot").issues.get(1).notes.create({"body": "psst", "internal": True})
    shown = login("gus").issues.get(1).notes.create({"body": "hello", "internal": True})
    assert (hidden.internal, hidden.confidential, shown.internal) == (True, True, False)
    notes = login("gus").issues.get(1).notes
    assert [note.body for note in notes.list(get_all=True)] == ["hello"]
    with pytest.raises(gitlab.GitlabGetError, match="404 Note Not Found"):
        notes.get(hidden.id)


def test_labels_are_for_planners_and_up(login: Callable[[str], Project]) -> None:
    login("feedback-bot").labels.create({"name": "a", "color": "#fff"})
    gus = login("gus")
    assert gus.labels.get("a").name == "a"
    with pytest.raises(gitlab.GitlabCreateError, match="403"):
        gus.labels.create({"name": "b", "color": "#fff"})
    with pytest.raises(gitlab.GitlabDeleteError, match="403"):
        gus.labels.delete("a")
