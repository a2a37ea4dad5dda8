from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import BOT, DAY, MIA, NOW, REVIEWED, a_context, a_filed_issue, a_mark_note, a_note, a_reopening

from bot.model.actions import UpdateIssue, WriteNote
from bot.model.case import Case, Evidence
from bot.model.issue import Issue, StateEvent
from bot.model.listing import Overdue
from bot.model.marks import marks_in
from bot.rules.ask_missing import AskMissing

RULE, CTX = AskMissing(), a_context()
OVER, TODAY, NEXT = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 27)


def incomplete(words: str = "I am on it.", *more: Any, **changes: Any) -> Issue:  # noqa: ANN401 - notes; any field
    """Build an issue whose review was asked for and begun, and whose date is over."""
    notes = (a_mark_note("ask_review", NOW - 8 * DAY), a_note(words, at=NOW - 6 * DAY), *more)
    labels = frozenset({"satisfaction::bad", "review::incomplete"})
    facts: dict[str, Any] = {"due": OVER, "age": 8 * DAY, "labels": labels, "notes": notes}
    return a_filed_issue(**(facts | changes))


def asked(issue: Issue) -> str:
    (note,) = RULE.decide(Case(issue), CTX).actions
    assert isinstance(note, WriteNote)
    assert note.due_date == NEXT
    (mark,) = marks_in(note.body)
    assert mark.facts == {"due": "2026-11-19"}
    return note.body


def test_everything_that_is_missing_is_named() -> None:
    body = asked(incomplete(assignees=(MIA,)))
    assert body.startswith("@mia Thank you for the answer. To complete the review, please add")
    assert [line for line in body.splitlines() if line.startswith("- ")] == [
        "- Summary of ticket/feedback",
        "- Action to be taken",
        "- Contact customer to discuss feedback? (Y/N)",
        "- a label feedback::…",
    ]


def test_what_is_there_is_not_asked_for() -> None:
    body = asked(incomplete(REVIEWED))
    assert [line for line in body.splitlines() if line.startswith("- ")] == ["- a label feedback::…"]


def test_what_is_neither_yes_nor_no_is_shown_as_it_was_understood() -> None:
    body = asked(incomplete(REVIEWED.removesuffix("N") + "*ask @tom* first"))
    assert "(Y/N) (I read `*ask @tom* first`: please write Y or N)" in body


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        (REVIEWED, "Thank you for the review. To complete it, please add in a comment, or in the one that is there:"),
        ("Called.", "Thank you for the answer. To complete the review, please add"),
        ("/label", "Thank you for the answer."),
        ("", "To complete the review, please add in a comment:"),
    ],
    ids=["a line of it", "none of its lines", "anything", "not a word"],
)
def test_it_thanks_for_what_is_there(words: str, begin: str) -> None:
    assert asked(incomplete(words)).startswith(begin)


@pytest.mark.parametrize(("internal", "confidential"), [(True, True), (False, False)], ids=["internal", "public"])
def test_what_is_not_for_everybody_is_not_shown(*, internal: bool, confidential: bool) -> None:
    note = replace(a_note(REVIEWED.removesuffix("N") + "Jane is suing us", at=NOW - DAY), internal=internal)
    body = asked(incomplete("On it.", note, confidential=confidential))
    assert "- Contact customer to discuss feedback? (Y/N)" in body
    assert "Jane" not in body


def test_a_contact_that_is_still_to_be_made_is_named_as_well() -> None:
    labels = frozenset({"satisfaction::bad", "review::incomplete", "contact::requested"})
    assert "please set `contact::done`" in asked(incomplete(labels=labels))


def test_without_an_assignee_the_fallback_is_asked() -> None:
    (note,) = AskMissing(fallback=("support/managers",)).decide(Case(incomplete()), CTX).actions
    assert isinstance(note, WriteNote)
    assert note.body.startswith("@support/managers Thank you")


@pytest.mark.parametrize(
    ("issue", "reason"),
    [
        pytest.param(incomplete(state="closed"), "closed", id="closed"),
        pytest.param(incomplete(due_date=TODAY), "asked for after 2026-11-20", id="not over yet"),
        pytest.param(incomplete(due_date=None), "there is no due date: the clock is silent", id="no clock"),
        pytest.param(
            incomplete(labels=frozenset({"satisfaction::bad", "review::done"})), "no review is incomplete", id="done"
        ),
        pytest.param(
            incomplete(REVIEWED, labels=frozenset({"review::incomplete", "feedback::process"})),
            "nothing is missing from the review",
            id="complete by now",
        ),
    ],
)
def test_otherwise_nothing_is_asked(issue: Issue, reason: str) -> None:
    decision = RULE.decide(Case(issue), CTX)
    assert (decision.actions, decision.reason) == ((), reason)


def test_it_is_asked_once_for_each_date() -> None:
    earlier = a_mark_note("ask_missing", NOW - 7 * DAY, due="2026-11-12")
    asked(incomplete("On it.", earlier))
    said = a_mark_note("ask_missing", NOW - DAY, due="2026-11-19")
    (update,) = RULE.decide(Case(incomplete("On it.", said)), CTX).actions
    assert isinstance(update, UpdateIssue)
    assert update.due_date == NEXT


def test_commands_are_named_where_the_bot_obeys_them() -> None:
    labels = frozenset({"satisfaction::bad", "review::incomplete", "contact::requested"})
    issue = incomplete(labels=labels)
    assert "!feedback" not in asked(issue)
    (note,) = RULE.decide(Case(issue), a_context(rules_on=frozenset({"obey_commands"}))).actions
    assert isinstance(note, WriteNote)
    assert "`!feedback contact done`" in note.body
    assert "`!feedback snooze 7d`" in note.body


def test_what_a_person_reopens_gets_its_time_once_more() -> None:
    reopened = incomplete(updated_at=NOW - 2 * DAY, state_events=(a_reopening(at=NOW - 2 * DAY),))
    (update,) = RULE.decide(Case(reopened), CTX).actions
    assert isinstance(update, UpdateIssue)
    assert update.due_date == date(2026, 11, 25)
    assert RULE.wants(reopened, CTX) == Evidence.COMMENTS | Evidence.LABEL_EVENTS | Evidence.STATE_EVENTS


@pytest.mark.parametrize(
    "reopening", [a_reopening(at=NOW - 9 * DAY), a_reopening(at=NOW - DAY, by=BOT)], ids=["long ago", "by the bot"]
)
def test_other_reopenings_give_no_time(reopening: StateEvent) -> None:
    asked(incomplete(updated_at=NOW - DAY, state_events=(reopening,)))


def test_comments_are_read_when_the_date_is_over() -> None:
    assert RULE.wants(incomplete(), CTX) == Evidence.COMMENTS | Evidence.LABEL_EVENTS
    assert RULE.wants(incomplete(due_date=TODAY), CTX) == Evidence.NOTHING
    assert RULE.ripened(NOW, CTX) == (Overdue(),)


def test_there_must_be_an_issue() -> None:
    assert not RULE.decide(Case(None), CTX).actions
