"""How far the last pass has read, written down in a mark and read back; hand-written, and tried with hypothesis."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from builders import DAY, NOW
from hypothesis import given
from hypothesis import strategies as st

from bot.model.cursor import OVERLAP, Cursor
from bot.model.marks import Mark, marks_in, stamp

ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
INSTANTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 - the zone is drawn
CURSORS = st.builds(
    Cursor,
    read_at=INSTANTS,
    policy=st.text("0123456789abcdef", min_size=12, max_size=12),
    due_seen=st.none() | st.dates(),
    again=st.dictionaries(st.integers(1, 10**6), INSTANTS, max_size=5),
)
FACTS = {"read": "2026-11-20T12:00:00+00:00", "policy": "0a1b2c"}


@given(CURSORS)
def test_it_survives_being_written_into_a_mark(cursor: Cursor) -> None:
    (mark,) = marks_in(stamp("Words.", Mark("dashboard", cursor.facts())))
    assert Cursor.from_facts(mark.facts) == cursor


def test_what_it_does_not_know_it_does_not_say() -> None:
    assert Cursor(NOW, "0a1b2c").facts() == FACTS


def test_issues_to_look_at_again_stand_in_the_order_of_their_numbers() -> None:
    facts = Cursor(NOW, "0a1b2c", again={12: NOW, 3: NOW + DAY}).facts()
    assert facts["again"] == "3@2026-11-21T12:00:00+00:00,12@2026-11-20T12:00:00+00:00"


def test_changes_are_read_from_a_little_earlier_on() -> None:
    assert Cursor(NOW, "").since == NOW - OVERLAP
    assert timedelta(minutes=1) < OVERLAP < timedelta(hours=1)


def test_other_facts_of_the_mark_do_not_matter() -> None:
    assert Cursor.from_facts(FACTS | {"did": "file_survey:1"}) == Cursor(NOW, "0a1b2c")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param({"read": ""}, id="no instant"),
        pytest.param({"read": "yesterday"}, id="a word"),
        pytest.param({"read": "2026-11-20"}, id="a day"),
        pytest.param({"read": "2026-11-20T12:00:00"}, id="no offset"),
        pytest.param({"due": "2026-13-01"}, id="no day"),
        pytest.param({"due": "soon"}, id="no date"),
        pytest.param({"again": "12"}, id="an issue without an instant"),
        pytest.param({"again": "12@2026-11-20T12:00:00"}, id="an instant without an offset"),
        pytest.param({"again": "twelve@2026-11-20T12:00:00+00:00"}, id="no number"),
        pytest.param({"again": "12@2026-11-20T12:00:00+00:00@"}, id="too much"),
    ],
)
def test_a_mark_changed_by_hand_is_no_cursor(damage: dict[str, str]) -> None:
    assert Cursor.from_facts(FACTS | damage) is None


@pytest.mark.parametrize("missing", ["read", "policy"])
def test_a_mark_without_the_essential_is_no_cursor(missing: str) -> None:
    assert Cursor.from_facts({name: fact for name, fact in FACTS.items() if name != missing}) is None


@given(st.dictionaries(st.sampled_from(["read", "policy", "due", "again"]), st.text(max_size=40)))
def test_no_mark_makes_it_stumble(facts: dict[str, str]) -> None:
    cursor = Cursor.from_facts(facts)
    assert cursor is None or cursor.read_at.tzinfo is not None


def test_the_due_date_is_a_day() -> None:
    cursor = Cursor.from_facts(FACTS | {"due": "2026-11-19"})
    assert cursor == Cursor(datetime(2026, 11, 20, 12, tzinfo=UTC), "0a1b2c", due_seen=date(2026, 11, 19))
