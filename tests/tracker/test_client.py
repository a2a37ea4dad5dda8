"""Requests that go wrong once, for a while, or for good: what is done in the end, and with how many requests.

Against the sandbox over HTTP. Waiting costs no time: the clock moves only when the bot waits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests
from builders import DAY, NOW
from requests.adapters import BaseAdapter
from tracker.conftest import VirtualWaiting

from bot.errors import HaltedError, TrackerError, UncertainError, UnreachableError
from bot.model.actions import DeleteNote, FileIssue, UpdateIssue, WriteNote
from bot.model.labels import Label, LabelChange
from bot.model.marks import Mark, stamp
from bot.sandbox import Sandbox
from bot.tracker import Client, Reader, Writer

LATER = date(2030, 1, 15)
BAD, GOOD = "satisfaction::bad", "satisfaction::good"
WORDS = stamp("Please answer.", Mark("nag_unanswered", {"due": "2026-11-12"}))

NOTHING_DONE = ["reset", "500", "502", "503", "stall"]
DONE_UNHEARD = ["lost", "hang", "truncated", "500_after", "502_after"]
REFUSED = ["429", "429_throttle"]

FILING = FileIssue(
    rule="file_survey",
    reason="new",
    title="Negative feedback for ticket 209",
    description=stamp("What the customer said.", Mark("file_survey", {"survey": "survey/ticket/209"})),
    labels=(BAD,),
    confidential=True,
    due_date=LATER,
)
NOTE = WriteNote(rule="nag_unanswered", reason="over", body=WORDS, close=True, due_date=LATER)
UPDATE = UpdateIssue(
    rule="follow_rating",
    reason="changed",
    title="Positive feedback",
    description="Now it is fine.",
    labels=LabelChange((GOOD,), (BAD,)),
    state_event="close",
    due_date=LATER,
)
LABEL = Label(name="feedback::process", color="#6699cc", description="a process failed")


@dataclass(frozen=True)
class Tracker:
    """A connection whose waiting costs no time, and one issue with one note of the bot's."""

    sandbox: Sandbox
    waiting: VirtualWaiting
    client: Client
    iid: int
    note_id: int

    @property
    def reader(self) -> Reader:
        return Reader(self.client)

    @property
    def counted(self) -> tuple[int, int]:
        """How many requests there were to write and to read."""
        writes = len(self.sandbox.writes)
        return writes, len(self.sandbox.requests) - writes


@pytest.fixture
def tracker(sandbox: Sandbox) -> Iterator[Tracker]:
    iid = sandbox.world.seed_issue(
        title="T", author="feedback-bot", labels=[BAD], created_at=NOW - DAY, confidential=True
    )
    sandbox.world.seed_note(iid, "feedback-bot", "Older words.", NOW - DAY)
    (note_id,) = sandbox.world.issues[iid].notes
    waiting = VirtualWaiting()
    client = Client(url=sandbox.url, token=sandbox.bot_token, project=sandbox.project, waiting=waiting, timeout=10)
    yield Tracker(sandbox, waiting, client, iid, note_id)
    sandbox.faults.clear()


def hurried(tracker: Tracker) -> Tracker:
    """Wait half a second for an answer, until something has gone wrong: what hangs and stalls costs real time."""
    client = Client(
        url=tracker.sandbox.url,
        token=tracker.sandbox.bot_token,
        project=tracker.sandbox.project,
        waiting=tracker.waiting,
        timeout=0.5,
    )
    tracker.waiting.at_most = lambda seconds: 10.0 if tracker.waiting.waits else seconds  # type: ignore[method-assign]
    return Tracker(tracker.sandbox, tracker.waiting, client, tracker.iid, tracker.note_id)


# -- writes ------------------------------------------------------------------------------------------------------


def filed(tracker: Tracker) -> list[bool]:
    issues = [issue for issue in tracker.sandbox.world.issues.values() if issue.title == FILING.title]
    return [issue.confidential and issue.label_names == [BAD] and issue.due_date == LATER for issue in issues]


def noted(tracker: Tracker) -> list[bool]:
    issue = tracker.sandbox.world.issues[tracker.iid]
    done = issue.state == "closed" and issue.due_date == LATER and len(issue.state_events) == 1
    return [done for note in issue.notes.values() if not note.system and WORDS in note.body]


def updated(tracker: Tracker) -> list[bool]:
    issue = tracker.sandbox.world.issues[tracker.iid]
    same = (issue.title, issue.description, issue.label_names) == (UPDATE.title, UPDATE.description, [GOOD])
    return [same and issue.due_date == LATER for event in issue.state_events if event.state == "closed"]


def labelled(tracker: Tracker) -> list[bool]:
    return [name == LABEL.name for name in Reader(tracker.client).label_names() if name.startswith("feedback::")]


def deleted(tracker: Tracker) -> list[bool]:
    return [] if tracker.note_id in tracker.sandbox.world.issues[tracker.iid].notes else [True]


@dataclass(frozen=True)
class Write:
    """One kind of write: how to make it, what must be there once, and how many reads a look for it takes."""

    method: str
    path: str
    make: Callable[[Tracker], object]
    effects: Callable[[Tracker], list[bool]]
    reads_if_missing: int
    reads_if_there: int | None = None  # None: it is not looked up, since making it again does no harm


WRITES = {
    "file": Write("POST", r"/issues$", lambda it: Writer(it.client).file(FILING), filed, 1, 1),
    "note": Write("POST", r"/notes$", lambda it: Writer(it.client).write_note(it.iid, NOTE), noted, 2, 3),
    "update": Write("PUT", r"/issues/\d+$", lambda it: Writer(it.client).update(it.iid, UPDATE), updated, 1, 1),
    "label": Write("POST", r"/labels$", lambda it: Writer(it.client).create_label(LABEL), labelled, 0),
    "delete": Write(
        "DELETE",
        r"/notes/\d+$",
        lambda it: Writer(it.client).delete_note(
            it.iid, DeleteNote(rule="delete_repeat", reason="twice", note_id=it.note_id)
        ),
        deleted,
        0,
    ),
}
every_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)


def once_wrong(tracker: Tracker, write: Write, kind: str) -> tuple[int, int]:
    """Make a write whose first request goes wrong; tell how many requests it took to write and to read."""
    fault = tracker.sandbox.faults.add(kind=kind, method=write.method, path=write.path, times=1, seconds=30)
    write.make(tracker)
    assert fault.played.is_set()
    counted = tracker.counted
    assert write.effects(tracker) == [True]
    return counted


@every_write
def test_undisturbed_a_write_is_one_request(write: Write, tracker: Tracker) -> None:
    write.make(tracker)
    assert tracker.counted == (1, 0)
    assert tracker.waiting.waits == []
    assert write.effects(tracker) == [True]


@every_write
@pytest.mark.parametrize("kind", NOTHING_DONE)
def test_what_was_not_carried_out_is_looked_up_and_made_again(kind: str, write: Write, tracker: Tracker) -> None:
    it = hurried(tracker) if kind == "stall" else tracker
    assert once_wrong(it, write, kind) == (2, write.reads_if_missing)
    assert tracker.waiting.waits == [0.8]


@every_write
@pytest.mark.parametrize("kind", DONE_UNHEARD)
def test_what_was_carried_out_unheard_is_found_and_not_made_again(kind: str, write: Write, tracker: Tracker) -> None:
    it = hurried(tracker) if kind == "hang" else tracker
    if kind == "truncated" and write.method == "DELETE":
        counted = (1, 0)  # the answer to a deletion is empty, so nothing of it can be missing
    elif write.reads_if_there is None:
        counted = (2, 0)
    else:
        counted = (1, write.reads_if_there)
    assert once_wrong(it, write, kind) == counted


@every_write
@pytest.mark.parametrize("kind", REFUSED)
def test_what_was_refused_as_too_many_waits_and_is_made_again(kind: str, write: Write, tracker: Tracker) -> None:
    assert once_wrong(tracker, write, kind) == (2, 0)
    assert tracker.waiting.waits[0] == {"429": 4, "429_throttle": 1}[kind]


@every_write
@pytest.mark.parametrize("kind", ["reset", "500", "502", "503"])
def test_what_goes_wrong_four_times_is_told_in_few_words(kind: str, write: Write, tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind=kind, method=write.method, path=write.path, times=None)
    with pytest.raises(UncertainError) as failed:
        write.make(tracker)
    assert tracker.counted == (4, 4 * write.reads_if_missing)
    assert tracker.waiting.waits == [0.8, 1.6, 3.2, 6.4]
    assert not any(
        secret in str(failed.value) for secret in ("customer", "Please answer", "<", tracker.sandbox.bot_token)
    )
    assert len(str(failed.value)) < 120
    assert write.effects(tracker) == []


@every_write
def test_a_write_that_succeeds_after_three_failures_is_there_once(write: Write, tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind="502", method=write.method, path=write.path, times=3)
    write.make(tracker)
    assert tracker.counted == (4, 3 * write.reads_if_missing)
    assert write.effects(tracker) == [True]


@every_write
@pytest.mark.parametrize("kind", ["403", "404"])
def test_a_plain_no_is_neither_looked_up_nor_repeated(kind: str, write: Write, tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind=kind, method=write.method, path=write.path, times=None)
    if (write.method, kind) == ("DELETE", "404"):
        write.make(tracker)  # what is to be deleted is gone
    else:
        with pytest.raises(TrackerError, match=kind):
            write.make(tracker)
    assert tracker.counted == (1, 0)


@pytest.mark.parametrize(("name", "look"), [("file", r"/issues$"), ("note", r"/notes$"), ("update", r"/issues/\d+$")])
def test_what_cannot_even_be_looked_up_is_left_for_the_next_pass(name: str, look: str, tracker: Tracker) -> None:
    write = WRITES[name]
    tracker.sandbox.faults.add(kind="lost", method=write.method, path=write.path, times=1)
    tracker.sandbox.faults.add(kind="500", method="GET", path=look, times=None)
    with pytest.raises(TrackerError, match="500"):
        write.make(tracker)
    tracker.sandbox.faults.clear()
    assert len(tracker.sandbox.writes) == 1
    assert write.effects(tracker) == [True]


def test_a_note_of_which_gitlab_did_only_a_part_is_completed(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.tracker.writer.quick_actions", lambda _: [])  # as if GitLab had stopped after the text
    tracker.sandbox.faults.add(kind="lost", method="POST", path="/notes$", times=1)
    Writer(tracker.client).write_note(tracker.iid, NOTE)
    assert [request.method for request in tracker.sandbox.writes] == ["POST", "PUT"]
    assert tracker.counted == (2, 3)
    assert noted(tracker) == [True]


def test_a_note_like_an_older_one_is_written_all_the_same(tracker: Tracker) -> None:
    tracker.sandbox.world.seed_note(tracker.iid, "feedback-bot", WORDS, NOW - DAY)
    tracker.sandbox.faults.add(kind="reset", method="POST", path="/notes$", times=1)
    Writer(tracker.client).write_note(tracker.iid, NOTE)
    assert noted(tracker) == [True, True]


def test_a_note_that_somebody_else_has_copied_is_written_all_the_same(tracker: Tracker) -> None:
    tracker.sandbox.world.seed_note(tracker.iid, "mia", WORDS, NOW)
    tracker.sandbox.faults.add(kind="reset", method="POST", path="/notes$", times=1)
    Writer(tracker.client).write_note(tracker.iid, NOTE)
    assert noted(tracker) == [True, True]


def test_an_issue_of_another_survey_is_not_taken_for_the_one_that_was_lost(tracker: Tracker) -> None:
    other = stamp("What the customer said.", Mark("file_survey", {"survey": "survey/ticket/210"}))
    tracker.sandbox.world.seed_issue(title="Other", author="feedback-bot", created_at=NOW, description=other)
    tracker.sandbox.faults.add(kind="reset", method="POST", path="/issues$", times=1)
    Writer(tracker.client).file(FILING)
    assert filed(tracker) == [True]


# -- reads -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", NOTHING_DONE + DONE_UNHEARD + REFUSED)
def test_a_read_that_goes_wrong_is_made_again(kind: str, tracker: Tracker) -> None:
    it = hurried(tracker) if kind in {"stall", "hang"} else tracker
    tracker.sandbox.faults.add(kind=kind, method="GET", times=1, seconds=30)
    assert it.reader.issue(tracker.iid).title == "T"
    assert tracker.counted == (0, 2)
    assert tracker.waiting.waits[0] == {"429": 4, "429_throttle": 1}.get(kind, 0.2)


@pytest.mark.parametrize("skip", [0, 1, 2], ids=["first page", "middle page", "last page"])
@pytest.mark.parametrize("kind", NOTHING_DONE + DONE_UNHEARD + REFUSED)
def test_of_a_list_that_goes_wrong_nothing_is_missing_and_nothing_twice(
    kind: str, skip: int, tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.tracker.client._PER_PAGE", 2)
    for number in range(4):
        tracker.sandbox.world.seed_issue(title=f"T{number}", author="mia", created_at=NOW)
    it = hurried(tracker) if kind in {"stall", "hang"} else tracker
    tracker.sandbox.faults.add(kind=kind, method="GET", times=1, skip=skip, seconds=30)
    assert [issue.iid for issue in it.reader.open_issues()] == [1, 2, 3, 4, 5]
    assert tracker.counted == (0, 4)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("reset", "the connection failed (it was cut)"),
        ("500", "500: 500 Internal Server Error"),
        ("502", "502: see GitLab's status"),
        ("503", "503: see GitLab's status"),
        ("truncated", "GitLab's answer is not understood"),
    ],
)
def test_a_read_that_goes_wrong_seven_times_is_told_in_few_words(kind: str, words: str, tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind=kind, method="GET", times=None)
    with pytest.raises(UncertainError) as failed:
        tracker.reader.issue(tracker.iid)
    assert str(failed.value) == f"issues/{tracker.iid}: {words}"
    assert tracker.counted == (0, 7)
    assert tracker.waiting.waits == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4]


def test_the_first_read_of_a_pass_gives_up_earlier(tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind="502", method="GET", times=None)
    firsts: list[Callable[[], object]] = [tracker.reader.me, lambda: tracker.reader.first_own_issues("x")]
    for number, first in enumerate(firsts, start=1):
        with pytest.raises(UnreachableError, match="502: see GitLab's status"):
            first()
        assert tracker.counted == (0, 4 * number)


@pytest.mark.parametrize("kind", ["403", "404"])
def test_a_read_that_is_refused_is_not_repeated(kind: str, tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind=kind, method="GET", times=None)
    with pytest.raises(TrackerError, match=kind):
        tracker.reader.issue(tracker.iid)
    assert tracker.counted == (0, 1)


def test_gone_for_good_it_is_unreachable_after_some_requests(tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind="reset", times=None)
    for _ in range(2):
        with pytest.raises(UncertainError):
            tracker.reader.issue(tracker.iid)
    with pytest.raises(UnreachableError, match="the connection failed"):
        tracker.reader.issue(tracker.iid)
    assert tracker.counted == (0, 3 * 7)


def test_an_answer_in_between_shows_that_gitlab_is_there(tracker: Tracker) -> None:
    for _ in range(5):
        tracker.sandbox.faults.add(kind="reset", times=6)
        tracker.reader.issue(tracker.iid)
        tracker.sandbox.faults.clear()
    assert tracker.counted == (0, 5 * 7)


# -- refusals without end, and the ends of a pass ----------------------------------------------------------------


@pytest.mark.parametrize("kind", REFUSED)
@every_write
def test_a_write_that_is_refused_for_ever_ends_the_pass(write: Write, kind: str, tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind=kind, method=write.method, path=write.path, times=None)
    with pytest.raises(HaltedError, match="GitLab goes on refusing requests as too many"):
        write.make(tracker)
    assert tracker.counted == (7, 0)
    assert write.effects(tracker) == []


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_a_read_that_is_refused_for_ever_ends_the_pass(kind: str, tracker: Tracker, *, first: bool) -> None:
    tracker.sandbox.faults.add(kind=kind, times=None)
    with pytest.raises(HaltedError, match="GitLab goes on refusing requests as too many"):
        tracker.reader.me() if first else tracker.reader.issue(tracker.iid)
    assert tracker.counted == (0, 7)


def test_a_limit_that_is_lower_than_thought_is_found_and_kept(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = tracker.sandbox.clock.advance
    wait = tracker.waiting._pass_time
    monkeypatch.setattr(tracker.waiting, "_pass_time", lambda seconds: (wait(seconds), advance(seconds)))
    tracker.sandbox.settings.change({"notes_per_minute": 10})
    writer = Writer(tracker.client, notes_per_minute=30)
    for number in range(40):
        mark = Mark("nag_unanswered", {"due": str(number)})
        writer.write_note(tracker.iid, WriteNote(rule="r", reason="", body=stamp("Words.", mark)))
    notes = tracker.sandbox.world.issues[tracker.iid].notes.values()
    assert len([note for note in notes if "Words." in note.body]) == 40


@pytest.mark.parametrize(
    ("url", "issues", "notes"),
    [
        ("https://gitlab.com", 200, 60),
        ("https://gitlab.example.com", 300, 300),
        ("https://gitlab.com.example", 300, 300),
    ],
)
def test_the_pace_follows_what_each_gitlab_allows(url: str, issues: int, notes: int) -> None:
    writer = Writer(Client(url=url, token="t", project="p", waiting=VirtualWaiting()))
    assert 0.95 * issues <= writer._issues_pace._most < issues
    assert 0.95 * notes <= writer._notes_pace._most < notes


def test_a_pace_of_the_operators_own_goes_first() -> None:
    client = Client(url="https://gitlab.com", token="t", project="p", waiting=VirtualWaiting())
    writer = Writer(client, issues_per_minute=20, notes_per_minute=10)
    assert (writer._issues_pace._most, writer._notes_pace._most) == (19, 10)


def test_creating_is_paced_and_changing_is_not(tracker: Tracker) -> None:
    writer = Writer(tracker.client, issues_per_minute=1, notes_per_minute=1)
    for number in range(3):
        writer.update(tracker.iid, UpdateIssue(rule="r", reason="", labels=LabelChange((f"l{number}",))))
        writer.create_label(Label(name=f"x{number}", color="#6699cc"))
    assert tracker.waiting.waits == []
    writer.file(FILING)
    writer.write_note(tracker.iid, NOTE)
    assert tracker.waiting.waits == []
    writer.write_note(tracker.iid, NOTE)
    assert tracker.waiting.waits == [60]


@every_write
def test_a_refused_token_ends_the_pass_at_once(write: Write, tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind="401", method=write.method, path=write.path, times=1)
    with pytest.raises(UnreachableError, match="the token was refused") as refused:
        write.make(tracker)
    assert tracker.counted == (1, 0)
    assert tracker.sandbox.bot_token not in str(refused.value)


def test_a_refused_token_ends_a_read_at_once(tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind="401", times=1)
    with pytest.raises(UnreachableError, match="the token was refused"):
        tracker.reader.issue(tracker.iid)
    assert tracker.counted == (0, 1)


@pytest.mark.parametrize(
    ("dead", "words"),
    [
        pytest.param({"revoked": True}, "it was revoked", id="revoked"),
        pytest.param({"expires_at": date(2026, 1, 31)}, "it has expired", id="expired"),
        pytest.param({"value": None}, "it is wrong, expired or revoked", id="unknown"),
    ],
)
def test_what_became_of_a_token_is_said_where_gitlab_says_it(
    tracker: Tracker, dead: dict[str, object], words: str
) -> None:
    tokens = tracker.sandbox.world.people.tokens
    token = tokens[tracker.sandbox.bot_token]
    if "value" in dead:
        tokens.clear()
    for name, value in dead.items():
        setattr(token, name, value)
    with pytest.raises(UnreachableError, match=f"\\(401\\): {words}$") as refused:
        tracker.reader.issue(tracker.iid)
    assert refused.value.code == 401


def test_a_gitlab_that_answers_nothing_but_503_ends_the_pass(tracker: Tracker) -> None:
    tracker.sandbox.faults.add(kind="503", times=None)
    for _ in range(2):
        with pytest.raises(TrackerError, match="503"):
            tracker.reader.issue(tracker.iid)
    with pytest.raises(UnreachableError, match="503"):
        tracker.reader.issue(tracker.iid)
    assert tracker.counted == (0, 21)


def test_one_answer_in_between_keeps_it_going(tracker: Tracker) -> None:
    for _ in range(9):
        tracker.sandbox.faults.add(kind="503", times=3)
        assert tracker.reader.issue(tracker.iid).iid == tracker.iid


@every_write
def test_nothing_is_sent_once_the_time_is_up(write: Write, sandbox: Sandbox, tracker: Tracker) -> None:
    waiting = VirtualWaiting(timedelta(minutes=1))
    client = Client(url=sandbox.url, token=sandbox.bot_token, project=sandbox.project, waiting=waiting)
    it = Tracker(sandbox, waiting, client, tracker.iid, tracker.note_id)
    waiting.time = 55
    calls: list[Callable[[], object]] = [lambda: write.make(it), it.reader.me, lambda: list(it.reader.open_issues())]
    for call in calls:
        with pytest.raises(HaltedError, match="time budget of 1 minute is used up"):
            call()
    assert it.counted == (0, 0)


@every_write
def test_nothing_is_sent_once_an_end_is_asked_for(write: Write, tracker: Tracker) -> None:
    tracker.waiting.stop("stopped by SIGTERM")
    with pytest.raises(HaltedError, match="stopped by SIGTERM"):
        write.make(tracker)
    assert tracker.counted == (0, 0)


@pytest.mark.parametrize("kind", ["429_throttle", "reset"])
def test_a_budget_is_not_spent_on_a_wait_that_would_outlast_it(kind: str, tracker: Tracker) -> None:
    waiting = VirtualWaiting(timedelta(seconds=1))
    sandbox = tracker.sandbox
    client = Client(url=sandbox.url, token=sandbox.bot_token, project=sandbox.project, waiting=waiting)
    sandbox.faults.add(kind=kind, times=None, retry_after=60)
    with pytest.raises(HaltedError, match="time budget"):
        Reader(client).issue(tracker.iid)
    assert waiting.time < 0.9
    assert sum(waiting.waits) < 0.9


def test_no_request_may_outlast_the_budget(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    send = requests.Session.request

    def noting(self: requests.Session, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on
        asked.append(options["timeout"])
        return send(self, *args, **options)

    monkeypatch.setattr("requests.Session.request", noting)
    waiting = VirtualWaiting(timedelta(seconds=100))
    sandbox = tracker.sandbox
    client = Client(url=sandbox.url, token=sandbox.bot_token, project=sandbox.project, waiting=waiting)
    for moment in (0, 80):
        waiting.time = moment
        Reader(client).issue(tracker.iid)
    assert asked[0] == 30
    assert isinstance(asked[1], float)
    assert 0 < asked[1] <= 20


# -- limits that GitLab announces --------------------------------------------------------------------------------


class Announcing(BaseAdapter):
    """Answers every request with an issue-like object, and with the next of some headers."""

    def __init__(self, *headers: dict[str, str]) -> None:
        super().__init__()
        self._headers = iter(headers)

    def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:  # type: ignore[override]
        answer = requests.Response()
        answer.status_code = 200
        answer._content = b'{"id": 2, "username": "feedback-bot"}'
        answer.headers.update({"Content-Type": "application/json"} | next(self._headers, {}))
        answer.request = request
        answer.url = str(request.url)
        return answer

    def close(self) -> None:
        """Have nothing to close."""


def said_at(second: int, remaining: int, reset_in: int) -> dict[str, str]:
    now = datetime(2026, 11, 20, 12, 0, second, tzinfo=UTC)
    return {
        "Date": format_datetime(now, usegmt=True),
        "RateLimit-Remaining": str(remaining),
        "RateLimit-Reset": str(int(now.timestamp()) + reset_in),
    }


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        pytest.param([said_at(18, 0, 42), {}, {}], [42], id="the last one allowed: the next waits, and only the next"),
        pytest.param([said_at(18, 1, 42), said_at(20, 0, 40), {}], [40], id="one more is allowed"),
        pytest.param([said_at(18, 5, 42), said_at(18, 4, 42), said_at(18, 3, 42)], [], id="there is enough left"),
        pytest.param([said_at(18, 0, 42), said_at(0, 0, 60), {}], [42, 60], id="the last one in two minutes"),
        pytest.param([said_at(59, 0, 0), {}, {}], [], id="the minute ends now"),
    ],
)
def test_after_the_last_request_that_is_allowed_the_next_one_waits(
    headers: list[dict[str, str]], waits: list[float]
) -> None:
    waiting = VirtualWaiting()
    client = Client(url="http://gitlab.example.com", token="t", project="p", waiting=waiting)
    client._gitlab.session.mount("http://", Announcing(*headers))
    for _ in headers:
        Reader(client).me()
    assert waiting.waits == waits


def test_what_gitlab_asks_for_after_a_refusal_is_waited_for_once(tracker: Tracker) -> None:
    tracker.sandbox.clock.reset()  # the sandbox counts its throttle by the wall clock
    tracker.sandbox.faults.add(kind="429_throttle", times=1, retry_after=17)
    tracker.reader.issue(tracker.iid)
    assert tracker.waiting.waits == [17]


# -- lists -------------------------------------------------------------------------------------------------------


@pytest.fixture
def offsets(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> Tracker:
    """Take GitLab back to before 18.3, when it paged lists of issues by offset alone; let there be 250 more issues."""
    monkeypatch.setattr("bot.sandbox.api.issues.KEYSET_COLUMNS", set())
    for number in range(250):
        # Three at each instant: GitLab tells milliseconds of its microseconds.
        created = NOW + timedelta(minutes=number // 3, microseconds=number % 3)
        tracker.sandbox.world.seed_issue(title=f"T{number}", author="feedback-bot", labels=[], created_at=created)
    return tracker


@pytest.mark.parametrize("way", ["oldest first", "newest first"])
def test_without_keyset_every_issue_is_met_once(way: str, offsets: Tracker) -> None:
    me = offsets.reader.me()
    read = offsets.reader.open_issues() if way == "oldest first" else offsets.reader.issues_since(None, me)
    met = [issue.iid for issue in read]
    assert sorted(met) == list(range(1, 252))
    assert met == sorted(met, reverse=way == "newest first")


def test_without_keyset_an_issue_closed_meanwhile_shifts_no_other_out_of_sight(offsets: Tracker) -> None:
    met = []
    for issue in offsets.reader.open_issues():
        met.append(issue.iid)
        offsets.sandbox.world.issues[issue.iid].state = "closed"
    assert sorted(met) == list(range(1, 252))


@pytest.mark.parametrize("answer", [[], "words", 7, None], ids=str)
def test_what_is_no_object_is_an_error(answer: object, tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests.Response, "json", lambda _: answer)
    with pytest.raises(TrackerError, match=f"issues/{tracker.iid}: GitLab answered with something that is no JSON"):
        tracker.reader.issue(tracker.iid)
