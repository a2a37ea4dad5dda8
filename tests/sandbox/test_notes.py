from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import gitlab
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gitlab.v4.objects import Project, ProjectIssue

    from bot.sandbox import Sandbox

NOTES = "/projects/4242/issues/1/notes"


@pytest.fixture
def issue(sandbox: Sandbox, project: Project, now: datetime) -> ProjectIssue:
    sandbox.world.seed_issue(title="x", author="mia", created_at=now - timedelta(days=1))
    return project.issues.get(1, lazy=True)


def test_create_read_change_delete(issue: ProjectIssue, sandbox: Sandbox) -> None:
    note = issue.notes.create({"body": "first"})
    sandbox.clock.advance(seconds=1)
    note.body = "second"
    note.save()
    read = issue.notes.get(note.id)
    assert (read.body, read.created_at[-5:], read.updated_at[-5:]) == ("second", ".000Z", ".000Z")
    assert read.updated_at > read.created_at
    note.delete()
    with pytest.raises(gitlab.GitlabGetError, match="404 Not found"):
        issue.notes.get(note.id)
    with pytest.raises(gitlab.GitlabDeleteError) as caught:
        note.delete()
    assert caught.value.response_code == 404


def test_order(sandbox: Sandbox, issue: ProjectIssue, now: datetime) -> None:
    first, second, third = (sandbox.world.seed_note(1, "mia", "text", now) for _ in range(3))
    sandbox.world.issues[1].notes[second].updated_at = now + timedelta(seconds=1)

    def ids(**options: Any) -> list[int]:  # noqa: ANN401 (passed on)
        return [note.id for note in issue.notes.list(get_all=True, **options)]

    assert ids() == [third, second, first]
    assert ids(sort="asc") == [first, second, third]
    assert ids(order_by="updated_at") == [second, third, first]


def test_activity_filter(sandbox: Sandbox, issue: ProjectIssue, now: datetime) -> None:
    comment = sandbox.world.seed_note(1, "mia", "text", now)
    history = sandbox.world.seed_note(1, "mia", "changed the description", now, system=True)

    def ids(activity: str) -> set[int]:
        return {note.id for note in issue.notes.list(get_all=True, activity_filter=activity)}

    assert ids("all_notes") == {comment, history}
    assert ids("only_comments") == {comment}
    assert ids("only_activity") == {history}


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({}, {"error": "body is missing"}),
        ({"body": " \n"}, {"message": '400 Bad request - Note {:note=>["can\'t be blank"]}'}),
    ],
)
@pytest.mark.usefixtures("issue")
def test_refused(http: Callable[..., Any], body: object, answer: object) -> None:
    refused = http("POST", NOTES, json=body)
    assert (refused.status_code, refused.json()) == (400, answer)
    assert http("POST", NOTES, user=None, json={"body": "x"}).status_code == 401


def test_notes_are_counted_without_history(issue: ProjectIssue, project: Project) -> None:
    issue.notes.create({"body": "one"})
    project.issues.update(1, {"title": "new"})
    issue.notes.create({"body": "two", "internal": True})
    assert project.issues.get(1).user_notes_count == 2
    assert len(issue.notes.list(get_all=True)) == 3


@pytest.mark.parametrize(("seconds", "moves"), [(0, False), (59, False), (60, True), (3600, True)])
def test_a_note_touches_its_issue_once_a_minute(
    sandbox: Sandbox, project: Project, seconds: int, *, moves: bool
) -> None:
    issue = project.issues.create({"title": "x"})
    sandbox.clock.advance(seconds=seconds)
    note = issue.notes.create({"body": "hello"})
    expected = note.created_at if moves else issue.created_at
    assert project.issues.get(1).updated_at == expected


def test_a_comment_right_after_a_change_escapes_updated_after(sandbox: Sandbox, project: Project) -> None:
    project.issues.create({"title": "x"})
    sandbox.clock.advance(seconds=30)
    cursor = sandbox.clock.now().isoformat()
    sandbox.clock.advance(seconds=10)
    project.issues.get(1).notes.create({"body": "too soon"})
    assert project.issues.list(updated_after=cursor, get_all=True) == []


def test_changing_a_note_touches_its_issue(sandbox: Sandbox, issue: ProjectIssue, project: Project) -> None:
    note = issue.notes.create({"body": "one"})
    sandbox.clock.advance(seconds=61)
    note.body = "two"
    note.save()
    assert project.issues.get(1).updated_at == "2026-11-22T12:01:01.000Z"


@pytest.mark.usefixtures("issue")
def test_if_unmodified_since(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    note = sandbox.world.seed_note(1, "feedback-bot", "text", sandbox.clock.now())
    early = {"If-Unmodified-Since": "Sun, 22 Nov 2026 11:59:59 GMT"}
    refused = http("DELETE", f"{NOTES}/{note}", headers=early)
    assert (refused.status_code, refused.json()) == (412, {"message": "412 Precondition Failed"})


def test_discussions(issue: ProjectIssue) -> None:
    alone = issue.notes.create({"body": "alone"})
    thread = issue.discussions.create({"body": "question"})
    reply = thread.notes.create({"body": "answer"})
    assert reply.type == "DiscussionNote"
    assert [note["body"] for note in issue.discussions.get(thread.id).attributes["notes"]] == ["question", "answer"]
    first = issue.discussions.list(get_all=True)[0]
    assert first.attributes["notes"][0]["id"] == alone.id
    first.notes.create({"body": "converts it"})
    assert [(one.individual_note, len(one.attributes["notes"])) for one in issue.discussions.list(get_all=True)] == [
        (False, 2),
        (False, 2),
    ]
    assert len(issue.notes.list(get_all=True)) == 4
    with pytest.raises(gitlab.GitlabGetError, match="404 Discussion Not Found"):
        issue.discussions.get("0" * 40)


@pytest.mark.usefixtures("issue")
def test_a_discussion_of_commands_only_is_none(http: Callable[..., Any]) -> None:
    answer = http("POST", "/projects/4242/issues/1/discussions", json={"body": "/close"})
    assert answer.status_code == 202
    assert http("GET", "/projects/4242/issues/1/discussions").json() == []


def test_awards(issue: ProjectIssue, project: Project, login: Callable[[str], Project]) -> None:
    award = issue.awardemojis.create({"name": "thumbsup"})
    with pytest.raises(gitlab.GitlabCreateError) as caught:
        issue.awardemojis.create({"name": ":+1:"})
    assert caught.value.response_code == 404
    assert "404 Award Emoji Name has already been taken Not Found" in str(caught.value.response_body)
    theirs = login("mia").issues.get(1, lazy=True).awardemojis
    theirs.create({"name": "thumbsdown"})
    assert (project.issues.get(1).upvotes, project.issues.get(1).downvotes) == (1, 1)
    with pytest.raises(gitlab.GitlabAuthenticationError):
        theirs.delete(award.id)
    issue.awardemojis.delete(award.id)
    assert [one.name for one in issue.awardemojis.list(get_all=True)] == ["thumbsdown"]


def test_an_award_on_a_note_moves_the_note_alone(sandbox: Sandbox, issue: ProjectIssue, project: Project) -> None:
    note = issue.notes.create({"body": "x"})
    sandbox.clock.advance(seconds=600)
    award = note.awardemojis.create({"name": "eyes"})
    assert issue.notes.get(note.id).updated_at == award.created_at
    assert project.issues.get(1).updated_at == note.created_at
    assert note.awardemojis.get(award.id).user["username"] == "feedback-bot"


def test_unknown_award_and_single_reply(issue: ProjectIssue) -> None:
    thread = issue.discussions.create({"body": "question"})
    assert thread.notes.get(thread.attributes["notes"][0]["id"]).body == "question"
    with pytest.raises(gitlab.GitlabGetError, match="404 Not found"):
        issue.awardemojis.get(99)


@pytest.mark.usefixtures("issue")
def test_an_empty_change_is_refused(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    note = sandbox.world.seed_note(1, "feedback-bot", "text", sandbox.clock.now())
    answer = http("PUT", f"{NOTES}/{note}", json={"body": ""})
    assert (answer.status_code, answer.json()) == (400, {"error": "body is empty"})


def test_no_more_than_5000_comments(sandbox: Sandbox, issue: ProjectIssue, now: datetime) -> None:
    for _ in range(4_999):
        sandbox.world.seed_note(1, "mia", "x", now)
    issue.notes.create({"body": "the last one"})
    with pytest.raises(gitlab.GitlabCreateError, match="Maximum number of comments exceeded"):
        issue.notes.create({"body": "one too many"})
