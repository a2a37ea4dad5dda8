"""A survey in the words of an issue: what stands there, and that no hostile survey gets more to stand there."""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from builders import DAY, NOW, a_context, a_survey
from hypothesis import given
from hypothesis import strategies as st
from model.judge import (
    NASTY,
    active,
    anything,
    block_types,
    commands,
    html,
    inlines,
    links,
    text_outside_code,
)

from bot.model.calendar import Calendar
from bot.model.case import Case
from bot.model.context import Context
from bot.model.inert import inline, quoted
from bot.model.issue import Issue
from bot.model.marks import Mark, marks_in
from bot.model.projection import project
from bot.model.survey import Rating, Survey
from bot.rules.ask_review import AskReview
from bot.rules.close_inactive import CloseInactive
from bot.rules.file_survey import FileSurvey
from bot.rules.follow_rating import FollowRating
from bot.rules.nag_unanswered import NagUnanswered
from bot.rules.wording import description_of, shown, title_of

CTX = a_context()

WORDS = ("score", "comment", "reason", "customer", "organization", "region", "agent", "ticket_url")
LONGEST = {"score": 32, "reason": 1000, "customer": 1000, "organization": 1000, "region": 1000, "agent": 1000}


def readable(text: str) -> str:
    """Leave out what no survey can hold: pydantic refuses halves of characters."""
    return re.sub(r"[\ud800-\udfff]", "", text)


def cut(words: Mapping[str, str]) -> dict[str, str]:
    return {name: text[: LONGEST.get(name, 2000)] for name, text in words.items()}


def hostile(text: str) -> Survey:
    return a_survey(**cut(dict.fromkeys(WORDS, readable(text))))


HOSTILE = [hostile(text) for text in NASTY.values()]
hostile_surveys = st.fixed_dictionaries(dict.fromkeys(WORDS, anything.map(readable))).map(
    lambda words: a_survey(**cut(words))
)


def filed(about: Survey, ctx: Context = CTX) -> str:
    return description_of(about, due=date(2026, 11, 29), cause=None, followed=False, ctx=ctx)


# -- title, facts, marks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"rating": "good"}, "Positive feedback for ticket 209"),
        ({"rating": "neutral"}, "Neutral feedback for ticket 209"),
        ({"rating": "bad"}, "Negative feedback for ticket 209"),
        ({"ticket": "", "id": "s-1"}, "Negative feedback for survey s-1"),
        ({"id": "s-1"}, "Negative feedback for ticket 209"),
    ],
)
def test_a_title_names_the_rating_and_the_ticket(changes: dict[str, str], title: str) -> None:
    assert title_of(a_survey(**changes)) == title


@pytest.mark.parametrize("ticket", ["GL-12", "www.evil.example"])
def test_a_title_holds_nothing_that_gitlab_links(ticket: str) -> None:
    assert not active(title_of(a_survey(ticket=ticket)))


@pytest.mark.parametrize("ticket", ["GL-12", "www.evil.example"])
def test_a_ticket_beside_a_refused_address_holds_nothing_that_gitlab_links(ticket: str) -> None:
    assert not active(text_outside_code(shown(a_survey(ticket=ticket, ticket_url="javascript:x"), CTX).ticket))


@pytest.mark.parametrize(
    ("due", "cause", "followed", "facts"),
    [
        (None, None, False, {}),
        (date(2026, 11, 29), None, False, {"due": "2026-11-29"}),
        (None, "feedback::lacking info", False, {"cause": "feedback::lacking info"}),
        (None, None, True, {"followed": "yes"}),
        (date(2026, 11, 29), "a", True, {"due": "2026-11-29", "cause": "a", "followed": "yes"}),
    ],
    ids=["plain", "due", "cause", "followed", "all"],
)
def test_the_mark_keeps_what_cannot_be_read_off_the_issue(
    due: date | None, cause: str | None, *, followed: bool, facts: dict[str, str]
) -> None:
    text = description_of(a_survey(), due=due, cause=cause, followed=followed, ctx=CTX)
    known = {"survey": "survey/ticket/209", "responded": "2026-11-19T09:00:00+00:00", "rating": "bad"}
    assert list(marks_in(text)) == [Mark("file_survey", known | facts)]


@pytest.mark.parametrize("rating", ["bad", "neutral"])
def test_feedback_that_needs_an_answer_never_says_that_none_is_expected(rating: str) -> None:
    text = description_of(a_survey(rating=rating), due=None, cause=None, followed=True, ctx=CTX)
    assert "No answer is expected" not in text


@pytest.mark.parametrize(
    ("zone", "answered"),
    [
        ("UTC", "2026-11-19 09:00 UTC"),
        ("Europe/Berlin", "2026-11-19 10:00 CET"),
        ("America/Sao_Paulo", "2026-11-19 06:00 -03"),
        ("Pacific/Kiritimati", "2026-11-19 23:00 +14"),
    ],
)
def test_the_answer_is_told_in_the_time_of_the_trackers_people(zone: str, answered: str) -> None:
    assert shown(a_survey(), a_context(calendar=Calendar(ZoneInfo(zone)))).answered == answered


@pytest.mark.parametrize(
    ("changes", "address", "ticket"),
    [
        ({}, "", "209"),
        ({"ticket_url": "https://desk.example/1"}, "", "[ticket 209](https://desk.example/1)"),
        ({"ticket_url": "ftp://desk.example/1"}, "", "ticket 209 (`ftp://desk.example/1`)"),
        ({}, "https://desk.example/{ticket}?x", "[ticket 209](https://desk.example/209?x)"),
        (
            {"ticket_url": "https://other.example/"},
            "https://desk.example/{ticket}",
            "[ticket 209](https://desk.example/209)",
        ),
        ({"ticket": "", "id": "s-1"}, "https://desk.example/{ticket}", ""),
        (
            {"ticket": "", "id": "s-1", "ticket_url": "https://desk.example/1"},
            "https://other.example/{ticket}",
            "[survey s-1](https://desk.example/1)",
        ),
        ({"ticket": "A.1-b_2"}, "", "`A.1-b_2`"),
        ({"ticket": "A.1-b_2"}, "https://desk.example/{ticket}", "[ticket A.1-b_2](https://desk.example/A.1-b_2)"),
    ],
    ids=[
        *("bare", "own address", "no web page", "policy's address", "policy goes first", "no ticket"),
        *("no ticket but an address", "odd number", "odd number linked"),
    ],
)
def test_a_ticket_is_linked_where_an_address_is_known(changes: dict[str, str], address: str, ticket: str) -> None:
    assert shown(a_survey(**changes), a_context(ticket_address=address)).ticket == ticket


def test_what_was_not_said_is_empty() -> None:
    bare = asdict(shown(a_survey(ticket="", id="1", rating="good"), CTX))
    told = {"rating": "good", "subject": "survey 1", "answered": "2026-11-19 10:00 CET", "contact_requested": False}
    assert bare == dict.fromkeys(bare, "") | told


def test_what_was_said_is_quoted_or_shown_on_one_line() -> None:
    words = {name: f"*{name}*\n@all" for name in WORDS if name != "ticket_url"}
    seen = asdict(shown(a_survey(**words, contact_requested="yes"), CTX))
    assert seen["comment"] == quoted(words["comment"])
    assert {name: seen[name] for name in words if name != "comment"} == {
        name: inline(text) for name, text in words.items() if name != "comment"
    }
    assert seen["contact_requested"] is True


# -- hostile surveys ---------------------------------------------------------------------------------------------


def tamed(about: Survey) -> Survey:
    """The same survey with harmless words in every place where there are any."""
    return about.model_copy(update={name: "tame" for name in WORDS if getattr(about, name)})


def assert_description_inert(about: Survey) -> None:
    text, tame = filed(about), filed(tamed(about))
    assert list(marks_in(text)) == list(marks_in(tame)) != []
    assert block_types(text) == block_types(tame)
    assert html(text) == html(tame)
    assert_nothing_acts(text)


def assert_nothing_acts(text: str, allowed: tuple[str, ...] = ()) -> None:
    assert not commands(text)
    outside = text_outside_code(text)
    for words in allowed:
        outside = outside.replace(words, "")
    assert not active(outside)
    assert not [token for token in inlines(text) if token.type == "image"]


def assert_ticket_alone_is_linked(text: str) -> None:
    assert {link.words for link in links(text)} <= {"ticket 209"}
    assert all(link.href.startswith(("http://", "https://")) for link in links(text))


@pytest.mark.parametrize("about", HOSTILE, ids=NASTY.keys())
def test_a_hostile_survey_is_filed_as_a_tame_one(about: Survey) -> None:
    assert_description_inert(about)
    assert_ticket_alone_is_linked(filed(about))


@given(hostile_surveys)
def test_any_survey_is_filed_as_a_tame_one(about: Survey) -> None:
    assert_description_inert(about)
    assert_ticket_alone_is_linked(filed(about))


def test_a_template_in_a_survey_is_not_filled_in() -> None:
    text = filed(hostile("{{ 7 * 7 }}{% if %}"))
    assert text.count("{{ 7 * 7 }}{% if %}") == len(WORDS)
    assert "49" not in text


# -- everything the rules write about a hostile survey -----------------------------------------------------------


RULES = (FileSurvey(), AskReview(), NagUnanswered(fallback=("mia", "group/managers")), FollowRating(), CloseInactive())


def texts_about(about: Survey, first: Rating, then: Rating) -> dict[str, str]:
    """Ask every rule once, ten days apart: the survey is filed with its first rating and comes again with the other."""
    later = about.responded_at + DAY
    answers = {
        "file_survey": about.model_copy(update={"rating": first}),
        "follow_rating": about.model_copy(update={"rating": then, "responded_at": later}),
    }
    written: dict[str, str] = {}
    issue: Issue | None = None
    for days, rule in enumerate(RULES):
        ctx = replace(CTX, now=NOW + 10 * days * DAY)
        for action in rule.decide(Case(issue, answers.get(rule.name)), ctx).actions:
            text = getattr(action, "description", None) or getattr(action, "body", None)
            written[f"{rule.name} {type(action).__name__}"] = text or ""
            issue = project(issue, action, ctx)
    return written


BAD_THEN_GOOD = {
    *("file_survey FileIssue", "ask_review WriteNote", "nag_unanswered WriteNote"),
    *("follow_rating WriteNote", "follow_rating UpdateIssue", "close_inactive WriteNote"),
}
MARKED_BY = {"follow_rating UpdateIssue": "file_survey"}  # it writes the description anew
GOOD_THEN_BAD = {"file_survey FileIssue", "follow_rating WriteNote", "follow_rating UpdateIssue"}


@pytest.mark.parametrize(
    ("first", "then", "texts"),
    [(Rating.BAD, Rating.GOOD, BAD_THEN_GOOD), (Rating.GOOD, Rating.BAD, GOOD_THEN_BAD)],
    ids=["bad then good", "good then bad"],
)
@pytest.mark.parametrize("about", HOSTILE, ids=NASTY.keys())
def test_every_text_about_a_hostile_survey_has_one_mark_and_mentions_whom_the_policy_names(
    about: Survey, first: Rating, then: Rating, texts: set[str]
) -> None:
    written, tame = (texts_about(one, first, then) for one in (about, tamed(about)))
    assert written.keys() == texts
    for name, text in written.items():
        assert [mark.rule for mark in marks_in(text)] == [MARKED_BY.get(name, name.split()[0])]
        assert list(marks_in(text)) == list(marks_in(tame[name]))
        assert html(text) == html(tame[name])
        assert_nothing_acts(text, allowed=("@mia @group/managers",))
        assert_ticket_alone_is_linked(text)
