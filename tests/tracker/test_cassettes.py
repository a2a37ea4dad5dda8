"""What python-gitlab sends for us, and what we make of the answers; see conftest.py for where they come from."""

import re
from datetime import UTC, date, datetime

import pytest
from tracker.conftest import CASSETTES, Place, words_that_must_not_be_stored

from bot.errors import ConfigurationError, TrackerError, UnreachableError
from bot.model.actions import DeleteNote, FileIssue, React, RelateIssue, Reply, UpdateIssue, WriteNote
from bot.model.labels import Label, LabelChange
from bot.model.listing import Within
from bot.model.marks import Mark, marks_in, stamp
from bot.tracker import Client, Reader, Writer

GOOD, BAD, NEEDED = "satisfaction::good", "satisfaction::bad", "review::needed"


def file(client: Client, *labels: str, due: date | None = None) -> int:
    action = FileIssue(
        rule="file_survey",
        reason="recorded",
        title="Negative feedback for ticket 209",
        description=stamp("> ```text\n> /close @all\n> ```", Mark("file_survey", {"survey": "survey/ticket/209"})),
        labels=labels,
        confidential=True,
        due_date=due,
    )
    filed = Writer(client).file(action)
    assert filed.dropped == ()
    return filed.iid


def test_who_am_i(client: Client) -> None:
    me = Reader(client).me()
    assert me.id > 0
    assert me.username


def test_filing_and_reading_back(client: Client) -> None:
    iid = file(client, BAD, NEEDED, due=date(2030, 1, 15))
    issue = Reader(client).issue(iid)
    assert issue.title == "Negative feedback for ticket 209"
    assert issue.labels == {BAD, NEEDED}
    assert issue.due_date == date(2030, 1, 15)
    assert issue.confidential
    assert issue.is_open
    assert "> /close @all" in issue.description
    assert [mark.rule for mark in marks_in(issue.description)] == ["file_survey"]


def test_a_note_that_closes_and_dates(client: Client) -> None:
    iid = file(client, GOOD)
    note = stamp("A word.", Mark("nag_unanswered"))
    action = WriteNote(rule="nag_unanswered", reason="recorded", body=note, close=True, due_date=date(2030, 2, 1))
    Writer(client).write_note(iid, action)
    reader = Reader(client)
    issue = reader.with_notes(reader.issue(iid))
    assert not issue.is_open
    assert issue.due_date == date(2030, 2, 1)
    assert [note.body for note in issue.notes or () if not note.system] == [note]


def test_relative_label_changes_in_one_request(client: Client) -> None:
    iid = file(client, BAD, NEEDED)
    writes = client.writes
    change = LabelChange((GOOD,), (BAD, NEEDED))
    Writer(client).update(iid, UpdateIssue(rule="follow_rating", reason="recorded", labels=change, state_event="close"))
    assert client.writes == writes + 1
    assert Reader(client).issue(iid).labels == {GOOD}


def test_who_closed_and_reopened(client: Client) -> None:
    iid = file(client, GOOD)
    writer, reader = Writer(client), Reader(client)
    for event in ("close", "reopen"):
        writer.update(iid, UpdateIssue(rule="r", reason="recorded", state_event=event))
    events = reader.with_state_events(reader.issue(iid)).state_events or ()
    assert [event.state for event in events] == ["closed", "reopened"]
    assert {event.author for event in events} == {reader.me()}


def test_a_due_date_that_is_removed(client: Client) -> None:
    iid = file(client, BAD, due=date(2030, 1, 15))
    Writer(client).update(iid, UpdateIssue(rule="r", reason="recorded", remove_due_date=True))
    assert Reader(client).issue(iid).due_date is None


def test_labels(client: Client) -> None:
    Writer(client).create_label(Label(name="feedback::process", color="#6699cc", description="a process failed"))
    assert "feedback::process" in Reader(client).label_names()


def test_a_label_that_is_there_already(client: Client) -> None:
    label = Label(name="feedback::soft-skills", color="#6699cc")
    for _ in range(2):
        Writer(client).create_label(label)
    assert client.writes == 2


def test_lists_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.tracker.client._PER_PAGE", 2)
    iids = [file(client, GOOD) for _ in range(3)]
    reader = Reader(client)
    mine = [issue.iid for issue in reader.issues_since(datetime(2020, 1, 1, tzinfo=UTC), reader.me())]
    assert mine[:3] == iids[::-1]
    assert [issue.iid for issue in reader.open_issues()][-3:] == iids


def test_lists_of_what_may_be_due(client: Client) -> None:
    over, open_good, closed = file(client, BAD, due=date(2020, 1, 15)), file(client, GOOD), file(client, GOOD)
    Writer(client).update(closed, UpdateIssue(rule="r", reason="recorded", state_event="close"))
    reader, begin, end = Reader(client), datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    lists = {
        "changed": reader.issues_changed(begin),
        "closed": reader.closed_issues_changed(begin),
        "overdue": reader.open_issues_overdue(),
        "due today": reader.open_issues_due_today(),
        "created": reader.open_issues_within(Within(GOOD, "created", begin, end)),
        "updated": reader.open_issues_within(Within(GOOD, "updated", begin, end)),
        "numbered": reader.issues_numbered({over, closed}),
        "own": reader.own_issues(GOOD),
    }
    mine = {over, open_good, closed}
    assert {name: [issue.iid for issue in issues if issue.iid in mine] for name, issues in lists.items()} == {
        "changed": [over, open_good, closed],
        "closed": [closed],
        "overdue": [over],
        "due today": [],
        "created": [open_good],
        "updated": [open_good],
        "numbered": [over, closed],
        "own": [open_good, closed],
    }


def test_a_note_that_is_taken_back(client: Client) -> None:
    iid = file(client, BAD)
    writer, reader = Writer(client), Reader(client)
    writer.write_note(iid, WriteNote(rule="ask_review", reason="recorded", body=stamp("A.", Mark("ask_review"))))
    (note,) = [note for note in reader.with_notes(reader.issue(iid)).notes or () if not note.system]
    for _ in range(2):  # what is gone already is no error
        writer.delete_note(iid, DeleteNote(rule="delete_repeat", reason="recorded", note_id=note.id))
    assert not [note for note in reader.with_notes(reader.issue(iid)).notes or () if not note.system]


def test_what_a_command_may_need(client: Client) -> None:
    iid, other = file(client, BAD), file(client, GOOD)
    writer, reader = Writer(client), Reader(client)
    me = reader.me()
    assert (reader.role_of(me) or 0) >= 15
    assert reader.user_named(me.username) == me
    assert reader.user_named("nobody-of-this-name") is None
    place = reader.shows_issue(None, other)
    assert place is not None
    assert reader.shows_issue(client.project, 999_999) is None
    for project in (None, place.project):  # what is related already is no error
        writer.relate(iid, RelateIssue(rule="obey_commands", reason="recorded", other=other, project=project))
    writer.update(iid, UpdateIssue(rule="obey_commands", reason="recorded", assignee=me))
    assert reader.issue(iid).assignees == (me,)


def test_an_answer_in_a_thread_and_reactions(client: Client) -> None:
    iid = file(client, BAD)
    writer, reader = Writer(client), Reader(client)
    writer.write_note(iid, WriteNote(rule="ask_review", reason="recorded", body="Say something."))
    (note,) = [note for note in reader.with_notes(reader.issue(iid)).notes or () if not note.system]
    body = stamp("An answer.", Mark("obey_commands", {"note": str(note.id)}))
    writer.reply(iid, Reply(rule="obey_commands", reason="recorded", note_id=note.id, body=body))
    notes = [note.body for note in reader.with_notes(reader.issue(iid)).notes or () if not note.system]
    assert notes == ["Say something.", body]
    names = ("white_check_mark", "x")
    for _ in range(2):  # a reaction that is there already is no error
        writer.react(iid, React(rule="obey_commands", reason="recorded", note_id=note.id, add=names))
    first, second = reader.reactions(iid, note.id)
    assert [first.name, second.name] == ["white_check_mark", "x"]
    assert first.author == reader.me()
    for _ in range(2):  # nor is one that is gone
        writer.react(iid, React(rule="obey_commands", reason="recorded", note_id=note.id, remove=(second.id,)))
    assert reader.reactions(iid, note.id) == (first,)


def test_a_comment_that_is_gone_needs_no_answer_and_no_reaction(client: Client) -> None:
    iid = file(client, BAD)
    writer = Writer(client)
    writer.reply(iid, Reply(rule="obey_commands", reason="recorded", note_id=1, body="An answer."))
    writer.react(iid, React(rule="obey_commands", reason="recorded", note_id=1, add=("x",)))
    assert Reader(client).reactions(iid, 1) == ()


def test_an_issue_that_is_not_there(client: Client) -> None:
    with pytest.raises(TrackerError, match=r"issues/999999: 404"):
        Reader(client).issue(999_999)


def test_a_project_that_is_not_there(place: Place, client: Client) -> None:
    del client
    stranger = Client(url=place.url, token=place.token, project="nobody/nowhere")
    with pytest.raises(ConfigurationError, match="shows no project"):
        Reader(stranger).issue(1)


def test_a_token_that_is_wrong(place: Place, client: Client) -> None:
    del client
    with pytest.raises(UnreachableError, match="the token was refused"):
        Reader(Client(url=place.url, token="wrong", project=place.project)).me()


@pytest.mark.parametrize("pattern", words_that_must_not_be_stored())
def test_no_cassette_holds_a_secret(pattern: str) -> None:
    found = [path.name for path in CASSETTES.glob("*.yaml") if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert found == []


def test_there_are_few_cassettes_and_they_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in CASSETTES.glob("*.yaml")}
    assert 0 < len(sizes) <= 17
    assert max(sizes.values()) < 40_000, sizes
