"""What the writer does when GitLab does not do what was asked."""

from datetime import date
from typing import Any

import pytest
import requests
from builders import DAY, NOW
from tracker.conftest import VirtualWaiting

from bot.errors import TrackerError
from bot.model.actions import EditNote, React, RelateIssue, Reply, UpdateIssue, WriteNote
from bot.model.issue import Person
from bot.model.labels import LabelChange
from bot.sandbox import Sandbox
from bot.tracker import Client, Reader, Writer

DUE, LATER = date(2029, 12, 1), date(2030, 1, 15)
CLOSING = WriteNote(rule="close_inactive", reason="idle", body="A word.", close=True, due_date=LATER)


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return Client(url=sandbox.url, token=sandbox.bot_token, project=sandbox.project, waiting=VirtualWaiting())


@pytest.fixture
def iid(sandbox: Sandbox) -> int:
    number: int = sandbox.world.seed_issue(
        title="T", author="mia", labels=["satisfaction::bad"], created_at=NOW - DAY, confidential=False, due_date=DUE
    )
    return number


def test_quick_actions_that_gitlab_does_not_confirm_are_sent_by_themselves(
    client: Client, iid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = client.post
    monkeypatch.setattr(client, "post", lambda path, body, pace: post(path, {"body": body["body"][:7]}, pace))
    Writer(client).write_note(iid, CLOSING)
    issue = Reader(client).issue(iid)
    assert (issue.state, issue.due_date) == ("closed", LATER)
    assert client.writes == 2


def test_a_note_that_was_confirmed_is_one_request(client: Client, iid: int) -> None:
    Writer(client).write_note(iid, CLOSING)
    assert client.writes == 1


def test_what_somebody_has_no_right_for_is_named(sandbox: Sandbox, iid: int) -> None:
    guest = Client(url=sandbox.url, token=sandbox.token("gus"), project=sandbox.project)
    with pytest.raises(TrackerError, match="403") as refused:
        Writer(guest).write_note(iid, CLOSING)
    assert refused.value.code == 403


@pytest.mark.parametrize(
    ("change", "left_out"),
    [
        (UpdateIssue(rule="r", reason="", labels=LabelChange(("a",))), "label a"),
        (UpdateIssue(rule="r", reason="", labels=LabelChange((), ("satisfaction::bad",))), "removal of label satisf"),
        (UpdateIssue(rule="r", reason="", state_event="close"), "close"),
        (UpdateIssue(rule="r", reason="", due_date=LATER), "due date"),
        (UpdateIssue(rule="r", reason="", remove_due_date=True), "due date"),
        (UpdateIssue(rule="r", reason="", assignee=Person(3, "mia")), "assignee"),
    ],
)
def test_what_gitlab_leaves_out_of_an_update_is_noticed(
    change: UpdateIssue, left_out: str, client: Client, iid: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "put", lambda path, _: client.get(path))
    with pytest.raises(TrackerError, match=f"left out: {left_out}"):
        Writer(client).update(iid, change)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("reset", "the connection failed (it was cut)"),
        ("502", "502: see GitLab's status"),
        ("503", "503: see GitLab's status"),
        ("500", "500: 500 Internal Server Error"),
    ],
)
def test_a_write_that_goes_on_failing_is_looked_up_after_each_try_and_told_in_few_words(
    kind: str, words: str, sandbox: Sandbox, client: Client, iid: int
) -> None:
    sandbox.faults.add(kind=kind, method="POST", path="/notes", times=None)
    with pytest.raises(TrackerError) as failed:
        Writer(client).write_note(iid, WriteNote(rule="r", reason="", body="Customer words"))
    assert str(failed.value) == f"issues/{iid}/notes: {words}"
    sent = [(request.method, request.path.rpartition("/")[2]) for request in sandbox.requests]
    assert sent == [("POST", "notes"), ("GET", "user"), ("GET", "notes")] * 4


def test_a_write_that_is_refused_is_told_in_few_words_and_not_repeated(
    sandbox: Sandbox, client: Client, iid: int
) -> None:
    sandbox.faults.add(kind="404", method="POST", path="/notes", times=None)
    with pytest.raises(TrackerError) as failed:
        Writer(client).write_note(iid, WriteNote(rule="r", reason="", body="Customer words"))
    assert str(failed.value) == f"issues/{iid}/notes: 404: 404 Not found"
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize("kind", ["lost", "truncated", "502_after"])
def test_a_write_whose_answer_got_lost_is_not_repeated(kind: str, sandbox: Sandbox, client: Client, iid: int) -> None:
    sandbox.faults.add(kind=kind, method="POST", path="/notes", times=None)
    Writer(client).write_note(iid, WriteNote(rule="r", reason="", body="Customer words"))
    assert len(sandbox.writes) == 1


def test_an_answer_that_does_not_come_is_a_time_out(client: Client, iid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object, **__: object) -> None:
        raise requests.ReadTimeout

    monkeypatch.setattr("requests.Session.request", hang)
    with pytest.raises(TrackerError, match="no answer in time"):
        Writer(client).update(iid, UpdateIssue(rule="r", reason="", state_event="close"))


def test_no_request_waits_for_ever(client: Client, iid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    send = requests.Session.request

    def noting(self: requests.Session, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on
        asked.append(options["timeout"])
        return send(self, *args, **options)

    monkeypatch.setattr("requests.Session.request", noting)
    Writer(client).write_note(iid, CLOSING)
    Writer(client).update(iid, UpdateIssue(rule="r", reason="", state_event="reopen"))
    Reader(client).issue(iid)
    list(Reader(client).open_issues())
    assert asked == [30.0] * 4


def test_a_write_that_was_throttled_waits_and_goes_on(sandbox: Sandbox, client: Client, iid: int) -> None:
    sandbox.faults.add(kind="429", method="POST", path="/notes", times=2)
    Writer(client).write_note(iid, WriteNote(rule="r", reason="", body="Words"))
    assert [request.status for request in sandbox.writes] == [429, 429, 201]


@pytest.fixture
def note(sandbox: Sandbox, iid: int) -> int:
    """Let a person have commented; gives the comment's id."""
    sandbox.world.seed_note(iid, "mia", "Say something.", NOW)
    return int(max(sandbox.world.issues[iid].notes))


def an_answer(note: int) -> Reply:
    return Reply(rule="r", reason="", note_id=note, body="A word.\n\n<!-- feedback-bot obey_commands note=1 -->")


@pytest.mark.parametrize("kind", ["lost", "truncated", "502_after"])
def test_an_answer_a_reaction_and_a_link_are_made_once_though_nobody_says_so(
    kind: str, sandbox: Sandbox, client: Client, iid: int, note: int
) -> None:
    other = sandbox.world.seed_issue(title="Another", author="mia")
    sandbox.faults.add(kind=kind, method="POST", path="/(notes|award_emoji|links)$", times=None)
    writer, issue = Writer(client), sandbox.world.issues[iid]
    writer.reply(iid, an_answer(note))
    writer.react(iid, React(rule="r", reason="", note_id=note, add=("x",)))
    writer.relate(iid, RelateIssue(rule="r", reason="", other=other))
    assert [one.body for one in issue.notes.values() if not one.system] == ["Say something.", an_answer(note).body]
    assert [award.name for award in issue.notes[note].awards] == ["x"]
    assert [link.issue.iid for link in issue.links] == [other]


@pytest.mark.parametrize("kind", ["lost", "502_after"])
def test_a_note_is_given_another_text_though_nobody_says_so(
    kind: str, sandbox: Sandbox, client: Client, iid: int
) -> None:
    writer, issue = Writer(client), sandbox.world.issues[iid]
    writer.write_note(iid, WriteNote(rule="r", reason="", body="A word."))
    number = max(issue.notes)
    sandbox.faults.add(kind=kind, method="PUT", path="/notes/", times=1)
    writer.edit_note(iid, EditNote(rule="r", reason="", note_id=number, body="Another word."))
    assert issue.notes[number].body == "Another word."


def test_a_reaction_that_gitlab_refuses_for_no_reason_is_a_failure(
    sandbox: Sandbox, client: Client, iid: int, note: int
) -> None:
    sandbox.faults.add(kind="404", method="POST", path="/award_emoji", times=None)
    with pytest.raises(TrackerError, match="404"):
        Writer(client).react(iid, React(rule="r", reason="", note_id=note, add=("x",)))


def test_whether_a_comment_is_gone_may_not_be_found_out(sandbox: Sandbox, client: Client, iid: int, note: int) -> None:
    sandbox.faults.add(kind="404", method="POST", path="/award_emoji", times=None)
    sandbox.faults.add(kind="403", method="GET", path=f"/notes/{note}$", times=None)
    with pytest.raises(TrackerError, match="403"):
        Writer(client).react(iid, React(rule="r", reason="", note_id=note, add=("x",)))


def test_a_link_that_gitlab_refuses_is_a_failure(sandbox: Sandbox, client: Client, iid: int) -> None:
    del sandbox
    with pytest.raises(TrackerError, match="404"):
        Writer(client).relate(iid, RelateIssue(rule="r", reason="", other=99))


def test_reactions_that_cannot_be_read_are_not_none(sandbox: Sandbox, client: Client, iid: int, note: int) -> None:
    sandbox.faults.add(kind="500", method="GET", path="/award_emoji", times=None)
    with pytest.raises(TrackerError, match="500"):
        Reader(client).reactions(iid, note)


def test_an_issue_is_found_on_a_gitlab_below_a_path(client: Client, iid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "root", "gitlab")
    place = Reader(client).shows_issue(f"gitlab/{client.project}", iid)
    assert place is not None
    assert place.project == client.project
