from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders import (
    BOT,
    CAUSES,
    DAY,
    MIA,
    NOW,
    OTHER_BOT,
    REVIEWED,
    a_closing,
    a_context,
    a_filed_issue,
    a_labelling,
    a_mark_note,
    a_note,
    a_reopening,
)

from bot.model.actions import WriteNote
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.issue import Issue, Person
from bot.model.labels import Labels
from bot.model.marks import Mark, marks_in
from bot.model.review.form import form_of
from bot.model.told import Told
from bot.rules.ask_after_closing import AskAfterClosing

RULE, CTX = AskAfterClosing(), a_context()
LINES = ["- Summary of ticket/feedback", "- Action to be taken"]
AWARE = "Make the CSM aware? (Y/N)"
WITH_AWARE = a_context(form=form_of([AWARE], {}, CAUSES))
QUESTION = a_mark_note("ask_review", NOW - 5 * DAY)
CLOSED_AT = NOW - DAY
DONE = frozenset({"satisfaction::bad", "review::done"})


def closed(words: str = "", *labels: str, by: Person = MIA, **changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build a bad issue that was asked about, perhaps answered, and closed yesterday."""
    notes = (QUESTION, *([a_note(words, at=NOW - 2 * DAY)] if words else []))
    facts: dict[str, Any] = {
        "age": 5 * DAY,
        "state": "closed",
        "labels": frozenset({"satisfaction::bad", "review::needed", *labels}),
        "notes": notes,
        "state_events": (a_closing(by=by, at=CLOSED_AT),),
        "updated_at": CLOSED_AT,
    }
    return a_filed_issue(**(facts | changes))


def done(by: Person, *labels: str, words: str = REVIEWED) -> Issue:
    """Build such an issue whose review somebody has called done."""
    setting = a_labelling("review::done", by=by, at=CLOSED_AT - timedelta(hours=1))
    return closed(words, labels=DONE | set(labels), label_events=(setting,))


def asked(issue: Issue, ctx: Context = CTX) -> str:
    """Give the note that is written, which does nothing else."""
    (note,) = RULE.decide(Case(issue), ctx).actions
    assert isinstance(note, WriteNote)
    assert (note.close, note.due_date) == (False, None)
    assert list(marks_in(note.body)) == [Mark("ask_after_closing")]
    return note.body


def lines(body: str) -> list[str]:
    return [line for line in body.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("issue", "missing", "label"),
    [
        pytest.param(closed(), LINES, True, id="not a word"),
        pytest.param(closed("Called them."), LINES, True, id="a comment without a line"),
        pytest.param(closed("", CAUSES[0]), LINES, False, id="only a cause"),
        pytest.param(closed(REVIEWED.splitlines()[0]), LINES[1:], True, id="one line"),
        pytest.param(closed(REVIEWED), [], True, id="all lines, no cause"),
        pytest.param(closed(REVIEWED, "review::incomplete"), [], True, id="read by the bot before"),
        pytest.param(done(BOT), [], True, id="done for the bot, and the cause taken off"),
        pytest.param(done(BOT, words="Called them."), [], True, id="done for the bot, and the lines taken out"),
    ],
)
def test_who_closed_it_is_asked_for_just_what_is_missing(issue: Issue, missing: list[str], *, label: bool) -> None:
    body = asked(issue)
    assert body.startswith("@mia Thank you")
    assert lines(body) == missing
    assert ("set the label `feedback::…`" in body) == label


@pytest.mark.parametrize(
    ("issue", "reason"),
    [
        pytest.param(closed(state="opened"), "open", id="open"),
        pytest.param(
            closed(state="opened", state_events=(a_closing(at=CLOSED_AT), a_reopening())), "open", id="reopened"
        ),
        pytest.param(closed(labels=frozenset({"satisfaction::good"})), "not bad feedback", id="good"),
        pytest.param(closed(labels=frozenset({"satisfaction::neutral"})), "not bad feedback", id="neutral"),
        pytest.param(
            closed(author=MIA), "not filed from a survey: whoever wrote it knows the story", id="typed by a person"
        ),
        pytest.param(
            closed(description="<!-- feedback-bot file_survey survey=survey/ticket/209 -->"),
            "the hidden mark in the description was changed by hand",
            id="damaged mark",
        ),
        pytest.param(
            closed("", "feedback-bot::nag-off"),
            "the label feedback-bot::nag-off ends the reminders",
            id="no more reminders",
        ),
        pytest.param(closed(goes_on_elsewhere=True), "it goes on in another issue", id="duplicate, or moved"),
        pytest.param(done(BOT, CAUSES[0]), "the review is done", id="done"),
        pytest.param(done(BOT, "feedback::own"), "the review is done", id="done, with a cause outside the catalogue"),
        pytest.param(done(MIA), "nothing is missing from the review", id="a person calls it done"),
        pytest.param(
            done(MIA, words="Settled."), "nothing is missing from the review", id="a person calls it done, no line"
        ),
        pytest.param(closed(REVIEWED, CAUSES[0]), "nothing is missing from the review", id="complete"),
        pytest.param(
            closed(REVIEWED.rpartition("\n")[0], CAUSES[0]),
            "nothing is missing from the review",
            id="nothing said of a contact",
        ),
        pytest.param(
            closed(REVIEWED[:-1] + "maybe", CAUSES[0]),
            "nothing is missing from the review",
            id="nothing clear said of a contact",
        ),
        pytest.param(
            closed(f"{REVIEWED}\nLabel: process"), "nothing is missing from the review", id="the cause in words"
        ),
        pytest.param(closed(by=BOT), "not closed by a person", id="closed by the bot"),
        pytest.param(closed(by=OTHER_BOT), "not closed by a person", id="closed by another bot"),
        pytest.param(closed(by=Person(5, "ghost")), "not closed by a person", id="closed by a deleted user"),
        pytest.param(closed(by=Person(5, "Support-Bot1")), "not closed by a person", id="closed by GitLab"),
        pytest.param(closed(state_events=()), "not closed by a person", id="nobody knows who closed it"),
        pytest.param(closed(updated_at=NOW - 8 * DAY), "closed too long ago", id="not touched for long"),
        pytest.param(
            closed(state_events=(a_closing(at=NOW - 8 * DAY),)), "closed too long ago", id="touched since it was closed"
        ),
        pytest.param(
            closed(notes=(QUESTION, a_mark_note("ask_after_closing", NOW - 3 * DAY))), "asked before", id="asked before"
        ),
    ],
)
def test_otherwise_nobody_is_asked(issue: Issue, reason: str) -> None:
    decision = RULE.decide(Case(issue), CTX)
    assert (decision.actions, decision.reason) == ((), reason)


def test_somebody_elses_words_are_no_note_of_the_bots() -> None:
    asked(closed(notes=(QUESTION, a_mark_note("ask_after_closing", NOW - 3 * DAY, by=MIA))))


def test_a_second_issue_of_the_same_survey_is_left_alone() -> None:
    assert RULE.decide(Case(closed(), original=7), CTX).reason == "#7 holds the same survey"


@pytest.mark.parametrize(("ago", "is_asked"), [(7 * DAY, True), (7 * DAY + timedelta(seconds=1), False)])
def test_a_closing_counts_for_a_week(ago: timedelta, *, is_asked: bool) -> None:
    old = closed(updated_at=NOW - ago, state_events=(a_closing(at=NOW - ago),), age=20 * DAY)
    assert bool(RULE.decide(Case(old), CTX).actions) == is_asked
    assert bool(RULE.wants(old, CTX)) == is_asked


def test_the_policy_says_how_long_it_counts() -> None:
    brisk = AskAfterClosing.model_validate({"within": "12h"})
    assert brisk.decide(Case(closed()), CTX).reason == "closed too long ago"
    assert brisk.closed_since(CTX) == NOW - DAY / 2


def test_what_is_neither_yes_nor_no_is_shown_as_it_was_understood() -> None:
    body = asked(closed(f"{REVIEWED}\n- {AWARE}: *ask* @tom first", CAUSES[0]), WITH_AWARE)
    assert lines(body) == [f"- {AWARE} (I read `*ask* @tom first`: please write Y or N)"]


def test_a_public_issue_shows_no_word_of_anybodys() -> None:
    body = asked(closed(f"{REVIEWED}\n- {AWARE}: Jane is suing us", confidential=False), WITH_AWARE)
    assert lines(body) == [f"- {AWARE}"]
    assert "Jane" not in body


@pytest.mark.parametrize("name", ["all", "ALL", "mia\n/reopen", "-mia", ""])
def test_a_name_that_cannot_be_mentioned_is_left_out(name: str) -> None:
    assert asked(closed(by=Person(5, name))).startswith("Thank you for dealing")


def test_whoever_told_the_bot_to_close_and_was_deleted_since_is_not_mentioned() -> None:
    ghost = Person(5, "ghost")
    order = replace(a_note("@feedback-bot close", by=ghost, at=CLOSED_AT), id=8)
    told = Told(note=8, by=5, at=CLOSED_AT, done=CLOSED_AT, said=frozenset({"x"}), closes=True)
    memory = a_note(str(told.mark(dated=True)), by=BOT, at=CLOSED_AT)
    assert asked(closed(by=BOT, notes=(QUESTION, order, memory))).startswith("Thank you for dealing")


def test_without_cause_labels_in_the_catalogue_none_is_asked_for() -> None:
    ctx = a_context(labels=Labels(CTX.labels.names, ()), form=form_of((), {}, ()))
    assert "label" not in asked(closed(), ctx)
    assert RULE.decide(Case(done(BOT)), ctx).reason == "the review is done"


def test_what_was_said_and_done_is_read_only_where_it_matters() -> None:
    assert RULE.wants(closed(), CTX) == Evidence.COMMENTS | Evidence.STATE_EVENTS | Evidence.LABEL_EVENTS
    assert RULE.wants(closed(state="opened"), CTX) == Evidence.NOTHING
    assert RULE.wants(done(BOT, CAUSES[0]), CTX) == Evidence.NOTHING
    assert RULE.ripened(NOW, CTX) == ()


def test_there_must_be_an_issue() -> None:
    assert not RULE.decide(Case(None), CTX).actions
