from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gitlab
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox

LABELS = "/projects/4242/labels"


def test_create_read_change_delete(project: Project) -> None:
    label = project.labels.create({"name": "a b/c?&", "color": "#ABC", "description": "<b>", "priority": 2})
    assert (label.description_html, label.priority, label.text_color) == ("&lt;b&gt;", 2, "#FFFFFF")
    by_id, by_name = project.labels.get(label.id), project.labels.get("a b/c?&")
    assert by_id.asdict() == by_name.asdict()
    project.labels.update("a b/c?&", {"new_name": "d", "description": "", "priority": None})
    changed = project.labels.get("d")
    assert (changed.id, changed.color, changed.description, changed.priority) == (label.id, "#ABC", "", None)
    changed.delete()
    assert project.labels.list(get_all=True) == []


@pytest.mark.parametrize(
    ("body", "status", "answer"),
    [
        ({"color": "#fff"}, 400, {"error": "name is missing"}),
        ({"name": "b"}, 400, {"error": "color is missing"}),
        ({"name": "b", "color": "reddish"}, 400, {"message": {"color": ["must be a valid color code"]}}),
        ({"name": "b,c", "color": "#fff"}, 400, {"message": {"title": ["is invalid"]}}),
        ({"name": " ", "color": "#fff"}, 400, {"message": {"title": ["can't be blank"]}}),
        ({"name": "a", "color": "#fff"}, 409, {"message": "Label already exists"}),
    ],
)
def test_refused(project: Project, http: Callable[..., Any], body: object, status: int, answer: object) -> None:
    project.labels.create({"name": "a", "color": "#fff"})
    refused = http("POST", LABELS, json=body)
    assert (refused.status_code, refused.json()) == (status, answer)


def test_unknown_and_empty(http: Callable[..., Any], project: Project) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert http(method, f"{LABELS}/nope", json={}).json() == {"message": "404 Label Not Found"}
    project.labels.create({"name": "a", "color": "#fff"})
    assert http("PUT", f"{LABELS}/a", json={}).status_code == 400


def test_older_forms_name_the_label_in_the_body(http: Callable[..., Any], project: Project) -> None:
    project.labels.create({"name": "a", "color": "#fff"})
    assert http("PUT", LABELS, json={"name": "a", "new_name": "b"}).json()["name"] == "b"
    assert http("DELETE", LABELS, json={"name": "b"}).status_code == 204


def test_renaming_reaches_issues(project: Project) -> None:
    project.issues.create({"title": "x", "labels": "a,c"})
    project.labels.update("a", {"new_name": "z"})
    assert project.issues.get(1).labels == ["c", "z"]
    with pytest.raises(gitlab.GitlabUpdateError, match="has already been taken"):
        project.labels.update("z", {"new_name": "c"})


def test_deleting_reaches_issues_and_events(project: Project) -> None:
    issue = project.issues.create({"title": "x", "labels": "a"})
    project.labels.delete("a")
    assert project.issues.get(1).labels == []
    assert issue.resourcelabelevents.list(get_all=True)[0].label is None


def test_list(project: Project) -> None:
    project.issues.create({"title": "x", "labels": "b,a::c"})
    project.issues.create({"title": "y", "labels": "b"})
    project.issues.update(2, {"state_event": "close"})
    rows = project.labels.list(get_all=True, with_counts=True)
    counted = [(row.name, row.open_issues_count, row.closed_issues_count) for row in rows]
    assert counted == [("a::c", 1, 0), ("b", 1, 1)]
    assert [row.name for row in project.labels.list(get_all=True, search="::")] == ["a::c"]


def test_labels_made_on_the_fly_are_plain(project: Project) -> None:
    project.issues.create({"title": "x", "labels": "new"})
    label = project.labels.get("new")
    assert (label.color, label.description) == ("#6699cc", None)


def test_scopes_exclude_one_another_on_premium_only(sandbox: Sandbox, project: Project) -> None:
    project.issues.create({"title": "x", "labels": "rating::good,other"})
    assert project.issues.update(1, {"add_labels": "rating::bad"})["labels"] == ["other", "rating::bad", "rating::good"]
    sandbox.settings.change({"tier": "premium"})
    project.issues.create({"title": "y", "labels": "rating::good,other"})
    assert project.issues.update(2, {"add_labels": "rating::bad"})["labels"] == ["other", "rating::bad"]
    assert project.issues.update(2, {"add_labels": "rating::good", "remove_labels": "rating::bad"})["labels"] == [
        "other",
        "rating::good",
    ]
    events = project.issues.get(2).resourcelabelevents.list(get_all=True)
    assert [(event.action, event.label["name"]) for event in events][2:4] == [
        ("add", "rating::bad"),
        ("remove", "rating::good"),
    ]


def test_the_scope_is_everything_before_the_last_colons(sandbox: Sandbox, project: Project) -> None:
    sandbox.settings.change({"tier": "premium"})
    project.issues.create({"title": "x", "labels": "a::b::one,a::two"})
    assert project.issues.update(1, {"add_labels": "a::b::two"})["labels"] == ["a::b::two", "a::two"]


def test_several_assignees_and_weight_on_premium_only(sandbox: Sandbox, project: Project) -> None:
    asked = {"title": "x", "assignee_ids": [3, 4], "weight": 5}
    free = project.issues.create(asked).asdict()
    assert [user["username"] for user in free["assignees"]] == ["mia"]
    sandbox.settings.change({"tier": "premium"})
    premium = project.issues.create(asked)
    assert [user["username"] for user in premium.assignees] == ["mia", "jonas"]
    assert premium.weight == 5


def test_labels_of_one_scope_stay_until_labels_change(sandbox: Sandbox, project: Project) -> None:
    project.issues.create({"title": "x", "labels": "a::one,a::two"})
    sandbox.settings.change({"tier": "premium"})
    assert project.issues.update(1, {"title": "y"})["labels"] == ["a::one", "a::two"]
    assert project.issues.update(1, {"add_labels": "b"})["labels"] == ["a::two", "b"]
