"""Writing as fast as GitLab allows, and never faster: laws about any limit and any sender."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracker.conftest import VirtualWaiting

from bot.errors import HaltedError
from bot.tracker.pace import Pace

A_MINUTE, TEN_MINUTES = 60.0, 600.0
ROUNDING = 1e-6  # what adding up fractions of seconds costs

limits = st.integers(min_value=1, max_value=400)
pauses = st.lists(st.floats(min_value=0, max_value=90), max_size=400)


def sent(limit: int, pauses: list[float]) -> list[float]:
    """Send one after another, with a pause of the sender's own after each; tell when each was sent."""
    waiting = VirtualWaiting()
    pace = Pace(limit, waiting)
    times = []
    for pause in pauses:
        pace.wait()
        times.append(waiting.time)
        waiting.time += pause
    return times


def in_ten_minutes(limit: int, each_takes: float) -> int:
    """Count what somebody sends in ten minutes who always has something to send."""
    waiting = VirtualWaiting()
    pace = Pace(limit, waiting)
    count = 0
    while True:
        pace.wait()
        if waiting.time >= TEN_MINUTES:
            return count
        count += 1
        waiting.time += each_takes


def most_in_a_minute(times: list[float]) -> int:
    """Count the most that were sent in any sixty seconds, wherever they begin."""
    windows = (sum(begin <= time < begin + A_MINUTE - ROUNDING for time in times) for begin in times)
    return max(windows, default=0)


@given(limit=limits, pauses=pauses)
def test_in_no_sixty_seconds_more_than_the_limit(limit: int, pauses: list[float]) -> None:
    assert most_in_a_minute(sent(limit, pauses)) <= limit


@given(limit=st.integers(min_value=1, max_value=60), count=st.integers(min_value=1, max_value=300))
def test_nor_by_a_sender_that_never_pauses(limit: int, count: int) -> None:
    assert most_in_a_minute(sent(limit, [0.0] * count)) <= limit


@given(limit=st.integers(min_value=40, max_value=1000), speed=st.floats(min_value=1.0, max_value=50.0))
def test_a_sender_with_enough_to_do_keeps_the_limit_busy(limit: int, speed: float) -> None:
    assert in_ten_minutes(limit, each_takes=A_MINUTE / limit / speed) >= 0.95 * 10 * limit


@pytest.mark.parametrize("limit", [60, 200, 300], ids=["notes on gitlab.com", "issues on gitlab.com", "elsewhere"])
def test_gitlabs_own_limits_are_kept_busy(limit: int) -> None:
    assert in_ten_minutes(limit, each_takes=0.1) >= 0.95 * 10 * limit


@given(limit=limits)
def test_the_first_ones_need_not_wait(limit: int) -> None:
    first = max(1, int(0.9 * limit))
    assert sent(limit, [0.0] * first) == [0.0] * first


def test_the_smallest_limit_lets_one_through_a_minute() -> None:
    assert sent(1, [0.0] * 4) == [0.0, 60.0, 120.0, 180.0]


def test_a_sender_who_is_slow_by_nature_never_waits() -> None:
    waiting = VirtualWaiting()
    pace = Pace(60, waiting)
    for _ in range(200):
        pace.wait()
        waiting.time += 1.1
    assert waiting.waits == []


@given(limit=limits, refusals=st.integers(min_value=1, max_value=40))
def test_after_a_refusal_it_sends_less_but_something(limit: int, refusals: int) -> None:
    waiting = VirtualWaiting()
    pace = Pace(limit, waiting)
    for _ in range(limit):
        pace.wait()
    for _ in range(refusals):
        pace.slow_down()
    waiting.time += A_MINUTE
    begin = waiting.time
    times = []
    for _ in range(limit + 1):
        pace.wait()
        times.append(waiting.time)
    assert 1 <= sum(time < begin + A_MINUTE - ROUNDING for time in times) <= max(1, 0.8**refusals * limit)


def test_what_it_waits_counts_against_the_budget() -> None:
    waiting = VirtualWaiting(timedelta(seconds=30))
    pace = Pace(1, waiting)
    pace.wait()
    with pytest.raises(HaltedError, match="would be used up"):
        pace.wait()
    assert waiting.waits == []
