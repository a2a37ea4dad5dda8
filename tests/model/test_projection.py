"""What an issue looks like once an action is done."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import BOT, NOW, a_context, a_note, an_issue

from bot.model.actions import DeleteNote, FileIssue, IssueAction, UpdateIssue, WriteNote
from bot.model.issue import Issue, LabelEvent
from bot.model.labels import LabelChange
from bot.model.projection import project

CTX = a_context()
DUE, LATER = date(2026, 11, 29), date(2026, 12, 6)


def write(**changes: Any) -> WriteNote:  # noqa: ANN401 - as the dataclass takes them
    return WriteNote(rule="x", reason="y", **{"body": "hello", **changes})


def update(**changes: Any) -> UpdateIssue:  # noqa: ANN401 - as the dataclass takes them
    return UpdateIssue(rule="x", reason="y", **changes)


def delete(note_id: int) -> DeleteNote:
    return DeleteNote(rule="x", reason="y", note_id=note_id)


def test_a_filed_issue_is_the_bots_new_open_and_read_to_the_end() -> None:
    filing = FileIssue(
        rule="file_survey",
        reason="new",
        title="title",
        description="words",
        labels=("satisfaction::bad", "review::needed"),
        confidential=True,
        due_date=DUE,
    )
    assert project(None, filing, CTX) == Issue(
        iid=0,
        title="title",
        description="words",
        state="opened",
        labels=frozenset({"satisfaction::bad", "review::needed"}),
        author=BOT,
        assignees=(),
        due_date=DUE,
        created_at=NOW,
        updated_at=NOW,
        confidential=True,
        notes_count=0,
        web_url="",
        notes=(),
        state_events=(),
        label_events=(
            LabelEvent(BOT, "satisfaction::bad", added=True, created_at=NOW),
            LabelEvent(BOT, "review::needed", added=True, created_at=NOW),
        ),
    )


@pytest.mark.parametrize("action", [write(), update(), delete(1)], ids=["note", "update", "deletion"])
def test_nothing_else_can_be_done_without_an_issue(action: IssueAction) -> None:
    with pytest.raises(ValueError, match="only filing"):
        project(None, action, CTX)


@pytest.mark.parametrize(
    ("action", "changes"),
    [
        (write(), {}),
        (write(close=True), {"state": "closed"}),
        (write(due_date=LATER), {"due_date": LATER}),
        (write(close=True, due_date=LATER), {"state": "closed", "due_date": LATER}),
    ],
    ids=["words alone", "closes", "moves the date", "both"],
)
@pytest.mark.parametrize("known", [None, (), (a_note(),)], ids=["unread", "no notes", "a note"])
def test_a_note_is_the_bots_and_the_newest_unless_the_notes_are_unread(
    known: tuple[Any, ...] | None, action: WriteNote, changes: dict[str, Any]
) -> None:
    before = an_issue(notes=known, due_date=DUE)
    after = None if known is None else (*known, a_note("hello", by=BOT))
    counted: dict[str, Any] = {"notes_count": before.notes_count + 1, "updated_at": NOW}
    assert project(before, action, CTX) == replace(before, notes=after, **counted, **changes)


def test_a_note_leaves_a_closed_issue_closed() -> None:
    assert project(an_issue(state="closed"), write(), CTX).state == "closed"


def test_a_deleted_note_is_gone_and_everything_else_stays() -> None:
    first, second = (replace(a_note(body), id=number) for number, body in enumerate(("one", "two"), start=1))
    before = an_issue(notes=(first, second))
    assert project(before, delete(1), CTX) == replace(before, notes=(second,), notes_count=1)


def test_a_deleted_note_is_counted_even_if_the_notes_are_unread() -> None:
    before = an_issue(notes=None, notes_count=2)
    assert project(before, delete(1), CTX) == replace(before, notes_count=1)


def test_a_note_is_counted() -> None:
    assert project(an_issue(notes_count=2), write(), CTX).notes_count == 3


def event(label: str, *, added: bool) -> LabelEvent:
    return LabelEvent(BOT, label, added=added, created_at=NOW)


@pytest.mark.parametrize(
    ("before", "action", "changes"),
    [
        ({}, update(), {}),
        ({}, update(title="t"), {"title": "t"}),
        ({}, update(title=""), {"title": ""}),
        ({}, update(description="d"), {"description": "d"}),
        ({}, update(description=""), {"description": ""}),
        ({}, update(state_event="close"), {"state": "closed"}),
        ({"state": "closed"}, update(state_event="reopen"), {"state": "opened"}),
        ({"state": "closed"}, update(), {}),
        ({"due_date": DUE}, update(), {}),
        ({"due_date": DUE}, update(due_date=LATER), {"due_date": LATER}),
        ({}, update(due_date=LATER), {"due_date": LATER}),
        ({"due_date": DUE}, update(remove_due_date=True), {"due_date": None}),
        (
            {"labels": frozenset("ab")},
            update(labels=LabelChange(("c",), ("a", "x"))),
            {"labels": frozenset("bc"), "label_events": (event("c", added=True), event("a", added=False))},
        ),
        (
            {"labels": frozenset("a"), "label_events": None},
            update(labels=LabelChange(("c",))),
            {"labels": frozenset("ac")},
        ),
        ({"labels": frozenset("ab")}, update(labels=LabelChange(("b",))), {}),
        ({"notes": None, "state_events": None}, update(title="t"), {"title": "t"}),
    ],
    ids=[
        *("nothing", "title", "empty title", "description", "empty description", "close", "reopen", "stays closed"),
        *("keeps its date", "new date", "first date", "no date", "labels", "labels unread", "label it has", "unread"),
    ],
)
def test_an_update_changes_what_it_names_and_nothing_else(
    before: dict[str, Any], action: UpdateIssue, changes: dict[str, Any]
) -> None:
    given = an_issue(**before)
    assert project(given, action, CTX) == replace(given, updated_at=NOW, **changes)
