from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import gitlab
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox

LIST = "/projects/4242/issues"


def bodies(project: Project, iid: int) -> list[str]:
    return [note.body for note in project.issues.get(iid, lazy=True).notes.list(get_all=True, sort="asc")]


def test_create_with_everything(project: Project) -> None:
    issue = project.issues.create(
        {
            "title": " Negative feedback ",
            "description": "text",
            "labels": ["b", "a"],
            "assignee_ids": [3],
            "due_date": "2026-11-29",
            "confidential": True,
            "issue_type": "task",
        }
    )
    assert (issue.title, issue.description, issue.labels) == ("Negative feedback", "text", ["a", "b"])
    assert (issue.due_date, issue.confidential, issue.state) == ("2026-11-29", True, "opened")
    assert (issue.assignees[0]["username"], issue.assignee["username"]) == ("mia", "mia")
    assert (issue.author["username"], issue.issue_type, issue.type) == ("feedback-bot", "task", "TASK")
    assert (issue.closed_at, issue.attributes["closed_by"], issue.user_notes_count) == (None, None, 0)


def test_no_description_is_null(project: Project) -> None:
    assert project.issues.create({"title": "x"}).description is None
    assert project.issues.update(1, {"description": ""})["description"] == ""


def test_missing_issues(http: Callable[..., Any]) -> None:
    assert http("GET", f"{LIST}/1").json() == {"message": "404 Not found"}
    assert http("PUT", f"{LIST}/1", json={"title": "x"}).json() == {"message": "404 Not found"}
    assert http("DELETE", f"{LIST}/1").json() == {"message": "404 Issue Not Found"}
    assert http("GET", f"{LIST}/1/notes").json() == {"message": "404 Issue Not Found"}
    assert http("GET", f"{LIST}/one").status_code == 400


def test_issues_are_addressed_by_iid_never_by_id(project: Project) -> None:
    issue = project.issues.create({"title": "x"})
    with pytest.raises(gitlab.GitlabGetError):
        project.issues.get(issue.id)


def test_close_and_reopen(sandbox: Sandbox, project: Project) -> None:
    project.issues.create({"title": "x"})
    sandbox.clock.advance(seconds=5)
    closed = project.issues.update(1, {"state_event": "close"})
    assert (closed["state"], closed["closed_by"]["username"]) == ("closed", "feedback-bot")
    assert closed["closed_at"] == closed["updated_at"] == "2026-11-22T12:00:05.000Z"
    sandbox.clock.advance(seconds=5)
    opened = project.issues.update(1, {"state_event": "reopen"})
    assert (opened["state"], opened["closed_at"], opened["closed_by"]) == ("opened", None, None)
    events = project.issues.get(1).resourcestateevents.list(get_all=True)
    assert [(event.state, event.user["username"]) for event in events] == [
        ("closed", "feedback-bot"),
        ("reopened", "feedback-bot"),
    ]
    assert bodies(project, 1) == []


def test_one_put_changes_everything(sandbox: Sandbox, project: Project) -> None:
    project.issues.create({"title": "x", "labels": "a,b"})
    sandbox.clear_requests()
    changed = project.issues.update(
        1, {"add_labels": "c", "remove_labels": "a,unknown", "state_event": "close", "assignee_ids": [3]}
    )
    assert (changed["labels"], changed["state"]) == (["b", "c"], "closed")
    assert [(entry.method, entry.status) for entry in sandbox.writes] == [("PUT", 200)]
    assert sandbox.world.label_named("unknown") is None


def test_label_lists(project: Project) -> None:
    project.issues.create({"title": "x", "labels": "a,b"})
    assert project.issues.update(1, {"labels": "b,c"})["labels"] == ["b", "c"]
    assert project.issues.update(1, {"add_labels": "c"})["labels"] == ["b", "c"]
    assert project.issues.update(1, {"labels": ""})["labels"] == []
    events = project.issues.get(1).resourcelabelevents.list(get_all=True)
    assert [(event.action, event.label["name"]) for event in events] == [
        ("add", "a"),
        ("add", "b"),
        ("add", "c"),
        ("remove", "a"),
        ("remove", "b"),
        ("remove", "c"),
    ]


@pytest.mark.parametrize("nobody", [[], [0]])
def test_removing_assignees_and_due_date(project: Project, nobody: list[int]) -> None:
    project.issues.create({"title": "x", "assignee_ids": [3], "due_date": "2026-12-01"})
    changed = project.issues.update(1, {"assignee_ids": nobody, "due_date": None})
    assert (changed["assignees"], changed["assignee"], changed["due_date"]) == ([], None, None)


def test_history_of_title_description_due_date_and_confidentiality(project: Project) -> None:
    project.issues.create({"title": "old title", "description": "old"})
    project.issues.update(1, {"title": "new title", "description": "new", "due_date": "2026-11-29"})
    project.issues.update(1, {"due_date": "", "labels": "a", "assignee_ids": [3], "confidential": True})
    project.issues.update(1, {"confidential": False})
    lines = bodies(project, 1)
    assert lines == [
        "changed title from **{-old-} title** to **{+new+} title**",
        "changed the description",
        "changed due date to November 29, 2026",
        "removed due date",
        "made the issue confidential",
        "made the issue visible to everyone",
    ]
    issue = project.issues.get(1)
    assert issue.user_notes_count == 0
    assert all(note.system for note in issue.notes.list(get_all=True))


def test_a_due_date_at_birth_is_history_too(project: Project) -> None:
    project.issues.create({"title": "x", "due_date": "2026-12-05"})
    assert bodies(project, 1) == ["changed due date to December 5, 2026"]


def test_changing_nothing_leaves_no_trace(sandbox: Sandbox, project: Project) -> None:
    before = project.issues.create({"title": "x", "labels": "a", "due_date": "2026-12-01"})
    sandbox.clock.advance(seconds=100)
    same = {"title": "x", "add_labels": "a", "due_date": "2026-12-01", "state_event": "reopen"}
    assert project.issues.update(1, same)["updated_at"] == before.updated_at
    assert len(bodies(project, 1)) == 1


def test_delete(project: Project) -> None:
    project.issues.create({"title": "x"})
    project.issues.delete(1)
    assert project.issues.list(get_all=True) == []
    assert project.issues.create({"title": "y"}).iid == 2


@pytest.mark.parametrize(
    ("since", "status"),
    [("Sun, 22 Nov 2026 12:00:00 GMT", 412), ("Sun, 22 Nov 2026 12:00:10 GMT", 204), ("nonsense", 204)],
)
def test_delete_if_unmodified(sandbox: Sandbox, http: Callable[..., Any], since: str, status: int) -> None:
    sandbox.world.seed_issue(title="x", author="mia", created_at=sandbox.clock.now() + timedelta(seconds=5))
    assert http("DELETE", f"{LIST}/1", headers={"If-Unmodified-Since": since}).status_code == status


def test_seeding(sandbox: Sandbox, project: Project, now: datetime) -> None:
    week_ago = now - timedelta(days=7)
    iid = sandbox.world.seed_issue(
        title="seeded",
        author="priya",
        labels=["a"],
        created_at=week_ago,
        description="text",
        state="closed",
        due_date=date(2026, 11, 20),
        assignees=["mia"],
        confidential=True,
    )
    note = sandbox.world.seed_note(iid, "mia", "done", week_ago + timedelta(days=1))
    sandbox.world.seed_state_event(iid, "jonas", "reopened", week_ago + timedelta(days=2))
    issue = project.issues.get(iid)
    assert (issue.state, issue.closed_at, issue.due_date) == ("opened", None, "2026-11-20")
    assert (issue.created_at, issue.updated_at) == ("2026-11-15T12:00:00.000Z", "2026-11-17T12:00:00.000Z")
    assert issue.notes.get(note).author["username"] == "mia"
    assert issue.resourcestateevents.list(get_all=True)[0].user["username"] == "jonas"
    with pytest.raises(KeyError):
        sandbox.world.seed_issue(title="x", author="nobody")
    with pytest.raises(ValueError, match="time zone"):
        sandbox.world.seed_issue(title="x", author="mia", created_at=datetime(2026, 1, 1))  # noqa: DTZ001 (that is the mistake)


def test_times_are_milliseconds(sandbox: Sandbox, project: Project) -> None:
    odd = datetime(2026, 1, 1, 0, 0, 0, 123_999, tzinfo=UTC)
    sandbox.world.seed_issue(title="x", author="mia", created_at=odd)
    shown = project.issues.get(1).created_at
    assert shown == "2026-01-01T00:00:00.123Z"
    assert len(project.issues.list(created_after=shown, created_before=shown, get_all=True)) == 1


def test_issues_are_born_open(project: Project) -> None:
    assert project.issues.create({"title": "x", "state_event": "close"}).state == "opened"


def test_single_events(project: Project, http: Callable[..., Any]) -> None:
    issue = project.issues.create({"title": "x", "labels": "a"})
    project.issues.update(1, {"state_event": "close"})
    state, label = issue.resourcestateevents, issue.resourcelabelevents
    assert state.get(state.list(get_all=True)[0].id).state == "closed"
    assert label.get(label.list(get_all=True)[0].id).action == "add"
    assert http("GET", f"{LIST}/1/resource_state_events/99").json() == {"message": "404 Not found"}


def test_deleting_an_issue_leaves_no_loose_ends(sandbox: Sandbox, project: Project) -> None:
    for title in ("one", "two", "three"):
        sandbox.world.seed_issue(title=title, author="mia")
    project.issues.get(2).notes.create({"body": "/duplicate #1"})
    project.issues.delete(1)
    left = project.issues.get(2)
    assert left.asdict()["_links"]["closed_as_duplicate_of"] is None
    assert left.links.list(get_all=True) == []


def test_marking_a_closed_issue_as_a_duplicate(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.seed_issue(title="one", author="mia")
    sandbox.world.seed_issue(title="two", author="mia", state="closed")
    project.issues.get(2).notes.create({"body": "/duplicate #1"})
    assert project.issues.get(2).asdict()["_links"]["closed_as_duplicate_of"].endswith("/issues/1")
    assert project.issues.get(2).resourcestateevents.list(get_all=True) == []


def test_locking_the_discussion(project: Project) -> None:
    project.issues.create({"title": "x"})
    assert project.issues.update(1, {"discussion_locked": True})["discussion_locked"] is True
