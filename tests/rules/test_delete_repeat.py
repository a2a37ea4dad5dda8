from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders import BOT, DAY, MIA, NOW, OTHER_BOT, a_context, a_filed_issue, a_mark_note, a_note

from bot.model.actions import DeleteNote
from bot.model.case import Case, Evidence
from bot.model.issue import Issue, Note, Person
from bot.rules.delete_repeat import DeleteRepeat

RULE = DeleteRepeat()
FORMER = Person(1, "old-bot")
DUE, LATER = "2026-11-19", "2026-11-26"


def said(rule: str, minutes: float = 0, *, by: Person = BOT, **facts: str) -> Note:
    """Build a note that the bot wrote some minutes after the first."""
    return a_mark_note(rule, NOW - DAY + timedelta(minutes=minutes), by=by, **facts)


def spoken(minutes: float, *, by: Person = MIA, system: bool = False) -> Note:
    return a_note(by=by, at=NOW - DAY + timedelta(minutes=minutes), system=system)


def with_notes(*notes: Note, **changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build an issue whose notes have the ids 1, 2, 3, … in the order in which they are given."""
    numbered = tuple(replace(note, id=number) for number, note in enumerate(notes, start=1))
    return a_filed_issue(notes=numbered, age=9 * DAY, **changes)


ASKED, ASKED_AGAIN = said("ask_review"), said("ask_review", 1)
NAGGED, NAGGED_AGAIN = said("nag_unanswered", due=DUE), said("nag_unanswered", 1, due=DUE)


@pytest.mark.parametrize(
    ("notes", "deleted"),
    [
        pytest.param((ASKED, ASKED_AGAIN), [2], id="asked twice"),
        pytest.param((NAGGED, NAGGED_AGAIN), [2], id="nagged twice for one date"),
        pytest.param((ASKED, ASKED_AGAIN, said("ask_review", 2)), [2, 3], id="three times"),
        pytest.param((ASKED_AGAIN, ASKED), [1], id="in whatever order they were read"),
        pytest.param((ASKED, said("ask_review")), [2], id="in the same second, the lower number stays"),
        pytest.param((ASKED, said("ask_review", 59)), [2], id="within the hour"),
        pytest.param((ASKED, said("ask_review", 60)), [], id="an hour apart"),
        pytest.param((NAGGED, said("nag_unanswered", 60, due=DUE)), [], id="an hour apart, with a fact"),
        pytest.param((NAGGED, said("nag_unanswered", 1, due=LATER)), [], id="nagged for another date"),
        pytest.param((ASKED, said("close_inactive", 1)), [], id="two rules"),
        pytest.param((ASKED,), [], id="once"),
        pytest.param((), [], id="nothing said"),
        pytest.param((spoken(0), spoken(1)), [], id="a person says the same twice"),
        pytest.param((spoken(0, by=BOT), spoken(1, by=BOT)), [], id="words of the bot's user without a mark"),
        pytest.param((said("ask_review", by=MIA), ASKED_AGAIN), [], id="the first mark is a person's"),
        pytest.param((ASKED, said("ask_review", 1, by=MIA)), [], id="the second mark is a person's"),
        pytest.param(
            (said("ask_review", by=OTHER_BOT), said("ask_review", 1, by=OTHER_BOT)), [], id="another bot's marks"
        ),
        pytest.param(
            (said("ask_review", by=FORMER), said("ask_review", 1, by=FORMER)),
            [],
            id="a former bot's, which the token may not delete",
        ),
        pytest.param((ASKED, spoken(0.5), ASKED_AGAIN), [], id="a person spoke in between: meant"),
        pytest.param((ASKED, spoken(0.5, system=True), ASKED_AGAIN), [3], id="a system note in between"),
        pytest.param((NAGGED, spoken(0.5), NAGGED_AGAIN), [3], id="for one date, whatever was said in between"),
        pytest.param(
            (ASKED, NAGGED, ASKED_AGAIN, NAGGED_AGAIN),
            [4],
            id="after another note, what has no fact may have been meant",
        ),
        pytest.param(
            (said("follow_rating", answer="expected"), ASKED, said("follow_rating", 1, answer="expected"), ASKED_AGAIN),
            [3, 4],
            id="what two notes said in a row, a second time in a row",
        ),
    ],
)
def test_it_takes_back_what_was_said_just_before(notes: tuple[Note, ...], deleted: list[int]) -> None:
    ctx = a_context(former_bots=frozenset({FORMER.id}), overlapped=True)
    actions = RULE.decide(Case(with_notes(*notes)), ctx).actions
    assert [isinstance(action, DeleteNote) and action.note_id for action in actions] == deleted


@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(None, id="no issue yet"),
        pytest.param(replace(with_notes(), notes=None, notes_count=2), id="not read, since it was not asked for"),
        pytest.param(a_filed_issue(notes=(ASKED, ASKED_AGAIN)), id="not written yet"),
    ],
)
def test_elsewhere_it_takes_nothing_back(issue: Issue | None) -> None:
    assert not RULE.decide(Case(issue), a_context(overlapped=True)).actions


def test_when_the_second_is_gone_nothing_is_left_to_do() -> None:
    assert not RULE.decide(Case(with_notes(ASKED)), a_context(overlapped=True)).actions


@pytest.mark.parametrize(
    ("issue", "overlapped", "wanted"),
    [
        pytest.param(with_notes(ASKED, ASKED_AGAIN), True, Evidence.COMMENTS, id="several notes"),
        pytest.param(with_notes(ASKED), True, Evidence.NOTHING, id="one note"),
        pytest.param(with_notes(), True, Evidence.NOTHING, id="no note"),
        pytest.param(with_notes(ASKED, ASKED_AGAIN, state="closed"), True, Evidence.COMMENTS, id="closed"),
        pytest.param(with_notes(ASKED, ASKED_AGAIN), False, Evidence.NOTHING, id="no two passes at a time"),
    ],
)
def test_it_reads_notes_only_after_two_passes_at_a_time(issue: Issue, wanted: Evidence, *, overlapped: bool) -> None:
    assert RULE.wants(issue, a_context(overlapped=overlapped)) == wanted
