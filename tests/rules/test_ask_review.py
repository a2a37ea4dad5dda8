from datetime import date

import pytest
from builders import BOT, DAY, MIA, NOW, OTHER_BOT, a_context, a_filed_issue, a_mark_note, a_note, an_issue

from bot.model.actions import WriteNote
from bot.model.case import Case, Evidence
from bot.model.issue import Issue
from bot.model.review.form import form_of
from bot.model.survey import Rating
from bot.rules.ask_review import AskReview

RULE = AskReview()
TODAY = date(2026, 11, 20)


def asks(issue: Issue, rule: AskReview = RULE) -> bool:
    return bool(rule.decide(Case(issue), a_context()).actions)


def turned_bad(at_days_ago: int) -> Issue:
    note = a_mark_note("follow_rating", NOW - at_days_ago * DAY, rating="bad", answer="expected")
    return a_filed_issue(followed=True, age=9 * DAY, notes=(a_mark_note("ask_review", NOW - 9 * DAY), note))


@pytest.mark.parametrize(
    ("issue", "asked"),
    [
        pytest.param(a_filed_issue(), True, id="bad and new"),
        pytest.param(a_filed_issue(rating="neutral"), False, id="neutral"),
        pytest.param(a_filed_issue(rating="good"), False, id="good"),
        pytest.param(an_issue(), False, id="typed by a person"),
        pytest.param(a_filed_issue(state="closed"), False, id="closed"),
        pytest.param(a_filed_issue(notes=(a_mark_note("ask_review", NOW),)), False, id="asked already"),
        pytest.param(
            a_filed_issue(notes=(a_mark_note("ask_review", NOW, by=MIA),)), False, id="mark by a stranger, answered"
        ),
        pytest.param(
            a_filed_issue(notes=(a_mark_note("ask_review", NOW, by=OTHER_BOT),)), True, id="mark by another bot"
        ),
        pytest.param(a_filed_issue(notes=(a_note(),)), False, id="a person was quicker"),
        pytest.param(a_filed_issue(notes=(a_note(by=OTHER_BOT),)), True, id="only another bot spoke"),
        pytest.param(a_filed_issue(notes=(a_note(system=True),)), True, id="only a system note"),
        pytest.param(a_filed_issue(labels=frozenset({"satisfaction::bad", "review::done"})), False, id="review done"),
        pytest.param(a_filed_issue(labels=frozenset({"satisfaction::bad", "review::incomplete"})), False, id="begun"),
        pytest.param(
            a_filed_issue(labels=frozenset({"satisfaction::bad", "satisfaction::good"})), False, id="two ratings"
        ),
        pytest.param(turned_bad(2), True, id="turned bad again after it was asked"),
    ],
)
def test_it_asks_once_when_the_rating_becomes_bad(issue: Issue, *, asked: bool) -> None:
    assert asks(issue) is asked


@pytest.mark.parametrize(
    ("due", "said", "moved"),
    [
        pytest.param(TODAY + DAY, "2026-11-21", None, id="there is time"),
        pytest.param(TODAY - DAY, "2026-11-27", TODAY + 7 * DAY, id="over before it was asked"),
        pytest.param(None, "2026-11-27", TODAY + 7 * DAY, id="no date"),
    ],
)
def test_whoever_is_asked_has_time_to_answer(due: date | None, said: str, moved: date | None) -> None:
    (note,) = RULE.decide(Case(a_filed_issue(due_date=due)), a_context()).actions
    assert isinstance(note, WriteNote)
    assert f"**{said}**" in note.body
    assert note.due_date == moved


def test_neutral_is_asked_about_where_the_policy_says_so() -> None:
    assert asks(a_filed_issue(rating="neutral"), AskReview(ratings=(Rating.BAD, Rating.NEUTRAL)))


def test_the_note_has_the_lines_of_the_handbook_and_those_of_the_policy() -> None:
    form = form_of(["Make the CSM aware of this feedback? (Y/N)"], {}, ())
    (note,) = AskReview().decide(Case(a_filed_issue()), a_context(form=form)).actions
    assert isinstance(note, WriteNote)
    lines = [line for line in note.body.splitlines() if line.startswith("- ")]
    assert lines == [
        "- **Summary of ticket/feedback:**",
        "- **Action to be taken:**",
        "- **Contact customer to discuss feedback? (Y/N):**",
        "- **Make the CSM aware of this feedback? (Y/N):**",
    ]


def test_the_note_says_by_when_and_folds_the_cause_labels_away() -> None:
    (note,) = RULE.decide(Case(a_filed_issue(due_date=NOW.date())), a_context()).actions
    assert isinstance(note, WriteNote)
    assert "**2026-11-20**" in note.body
    folded = note.body.split("<details>")[1].split("</details>")[0]
    assert "| `feedback::process` | it was feedback::process |" in folded


@pytest.mark.parametrize(
    ("issue", "wanted"),
    [
        pytest.param(a_filed_issue(), Evidence.COMMENTS, id="nobody wrote yet"),
        pytest.param(a_filed_issue(followed=True, notes_count=3), Evidence.COMMENTS, id="the rating changed"),
        pytest.param(a_filed_issue(notes_count=1), Evidence.NOTHING, id="asked or answered"),
        pytest.param(a_filed_issue(rating="good"), Evidence.NOTHING, id="good"),
    ],
)
def test_comments_are_read_only_where_they_can_matter(issue: Issue, wanted: Evidence) -> None:
    assert RULE.wants(issue, a_context(other_bots=frozenset())) is wanted


def test_with_other_bots_about_a_comment_proves_nothing() -> None:
    assert RULE.wants(a_filed_issue(notes_count=1), a_context()) is Evidence.COMMENTS


def test_an_issue_with_one_story_and_a_comment_needs_no_reading() -> None:
    issue = a_filed_issue(notes=None, notes_count=1)
    assert not RULE.decide(Case(issue), a_context(other_bots=frozenset())).actions


def test_without_an_issue_there_is_nothing_to_ask() -> None:
    assert not RULE.decide(Case(None), a_context()).actions


def test_the_bots_own_words_are_no_answer() -> None:
    assert asks(a_filed_issue(notes=(a_note(by=BOT),)))
