"""What the writer does when GitLab does not do what was asked."""

from datetime import date
from typing import Any

import pytest
import requests
from builders import DAY, NOW
from tracker.conftest import VirtualWaiting

from bot.errors import TrackerError
from bot.model.actions import UpdateIssue, WriteNote
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
