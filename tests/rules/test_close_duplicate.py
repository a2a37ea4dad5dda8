from typing import Any

import pytest
from builders import BOT, DAY, MIA, NOW, OTHER_BOT, a_context, a_filed_issue, a_mark_note, a_note

from bot.model.actions import WriteNote
from bot.model.case import Case, Evidence
from bot.model.history import UnreadError
from bot.model.issue import Issue, Person
from bot.model.marks import marks_in
from bot.rules.close_duplicate import CloseDuplicate

RULE = CloseDuplicate()
FORMER = Person(1, "old-bot")
CLOSED_BEFORE = a_mark_note("close_duplicate", NOW - DAY)


def copy(**changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build the second issue of a survey, #12."""
    return a_filed_issue(**changes)


@pytest.mark.parametrize(
    ("issue", "original", "closes"),
    [
        pytest.param(copy(), 11, True, id="the second of two"),
        pytest.param(copy(rating="good"), 3, True, id="good feedback as well"),
        pytest.param(copy(age=30 * DAY), 11, True, id="an old one"),
        pytest.param(copy(notes=(a_note(),)), 11, True, id="a person has commented on the copy"),
        pytest.param(copy(notes=(a_mark_note("ask_review", NOW),)), 11, True, id="the bot has asked on the copy"),
        pytest.param(copy(), None, False, id="the only one"),
        pytest.param(copy(state="closed"), 11, False, id="closed already"),
        pytest.param(copy(notes=(CLOSED_BEFORE,)), 11, False, id="closed before, and a person reopened it"),
        pytest.param(
            copy(notes=(a_mark_note("close_duplicate", NOW - DAY, by=FORMER),)), 11, False, id="closed by a former bot"
        ),
        pytest.param(
            copy(notes=(a_mark_note("close_duplicate", NOW - DAY, by=MIA),)), 11, True, id="a mark typed by a person"
        ),
        pytest.param(
            copy(notes=(a_mark_note("close_duplicate", NOW - DAY, by=OTHER_BOT),)), 11, True, id="another bot's mark"
        ),
        pytest.param(
            copy(notes=(a_mark_note("close_inactive", NOW - DAY),)), 11, True, id="closed for another reason before"
        ),
        pytest.param(None, 11, False, id="a survey without an issue"),
    ],
)
def test_it_closes_the_later_issue_of_a_survey_once(issue: Issue | None, original: int | None, *, closes: bool) -> None:
    ctx = a_context(former_bots=frozenset({FORMER.id}))
    actions = RULE.decide(Case(issue, original=original), ctx).actions
    assert [isinstance(action, WriteNote) and action.close for action in actions] == [True] * closes


def test_one_request_leads_to_the_older_issue_and_closes() -> None:
    decision = RULE.decide(Case(copy(), original=11), a_context())
    (note,) = decision.actions
    assert isinstance(note, WriteNote)
    assert decision.reason == "#11 holds the same survey"
    assert "It goes on in #11" in note.body
    assert "Reopen it to keep it" in note.body
    assert [mark.rule for mark in marks_in(note.body)] == ["close_duplicate"]
    assert note.due_date is None


def test_its_own_note_keeps_it_from_closing_again() -> None:
    (note,) = RULE.decide(Case(copy(), original=11), a_context()).actions
    assert isinstance(note, WriteNote)
    told = copy(notes=(a_note(note.body, by=BOT),))
    assert not RULE.decide(Case(told, original=11), a_context()).actions


def test_unknown_notes_are_never_taken_for_none() -> None:
    with pytest.raises(UnreadError):
        RULE.decide(Case(copy(notes=None), original=11), a_context())


def test_an_only_issue_is_left_alone_without_a_look_at_its_notes() -> None:
    assert RULE.wants(copy(), a_context()) == Evidence.NOTHING
    assert RULE.decide(Case(copy(notes=None)), a_context()).reason == "the only issue of its survey"
