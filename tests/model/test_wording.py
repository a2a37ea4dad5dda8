"""A survey in the words of an issue: title, facts and mark; what hostile surveys come to is tried in tests/hostile."""

import re
from dataclasses import asdict
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from builders import a_context, a_survey
from hypothesis import given
from hypothesis import strategies as st
from model.judge import active, block_types, links

from bot.model.calendar import Calendar
from bot.model.inert import TITLE_LENGTH, inline, quoted
from bot.model.marks import Mark, marks_in
from bot.model.survey import Rating
from bot.rules.wording import description_of, retitled, shown, subject_of, title_of

CTX = a_context()

WORDS = ("score", "comment", "reason", "customer", "organization", "region", "agent", "ticket_url")

# -- title, facts, marks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"rating": "good"}, "Positive feedback for ticket 209"),
        ({"rating": "neutral"}, "Neutral feedback for ticket 209"),
        ({"rating": "bad"}, "Negative feedback for ticket 209"),
        ({"ticket": "", "id": "s-1"}, "Negative feedback for survey s-1"),
        ({"id": "s-1"}, "Negative feedback for ticket 209"),
        ({"id": "s-1", "identity": "id"}, "Negative feedback for ticket 209, survey s-1"),
    ],
)
def test_a_title_names_the_rating_and_the_ticket(changes: dict[str, str], title: str) -> None:
    assert title_of(a_survey(**changes)) == title


@pytest.mark.parametrize("ticket", ["GL-12", "xgl-12", "www.evil.example", "a_www.evil.example", "0123456789abcdef"])
def test_a_title_holds_nothing_that_gitlab_links(ticket: str) -> None:
    title = title_of(a_survey(ticket=ticket))
    assert not active(title)
    assert not re.search(r"\b[0-9a-f]{7,}\b", title)


references = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?", fullmatch=True)


@given(references, references, st.sampled_from(["ticket", "id"]), st.sampled_from(Rating), st.sampled_from(Rating))
def test_a_title_of_ours_may_name_another_rating(
    ticket: str, survey: str, identity: str, before: Rating, after: Rating
) -> None:
    told = a_survey(ticket=ticket, id=survey, identity=identity)
    first, then = (title_of(told.model_copy(update={"rating": rating})) for rating in (before, after))
    assert len(then) <= TITLE_LENGTH
    assert then.endswith("…") or (retitled(first, after) == then and subject_of(first) == subject_of(then))


def test_a_title_that_grows_too_long_is_cut() -> None:
    old = f"Neutral feedback for {'x' * (TITLE_LENGTH - 21)}"
    new = retitled(old, Rating.BAD)
    assert (len(old), len(new), new[-3:]) == (TITLE_LENGTH, TITLE_LENGTH, "xx…")


@pytest.mark.parametrize("title", ["Ticket 209", "Bad feedback for ticket 209", "Negative feedback: #1", "x" * 300])
def test_a_title_of_somebody_elses_stays(title: str) -> None:
    assert retitled(title, Rating.GOOD) == title


def test_what_somebody_added_to_a_title_stays() -> None:
    assert (
        retitled("Negative feedback for ticket 209 (see #1)", Rating.GOOD)
        == "Positive feedback for ticket 209 (see #1)"
    )


@pytest.mark.parametrize("ticket", ["GL-12", "www.evil.example", "a_www.evil.example", "a._b_.c", "deadbeef"])
def test_a_ticket_beside_a_refused_address_holds_nothing_that_gitlab_links(ticket: str) -> None:
    seen = shown(a_survey(ticket=ticket, ticket_url="javascript:x"), CTX)
    assert seen.ticket == f"ticket `{ticket}` (`javascript:x`)"
    assert seen.subject == f"ticket `{ticket}`"


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
            "[survey `s-1`](https://desk.example/1)",
        ),
        ({"ticket": "A.1-b_2"}, "", "`A.1-b_2`"),
        ({"ticket": "A.1-b_2"}, "https://desk.example/{ticket}", "[ticket `A.1-b_2`](https://desk.example/A.1-b_2)"),
    ],
    ids=[
        *("bare", "own address", "no web page", "policy's address", "policy goes first", "no ticket"),
        *("no ticket but an address", "odd number", "odd number linked"),
    ],
)
def test_a_ticket_is_linked_where_an_address_is_known(changes: dict[str, str], address: str, ticket: str) -> None:
    assert shown(a_survey(**changes), a_context(ticket_address=address)).ticket == ticket


def test_a_ticket_on_the_own_gitlab_is_only_shown() -> None:
    about = a_survey(ticket_url="https://gitlab.example.com/support/feedback/-/issues/1")
    assert not links(shown(about, a_context(tracker_host="gitlab.example.com")).ticket)


def test_what_was_not_said_is_empty() -> None:
    bare = asdict(shown(a_survey(ticket="", id="1", rating="good"), CTX))
    words = {"rating": "good", "subject": "survey 1", "answered": "2026-11-19 10:00 CET"}
    facts = dict.fromkeys(("contact_requested", "rating_is_final", "changeable_while_solved"), False)
    assert bare == {**dict.fromkeys(bare, ""), **words, **facts}


def test_what_was_said_is_quoted_or_shown_on_one_line() -> None:
    words = {name: f"*{name}*\n@all" for name in WORDS if name != "ticket_url"}
    seen = asdict(shown(a_survey(**words, contact_requested="yes"), CTX))
    assert seen["comment"] == f"\n\n{quoted(words['comment'])}"
    assert {name: seen[name] for name in words if name != "comment"} == {
        name: inline(text) for name, text in words.items() if name != "comment"
    }
    assert seen["contact_requested"] is True


@pytest.mark.parametrize("before", ["", "They said: ", "- ", "| Comment | ", "# ", "> ", "<details>\n"])
def test_a_comment_is_a_block_of_its_own_wherever_it_is_put(before: str) -> None:
    said, nothing = (shown(a_survey(comment=comment), CTX).comment for comment in ("x\n/close\n@all", ""))
    assert block_types(f"{before}{said}\nend")[-6:-3] == ["blockquote_open", "fence", "blockquote_close"]
    assert nothing == ""


UNTIL = "2026-12-19T09:00:00+00:00"


@pytest.mark.parametrize(
    ("columns", "final", "until", "while_solved"),
    [
        ({}, False, "", False),
        ({"status": "open"}, False, "", False),
        ({"status": "closed"}, True, "", False),
        ({"status": "Closed"}, True, "", False),
        ({"status": "closed", "changeable_until": UNTIL}, True, "", False),
        ({"status": "solved"}, False, "", True),
        ({"status": "SOLVED"}, False, "", True),
        ({"changeable_until": UNTIL}, False, "2026-12-19 10:00 CET", False),
        ({"status": "solved", "changeable_until": UNTIL}, False, "2026-12-19 10:00 CET", False),
        ({"changeable_until": "2026-11-19T09:00:00+00:00"}, False, "", False),
        ({"status": "solved", "changeable_until": "2026-11-18T09:00:00+00:00"}, False, "", False),
    ],
    ids=[
        *("unknown", "open", "closed", "closed in capitals", "closed though it could be changed", "solved"),
        *("solved in capitals", "until", "until though solved", "until the answer", "before the answer though solved"),
    ],
)
def test_whether_the_rating_can_change_follows_from_the_ticket(
    columns: dict[str, str], until: str, *, final: bool, while_solved: bool
) -> None:
    seen = shown(a_survey(**columns), CTX)
    told = (seen.rating_is_final, seen.changeable_until, seen.changeable_while_solved)
    assert told == (final, until, while_solved)
