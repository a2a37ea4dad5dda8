from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.intake.canonical import survey_from
from bot.model.survey import Survey

AT = "2026-11-22T09:30:00+01:00"
REFERENCE_RULE = "may hold only letters, digits, dots, dashes and underscores, 100 at most"
RATING_RULE = "input should be 'good', 'neutral' or 'bad'"
INSTANT_RULE = "is not ISO 8601; write it as 2026-11-22T09:30:00+01:00"
OFFSET_RULE = "has no UTC offset; write it as 2026-11-22T09:30:00+01:00"
NOT_IDENTIFIED = "needs a ticket or an id, else it could not be recognised again"
WORDS = {"yes": True, "Yes": True, " y ": True, "TRUE": True, "no": False, "N": False, "false": False, "": False}


def survey_with(now: datetime, values: dict[str, Any], source: str = "survey") -> Survey:
    return survey_from({"ticket": "210", "rating": "bad", "responded_at": AT} | values, source, now)


def survey(now: datetime, source: str = "survey", **values: str) -> Survey:
    return survey_with(now, values, source)


@pytest.mark.parametrize(
    ("column", "given", "read_as"),
    [
        *(("rating", given, "bad") for given in ("bad", "BAD", " Bad ")),
        ("rating", "Neutral", "neutral"),
        ("rating", "good", "good"),
        *(
            ("ticket", given, "210")
            for given in ("210", "#210", " 210 ", "#210 ", 210, 210.0, Decimal("210.0"), "210.0")
        ),
        *(("ticket", given, given) for given in ("A", "PROJ-12", "a.b_c-1", "9" * 100)),
        ("score", 5, "5"),
        ("score", 4.5, "4.5"),
        ("score", " 5 of 5 ", "5 of 5"),
        ("comment", "  two\nlines\t", "two\nlines"),
        ("comment", None, ""),
        ("comment", "x" * 100_000, "x" * 100_000),
        *(("contact_requested", word, answer) for word, answer in WORDS.items()),
        ("contact_requested", True, True),
        ("contact_requested", False, False),
        ("contact_requested", None, False),
    ],
)
def test_a_value_is_read(now: datetime, column: str, given: object, read_as: object) -> None:
    assert getattr(survey_with(now, {column: given}), column) == read_as


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        (AT, datetime(2026, 11, 22, 8, 30, tzinfo=UTC)),
        ("2026-11-22T09:30:00Z", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        (" 2026-11-22 09:30-05:00 ", datetime(2026, 11, 22, 14, 30, tzinfo=UTC)),
        ("20261122T093000.5+0000", datetime(2026, 11, 22, 9, 30, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_a_time_with_an_offset_is_read(now: datetime, written: str, instant: datetime) -> None:
    assert survey(now, responded_at=written).responded_at == instant


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        pytest.param({"rating": "great"}, f"rating 'great': {RATING_RULE}", id="unknown rating"),
        pytest.param({"rating": ""}, f"rating '': {RATING_RULE}", id="empty rating"),
        pytest.param({"rating": "x" * 41}, f"rating (41 characters): {RATING_RULE}", id="long values are not shown"),
        pytest.param({"rating": "x" * 40}, f"rating '{'x' * 40}': {RATING_RULE}", id="forty characters are shown"),
        pytest.param({"rating": None}, "rating is missing", id="no rating"),
        pytest.param({"responded_at": None}, "responded_at is missing", id="no time"),
        pytest.param({"responded_at": ""}, f"responded_at '': {INSTANT_RULE}", id="empty time"),
        pytest.param({"responded_at": "22.11.2026"}, f"responded_at '22.11.2026': {INSTANT_RULE}", id="local format"),
        pytest.param(
            {"responded_at": "2026-02-30T00:00Z"}, f"responded_at '2026-02-30T00:00Z': {INSTANT_RULE}", id="no such day"
        ),
        pytest.param({"responded_at": "2026-11-22"}, f"responded_at '2026-11-22': {OFFSET_RULE}", id="date only"),
        pytest.param(
            {"responded_at": "2026-11-22T09:30:00"},
            f"responded_at '2026-11-22T09:30:00': {OFFSET_RULE}",
            id="without offset",
        ),
        pytest.param({"ticket": ""}, NOT_IDENTIFIED, id="empty ticket"),
        pytest.param({"ticket": "#"}, NOT_IDENTIFIED, id="only a number sign"),
        pytest.param({"ticket": None}, NOT_IDENTIFIED, id="no ticket"),
        *(
            pytest.param({"ticket": ticket}, f"ticket {ticket!r}: {REFERENCE_RULE}", id=f"ticket {ticket!r}")
            for ticket in ("-1", "2.", "<b1>")
        ),
        *(
            pytest.param(
                {"ticket": ticket}, f"ticket ({len(ticket)} characters): {REFERENCE_RULE}", id=f"ticket {ticket!r}"
            )
            for ticket in ("a b", "@all", "a\nb", "Zoë", "kim@example.com", "kim.sample@1")
        ),
        pytest.param({"ticket": "é"}, f"ticket (1 character): {REFERENCE_RULE}", id="one letter"),
        pytest.param({"ticket": "##2"}, f"ticket '##2': {REFERENCE_RULE}", id="a number sign too many"),
        pytest.param({"ticket": "9" * 101}, f"ticket (101 characters): {REFERENCE_RULE}", id="ticket too long"),
        pytest.param({"id": "!1"}, f"id '!1': {REFERENCE_RULE}", id="bad id beside a good ticket"),
        pytest.param({"contact_requested": "maybe"}, "contact_requested 'maybe': must be yes or no", id="maybe"),
        pytest.param({"contact_requested": 1}, "contact_requested '1': must be yes or no", id="one is no yes"),
        pytest.param({"contact_requested": ["yes"]}, "contact_requested (7 characters): must be text", id="a list"),
        pytest.param({"comment": "x" * 100_001}, "comment: string should have at most 100000 characters", id="essay"),
        pytest.param({"comment": ["secret"]}, "comment: must be text", id="comment is a list"),
        pytest.param({"customer": True}, "customer: must be text", id="customer is true"),
        pytest.param(
            {"rating": "x", "agent": {}}, f"rating 'x': {RATING_RULE}; agent: must be text", id="all that is wrong"
        ),
    ],
)
def test_a_value_is_refused_with_column_value_and_reason(now: datetime, values: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(reason)}$"):
        survey_with(now, values)


@pytest.mark.parametrize(
    ("ahead", "refused"),
    [
        pytest.param(timedelta(0), False, id="now"),
        pytest.param(timedelta(days=1), False, id="a day ahead: clocks differ"),
        pytest.param(timedelta(days=1, seconds=1), True, id="more than a day ahead"),
        pytest.param(timedelta(days=3650), True, id="in ten years"),
    ],
)
def test_an_answer_from_the_future_is_refused(now: datetime, ahead: timedelta, *, refused: bool) -> None:
    written = (now + ahead).isoformat()
    if not refused:
        assert survey(now, responded_at=written).responded_at == now + ahead
        return
    with pytest.raises(ValueError, match=rf"^responded_at {re.escape(written)} lies in the future$"):
        survey(now, responded_at=written)


@pytest.mark.parametrize(
    ("identity", "key", "subject"),
    [
        ({"ticket": "7", "id": "x"}, "shop/ticket/7", "ticket 7"),
        ({"ticket": "7"}, "shop/ticket/7", "ticket 7"),
        ({"ticket": None, "id": "x"}, "shop/id/x", "survey x"),
    ],
)
def test_a_survey_is_known_by_its_ticket_else_by_its_id(
    now: datetime, identity: dict[str, Any], key: str, subject: str
) -> None:
    known = survey_with(now, identity, "shop")
    assert (known.key, known.subject) == (key, subject)


def test_null_is_no_text() -> None:
    survey = Survey.model_validate({"source": "s", "ticket": "1", "id": None, "rating": "bad", "responded_at": AT})
    assert (survey.id, survey.key) == ("", "s/ticket/1")


def test_columns_that_are_not_canonical_are_left_out(now: datetime) -> None:
    assert survey(now, nps="9") == survey(now)


def test_a_row_cannot_choose_its_source(now: datetime) -> None:
    assert survey(now, source="shop").source == "shop"
    assert survey_from({"ticket": "1", "rating": "bad", "responded_at": AT, "source": "evil"}, "shop", now).source == (
        "shop"
    )


def test_a_survey_cannot_be_changed(now: datetime) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        survey(now).comment = "other"  # type: ignore[misc]


def test_a_survey_has_no_fields_of_other_names() -> None:
    with pytest.raises(ValidationError, match="nps"):
        Survey.model_validate({"source": "s", "ticket": "1", "rating": "bad", "responded_at": AT, "nps": 9})


@pytest.mark.parametrize("source", ["a", "zendesk", "csat_2026", "a-b", "9" * 40])
def test_a_source_name_is_plain(now: datetime, source: str) -> None:
    assert survey(now, source=source).source == source


@pytest.mark.parametrize("source", ["", "Zendesk", "a b", "-a", "a/b", "9" * 41])
def test_a_source_name_is_refused_when_it_is_not_plain(now: datetime, source: str) -> None:
    with pytest.raises(ValueError, match=r"^source"):
        survey(now, source=source)


def test_the_reason_for_a_refused_source_is_its_own(now: datetime) -> None:
    with pytest.raises(ValueError, match=r"^source") as refusal:
        survey(now, source="Zendesk")
    assert REFERENCE_RULE not in str(refusal.value)


@pytest.mark.parametrize(
    "written", ["0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00+00:00"]
)
def test_what_some_programs_write_for_no_date_is_refused(now: datetime, written: str) -> None:
    with pytest.raises(ValueError, match=rf"^responded_at {re.escape(written)}: is what some programs write for no"):
        survey(now, responded_at=written)


def test_answers_from_the_year_2000_on_are_read(now: datetime) -> None:
    assert survey(now, responded_at="2000-01-01T00:00:00Z").responded_at == datetime(2000, 1, 1, tzinfo=UTC)
