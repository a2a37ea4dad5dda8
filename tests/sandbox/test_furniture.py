"""Boards, files of the repository, pipeline schedules and labels of the group, and who may have them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import gitlab
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox

    Http = Callable[..., Any]

ROOT = "/projects/4242"
PATH = ".gitlab/issue_templates/Feedback.md"
FILE = f"{ROOT}/repository/files/.gitlab%2Fissue_templates%2FFeedback.md"
BRANCH = f"{ROOT}/repository/branches/main"
SCHEDULES = f"{ROOT}/pipeline_schedules"
COMMIT = {"branch": "main", "content": "Hello\n", "commit_message": "Say hello"}
HOURLY = {"description": "hourly", "ref": "main", "cron": "7 * * * *"}
BAD_KEY = "can contain only letters, digits and '_'."
PEOPLE = ("gus", "feedback-bot", "priya", "jonas", "mia")  # Guest, Planner, Reporter, Developer, Maintainer


# --- boards


def test_a_board_shows_its_lists(project: Project) -> None:
    label = project.labels.create({"name": "a", "color": "#fff"})
    assert project.boards.list(get_all=True) == []
    board = project.boards.create({"name": "Feedback"})
    made = board.lists.create({"label_id": label.id})
    assert (made.label["name"], made.position) == ("a", 0)
    (row,) = project.boards.list(get_all=True)
    assert (row.name, [one["label"]["id"] for one in row.attributes["lists"]]) == ("Feedback", [label.id])
    assert [one.id for one in project.boards.get(board.id).lists.list(get_all=True)] == [made.id]


def test_two_boards_may_have_one_name_and_a_label_has_one_list(project: Project, http: Http) -> None:
    label = project.labels.create({"name": "a", "color": "#fff"})
    boards = [project.boards.create({"name": "Feedback"}) for _ in range(2)]
    assert boards[0].id != boards[1].id
    boards[0].lists.create({"label_id": label.id})
    lists = f"{ROOT}/boards/{boards[0].id}/lists"
    for body, answer in (
        ({"label_id": label.id}, {"message": {"label": ["has already been taken"]}}),
        ({"label_id": 1}, {"message": {"error": "Label not found!"}}),
        ({}, {"error": "label_id is missing"}),
    ):
        refused = http("POST", lists, json=body)
        assert (refused.status_code, refused.json()) == (400, answer)


def test_a_deleted_label_leaves_the_board(project: Project) -> None:
    label = project.labels.create({"name": "a", "color": "#fff"})
    board = project.boards.create({"name": "Feedback"})
    board.lists.create({"label_id": label.id})
    label.delete()
    assert project.boards.get(board.id).lists.list(get_all=True) == []


@pytest.mark.parametrize(("username", "status"), list(zip(PEOPLE, (403, 201, 201, 201, 201), strict=True)))
def test_who_may_have_boards(username: str, status: int, project: Project, http: Http) -> None:
    label = project.labels.create({"name": "a", "color": "#fff"})
    board = project.boards.create({"name": "Feedback"})
    assert http("GET", f"{ROOT}/boards", user=username).status_code == 200
    assert http("POST", f"{ROOT}/boards", user=username, json={"name": "b"}).status_code == status
    body = {"label_id": label.id}
    assert http("POST", f"{ROOT}/boards/{board.id}/lists", user=username, json=body).status_code == status


def test_an_unknown_board(http: Http) -> None:
    assert http("GET", f"{ROOT}/boards/9").json() == {"message": "404 Not found"}
    assert http("GET", f"{ROOT}/boards/x/lists").status_code == 400


# --- files


def test_a_file_is_committed_read_and_changed(login: Callable[[str], Project]) -> None:
    mia = login("mia")
    mia.files.create({"file_path": PATH, **COMMIT})
    file = mia.files.get(PATH, ref="HEAD")
    assert (file.file_name, file.decode(), file.encoding) == ("Feedback.md", b"Hello\n", "base64")
    other = {"content": base64.b64encode(b"Bye\n").decode(), "encoding": "base64"}
    mia.files.update(PATH, {**COMMIT, **other, "last_commit_id": file.last_commit_id})
    changed = mia.files.get(PATH, ref="main")
    assert (changed.decode(), changed.last_commit_id != file.last_commit_id) == (b"Bye\n", True)
    with pytest.raises(gitlab.GitlabUpdateError, match="has changed since you started editing it"):
        mia.files.update(PATH, {**COMMIT, "last_commit_id": file.last_commit_id})


def test_a_repository_without_a_commit_has_no_files_and_no_branch(http: Http, login: Callable[[str], Project]) -> None:
    read = {"user": "mia", "params": {"ref": "HEAD"}}
    assert http("GET", ROOT).json()["empty_repo"]
    assert http("GET", FILE, **read).json() == {"message": "404 Commit Not Found"}
    assert http("GET", BRANCH, user="mia").json() == {"message": "404 Branch Not Found"}
    login("mia").files.create({"file_path": "README.md", **COMMIT})
    assert http("GET", FILE, **read).json() == {"message": "404 File Not Found"}
    assert not http("GET", ROOT).json()["empty_repo"]


@pytest.mark.parametrize(
    ("method", "change", "answer"),
    [
        ("POST", {}, {"message": "A file with this name already exists"}),
        ("POST", {"content": "%", "encoding": "base64"}, {"message": "content is invalid"}),
        ("POST", {"encoding": "rot13"}, {"error": "encoding does not have a valid value"}),
        ("POST", {"branch": "other"}, {"message": "You can only create or edit files when you are on a branch"}),
    ],
)
def test_a_commit_that_is_refused(
    method: str, change: dict[str, str], answer: object, http: Http, login: Callable[[str], Project]
) -> None:
    login("mia").files.create({"file_path": PATH, **COMMIT})
    refused = http(method, FILE, user="mia", json=COMMIT | change)
    assert (refused.status_code, refused.json()) == (400, answer)


def test_a_file_that_is_not_there_cannot_be_changed(http: Http) -> None:
    refused = http("PUT", FILE, user="mia", json=COMMIT)
    assert (refused.status_code, refused.json()) == (400, {"message": "A file with this name doesn't exist"})


@pytest.mark.parametrize(
    ("username", "reading", "writing"),
    list(zip(PEOPLE, (403, 403, 200, 200, 200), (403, 403, 403, 400, 201), strict=True)),
)
def test_who_may_read_and_write_files(
    username: str, reading: int, writing: int, http: Http, login: Callable[[str], Project]
) -> None:
    login("mia").files.create({"file_path": "README.md", **COMMIT})
    readme = f"{ROOT}/repository/files/README.md"
    assert http("GET", readme, user=username, params={"ref": "main"}).status_code == reading
    branch = http("GET", BRANCH, user=username)
    assert branch.status_code == reading
    assert branch.json().get("can_push", False) == (writing == 201)
    refused = http("POST", FILE, user=username, json=COMMIT)
    assert refused.status_code == writing
    if writing == 400:
        assert refused.json() == {"message": "You are not allowed to push into this branch"}


# --- pipeline schedules


def test_a_schedule_is_made_found_and_changed(login: Callable[[str], Project]) -> None:
    jonas = login("jonas")
    schedule = jonas.pipelineschedules.create(HOURLY)
    assert (schedule.ref, schedule.cron_timezone, schedule.active) == ("refs/heads/main", "UTC", True)
    schedule.variables.create({"key": "A", "value": "1"})
    schedule.variables.update("A", {"value": "2"})
    jonas.pipelineschedules.update(schedule.id, {"cron": "9 * * * *", "active": False})
    found = jonas.pipelineschedules.get(schedule.id)
    assert (found.cron, found.active, found.owner["username"]) == ("9 * * * *", False, "jonas")
    assert [(one["key"], one["value"]) for one in found.attributes["variables"]] == [("A", "2")]
    (row,) = jonas.pipelineschedules.list(get_all=True)
    assert "variables" not in row.attributes


@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [
        ("", {"cron": "often"}, {"message": {"cron": [" is invalid syntax"]}}),
        ("", {"cron_timezone": "Atlantis"}, {"message": {"cron_timezone": [" is invalid syntax"]}}),
        ("/1/variables", {"key": "A", "value": "1"}, {"message": {"key": ["has already been taken"]}}),
        ("/1/variables", {"key": "-", "value": "1"}, {"message": {"key": [BAD_KEY]}}),
        ("/1/variables", {"key": "B"}, {"error": "value is missing"}),
    ],
)
def test_a_schedule_that_is_refused(
    path: str, body: dict[str, str], answer: object, http: Http, login: Callable[[str], Project]
) -> None:
    schedule = login("jonas").pipelineschedules.create(HOURLY)
    schedule.variables.create({"key": "A", "value": "1"})
    refused = http("POST", f"{SCHEDULES}{path}", user="jonas", json=HOURLY | body)
    assert (schedule.id, refused.status_code, refused.json()) == (1, 400, answer)


@pytest.mark.parametrize(
    ("username", "reading", "writing"),
    list(zip(PEOPLE, (403, 403, 200, 200, 200), (403, 403, 403, 201, 201), strict=True)),
)
def test_who_may_have_schedules(username: str, reading: int, writing: int, http: Http) -> None:
    assert http("GET", SCHEDULES, user=username).status_code == reading
    assert http("POST", SCHEDULES, user=username, json=HOURLY).status_code == writing


def test_a_schedule_is_changed_by_its_owner_and_by_maintainers(http: Http, login: Callable[[str], Project]) -> None:
    login("mia").pipelineschedules.create(HOURLY)
    one = f"{SCHEDULES}/1"
    for method, path, body in (
        ("PUT", one, {"cron": "9 * * * *"}),
        ("POST", f"{one}/variables", {"key": "A", "value": "1"}),
        ("PUT", f"{one}/variables/A", {"value": "1"}),
    ):
        assert http(method, path, user="jonas", json=body).status_code == 403
        assert http(method, path, user="mia", json=body).status_code in {200, 201}
    assert "variables" not in http("GET", one, user="jonas").json()
    missing = http("PUT", f"{one}/variables/B", user="mia", json={"value": "1"})
    assert missing.json() == {"message": "404 Pipeline Schedule Variable Not Found"}
    assert http("GET", f"{SCHEDULES}/9", user="mia").json() == {"message": "404 Pipeline Schedule Not Found"}


# --- labels of the group


def test_a_label_of_the_group_is_used_and_not_changed(sandbox: Sandbox, project: Project, http: Http) -> None:
    label = sandbox.world.add_label("a", of_group=True)
    assert project.issues.create({"title": "x", "labels": "a"}).labels == ["a"]
    (row,) = project.labels.list(get_all=True)
    assert not row.is_project_label
    for method, path in (("PUT", f"{ROOT}/labels/{label.id}"), ("DELETE", f"{ROOT}/labels/a")):
        refused = http(method, path, json={"new_name": "b"})
        assert (refused.status_code, refused.json()) == (404, {"message": "404 Label Not Found"})
    assert http("POST", f"{ROOT}/labels", json={"name": "a", "color": "#fff"}).status_code == 409


# --- saving


def test_all_of_it_comes_back(sandbox: Sandbox, project: Project, login: Callable[[str], Project]) -> None:
    label, mia = project.labels.create({"name": "a", "color": "#fff"}), login("mia")
    board = project.boards.create({"name": "Feedback"})
    board.lists.create({"label_id": label.id})
    mia.files.create({"file_path": PATH, **COMMIT})
    mia.pipelineschedules.create(HOURLY)
    saved = sandbox.save()
    project.boards.create({"name": "Another"})
    mia.files.update(PATH, COMMIT | {"content": "Bye\n"})
    mia.pipelineschedules.update(1, {"cron": "9 * * * *"})
    sandbox.restore(saved)
    world = sandbox.world
    assert [one.name for one in world.boards.values()] == ["Feedback"]
    assert world.boards[board.id].lists[0].label is world.label_named("a")
    assert world.files[PATH].content == b"Hello\n"
    assert world.schedules[1].cron == HOURLY["cron"]
    assert world.schedules[1].owner is world.people.named("mia")
    sandbox.reset()
    assert (world.boards, world.files, world.schedules) == ({}, {}, {})
