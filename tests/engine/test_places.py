"""Where a pass looks: at everything without a cursor, and with one at what has changed or come due since.

Hand-written. The cursor says that the last pass began to read an hour ago.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import DAY, NOW, a_context
from passes import Memory, Passes
from scenarios import seed

from bot.engine import Report
from bot.engine.places import Places
from bot.model.calendar import Calendar
from bot.model.cursor import Cursor
from bot.model.issue import Issue
from bot.rules import Rule, Rules
from bot.tracker import Client, Reader

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
TODAY, YESTERDAY = date(2026, 11, 20), date(2026, 11, 19)
CURSOR = Cursor(NOW - HOUR, policy="0a1b2c")
RULES = Rules.model_validate({"ask_review": {}, "close_inactive": {}, "nag_unanswered": {}}).switched_on()
ASKS_LATER = Rules.model_validate({"ask_after_closing": {"within": "3d"}}).switched_on()


def look(passes: Passes, zone: str = "UTC", now: datetime = NOW, rules: Sequence[Rule] = RULES) -> Places:
    settings = passes.settings()
    client = Client(url=settings.url, token=passes.sandbox.bot_token, project=settings.project)
    passes.sandbox.clock.set(now)
    passes.sandbox.clear_requests()
    ctx = a_context(now=now, calendar=Calendar(ZoneInfo(zone)))
    return Places(Reader(client), rules, ctx, Report(Memory()))


def found(places: Places, cursor: Cursor | None = CURSOR, also: Collection[int] = ()) -> list[int]:
    return [issue.iid for issue in places.issues(cursor, also)]


def good(passes: Passes, *, created: timedelta = 30 * DAY, updated: timedelta = 30 * DAY) -> int:
    """Put a good issue into the tracker, so long ago created and last changed."""
    return seed(passes.sandbox, "satisfaction::good", age=created / DAY, updated_at=NOW - updated)


def bad(passes: Passes, due: date | None) -> int:
    """Put an old bad issue into the tracker."""
    return seed(passes.sandbox, "satisfaction::bad", age=30, due_date=due)


# --- everything


def test_without_a_cursor_it_is_every_open_issue_and_no_closed_one(passes: Passes) -> None:
    bad(passes, TODAY)
    good(passes)
    seed(passes.sandbox, "satisfaction::bad", age=30, state="closed")
    seed(passes.sandbox, age=30)
    places = look(passes)
    assert found(places, None) == [1, 2, 4]
    assert (places.count, places.complete) == (3, True)
    assert len(passes.sandbox.requests) == 1


def test_without_a_cursor_it_is_seen_what_is_overdue(passes: Passes) -> None:
    for due in (TODAY, YESTERDAY, YESTERDAY - DAY, None):
        bad(passes, due)
    places = look(passes)
    found(places, None)
    assert [issue.iid for issue in places.overdue] == [2, 3]
    assert places.due_seen == YESTERDAY


@pytest.mark.parametrize(
    ("quiet", "looked_at"),
    [
        pytest.param(timedelta(0), True, id="just now"),
        pytest.param(3 * DAY, True, id="as long ago as the rule says, to the instant"),
        pytest.param(3 * DAY + SECOND, False, id="longer ago"),
    ],
)
def test_without_a_cursor_a_rule_sees_what_was_closed_lately(
    quiet: timedelta, *, looked_at: bool, passes: Passes
) -> None:
    seed(passes.sandbox, age=30, updated_at=NOW - quiet, state="closed", due_date=YESTERDAY)
    seed(passes.sandbox, age=30)
    places = look(passes, rules=(*RULES, *ASKS_LATER))
    assert found(places, None) == ([2, 1] if looked_at else [2])
    assert places.count == (2 if looked_at else 1)
    assert (places.overdue, places.due_seen) == ([], None), "what is closed is not overdue"
    assert len(passes.sandbox.requests) == 2


def test_what_is_closed_between_the_two_lists_is_looked_at_once(
    passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    iid = seed(passes.sandbox, age=30)
    read = Reader.closed_issues_changed

    def meanwhile(reader: Reader, since: datetime) -> Iterator[Issue]:
        passes.sandbox.world.seed_state_event(iid, "mia", "closed", NOW)
        return read(reader, since)

    monkeypatch.setattr(Reader, "closed_issues_changed", meanwhile)
    assert found(look(passes, rules=ASKS_LATER), None) == [iid]


@pytest.mark.parametrize(("broken", "left"), [(0, [2]), (1, [1])])
def test_either_list_can_be_read_without_the_other(broken: int, left: list[int], passes: Passes) -> None:
    seed(passes.sandbox, age=30)
    seed(passes.sandbox, age=30, updated_at=NOW, state="closed")
    places = look(passes, rules=ASKS_LATER)
    passes.sandbox.faults.add(kind="403", path=r"/issues$", skip=broken, times=1)
    assert found(places, None) == left
    assert not places.complete


# --- what has changed


@pytest.mark.parametrize(
    ("before_the_cursor", "looked_at"),
    [(timedelta(0), True), (-HOUR, True), (MINUTE, True), (2 * MINUTE, True), (3 * MINUTE, False), (DAY, False)],
)
def test_what_has_changed_since_the_cursor_and_a_little_before(
    before_the_cursor: timedelta, *, looked_at: bool, passes: Passes
) -> None:
    seed(passes.sandbox, age=30, updated_at=CURSOR.read_at - before_the_cursor)
    seed(passes.sandbox, age=30, updated_at=CURSOR.read_at - before_the_cursor, state="closed", due_date=YESTERDAY)
    places = look(passes)
    assert found(places) == ([1, 2] if looked_at else [])
    assert (places.overdue, places.due_seen) == ([], None), "what is closed is not overdue"


# --- what is overdue


@pytest.mark.parametrize(
    ("due", "seen", "looked_at"),
    [
        pytest.param(YESTERDAY, None, True, id="nothing was overdue before"),
        pytest.param(YESTERDAY, YESTERDAY - DAY, True, id="older dates were"),
        pytest.param(YESTERDAY, YESTERDAY, False, id="this date was"),
        pytest.param(YESTERDAY - DAY, YESTERDAY, False, id="this and newer dates were"),
        pytest.param(TODAY, None, False, id="due today"),
        pytest.param(None, None, False, id="no date"),
    ],
)
def test_what_has_become_overdue(due: date | None, seen: date | None, *, looked_at: bool, passes: Passes) -> None:
    bad(passes, due)
    places = look(passes)
    assert found(places, Cursor(NOW - HOUR, "0a1b2c", due_seen=seen)) == ([1] if looked_at else [])
    assert [issue.iid for issue in places.overdue] == ([1] if due and due < TODAY else [])
    assert places.due_seen == max(filter(None, (seen, due if due and due < TODAY else None)), default=None)


@pytest.mark.parametrize(
    ("zone", "now", "looked_at"),
    [
        pytest.param("Pacific/Kiritimati", NOW, [1, 2], id="tomorrow there: today's date is over"),
        pytest.param("Pacific/Kiritimati", NOW.replace(hour=9), [2], id="today there: only yesterday's is"),
        pytest.param("Pacific/Pago_Pago", NOW, [2], id="today there"),
        pytest.param("Pacific/Pago_Pago", NOW.replace(hour=10), [], id="yesterday there: yesterday's date is not over"),
    ],
)
def test_a_date_is_over_where_the_people_live(zone: str, now: datetime, looked_at: list[int], passes: Passes) -> None:
    bad(passes, TODAY)
    bad(passes, YESTERDAY)
    assert found(look(passes, zone, now), Cursor(now - HOUR, "0a1b2c")) == looked_at


def test_none_is_lost_where_more_are_newly_overdue_than_a_page_holds(passes: Passes) -> None:
    for number in range(230):
        bad(passes, YESTERDAY - number % 3 * DAY)
    assert len(found(look(passes), Cursor(NOW - HOUR, "0a1b2c", due_seen=date(2026, 11, 16)))) == 230


def test_what_has_long_been_overdue_is_not_read_to_the_end(passes: Passes) -> None:
    for _ in range(230):
        bad(passes, YESTERDAY - 30 * DAY)
    newest = bad(passes, YESTERDAY)
    places = look(passes)
    assert found(places, Cursor(NOW - HOUR, "0a1b2c", due_seen=YESTERDAY - DAY)) == [newest]
    assert len(places.overdue) == 100, "as many as a page holds are read for the dashboard"


# --- good feedback that has come of age


@pytest.mark.parametrize(
    ("age", "looked_at"),
    [
        pytest.param(7 * DAY, True, id="a week, to the instant"),
        pytest.param(7 * DAY - SECOND, False, id="not yet"),
        pytest.param(7 * DAY + HOUR, True, id="since the last pass"),
        pytest.param(7 * DAY + HOUR + 2 * MINUTE, True, id="a little before"),
        pytest.param(7 * DAY + 2 * HOUR, False, id="at the last pass it was"),
    ],
)
def test_good_feedback_that_was_created_a_week_ago(age: timedelta, *, looked_at: bool, passes: Passes) -> None:
    good(passes, created=age, updated=2 * DAY)
    seed(passes.sandbox, "satisfaction::neutral", age=age / DAY, updated_at=NOW - 2 * DAY)
    assert found(look(passes)) == ([1] if looked_at else [])


@pytest.mark.parametrize(
    ("quiet", "looked_at"),
    [
        pytest.param(7 * DAY, True, id="a week, to the instant"),
        pytest.param(7 * DAY - MINUTE, True, id="a comment may hide behind another change"),
        pytest.param(7 * DAY - 2 * MINUTE, False, id="not yet"),
        pytest.param(7 * DAY + HOUR, True, id="since the last pass"),
        pytest.param(7 * DAY + 2 * HOUR, False, id="at the last pass it was"),
    ],
)
def test_good_feedback_that_was_changed_a_week_ago(quiet: timedelta, *, looked_at: bool, passes: Passes) -> None:
    good(passes, updated=quiet)
    assert found(look(passes)) == ([1] if looked_at else [])


def test_after_a_long_pause_all_of_the_time_between_is_looked_at(passes: Passes) -> None:
    for days in range(1, 30):
        good(passes, created=days * DAY, updated=days * DAY)
    assert found(look(passes), Cursor(NOW - 10 * DAY, "0a1b2c")) == list(range(1, 18))


# --- what was to be looked at again


@pytest.mark.parametrize(("at", "looked_at"), [(NOW, True), (NOW - DAY, True), (NOW + SECOND, False)])
def test_what_was_to_be_looked_at_again_when_its_time_has_come(
    at: datetime, *, looked_at: bool, passes: Passes
) -> None:
    bad(passes, None)
    assert found(look(passes), Cursor(NOW - HOUR, "0a1b2c", again={1: at})) == ([1] if looked_at else [])


def test_even_if_it_is_closed_but_not_if_it_was_deleted(passes: Passes) -> None:
    seed(passes.sandbox, age=30, state="closed")
    assert found(look(passes), Cursor(NOW - HOUR, "0a1b2c", again={1: NOW, 99: NOW})) == [1]


def test_many_are_asked_for_by_the_hundred(passes: Passes) -> None:
    for _ in range(150):
        bad(passes, None)
    cursor = Cursor(NOW - HOUR, "0a1b2c", again=dict.fromkeys(range(1, 151), NOW))
    assert found(look(passes), cursor) == list(range(1, 151))
    assert len([request for request in passes.sandbox.requests if "iids" in request.query]) == 2


def test_what_the_surveys_tell_to_look_at(passes: Passes) -> None:
    bad(passes, None)
    assert found(look(passes), also={1}) == [1]


def test_nothing_is_asked_for_where_nothing_was_left(passes: Passes) -> None:
    found(look(passes))
    assert not [request for request in passes.sandbox.requests if "iids" in request.query]
    assert len(passes.sandbox.requests) == 4


# --- all together


def test_each_is_looked_at_once_in_the_order_of_the_numbers(passes: Passes) -> None:
    bad(passes, YESTERDAY)
    seed(passes.sandbox, "satisfaction::good", age=7, updated_at=NOW, due_date=YESTERDAY)
    bad(passes, None)
    places = look(passes)
    assert found(places, Cursor(NOW - HOUR, "0a1b2c", again={3: NOW, 2: NOW}), also={1, 2}) == [1, 2, 3]
    assert places.count == 3


@pytest.mark.parametrize("broken", range(5))
def test_a_list_that_cannot_be_read_does_not_take_the_others_with_it(broken: int, passes: Passes) -> None:
    seed(passes.sandbox, age=30, updated_at=NOW)
    bad(passes, None)
    good(passes, created=7 * DAY, updated=3 * DAY)
    good(passes, updated=7 * DAY)
    bad(passes, YESTERDAY)
    places = look(passes)
    passes.sandbox.faults.add(kind="403", path=r"/issues$", skip=broken, times=1)
    assert len(found(places, Cursor(NOW - HOUR, "0a1b2c", again={2: NOW}))) == 4
    assert not places.complete
    assert places._report.failures == 1
