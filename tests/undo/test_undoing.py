"""What is done about one issue, from its history alone. Hand-written; the lines of history are of GitLab's source."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from builders import (
    BOT,
    DAY,
    MIA,
    NOW,
    OTHER_BOT,
    a_closing,
    a_context,
    a_filed_issue,
    a_labelling,
    a_note,
    a_reopening,
    an_issue,
)

from bot.model.actions import DeleteNote, UpdateIssue, WriteNote
from bot.model.issue import Issue, Note, Person
from bot.model.marks import Mark, stamp
from bot.model.signature import pass_id
from bot.undo import Span, Undoing, undoing_of

ID = pass_id(NOW, "0a1b")
SPAN = Span(ID, NOW, NOW + timedelta(minutes=5), "")
CTX = a_context(former_bots=frozenset({77}))
AT, LATER, MUCH_LATER = (NOW + timedelta(minutes=minutes) for minutes in (1, 10, 20))
DUE, NEXT = date(2026, 11, 18), date(2026, 11, 27)


def signed(rule: str = "nag_unanswered", *, by: Person = BOT, at: datetime = AT, number: int = 9, **facts: str) -> Note:
    """Build a note that the pass has written."""
    body = f"{stamp('Words.', Mark(rule, facts))}\n{Mark('pass', {'id': ID})}"
    return Note(author=by, body=body, created_at=at, id=number)


def history(body: str, *, by: Person = BOT, at: datetime = AT) -> Note:
    return a_note(body, by=by, at=at, system=True)


def undone(issue: Issue) -> Undoing:
    return undoing_of(issue, SPAN, CTX)


def the_update(issue: Issue) -> UpdateIssue:
    (update,) = (action for action in undone(issue).actions if isinstance(action, UpdateIssue))
    return update


# --- due dates

SET = history("changed due date to November 27, 2026")


@pytest.mark.parametrize(
    ("notes", "was"),
    [
        pytest.param(
            (history("changed due date to November 18, 2026", by=MIA, at=NOW - DAY), SET), DUE, id="set before"
        ),
        pytest.param((history("removed due date", by=MIA, at=NOW - DAY), SET), None, id="removed before"),
        pytest.param((SET,), None, id="none before"),
        pytest.param((signed(due="2026-11-18"), SET), DUE, id="a reminder remembers"),
        pytest.param((signed(due="2026-11-18", undated="yes"), SET), None, id="a reminder found none"),
        pytest.param(
            (
                history(
                    "changed start date to November 1, 2026 and changed due date to November 18, 2026", at=NOW - DAY
                ),
                SET,
            ),
            DUE,
            id="with a start date",
        ),
        pytest.param(
            (history("changed due date to November  8, 2026", at=NOW - DAY), SET), date(2026, 11, 8), id="padded"
        ),
        pytest.param(
            (history("changed due date to November 18, 2026", at=AT), history("changed due date to November 27, 2026")),
            None,
            id="set twice",
        ),
        pytest.param(
            (signed(due="2026-11-18"), history("changed due date to November 18, 2026"), SET),
            None,
            id="set, then moved",
        ),
    ],
)
def test_the_due_date_is_set_back(notes: tuple[Note, ...], was: date | None) -> None:
    update = the_update(an_issue(due_date=NEXT, notes=notes))
    assert (update.due_date, update.remove_due_date) == (was, was is None)


def test_a_removed_due_date_comes_back_where_gitlab_names_it() -> None:
    assert the_update(an_issue(notes=(history("removed due date November 18, 2026"),))).due_date == DUE


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        pytest.param((SET, history("changed due date to December 1, 2026", by=MIA, at=LATER)), "mia has", id="moved"),
        pytest.param((SET,), "feedback-bot has", id="moved without a trace"),
        pytest.param((history("changed due date to Smarch 3, 2026"),), "does not tell", id="no month"),
        pytest.param((history("due date: soon"),), "does not tell", id="other words"),
        pytest.param((signed(due="soon"), SET), "does not tell", id="a mark changed by hand"),
    ],
)
def test_the_due_date_stays(notes: tuple[Note, ...], words: str) -> None:
    found = undone(an_issue(due_date=date(2026, 12, 1), notes=notes))
    assert not [action for action in found.actions if isinstance(action, UpdateIssue)]
    (reason,) = (line for line in found.left if line.startswith("due date"))
    assert words in reason


# --- whose doing it was


@pytest.mark.parametrize(
    ("by", "at", "is_ours"),
    [
        (BOT, AT, True),
        (Person(77, "old-bot"), AT, True),
        (MIA, AT, False),
        (OTHER_BOT, AT, False),
        (BOT, NOW - timedelta(seconds=1), False),
        (BOT, LATER, False),
    ],
    ids=["the bot", "a former user of the bot's", "a person", "another bot", "before", "after"],
)
def test_only_what_the_bot_did_in_that_time_is_undone(by: Person, at: datetime, *, is_ours: bool) -> None:
    issue = an_issue(labels=frozenset({"kudos"}), label_events=(a_labelling("kudos", by=by, at=at),))
    assert bool(undone(issue).actions) is is_ours


def test_what_came_with_a_note_of_the_pass_is_its_doing_whenever_it_was() -> None:
    note = signed("close_inactive", at=LATER)
    issue = an_issue(state="closed", notes=(note,), state_events=(a_closing(by=BOT, at=LATER),))
    assert undone(issue).actions == (
        UpdateIssue(rule="undo", reason=f"as it was before pass {ID}", state_event="reopen"),
        DeleteNote(rule="undo", reason=f"written by pass {ID}", note_id=9),
    )


@pytest.mark.parametrize(
    ("events", "labels", "add", "remove"),
    [
        pytest.param((a_labelling("x", by=BOT, at=AT),), {"x"}, (), ("x",), id="put on"),
        pytest.param((a_labelling("x", by=BOT, at=AT, added=False),), set(), ("x",), (), id="taken off"),
        pytest.param(
            (a_labelling("x", by=BOT, at=AT), a_labelling("x", by=BOT, at=AT, added=False)), set(), (), (), id="both"
        ),
        pytest.param((a_labelling("", by=BOT, at=AT, added=False),), set(), (), (), id="a label that is no more"),
    ],
)
def test_labels_go_back(
    events: tuple[Any, ...], labels: set[str], add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    found = undone(an_issue(labels=frozenset(labels), label_events=events)).actions
    changes = [(action.labels.add, action.labels.remove) for action in found if isinstance(action, UpdateIssue)]
    assert changes == ([(add, remove)] if add or remove else [])


def test_a_note_that_nobody_edited_goes() -> None:
    assert len(undone(an_issue(notes=(replace(signed(), updated_at=AT + timedelta(seconds=1)),))).actions) == 1


def test_labels_that_exist_no_more_are_named_once_where_the_pass_took_them_off() -> None:
    gone = a_labelling("", by=BOT, at=AT, added=False)
    words = ("a label that exists no more cannot be put back",)
    assert undone(an_issue(label_events=(gone, gone))) == Undoing(left=words)
    others = (a_labelling("", by=BOT, at=AT), a_labelling("", at=AT, added=False))
    assert undone(an_issue(label_events=others)) == Undoing()


def test_what_was_reopened_is_closed() -> None:
    assert (
        the_update(an_issue(state_events=(a_closing(at=NOW - DAY), a_reopening(by=BOT, at=AT)))).state_event == "close"
    )


def test_what_was_closed_and_reopened_by_others_stays() -> None:
    turns = (a_closing(by=BOT, at=AT), a_reopening(by=MIA, at=LATER), a_closing(by=BOT, at=MUCH_LATER))
    found = undone(an_issue(state="closed", state_events=turns))
    assert (found.actions, found.left) == ((), ("closed: feedback-bot has changed that since",))


ASSUMED = replace(SPAN, is_assumed=True)


def test_where_the_end_is_assumed_silent_changes_are_named_and_left() -> None:
    issue = an_issue(labels=frozenset({"kudos"}), label_events=(a_labelling("kudos", by=BOT, at=AT),))
    found = undoing_of(issue, ASSUMED, CTX)
    assert found.actions == ()
    (reason,) = found.left
    assert "--until takes this back as well" in reason
    assert undoing_of(replace(issue, label_events=()), ASSUMED, CTX) == Undoing()


@pytest.mark.parametrize(
    "bears",
    [
        {"notes": (signed("obey_commands", note="3"),)},
        {"author": BOT, "description": f"Words.\n\n{Mark('pass', {'id': ID})}"},
    ],
    ids=["note", "description"],
)
def test_where_the_end_is_assumed_a_signature_makes_silent_changes_the_passs(bears: dict[str, Any]) -> None:
    issue = an_issue(labels=frozenset({"kudos"}), label_events=(a_labelling("kudos", by=BOT, at=AT),), **bears)
    (update,) = (one for one in undoing_of(issue, ASSUMED, CTX).actions if isinstance(one, UpdateIssue))
    assert update.labels.remove == ("kudos",)


# --- notes, and what has no way back


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        pytest.param((signed("obey_commands", note="3"),), "neither obeys nor answers twice", id="memory"),
        pytest.param((signed(by=Person(77, "old-bot")),), "a former user of the bot's", id="a former user's"),
        pytest.param((replace(signed(), updated_at=LATER),), "somebody has edited it since", id="edited"),
        pytest.param((signed(), a_note(at=LATER)), "mia has commented since", id="answered"),
    ],
)
def test_a_note_stays(notes: tuple[Note, ...], words: str) -> None:
    found = undone(an_issue(notes=notes))
    assert found.actions == ()
    (reason,) = found.left
    assert reason.startswith("note 9: ")
    assert words in reason


@pytest.mark.parametrize("by", [MIA, OTHER_BOT], ids=["a person", "another bot"])
def test_a_signature_in_another_ones_note_does_not_count(by: Person) -> None:
    assert undone(an_issue(notes=(signed(by=by),))) == Undoing()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("changed title from **{-Negative-}{+Positive+} feedback** to **x**", "the title was changed"),
        ("changed the description", "the description was changed"),
        ("assigned to @mia", "somebody was assigned"),
        ("marked this issue as related to #4", "another issue was linked"),
    ],
)
def test_what_has_no_way_back_is_named_with_what_to_do(line: str, words: str) -> None:
    found = undone(an_issue(notes=(history(line),)))
    assert found.actions == ()
    (reason,) = found.left
    assert words in reason
    assert "by hand" in reason
    assert undone(an_issue(notes=(history(line, by=MIA),))) == Undoing()


def test_what_was_told_to_the_bot_stays_told() -> None:
    told = Mark("obey_commands", {"note": "3", "by": "3", "at": NOW.isoformat(), "done": NOW.isoformat(), "said": "0a"})
    issue = a_filed_issue(notes=(history("changed the description"),))
    issue = an_issue(author=BOT, description=f"{issue.description}\n{told}", notes=issue.notes)
    assert [line.partition(":")[0] for line in undone(issue).left] == [
        "the description remembers what people told the bot, so that it is not obeyed twice",
        "reactions to comments",
    ]


# --- what was filed


def filed_by_the_pass(**changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    issue = a_filed_issue(created_at=AT)
    return a_filed_issue(description=f"{issue.description}\n{Mark('pass', {'id': ID})}", created_at=AT, **changes)


def test_what_was_filed_is_closed_with_a_word() -> None:
    (note,) = undone(filed_by_the_pass()).actions
    assert isinstance(note, WriteNote)
    assert note.close
    assert f"<!-- feedback-bot undo pass={ID} -->" in note.body


def test_the_word_is_said_once() -> None:
    said = a_note(stamp("Words.", Mark("undo", {"pass": ID})), by=BOT, at=LATER)
    (update,) = undone(filed_by_the_pass(notes=(said,))).actions
    assert isinstance(update, UpdateIssue)
    assert update.state_event == "close"


def test_what_was_closed_since_stays_so() -> None:
    assert undone(filed_by_the_pass(state="closed")) == Undoing()


def test_an_issue_of_a_persons_with_such_a_signature_was_not_filed() -> None:
    assert undone(filed_by_the_pass(author=MIA)) == Undoing()


def test_what_was_filed_before_the_pass_was_only_changed_by_it() -> None:
    old = a_filed_issue(description=filed_by_the_pass().description, created_at=NOW - DAY)
    assert undone(old) == Undoing()


@pytest.mark.parametrize(
    "trace",
    [
        {"notes": (a_note(at=LATER),)},
        {"notes": (history("assigned to @mia", by=MIA, at=LATER),)},
        {"label_events": (a_labelling("kudos", at=LATER),)},
        {"state_events": (a_reopening(at=LATER),)},
    ],
    ids=["comment", "assignment", "label", "reopening"],
)
def test_what_people_have_taken_up_stays_open(trace: dict[str, Any]) -> None:
    found = undone(filed_by_the_pass(**trace))
    assert found.actions == ()
    assert found.left == ("filed by this pass; mia has taken it up since: close it by hand",)


def by_pass(name: str, rule: str, **facts: str) -> Note:
    """Build a note of the bot's that another pass has written."""
    body = f"{stamp('Words.', Mark(rule, facts))}\n{Mark('pass', {'id': name})}"
    return Note(author=BOT, body=body, created_at=LATER, id=8)


EXPLAINED = by_pass("20261120T121000Z-2c3d", "undo", **{"pass": ID})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param(
            {"notes": (a_note(stamp("Words.", Mark("follow_rating", {})), by=BOT, at=LATER),)},
            "the customer has answered again since",
            id="the customer's word",
        ),
        pytest.param(
            {"notes": (EXPLAINED, by_pass("20261122T120000Z-beef", "follow_rating", rating="bad"))},
            "the customer has answered again since",
            id="the customer's word after an undoing",
        ),
        pytest.param(
            {"notes": (by_pass("20261122T120000Z-beef", "nag_unanswered"),)},
            "pass 20261122T120000Z-beef has gone on with it since: undo that one first",
            id="a later pass",
        ),
        pytest.param(
            {"notes": (EXPLAINED,), "state_events": (a_reopening(by=BOT, at=MUCH_LATER),)},
            "has been reopened since",
            id="reopened by the bot after an undoing",
        ),
    ],
)
def test_a_filing_that_goes_on_stays_open(changes: dict[str, Any], words: str) -> None:
    found = undone(filed_by_the_pass(**changes))
    assert found.actions == ()
    (reason,) = found.left
    assert reason.startswith("filed by this pass; ")
    assert words in reason


def test_a_filing_whose_description_another_pass_has_written_stays_open() -> None:
    issue = filed_by_the_pass()
    description = f"{issue.description}\n{Mark('pass', {'id': '20261122T120000Z-beef'})}"
    (reason,) = undone(a_filed_issue(description=description, created_at=AT)).left
    assert "pass 20261122T120000Z-beef has gone on with it" in reason


def test_a_signature_that_names_no_pass_is_not_shown() -> None:
    (closing,) = undone(filed_by_the_pass(notes=(by_pass("\x1b[31m", "nag_unanswered"),))).actions
    assert isinstance(closing, WriteNote)
