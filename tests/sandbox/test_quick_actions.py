from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gitlab
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox

NOTES = "/projects/4242/issues/1/notes"


@pytest.fixture
def labels(project: Project) -> dict[str, int]:
    """The labels a, b and "two words", and issue 1 with label a."""
    names = ("a", "b", "two words")
    ids = {name: int(project.labels.create({"name": name, "color": "#fff"}).id) for name in names}
    project.issues.create({"title": "x", "labels": "a"})
    return ids


def test_text_and_actions(project: Project, labels: dict[str, int]) -> None:
    note = project.issues.get(1).notes.create({"body": "Thank you.\n\n/close\n/label ~b\n/due 2026-11-29"})
    assert note.body == "Thank you."
    assert note.commands_changes == {
        "state_event": "close",
        "add_label_ids": [labels["b"]],
        "due_date": "2026-11-29",
    }
    issue = project.issues.get(1)
    assert (issue.state, issue.labels, issue.due_date) == ("closed", ["a", "b"], "2026-11-29")
    assert project.issues.get(1).notes.get(note.id).commands_changes == {}


@pytest.mark.usefixtures("labels")
def test_actions_only_make_no_note(http: Callable[..., Any], project: Project) -> None:
    answer = http("POST", NOTES, json={"body": "/close\n/confidential"})
    assert answer.status_code == 202
    assert answer.json() == {
        "commands_changes": {"state_event": "close", "confidential": True},
        "summary": ["Closed this issue. Made this issue confidential."],
    }
    assert [note.body for note in project.issues.get(1).notes.list(get_all=True)] == ["made the issue confidential"]
    assert not hasattr(project.issues.get(1).notes.create({"body": "/reopen"}), "id")


@pytest.mark.usefixtures("labels")
@pytest.mark.parametrize(
    "command",
    [
        "reopen",
        "label ~unknown",
        "label",
        "relabel",
        "title",
        "due someday",
        "due in 99999999999 days",
        "duplicate #1",
        "assign @nobody",
        "unassign",
        "react",
        "unlock",
        "weight 3",
        "clear_weight",
        "remove_due_date",
        "milestone %m",
    ],
)
def test_actions_only_that_fail(http: Callable[..., Any], project: Project, command: str) -> None:
    name = command.split(maxsplit=1)[0]
    answer = http("POST", NOTES, json={"body": f"/{command}"})
    assert answer.status_code == 400
    assert answer.json() == {"message": f"400 Bad request - Could not apply {name} command."}
    assert project.issues.get(1).notes.list(get_all=True) == []


@pytest.mark.parametrize(
    ("command", "changes"),
    [
        ("/label ~b ~unknown", {"add_label_ids": ["b"]}),
        ('/labels ~b,~"two words"', {"add_label_ids": ["b", "two words"]}),
        ("/label b", {"add_label_ids": ["b"]}),
        ("/LABEL ~b", {"add_label_ids": ["b"]}),
        ("/unlabel ~a", {"remove_label_ids": ["a"]}),
        ("/unlabel", {"label_ids": []}),
        ("/relabel ~b", {"label_ids": ["b"]}),
        ("/assign @mia", {"assignee_ids": [3]}),
        ("/assign me", {"assignee_ids": [2]}),
        ("/assign @mia @jonas", {"assignee_ids": [3]}),
        ("/title A new one", {"title": "A new one"}),
        ("/due tomorrow", {"due_date": "2026-11-23"}),
        ("/due in 3 days", {"due_date": "2026-11-25"}),
        ("/due in a week", {"due_date": "2026-11-29"}),
        ("/due December 5, 2026", {"due_date": "2026-12-05"}),
        ("/lock", {"discussion_locked": True}),
        ("/react :tada:", {"emoji_award": "tada"}),
    ],
)
def test_what_actions_change(
    http: Callable[..., Any], labels: dict[str, int], command: str, changes: dict[str, Any]
) -> None:
    def numbered(value: object) -> object:
        return [labels.get(item, item) for item in value] if isinstance(value, list) else value

    answer = http("POST", NOTES, json={"body": command})
    assert answer.status_code == 202
    assert answer.json()["commands_changes"] == {key: numbered(value) for key, value in changes.items()}


@pytest.mark.usefixtures("labels")
def test_actions_that_undo(project: Project) -> None:
    issue = project.issues.get(1)
    issue.notes.create({"body": "/assign @mia\n/due 2026-12-01\n/lock\n/react :eyes:"})
    done = project.issues.get(1)
    assert (done.assignees[0]["username"], done.due_date, done.discussion_locked) == ("mia", "2026-12-01", True)
    assert issue.awardemojis.list(get_all=True)[0].name == "eyes"
    undone = issue.notes.create({"body": "/unassign\n/remove_due_date\n/unlock"})
    assert undone.commands_changes == {"assignee_ids": [], "due_date": None, "discussion_locked": False}
    assert undone.summary == ["Removed assignee @mia. Removed the due date. Unlocked the discussion."]


@pytest.mark.usefixtures("labels")
def test_premium_actions(sandbox: Sandbox, project: Project) -> None:
    sandbox.settings.change({"tier": "premium"})
    notes = project.issues.get(1).notes
    assert notes.create({"body": "/assign @mia @jonas\n/weight 3"}).commands_changes == {
        "assignee_ids": [3, 4],
        "weight": 3,
    }
    left = notes.create({"body": "/unassign @mia\n/clear_weight"})
    assert left.commands_changes == {"assignee_ids": [4], "weight": None}


@pytest.mark.usefixtures("labels")
def test_duplicate(project: Project) -> None:
    project.issues.create({"title": "copy"})
    answer = project.issues.get(2).notes.create({"body": "Same as before.\n\n/duplicate #1"})
    assert set(answer.commands_changes) == {"canonical_issue_id"}
    copy = project.issues.get(2).asdict()
    assert copy["state"] == "closed"
    assert copy["_links"]["closed_as_duplicate_of"].endswith("/api/v4/projects/4242/issues/1")
    assert [link.iid for link in project.issues.get(1).links.list(get_all=True)] == [2]
    project.issues.update(2, {"state_event": "reopen"})
    assert project.issues.get(2).asdict()["_links"]["closed_as_duplicate_of"] is None


def test_description_of_a_new_issue(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.add_label("a")
    text = "Text.\n\n/label ~a\n/assign @mia\n/due 2026-12-01\n/confidential"
    issue = project.issues.create({"title": "x", "description": text, "labels": "b"})
    assert (issue.description, issue.labels, issue.due_date) == ("Text.", ["a", "b"], "2026-12-01")
    assert (issue.assignees[0]["username"], issue.confidential) == ("mia", True)


def test_what_needs_an_issue_does_nothing_in_a_new_one(project: Project) -> None:
    issue = project.issues.create({"title": "x", "description": "Text.\n/close\n/title y\n/unassign"})
    assert (issue.description, issue.state, issue.title) == ("Text.", "opened", "x")


def test_an_edited_description_executes_only_new_actions(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.seed_issue(title="x", author="mia", description="Text.\n\n/close")
    kept = project.issues.update(1, {"description": "New text.\n\n/close"})
    assert (kept["description"], kept["state"]) == ("New text.", "opened")
    closed = project.issues.update(1, {"description": "Newer text.\n\n/close"})
    assert (closed["description"], closed["state"]) == ("Newer text.", "closed")


def test_rights_are_the_authors(sandbox: Sandbox, login: Callable[[str], Project]) -> None:
    sandbox.world.add_label("a")
    sandbox.world.seed_issue(title="x", author="mia")
    note = login("gus").issues.get(1).notes.create({"body": "Hello\n/close\n/label ~a\n/assign @gus\n/due tomorrow"})
    assert (note.body, note.commands_changes) == ("Hello", {})
    issue = login("gus").issues.get(1)
    assert (issue.state, issue.labels, issue.assignees, issue.due_date) == ("opened", [], [], None)
    with pytest.raises(gitlab.GitlabCreateError) as caught:
        issue.notes.create({"body": "/close"})
    assert caught.value.response_code == 400


def test_actions_in_an_edited_note(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.seed_issue(title="x", author="mia")
    notes = project.issues.get(1).notes
    note = notes.create({"body": "first"})
    assert notes.update(note.id, {"body": "second\n/close"})["body"] == "second"
    assert project.issues.get(1).state == "closed"
    assert notes.update(note.id, {"body": "/reopen"})["summary"] == ["Reopened this issue."]
    assert notes.list(get_all=True) == []


@pytest.mark.parametrize("command", ["close", "confidential", "lock", "unlabel", "unlabel ~a"])
def test_what_is_so_already_cannot_be_applied(sandbox: Sandbox, http: Callable[..., Any], command: str) -> None:
    iid = sandbox.world.seed_issue(title="x", author="mia", state="closed", confidential=True)
    sandbox.world.issues[iid].discussion_locked = True
    assert http("POST", NOTES, json={"body": f"/{command}"}).status_code == 400


def test_the_same_reaction_twice_is_one(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.seed_issue(title="x", author="mia")
    notes = project.issues.get(1).notes
    for _ in range(2):
        notes.create({"body": "/react :eyes:"})
    assert len(project.issues.get(1).awardemojis.list(get_all=True)) == 1
