"""Waiting between requests, and the ends of a pass: somebody asks for it, or its time is up."""

import threading
from datetime import timedelta

import pytest
from tracker.conftest import VirtualWaiting

from bot.errors import ExitCode, HaltedError
from bot.tracker import Waiting

TEN_SECONDS = timedelta(seconds=10)


def test_without_a_budget_it_waits_as_long_as_it_takes() -> None:
    waiting = VirtualWaiting()
    waiting.sleep(1e9)
    waiting.check()
    assert waiting.waits == [1e9]
    assert waiting.at_most(30) == 30


@pytest.mark.parametrize(
    ("budget", "usable"),
    [
        pytest.param(timedelta(seconds=1), 0.9, id="a second"),
        pytest.param(TEN_SECONDS, 9, id="ten seconds"),
        pytest.param(timedelta(minutes=1), 54, id="a minute"),
        pytest.param(timedelta(minutes=5), 270, id="five minutes"),
        pytest.param(timedelta(minutes=25), 25 * 60 - 30, id="25 minutes: never more than half a minute is kept"),
        pytest.param(timedelta(weeks=2), 14 * 24 * 3600 - 30, id="two weeks"),
    ],
)
def test_a_part_of_the_budget_is_kept_for_the_request_in_flight(budget: timedelta, usable: float) -> None:
    waiting = VirtualWaiting(budget)
    waiting.time = usable - 0.01
    waiting.check()
    waiting.time = usable + 0.01
    with pytest.raises(HaltedError, match=r"time budget of .* is used up"):
        waiting.check()


def test_a_wait_that_would_outlast_the_budget_is_not_begun() -> None:
    waiting = VirtualWaiting(TEN_SECONDS)
    waiting.sleep(5)
    with pytest.raises(HaltedError, match="would be used up by waiting"):
        waiting.sleep(4)
    assert waiting.waits == [5]
    waiting.sleep(3.9)


@pytest.mark.parametrize("gone", [0, 4, 8, 8.9])
def test_a_time_out_does_not_outlast_the_budget(gone: float) -> None:
    waiting = VirtualWaiting(TEN_SECONDS)
    waiting.time = gone
    assert 0 < waiting.at_most(30) <= 10 - gone


def test_a_short_time_out_stays_as_it_is() -> None:
    assert VirtualWaiting(TEN_SECONDS).at_most(0.5) == 0.5


@pytest.mark.parametrize("gone", [9, 10, 99])
def test_a_time_out_is_never_nought(gone: float) -> None:
    waiting = VirtualWaiting(TEN_SECONDS)
    waiting.time = gone
    assert waiting.at_most(30) > 0


def test_it_is_stopped_with_a_reason_and_the_first_one_counts() -> None:
    waiting = VirtualWaiting()
    waiting.stop("stopped by SIGTERM")
    waiting.stop("stopped by SIGINT")
    for call in (waiting.check, lambda: waiting.sleep(1)):
        with pytest.raises(HaltedError, match="stopped by SIGTERM: the pass ended after the request in flight"):
            call()
    assert waiting.waits == []


def test_an_end_that_is_asked_for_is_told_even_when_the_budget_is_used_up_as_well() -> None:
    waiting = VirtualWaiting(TEN_SECONDS)
    waiting.time = 99
    waiting.stop("stopped by SIGTERM")
    with pytest.raises(HaltedError, match="SIGTERM"):
        waiting.check()


def test_whoever_waits_is_woken_by_a_stop_from_elsewhere() -> None:
    waiting = Waiting()
    ended: list[HaltedError] = []

    def wait_for_an_hour() -> None:
        try:
            waiting.sleep(3600)
        except HaltedError as end:
            ended.append(end)

    sleeper = threading.Thread(target=wait_for_an_hour, daemon=True)
    sleeper.start()
    waiting.stop("stopped by a test")
    sleeper.join(timeout=30)
    assert "stopped by a test" in str(ended[0])


def test_an_end_in_good_order_leaves_something_for_the_next_pass() -> None:
    assert HaltedError.exit_code is ExitCode.INCOMPLETE
