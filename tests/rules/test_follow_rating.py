import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import BOT, DAY, NOW, a_context, a_filed_issue, a_mark_note, a_note, a_survey, an_issue

from bot.model.actions import IssueAction, UpdateIssue, WriteNote
from bot.model.case import Case
from bot.model.inert import quoted
from bot.model.issue import Issue
from bot.model.marks import Mark, marks_in, stamp
from bot.rules.follow_rating import FollowRating

RULE = FollowRating()
EARLIER, LATER = "2026-11-19T09:00:00+00:00", "2026-11-20T09:00:00+00:00"
DUE, NEW_DUE = date(2026, 11, 26), date(2026, 11, 27)
Facts = dict[str, Any]


def followed(issue: Issue, **columns: Any) -> tuple[list[WriteNote], UpdateIssue]:  # noqa: ANN401 - any column
    *notes, update = RULE.decide(Case(issue, a_survey(**({"responded_at": LATER} | columns))), a_context()).actions
    assert isinstance(update, UpdateIssue)
    return [note for note in notes if isinstance(note, WriteNote)], update


BAD = a_filed_issue(due=DUE)
GOOD = a_filed_issue(rating="good")
CLOSED_GOOD = a_filed_issue(rating="good", state="closed")


@pytest.mark.parametrize(
    ("issue", "rating", "expected"),
    [
        pytest.param(
            BAD,
            "good",
            {"add": {"satisfaction::good"}, "gone": {"satisfaction::bad", "review::needed"}, "undated": True},
            id="bad to good",
        ),
        pytest.param(
            BAD, "neutral", {"add": {"satisfaction::neutral"}, "gone": {"satisfaction::bad"}}, id="bad to neutral"
        ),
        pytest.param(
            GOOD,
            "bad",
            {"add": {"satisfaction::bad", "review::needed"}, "gone": {"satisfaction::good"}, "due": NEW_DUE},
            id="good to bad",
        ),
        pytest.param(
            CLOSED_GOOD,
            "bad",
            {
                "add": {"satisfaction::bad", "review::needed"},
                "gone": {"satisfaction::good"},
                "due": NEW_DUE,
                "state": "reopen",
            },
            id="closed, turned bad",
        ),
        pytest.param(
            a_filed_issue(due=DUE, state="closed", labels=frozenset({"satisfaction::bad", "review::done"})),
            "good",
            {"add": {"satisfaction::good"}, "gone": {"satisfaction::bad"}, "undated": True},
            id="closed, turned good: stays closed and done",
        ),
        pytest.param(
            a_filed_issue(rating="neutral", due=DUE, labels=frozenset({"satisfaction::neutral", "review::done"})),
            "bad",
            {
                "add": {"satisfaction::bad", "review::needed"},
                "gone": {"satisfaction::neutral", "review::done"},
                "due": NEW_DUE,
            },
            id="neutral to bad asks again",
        ),
        pytest.param(
            a_filed_issue(due=DUE, labels=frozenset({"satisfaction::bad", "contact::requested"})),
            "good",
            {"add": {"satisfaction::good"}, "gone": {"satisfaction::bad"}},
            id="good, but a call was asked for: the date stays",
        ),
    ],
)
def test_the_same_issue_follows_the_customer(issue: Issue, rating: str, expected: Facts) -> None:
    notes, update = followed(issue, rating=rating)
    assert len(notes) == 1
    assert set(update.labels.add) == expected["add"]
    assert set(update.labels.remove) & issue.labels == expected["gone"]
    assert update.due_date == expected.get("due")
    assert update.remove_due_date is expected.get("undated", False)
    assert update.state_event == expected.get("state")


def test_title_description_and_mark_are_the_newest_answers() -> None:
    _, update = followed(BAD, rating="good", comment="All well now.")
    assert update.title == "Positive feedback for ticket 209"
    assert update.description is not None
    assert "> All well now." in update.description
    (mark,) = marks_in(update.description)
    assert mark.facts == {"survey": "survey/ticket/209", "responded": LATER, "rating": "good", "followed": "yes"}


def in_public(*, confidential: bool = True, public: bool = True, **columns: Any) -> Sequence[IssueAction]:  # noqa: ANN401 - any column
    """Let the customer answer again, in an issue filed as a confidential one or not, and hidden now or not."""
    issue = GOOD
    if confidential:
        issue = replace(GOOD, description=GOOD.description.replace("rating=good", "rating=good confidential=yes"))
    survey = a_survey(**({"responded_at": LATER, "rating": "bad", "comment": "It broke"} | columns))
    return RULE.decide(Case(replace(issue, confidential=not public), survey), a_context(confidential=True)).actions


def test_nothing_of_an_answer_is_shown_where_a_person_has_made_the_issue_public() -> None:
    update, note = in_public(customer="Jane Roe", reason="Rude")
    assert isinstance(update, UpdateIssue)
    assert isinstance(note, WriteNote)
    assert (update.title, update.description, update.due_date) == (None, None, NEW_DUE)
    assert "satisfaction::bad" in update.labels.add
    assert not {"broke", "Jane", "Rude"} & set(re.findall(r"\w+", note.body))
    (mark,) = marks_in(note.body)
    assert mark.facts == {"public": LATER, "rating": "bad", "answer": "expected"}


@pytest.mark.parametrize(("confidential", "public"), [(True, False), (False, True), (False, False)])
def test_elsewhere_it_is(*, confidential: bool, public: bool) -> None:
    note, update = in_public(confidential=confidential, public=public)
    assert isinstance(note, WriteNote)
    assert isinstance(update, UpdateIssue)
    assert "It broke" in note.body
    assert "It broke" in str(update.description)


def test_it_is_said_once_and_the_answer_is_passed_on_when_the_issue_is_hidden_again() -> None:
    description = GOOD.description.replace("rating=good", "rating=good confidential=yes")
    said = a_mark_note("follow_rating", NOW, public=LATER, rating="bad", answer="expected")
    bad = frozenset({"satisfaction::bad", "review::needed"})
    issue = replace(GOOD, description=description, notes=(said,), labels=bad, confidential=False)
    survey = a_survey(responded_at=LATER, rating="bad", comment="It broke")
    assert "the issue is public" in RULE.decide(Case(issue, survey), a_context()).reason
    note, update = RULE.decide(Case(replace(issue, confidential=True), survey), a_context()).actions
    assert isinstance(note, WriteNote)
    assert "It broke" in note.body
    assert isinstance(update, UpdateIssue)
    assert update.labels.add == ()


def test_without_anything_to_set_there_is_only_a_word() -> None:
    (note,) = in_public(rating="good")
    assert isinstance(note, WriteNote)
    (mark,) = marks_in(note.body)
    assert mark.facts == {"public": LATER}


def test_the_note_says_what_changed_and_quotes_the_customer() -> None:
    (note,), _ = followed(GOOD, rating="bad", comment="It broke\n/close")
    assert "from **good** to **bad**" in note.body
    assert "> /close" in note.body
    assert "An answer is expected by 2026-11-27" in note.body
    assert [mark.facts for mark in marks_in(note.body)] == [{"responded": LATER, "rating": "bad", "answer": "expected"}]


def test_a_change_for_the_better_expects_no_answer() -> None:
    (note,), _ = followed(BAD, rating="good")
    assert "Nothing more is expected" in note.body
    assert [mark.facts for mark in marks_in(note.body)] == [{"responded": LATER, "rating": "good"}]


def test_a_change_for_the_better_says_what_is_still_expected() -> None:
    (note,), _ = followed(BAD, rating="neutral")
    assert "An answer is still expected by 2026-11-26." in note.body
    (note,), _ = followed(a_filed_issue(due=DUE, notes=(a_note(),)), rating="neutral")
    assert "Nothing more is expected" in note.body


def test_the_same_words_again_change_the_text_without_a_note() -> None:
    issue = a_filed_issue(due=DUE, description=described("Slow."))
    notes, update = followed(issue, comment="Slow.")
    assert not notes
    assert update.due_date is None
    assert not update.labels
    assert update.state_event is None
    assert update.description is not None
    assert "due=2026-11-26" in update.description


def described(comment: str) -> str:
    return f"{quoted(comment)}\n\n{BAD.description}"


@pytest.mark.parametrize(
    ("issue", "due", "state"),
    [
        pytest.param(BAD, None, None, id="nobody has answered yet: the date stays"),
        pytest.param(a_filed_issue(due=DUE, notes=(a_note(),)), NEW_DUE, None, id="answered: an answer is due again"),
        pytest.param(a_filed_issue(due=DUE, state="closed"), NEW_DUE, "reopen", id="closed: open again"),
    ],
)
def test_new_words_are_passed_on_and_ask_for_an_answer(issue: Issue, due: date | None, state: str | None) -> None:
    (note,), update = followed(issue, comment="STILL broken")
    assert "The customer answered again" in note.body
    assert "(still **bad**)" in note.body
    assert "> STILL broken" in note.body
    assert (update.due_date, update.state_event) == (due, state)
    (mark,) = marks_in(note.body)
    assert ("answer" in mark.facts) is (due is not None)
    assert "rating" not in mark.facts


def test_new_words_of_praise_ask_for_nothing() -> None:
    (note,), update = followed(CLOSED_GOOD, rating="good", comment="Thanks again")
    assert "Nothing more is expected" in note.body
    assert (update.due_date, update.state_event) == (None, None)


@pytest.mark.parametrize("told", [True, False], ids=["answer expected", "no answer expected"])
def test_what_a_note_said_about_an_answer_holds_when_its_update_was_lost(*, told: bool) -> None:
    facts: Facts = {"responded": LATER} | ({"answer": "expected"} if told else {})
    issue = a_filed_issue(due=DUE, notes=(a_note(at=NOW - DAY), a_mark_note("follow_rating", NOW, **facts)))
    notes, update = followed(issue, comment="STILL broken")
    assert not notes
    assert update.due_date == (NEW_DUE if told else None)


def test_a_note_whose_update_was_lost_is_not_written_again() -> None:
    lost = a_mark_note("follow_rating", NOW, rating="good", responded=LATER)
    notes, update = followed(a_filed_issue(due=DUE, notes=(lost,)), rating="good")
    assert not notes
    assert update.labels.add == ("satisfaction::good",)


@pytest.mark.parametrize(
    ("labels", "cause", "reason", "added"),
    [
        pytest.param(set(), None, "Rude", {"feedback::soft-skills"}, id="no cause yet"),
        pytest.param({"feedback::process"}, "feedback::process", "Rude", {"feedback::soft-skills"}, id="the bot's own"),
        pytest.param({"feedback::process"}, None, "Rude", set(), id="a person chose one"),
        pytest.param({"feedback::known-issue"}, "feedback::process", "Rude", set(), id="a person chose another"),
        pytest.param({"feedback::process"}, "feedback::process", "", set(), id="no reason given now"),
    ],
)
def test_a_persons_cause_label_is_never_replaced(
    labels: set[str], cause: str | None, reason: str, added: set[str]
) -> None:
    facts: Facts = {"cause": cause} if cause else {}
    issue = a_filed_issue(labels=frozenset({"satisfaction::bad", "review::needed"} | labels), due=DUE, **facts)
    _, update = followed(issue, reason=reason)
    assert set(update.labels.add) == added
    if added:
        assert set(update.labels.remove) & issue.labels == labels


@pytest.mark.parametrize("labels", [{"satisfaction::good"}, {"satisfaction::good", "contact::done"}], ids=["", "again"])
def test_a_new_wish_for_contact_asks_for_an_answer_even_of_a_closed_issue(labels: set[str]) -> None:
    issue = a_filed_issue(rating="good", state="closed", labels=frozenset(labels))
    (note,), update = followed(issue, rating="good", contact_requested="yes")
    assert "The customer asks to be contacted." in note.body
    assert update.labels.add == ("contact::requested",)
    assert (update.due_date, update.state_event) == (NEW_DUE, "reopen")


def test_an_old_wish_for_contact_is_no_news() -> None:
    once = Mark("file_survey", {"survey": "s/ticket/209", "responded": EARLIER, "rating": "bad", "contact": "yes"})
    issue = a_filed_issue(due=DUE, description=stamp("", once))
    notes, update = followed(issue, contact_requested="yes")
    assert not notes
    assert not update.labels


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(Case(None, a_survey()), id="no issue"),
        pytest.param(Case(BAD), id="no survey"),
        pytest.param(Case(BAD, a_survey()), id="the same answer"),
        pytest.param(Case(BAD, a_survey(responded_at="2026-11-01T00:00:00Z", rating="good")), id="an older answer"),
        pytest.param(Case(an_issue(), a_survey(responded_at=LATER)), id="not the bot's issue"),
    ],
)
def test_only_a_newer_answer_to_the_bots_issue_counts(case: Case) -> None:
    assert not RULE.decide(case, a_context()).actions


def test_a_forged_mark_in_a_persons_issue_is_no_filing() -> None:
    forged = an_issue(description=BAD.description)
    assert forged.author != BOT
    assert not RULE.decide(Case(forged, a_survey(responded_at=LATER)), a_context()).actions


def test_the_bots_own_earlier_change_is_followed_too() -> None:
    back = a_filed_issue(rating="good", followed=True, age=5 * DAY)
    (note,), update = followed(back, rating="bad")
    assert update.due_date == NEW_DUE
    assert "from **good** to **bad**" in note.body
