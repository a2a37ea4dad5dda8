from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from builders import (
    BOT,
    DAY,
    NOW,
    REVIEWED,
    a_context,
    a_filed_issue,
    a_labelling,
    a_mark_note,
    a_note,
    an_issue,
)

from bot.model.actions import UpdateIssue, WriteNote
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.history import UnreadError
from bot.model.issue import Issue, Person
from bot.rules.read_review import ReadReview

RULE = ReadReview()
CTX = a_context()
DUE, OVER, LATER = date(2026, 11, 23), date(2026, 11, 19), date(2026, 12, 24)
CONTACT_BY, NEXT = date(2026, 11, 22), date(2026, 11, 27)
ASKED = a_mark_note("ask_review", NOW - 4 * DAY)
CAUSE = "feedback::process"
COMMENTS_AND_LABELS = Evidence.COMMENTS | Evidence.LABEL_EVENTS
TO_CONTACT = REVIEWED.removesuffix("N") + "Y"
NOTHING_TO_DO = REVIEWED.replace("one owner for each ticket", "none")


def answered(*words: str, **changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build an issue whose review was asked for four days ago and answered with some comments, one each day."""
    notes = (ASKED, *(a_note(text, at=NOW - (3 - day) * DAY) for day, text in enumerate(words)))
    facts: dict[str, Any] = {"due": DUE, "age": 4 * DAY, "updated_at": NOW - DAY / 24, "notes": notes}
    return a_filed_issue(**(facts | changes))


def with_labels(*labels: str) -> frozenset[str]:
    return frozenset({"satisfaction::bad", *labels})


def followed(issue: Issue, rule: ReadReview = RULE, ctx: Context = CTX) -> UpdateIssue:
    (update,) = rule.decide(Case(issue), ctx).actions
    assert isinstance(update, UpdateIssue)
    return update


def declined(issue: Issue, ctx: Context = CTX) -> str:
    decision = RULE.decide(Case(issue), ctx)
    assert not decision.actions
    return decision.reason


# --- how far the review has come


@pytest.mark.parametrize(
    ("words", "labels", "added"),
    [
        pytest.param([REVIEWED], {CAUSE}, {"review::done"}, id="complete, cause set by hand"),
        pytest.param([f"{REVIEWED}\nLabel: process"], set(), {"review::done", CAUSE}, id="complete, cause in words"),
        pytest.param([f"{REVIEWED}\n~{CAUSE}"], {CAUSE}, {"review::done"}, id="complete, cause in both"),
        pytest.param([REVIEWED], set(), {"review::incomplete"}, id="no cause"),
        pytest.param([f"{REVIEWED}\n{CAUSE} feedback::soft-skills"], set(), {"review::incomplete"}, id="two causes"),
        pytest.param(["I am on it."], set(), {"review::incomplete"}, id="no line filled in"),
        pytest.param([REVIEWED.splitlines()[0]], {CAUSE}, {"review::incomplete"}, id="one line"),
        pytest.param(REVIEWED.splitlines(), {CAUSE}, {"review::done"}, id="a line in each comment"),
        pytest.param([TO_CONTACT, REVIEWED], {CAUSE}, {"review::done"}, id="the newest word on the contact: no"),
        pytest.param(
            [REVIEWED, TO_CONTACT], {CAUSE}, {"review::done", "contact::requested"}, id="the newest word: yes"
        ),
        pytest.param(
            [REVIEWED.removesuffix("N") + "perhaps"], {CAUSE}, {"review::incomplete"}, id="neither yes nor no"
        ),
        pytest.param([REVIEWED.removesuffix("N") + "n/a"], {CAUSE}, {"review::done"}, id="not applicable: no"),
        pytest.param(
            [f"{TO_CONTACT}"], set(), {"review::incomplete", "contact::requested"}, id="to contact, but no cause"
        ),
    ],
)
def test_the_labels_say_how_far_the_review_has_come(words: list[str], labels: set[str], added: set[str]) -> None:
    update = followed(answered(*words, labels=with_labels("review::needed", *labels)))
    assert set(update.labels.add) == added
    assert "review::needed" in update.labels.remove
    assert not set(update.labels.remove) & (added | labels)


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        pytest.param([REVIEWED], {"review::done", CAUSE}, id="complete"),
        pytest.param(["I am on it."], {"review::incomplete"}, id="incomplete"),
        pytest.param([TO_CONTACT], {"review::done", CAUSE, "contact::requested"}, id="to contact"),
        pytest.param([TO_CONTACT], {"review::done", CAUSE, "contact::done"}, id="contacted"),
    ],
)
def test_what_the_labels_say_already_is_not_said_again(words: list[str], labels: set[str]) -> None:
    assert "review" in declined(answered(*words, labels=with_labels(*labels)))


def test_a_complete_review_with_nothing_to_do_may_be_closed() -> None:
    issue = answered(NOTHING_TO_DO, labels=with_labels("review::done", CAUSE))
    assert declined(issue).endswith("the issue may be closed")


@pytest.mark.parametrize(
    ("issue", "reason"),
    [
        pytest.param(answered(), "nobody has answered yet", id="only asked"),
        pytest.param(answered(REVIEWED, goes_on_elsewhere=True), "it goes on in another issue", id="a duplicate"),
        pytest.param(
            a_filed_issue(rating="good", notes=(a_note(REVIEWED),), notes_count=1, updated_at=NOW),
            "no review is expected",
            id="good",
        ),
        pytest.param(an_issue(notes_count=0), "nobody has commented", id="no comment"),
        pytest.param(
            a_filed_issue(rating="neutral", notes=(a_note("Called."), a_note("Well.")), updated_at=NOW),
            "a person has answered; no review was asked for",
            id="neutral, not asked",
        ),
        pytest.param(
            a_filed_issue(notes=None, notes_count=1, age=2 * DAY),
            "nobody has answered yet",
            id="only the bot's question",
        ),
        pytest.param(
            answered("Fine.", notes=(ASKED, a_note(), a_mark_note("follow_rating", NOW, answer="expected"))),
            "the customer has just answered again",
            id="the customer is first",
        ),
    ],
)
def test_without_a_review_nothing_is_done(issue: Issue, reason: str) -> None:
    assert declined(issue) == reason


@pytest.mark.parametrize("words", [REVIEWED, TO_CONTACT])
def test_a_review_of_what_is_closed_moves_the_labels_of_the_review_and_nothing_else(words: str) -> None:
    issue = answered(f"{words}\n~{CAUSE}", state="closed", due_date=NOW.date() - 9 * DAY)
    update = followed(issue, ReadReview(close_settled=True))
    assert update.labels.add == ("review::done", CAUSE)
    assert (update.due_date, update.state_event) == (None, None)


def test_whoever_fills_in_a_line_without_being_asked_is_read() -> None:
    issue = an_issue(notes=(a_note(REVIEWED),), labels=with_labels(CAUSE))
    assert followed(issue).labels.add == ("review::done",)


def test_what_was_said_before_the_customer_answered_again_is_over() -> None:
    again = a_mark_note("follow_rating", NOW - DAY, answer="expected")
    issue = answered(notes=(ASKED, a_note(REVIEWED, at=NOW - 2 * DAY), again))
    assert declined(issue) == "nobody has answered yet"


# --- what people set by hand


def test_a_review_that_a_person_calls_done_is_done() -> None:
    issue = answered("Fine.", labels=with_labels("review::done"), label_events=(a_labelling("review::done"),))
    assert "lacks 4 of 4" in declined(issue)


def test_what_a_person_sets_after_the_last_comment_stays_until_the_next() -> None:
    labels, later = with_labels("review::needed", CAUSE), (a_labelling("review::needed", at=NOW - 1.5 * DAY),)
    assert declined(answered(REVIEWED, labels=labels, label_events=later)) == "the review is complete"
    assert followed(answered(REVIEWED, "x", "y", labels=labels, label_events=later)).labels.add == ("review::done",)


def test_a_contact_that_a_person_takes_off_is_not_asked_for_again_by_the_same_word() -> None:
    labels, off = (
        with_labels("review::done", CAUSE),
        (a_labelling("contact::requested", added=False, at=NOW - 1.5 * DAY),),
    )
    assert declined(answered(TO_CONTACT, labels=labels, label_events=off))
    again = answered(TO_CONTACT, "x", TO_CONTACT, labels=labels, label_events=off)
    assert followed(again).labels.add == ("contact::requested",)


def test_what_another_rule_is_about_to_change_is_read_by_the_next_pass() -> None:
    decision = RULE.decide(Case(answered(REVIEWED), pending=True), CTX)
    assert (decision.actions, decision.again_at) == ((), NOW)


def test_the_contact_is_followed_in_a_review_that_a_person_calls_done() -> None:
    issue = answered(TO_CONTACT, labels=with_labels("review::done"), label_events=(a_labelling("review::done"),))
    update = followed(issue)
    assert update.labels.add == ("contact::requested",)
    assert update.due_date == CONTACT_BY


def test_what_a_former_user_of_the_bots_has_set_is_not_a_persons() -> None:
    events = (a_labelling("review::done", by=Person(7, "ghost")),)
    issue = answered("Fine.", labels=with_labels("review::done"), label_events=events)
    ctx = a_context(former_bots=frozenset({7}))
    assert followed(issue, ctx=ctx).labels.add == ("review::incomplete",)


def test_a_date_of_the_bots_own_is_nobodys_choice() -> None:
    dated = a_note("changed due date to November 27, 2026", by=BOT, at=NOW - DAY, system=True)
    issue = answered(notes=(ASKED, dated, a_note(TO_CONTACT)), due_date=NEXT, labels=with_labels(CAUSE))
    assert followed(issue).due_date == CONTACT_BY


def test_neutral_feedback_that_was_bad_once_wants_no_review() -> None:
    better = a_mark_note("follow_rating", NOW - 2 * DAY, rating="neutral")
    labels = frozenset({"satisfaction::neutral", "review::needed"})
    issue = answered(notes=(ASKED, better, a_note("Called.", at=NOW - DAY)), labels=labels)
    assert declined(issue) == "a person has answered; no review was asked for"


def test_what_else_the_labels_say_of_a_review_that_a_person_calls_done_goes() -> None:
    labels = with_labels("review::done", "review::needed")
    update = followed(answered("Fine.", labels=labels, label_events=(a_labelling("review::done"),)))
    assert update.labels.add == ()
    assert "review::needed" in update.labels.remove
    assert update.due_date is None


def test_a_review_that_the_bot_called_done_is_incomplete_when_a_label_is_taken_off() -> None:
    events = (
        a_labelling("review::done", by=BOT, at=NOW - 2 * DAY),
        a_labelling(CAUSE, by=BOT, at=NOW - 2 * DAY),
        a_labelling(CAUSE, added=False, at=NOW - DAY),
    )
    issue = answered(f"{REVIEWED}\n{CAUSE}", labels=with_labels("review::done"), label_events=events)
    assert followed(issue).labels.add == ("review::incomplete",)
    again = answered(f"{REVIEWED}\n{CAUSE}", labels=with_labels("review::incomplete"), label_events=events)
    assert "lacks 1 of 4" in declined(again)


def test_a_cause_that_is_named_anew_is_set_again() -> None:
    events = (a_labelling(CAUSE, added=False, at=NOW - 2 * DAY),)
    issue = answered(REVIEWED, "x", f"Cause: {CAUSE}", labels=with_labels("review::incomplete"), label_events=events)
    assert set(followed(issue).labels.add) == {"review::done", CAUSE}


def test_what_cannot_be_decided_without_the_history_is_not_guessed() -> None:
    with pytest.raises(UnreadError, match="label events"):
        RULE.decide(Case(answered("Fine.", labels=with_labels("review::done"), label_events=None)), CTX)


@pytest.mark.parametrize(
    ("by_bot", "customer_asked", "stays"),
    [(True, False, False), (False, False, True), (True, True, True)],
    ids=["of the review", "set by hand", "the customer's wish"],
)
def test_no_contact_takes_back_what_the_review_asked_for_and_nothing_else(
    *, by_bot: bool, customer_asked: bool, stays: bool
) -> None:
    labels = with_labels("review::done", CAUSE, "contact::requested")
    issue = answered(REVIEWED, labels=labels, label_events=(a_labelling("contact::requested", by=BOT),))
    if not by_bot:
        issue = answered(REVIEWED, labels=labels, label_events=(a_labelling("contact::requested"),))
    if customer_asked:
        text = issue.description.replace("rating=bad", "rating=bad contact=yes")
        issue = answered(REVIEWED, labels=labels, description=text, label_events=issue.label_events)
    decision = RULE.decide(Case(issue), CTX)
    removed = [name for action in decision.actions if isinstance(action, UpdateIssue) for name in action.labels.remove]
    assert ("contact::requested" not in removed) is stays


# --- the clock


@pytest.mark.parametrize(
    ("words", "due_date", "expected"),
    [
        pytest.param(REVIEWED, DUE, NEXT, id="complete: somebody should look again"),
        pytest.param(REVIEWED, LATER, None, id="complete, a later date of a person's"),
        pytest.param(REVIEWED, None, None, id="complete, without a clock"),
        pytest.param(TO_CONTACT, DUE, CONTACT_BY, id="to contact: its clock, though earlier"),
        pytest.param(TO_CONTACT, LATER, LATER, id="to contact, a person's later date"),
        pytest.param(TO_CONTACT, None, CONTACT_BY, id="to contact: its clock, though there was none"),
        pytest.param("On it.", DUE, None, id="incomplete: asked for at its date"),
        pytest.param("On it.", OVER, NEXT, id="incomplete and over: time to complete it"),
        pytest.param("On it.", None, None, id="incomplete, without a clock"),
    ],
)
def test_the_due_date_follows_the_review(words: str, due_date: date | None, expected: date | None) -> None:
    chosen = a_note("changed due date to December 24, 2026", at=NOW - DAY, system=True)
    issue = answered(words, due_date=due_date, labels=with_labels("review::needed", CAUSE))
    issue = replace(issue, notes=(*(issue.notes or ()), *([chosen] if due_date == LATER else [])))
    assert followed(issue).due_date == expected


def test_the_time_to_contact_is_the_policys() -> None:
    rule = ReadReview(contact_within=5 * DAY)
    issue = answered(TO_CONTACT, labels=with_labels("review::needed", CAUSE))
    assert followed(issue, rule).due_date == date(2026, 11, 25)


def test_a_contact_that_the_customer_asked_for_is_due_once_the_review_is_done() -> None:
    issue = answered(TO_CONTACT, labels=with_labels("review::needed", CAUSE, "contact::requested"))
    assert followed(issue).due_date == CONTACT_BY


# --- closing


@pytest.mark.parametrize(
    ("words", "labels", "closes"),
    [
        (NOTHING_TO_DO, {CAUSE}, True),
        (REVIEWED, {CAUSE}, False),
        (NOTHING_TO_DO, {CAUSE, "contact::requested"}, False),
        (NOTHING_TO_DO, set(), False),
    ],
    ids=["settled", "something to do", "the customer waits", "no cause"],
)
def test_what_is_settled_is_closed_where_the_policy_says_so(words: str, labels: set[str], *, closes: bool) -> None:
    issue = answered(words, labels=with_labels("review::needed", *labels))
    actions = ReadReview(close_settled=True).decide(Case(issue), CTX).actions
    assert [isinstance(action, WriteNote) and action.close for action in actions] == (
        [False, True] if closes else [False]
    )
    assert not any(isinstance(action, WriteNote) for action in RULE.decide(Case(issue), CTX).actions)


def test_what_a_person_reopens_stays_open() -> None:
    closed_once = a_mark_note("read_review", NOW - DAY)
    words = a_note(NOTHING_TO_DO, at=NOW - 2 * DAY)
    issue = answered(notes=(ASKED, words, closed_once), labels=with_labels("review::done", CAUSE))
    assert not ReadReview(close_settled=True).decide(Case(issue), CTX).actions


# --- what is read


@pytest.mark.parametrize(
    ("issue", "wanted"),
    [
        pytest.param(answered(REVIEWED), COMMENTS_AND_LABELS, id="commented"),
        pytest.param(a_filed_issue(notes_count=1, age=2 * DAY), Evidence.NOTHING, id="only asked"),
        pytest.param(a_filed_issue(notes_count=1, age=DAY / 2), COMMENTS_AND_LABELS, id="asked, or commented at once"),
        pytest.param(a_filed_issue(notes_count=1, updated_at=NOW), COMMENTS_AND_LABELS, id="asked or commented later"),
        pytest.param(a_filed_issue(notes_count=2), COMMENTS_AND_LABELS, id="asked and commented"),
        pytest.param(an_issue(notes_count=1), COMMENTS_AND_LABELS, id="a person's issue"),
        pytest.param(answered(REVIEWED, state="closed"), COMMENTS_AND_LABELS, id="closed"),
        pytest.param(answered(REVIEWED, goes_on_elsewhere=True), Evidence.NOTHING, id="a duplicate"),
    ],
)
def test_comments_are_read_only_where_there_may_be_a_review(issue: Issue, wanted: Evidence) -> None:
    assert RULE.wants(issue, CTX) == wanted


def test_there_must_be_an_issue() -> None:
    assert not RULE.decide(Case(None), CTX).actions
