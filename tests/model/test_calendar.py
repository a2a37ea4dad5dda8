"""Days are the days of the tracker's people, also around midnight and when clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.calendar import Calendar

ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago")
WEEK = timedelta(days=7)


def calendar(zone: str) -> Calendar:
    return Calendar(ZoneInfo(zone))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("UTC", "2026-11-22T00:00:00+00:00", "2026-11-22"),
        ("UTC", "2026-11-21T23:59:59.999999+00:00", "2026-11-21"),
        ("UTC", "2026-11-22T00:30:00+01:00", "2026-11-21"),
        ("Europe/Berlin", "2026-11-21T22:59:59+00:00", "2026-11-21"),
        ("Europe/Berlin", "2026-11-21T23:00:00+00:00", "2026-11-22"),
        ("Europe/Berlin", "2026-07-21T22:00:00+00:00", "2026-07-22"),
        ("America/Los_Angeles", "2026-11-22T07:59:59+00:00", "2026-11-21"),
        ("America/Los_Angeles", "2026-11-22T08:00:00+00:00", "2026-11-22"),
        ("Asia/Kathmandu", "2026-11-21T18:14:59+00:00", "2026-11-21"),
        ("Asia/Kathmandu", "2026-11-21T18:15:00+00:00", "2026-11-22"),
        ("Pacific/Kiritimati", "2026-11-21T10:00:00+00:00", "2026-11-22"),
        ("Pacific/Pago_Pago", "2026-11-22T10:59:59+00:00", "2026-11-21"),
    ],
)
def test_a_day_changes_at_midnight_of_the_zone(zone: str, instant: str, day: str) -> None:
    assert calendar(zone).day_of(at(instant)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("zone", "now", "over"),
    [
        ("UTC", "2026-11-22T00:00:00+00:00", False),
        ("UTC", "2026-11-22T23:59:59+00:00", False),
        ("UTC", "2026-11-23T00:00:00+00:00", True),
        ("Europe/Berlin", "2026-11-22T22:59:59+00:00", False),
        ("Europe/Berlin", "2026-11-22T23:00:00+00:00", True),
        ("America/Los_Angeles", "2026-11-23T07:59:59+00:00", False),
        ("America/Los_Angeles", "2026-11-23T08:00:00+00:00", True),
        ("Pacific/Kiritimati", "2026-11-22T09:59:59+00:00", False),
        ("Pacific/Kiritimati", "2026-11-22T10:00:00+00:00", True),
        ("UTC", "2026-11-21T12:00:00+00:00", False),
        ("UTC", "2027-11-22T12:00:00+00:00", True),
    ],
)
def test_a_due_date_is_over_when_its_day_is_over_in_the_zone(zone: str, now: str, *, over: bool) -> None:
    assert calendar(zone).is_over(date(2026, 11, 22), at(now)) is over


@pytest.mark.parametrize(
    ("zone", "instant", "after", "due"),
    [
        ("UTC", "2026-11-22T12:00:00+00:00", WEEK, "2026-11-29"),
        ("UTC", "2026-11-22T23:59:59+00:00", WEEK, "2026-11-29"),
        ("UTC", "2026-11-22T23:00:00+00:00", timedelta(hours=1), "2026-11-23"),
        ("UTC", "2026-11-22T22:59:59+00:00", timedelta(hours=1), "2026-11-22"),
        ("Europe/Berlin", "2026-11-21T23:30:00+00:00", WEEK, "2026-11-29"),
        ("America/Los_Angeles", "2026-11-22T07:30:00+00:00", WEEK, "2026-11-28"),
        ("Europe/Berlin", "2026-03-28T12:00:00+00:00", WEEK, "2026-04-04"),
        ("Europe/Berlin", "2026-03-28T22:30:00+00:00", timedelta(days=1), "2026-03-30"),
        ("Europe/Berlin", "2026-10-24T12:00:00+00:00", timedelta(days=1), "2026-10-25"),
        ("Europe/Berlin", "2026-10-24T21:30:00+00:00", timedelta(days=1), "2026-10-25"),
        ("UTC", "2028-02-22T12:00:00+00:00", WEEK, "2028-02-29"),
        ("UTC", "2026-12-28T12:00:00+00:00", WEEK, "2027-01-04"),
    ],
    ids=[
        *("a week", "late in the day", "past midnight", "up to midnight", "east", "west"),
        *("spring", "spring at night", "autumn", "autumn at night", "leap day", "new year"),
    ],
)
def test_a_due_date_is_the_day_on_which_the_time_has_passed(
    zone: str, instant: str, after: timedelta, due: str
) -> None:
    assert calendar(zone).due(at(instant), after) == date.fromisoformat(due)


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - strategy's bounds
    st.timedeltas(timedelta(minutes=1), timedelta(days=60)),
)
def test_a_due_date_is_never_over_before_its_time_and_over_a_day_later(
    zone: str, instant: datetime, after: timedelta
) -> None:
    days = calendar(zone)
    due = days.due(instant, after)
    assert not days.is_over(due, instant + after)
    assert days.is_over(due, instant + after + timedelta(hours=25))


@pytest.mark.parametrize("offset", ["UTC", "Asia/Kathmandu", "America/Los_Angeles"])
@pytest.mark.parametrize("zone", ZONES)
def test_a_due_date_depends_on_the_instant_not_on_how_it_is_written(zone: str, offset: str) -> None:
    written = at("2026-11-10T07:59:00+00:00").astimezone(ZoneInfo(offset))
    assert calendar(zone).due(written, WEEK) == calendar(zone).due(written.astimezone(UTC), WEEK)


def test_a_due_date_across_a_change_of_clocks_depends_on_the_instant_alone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    instant = at("2026-10-24T22:30:00+00:00")
    assert Calendar(berlin).due(instant.astimezone(berlin), WEEK) == Calendar(berlin).due(instant, WEEK)


@given(st.dates(date(2000, 1, 2), date(2040, 12, 31)), st.sampled_from([*ZONES, "Africa/Cairo", "America/Havana"]))
def test_a_day_begins_where_the_one_before_ends(day: date, zone: str) -> None:
    begin = calendar(zone).begin_of(day)
    assert calendar(zone).day_of(begin) == day
    assert calendar(zone).day_of(begin - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_a_day_on_which_midnight_is_left_out_begins_an_hour_later() -> None:
    assert calendar("Africa/Cairo").begin_of(date(2026, 4, 24)) == at("2026-04-24T01:00:00+03:00")
