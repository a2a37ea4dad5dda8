"""Activity is human, only the bot's own marks count, and what was not read is never taken for "nobody"."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from builders import BOT, DAY, MIA, NOW, OTHER_BOT, a_closing, a_context, a_note, a_reopening, an_issue

from bot.errors import DamagedMarkError
from bot.model.context import Context
from bot.model.history import (
    Filing,
    UnreadError,
    answer_of,
    asked_since,
    closing_by_a_person,
    comments_of_people,
    filed_as,
    is_person,
    last_human_act,
    marks_of,
    needs_answer,
    notes_of,
    rating_since,
)
from bot.model.issue import Issue, Note, Person, StateEvent
from bot.model.labels import LabelNames, Labels
from bot.model.marks import Mark, stamp
from bot.model.survey import Rating

TOM = Person(11, "tom.o-neill")
CREATED = NOW - 10 * DAY


def ago(days: float) -> datetime:
    return NOW - days * DAY


def issue(**changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build an issue of the bot's, ten days old."""
    return an_issue(**({"author": BOT, "age": 10 * DAY} | changes))


@pytest.fixture
def ctx() -> Context:
    return a_context()


FILED = Mark("file_survey", {"survey": "survey/ticket/209", "responded": "2026-11-19T09:00:00+00:00", "rating": "bad"})
FILING = Filing(
    survey="survey/ticket/209",
    responded_at=datetime(2026, 11, 19, 9, tzinfo=UTC),
    rating=Rating.BAD,
    due=None,
    cause=None,
    contact=False,
    followed=False,
    confidential=False,
)


def turned(at: datetime, *, worse: bool, author: Person = BOT) -> Note:
    answer = {"answer": "expected"} if worse else {}
    return a_note(stamp("words", Mark("follow_rating", {"rating": "bad"} | answer)), by=author, at=at)


# -- what was not read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look",
    [
        lambda unread, _: notes_of(unread),
        comments_of_people,
        last_human_act,
        lambda unread, ctx: list(marks_of(unread, "ask_review", ctx)),
        rating_since,
        asked_since,
        answer_of,
    ],
    ids=["notes", "comments", "last act", "marks", "rating since", "asked since", "answer"],
)
def test_unread_notes_are_an_error(look: Callable[[Issue, Context], object], ctx: Context) -> None:
    with pytest.raises(UnreadError, match=r"the notes of issue #12 have not been read"):
        look(issue(notes=None), ctx)


def test_unread_state_events_are_an_error_even_if_somebody_commented(ctx: Context) -> None:
    with pytest.raises(UnreadError, match=r"the state events of issue #12 have not been read"):
        last_human_act(issue(state_events=None, notes=(a_note(by=MIA),)), ctx)


def test_what_needs_no_notes_is_told_without_them(ctx: Context) -> None:
    unread = issue(notes=None, state_events=None, description=stamp("words", FILED))
    assert needs_answer(unread, ctx)
    assert filed_as(unread, ctx) == FILING


# -- people ------------------------------------------------------------------------------------------------------


def test_notes_are_handed_out_oldest_first() -> None:
    old, middle, new = (a_note(by=MIA, at=ago(days)) for days in (3, 2, 1))
    assert notes_of(issue(notes=(middle, new, old))) == (old, middle, new)


@pytest.mark.parametrize(
    ("author", "person"),
    [
        (MIA, True),
        (BOT, False),
        (Person(BOT.id, "renamed"), False),
        (Person(99, BOT.username), True),
        (OTHER_BOT, False),
        (Person(99, "ALERT-BOT"), False),
        (Person(99, "alert-bot-2"), True),
    ],
    ids=["a person", "the bot", "the bot renamed", "a namesake", "another bot", "letter case", "similar name"],
)
def test_a_person_is_who_is_no_bot(author: Person, *, person: bool, ctx: Context) -> None:
    assert is_person(author, ctx) is person


EVERYBODY = (
    a_note("by the bot", by=BOT, at=ago(5)),
    a_note("by Tom", by=TOM, at=ago(2)),
    a_note("by Mia", by=MIA, at=ago(4)),
    a_note("by another bot", by=OTHER_BOT, at=ago(1)),
    a_note("changed the description", by=MIA, at=ago(0.2), system=True),
    a_note("added a label", by=BOT, at=ago(0.1), system=True),
)


def test_people_wrote_what_is_neither_a_bots_nor_a_system_note(ctx: Context) -> None:
    assert [one.body for one in comments_of_people(issue(notes=EVERYBODY), ctx)] == ["by Mia", "by Tom"]


@pytest.mark.parametrize(
    ("notes", "events", "at"),
    [
        ((), (), None),
        (EVERYBODY, (), ago(2)),
        ((a_note(by=BOT), a_note(by=OTHER_BOT), a_note(by=MIA, system=True)), (), None),
        ((), (a_reopening(by=MIA, at=ago(1)),), ago(1)),
        ((), (StateEvent(MIA, "closed", ago(1)),), None),
        ((), (a_reopening(by=BOT), a_reopening(by=OTHER_BOT)), None),
        ((a_note(by=MIA, at=ago(3)),), (a_reopening(by=TOM, at=ago(1)),), ago(1)),
        ((a_note(by=MIA, at=ago(1)),), (a_reopening(by=TOM, at=ago(3)),), ago(1)),
    ],
    ids=["nobody", "comments", "no person", "reopening", "closing", "bots", "reopened later", "commented later"],
)
def test_the_last_human_act_is_a_comment_or_a_reopening(
    notes: tuple[Note, ...], events: tuple[StateEvent, ...], at: datetime | None, ctx: Context
) -> None:
    assert last_human_act(issue(notes=notes, state_events=events, updated_at=NOW), ctx) == at


@pytest.mark.parametrize(
    ("events", "by"),
    [
        pytest.param((), None, id="never closed"),
        pytest.param((a_closing(by=MIA),), MIA, id="a person"),
        pytest.param((a_closing(by=BOT),), None, id="the bot"),
        pytest.param((a_closing(by=OTHER_BOT),), None, id="another bot"),
        pytest.param((a_closing(by=Person(0, "someone")),), None, id="who is no longer a user"),
        pytest.param((a_closing(by=Person(7, "ghost")),), None, id="whose user was deleted"),
        pytest.param((a_closing(by=Person(7, "ghostwriter")),), Person(7, "ghostwriter"), id="whose name is like that"),
        pytest.param((a_closing(by=BOT, at=ago(2)), a_reopening(at=ago(1)), a_closing(by=TOM)), TOM, id="after a bot"),
        pytest.param((a_closing(by=BOT), a_reopening(at=ago(1)), a_closing(at=ago(2))), None, id="before the bot"),
        pytest.param((a_reopening(), a_closing(at=ago(2))), None, id="reopened since"),
        pytest.param((a_reopening(), a_closing()), MIA, id="in the same moment, as GitLab lists it"),
    ],
)
def test_a_person_closed_it_who_was_the_last_to_turn_it(
    events: tuple[StateEvent, ...], by: Person | None, ctx: Context
) -> None:
    closing = closing_by_a_person(issue(state="closed", state_events=events), ctx)
    assert (closing and closing.author) == by


def test_a_former_user_of_the_bots_is_no_person_who_closes() -> None:
    known = a_context(former_bots=frozenset({TOM.id}))
    assert closing_by_a_person(issue(state="closed", state_events=(a_closing(by=TOM),)), known) is None


# -- users under whom the bot worked before ----------------------------------------------------------------------

GHOST = Person(1, "ghost")  # GitLab gives the texts of deleted users to its Ghost User, a person's and the bot's alike


@pytest.fixture
def moved() -> Context:
    """The bot worked under another user before, who was deleted since."""
    return a_context(former_bots=frozenset({GHOST.id}))


def test_what_a_former_user_marked_is_the_bots_and_nobodys_comment(moved: Context, ctx: Context) -> None:
    nagged = a_note(stamp("words", Mark("nag_unanswered", {"due": "2026-11-29"})), by=GHOST, at=ago(2))
    known = issue(notes=(nagged,))
    assert (len(list(marks_of(known, "nag_unanswered", moved))), comments_of_people(known, moved)) == (1, [])
    assert (len(list(marks_of(known, "nag_unanswered", ctx))), comments_of_people(known, ctx)) == (0, [nagged])


def test_what_a_former_user_did_not_mark_is_a_persons(moved: Context) -> None:
    spoken = a_note("I called the customer.", by=GHOST, at=ago(2))
    assert comments_of_people(issue(notes=(spoken,)), moved) == [spoken]
    assert last_human_act(issue(notes=(spoken,)), moved) == ago(2)


def test_an_issue_that_a_former_user_filed_is_known(moved: Context, ctx: Context) -> None:
    filed = issue(author=GHOST, description=stamp("words", FILED))
    assert filed_as(filed, moved) == FILING
    assert filed_as(filed, ctx) is None


# -- marks -------------------------------------------------------------------------------------------------------

ASKED = Mark("ask_review")
NAGGED = Mark("nag_unanswered", {"due": "2026-11-29"})


def test_marks_of_a_rule_come_oldest_first_with_the_time_of_their_note(ctx: Context) -> None:
    again = Mark("nag_unanswered", {"due": "2026-12-06"})
    left = ((again, ago(1)), (ASKED, ago(2)), (NAGGED, ago(3)))
    notes = tuple(a_note(stamp("words", mark), by=BOT, at=at) for mark, at in left)
    assert list(marks_of(issue(notes=notes), "nag_unanswered", ctx)) == [(NAGGED, ago(3)), (again, ago(1))]


def test_one_note_can_hold_several_marks(ctx: Context) -> None:
    both = a_note(stamp("words", NAGGED, ASKED, NAGGED), by=BOT)
    assert list(marks_of(issue(notes=(both,)), "nag_unanswered", ctx)) == [(NAGGED, NOW)] * 2


@pytest.mark.parametrize(
    "forged",
    [
        a_note(stamp("words", ASKED), by=MIA, at=NOW),
        a_note(stamp("words", ASKED), by=OTHER_BOT, at=NOW),
        a_note(stamp("words", ASKED), by=Person(99, BOT.username), at=NOW),
        a_note(stamp("words", ASKED), by=BOT, at=NOW, system=True),
        a_note(stamp("words", NAGGED), by=BOT, at=NOW),
        a_note(f"> {ASKED}", by=BOT),
    ],
    ids=["a person", "another bot", "a namesake", "a system note", "another rule", "quoted"],
)
def test_a_mark_of_anybody_else_does_not_count(forged: Note, ctx: Context) -> None:
    assert list(marks_of(issue(notes=(forged,)), "ask_review", ctx)) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"survey": ""},
        {"responded": ""},
        {"responded": "gestern"},
        {"responded": "2026-11-19T09:00:00"},
        {"rating": ""},
        {"rating": "awful"},
        {"due": "soon"},
    ],
    ids=str,
)
def test_a_mark_changed_by_hand_is_an_error(facts: dict[str, str], ctx: Context) -> None:
    changed = {name: value for name, value in (dict(FILED.facts) | facts).items() if value}
    with pytest.raises(DamagedMarkError, match="#12: the hidden mark in the description was changed by hand"):
        filed_as(issue(author=BOT, description=stamp("words", Mark("file_survey", changed))), ctx)


@pytest.mark.parametrize(
    ("author", "description", "filing"),
    [
        (BOT, stamp("words", FILED), FILING),
        (BOT, stamp("words", ASKED, FILED), FILING),
        (BOT, stamp("words", FILED, Mark("file_survey", {"survey": "other"})), FILING),
        (BOT, "words", None),
        (BOT, stamp("words", ASKED), None),
        (MIA, stamp("words", FILED), None),
        (OTHER_BOT, stamp("words", FILED), None),
    ],
    ids=["filed", "below another", "the first", "no mark", "another rule", "a person's issue", "another bot's"],
)
def test_an_issue_was_filed_as_its_description_says_if_the_bot_wrote_it(
    author: Person, description: str, filing: Filing | None, ctx: Context
) -> None:
    assert filed_as(issue(author=author, description=description), ctx) == filing


# -- the rating and the answer -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notes", "rated", "asked"),
    [
        ((), CREATED, CREATED),
        ((turned(ago(3), worse=True),), ago(3), ago(3)),
        ((turned(ago(3), worse=False),), ago(3), CREATED),
        ((turned(ago(3), worse=True), turned(ago(1), worse=False)), ago(1), ago(3)),
        ((turned(ago(1), worse=True), turned(ago(3), worse=True)), ago(1), ago(1)),
        ((turned(ago(3), worse=True, author=MIA),), CREATED, CREATED),
        ((a_note(stamp("words", NAGGED), by=BOT, at=NOW), a_note(by=MIA)), CREATED, CREATED),
    ],
    ids=["never", "for the worse", "for the better", "to and fro", "worse twice", "forged", "other notes"],
)
def test_the_rating_is_as_old_as_its_last_change_and_an_answer_is_due_since_the_last_for_the_worse(
    notes: tuple[Note, ...], rated: datetime, asked: datetime, ctx: Context
) -> None:
    rated_issue = issue(notes=notes)
    assert (rating_since(rated_issue, ctx), asked_since(rated_issue, ctx)) == (rated, asked)


MIA_EARLY, TOM_LATE = a_note("first", by=MIA, at=ago(5)), a_note("second", by=TOM, at=ago(1))


@pytest.mark.parametrize(
    ("notes", "answer"),
    [
        ((), None),
        ((a_note(by=BOT), a_note(by=OTHER_BOT), a_note(by=MIA, system=True)), None),
        ((TOM_LATE, MIA_EARLY), MIA_EARLY),
        ((MIA_EARLY, turned(ago(3), worse=True)), None),
        ((MIA_EARLY, turned(ago(3), worse=True), TOM_LATE), TOM_LATE),
        ((MIA_EARLY, turned(ago(3), worse=False)), MIA_EARLY),
        ((turned(ago(5), worse=True), MIA_EARLY), MIA_EARLY),
        ((a_note(by=MIA, at=CREATED - timedelta(seconds=1)),), None),
    ],
    ids=[
        *("nobody", "no person", "the first comment", "before it got worse", "after it got worse", "it got better"),
        *("in the same moment", "older than the issue"),
    ],
)
def test_the_answer_is_a_persons_first_comment_since_one_was_expected(
    notes: tuple[Note, ...], answer: Note | None, ctx: Context
) -> None:
    assert answer_of(issue(notes=notes), ctx) == answer


NAMES = LabelNames()
ALL = (
    *(NAMES.satisfaction.good, NAMES.satisfaction.neutral, NAMES.satisfaction.bad),
    *(NAMES.review.needed, NAMES.review.incomplete, NAMES.review.done),
    *(NAMES.contact.requested, NAMES.contact.done),
)


@pytest.mark.parametrize(
    "present",
    [frozenset(names) for count in range(len(ALL) + 1) for names in combinations(ALL, count)],
    ids=lambda present: " ".join(sorted(present)) or "none",
)
def test_an_answer_is_needed_for_every_combination_of_labels(present: frozenset[str], ctx: Context) -> None:
    ratings = present & {"satisfaction::good", "satisfaction::neutral", "satisfaction::bad"}
    expected = "review::done" not in present and (
        "review::needed" in present
        or ("contact::requested" in present and "contact::done" not in present)
        or ratings in ({"satisfaction::bad"}, {"satisfaction::neutral"})
    )
    assert needs_answer(issue(labels=present | {"kudos"}), ctx) is expected


@pytest.mark.parametrize(
    ("name", "needed"), [("sad", True), ("happy", False), ("to do", True), ("satisfaction::bad", False)]
)
def test_an_answer_is_needed_by_the_names_of_the_policy(name: str, *, needed: bool) -> None:
    names = LabelNames.model_validate({"satisfaction": {"good": "happy", "bad": "sad"}, "review": {"needed": "to do"}})
    assert needs_answer(issue(labels=frozenset({name})), a_context(labels=Labels(names, ()))) is needed
