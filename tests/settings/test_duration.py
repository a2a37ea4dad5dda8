from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.duration import in_words, parse_duration, roughly


@pytest.mark.parametrize(
    ("written", "duration", "words"),
    [
        ("1s", timedelta(seconds=1), "1 second"),
        ("60s", timedelta(minutes=1), "1 minute"),
        ("90s", timedelta(seconds=90), "90 seconds"),
        ("1min", timedelta(minutes=1), "1 minute"),
        ("90min", timedelta(minutes=90), "90 minutes"),
        ("60min", timedelta(hours=1), "1 hour"),
        ("36h", timedelta(hours=36), "36 hours"),
        ("48h", timedelta(days=2), "2 days"),
        ("1d", timedelta(days=1), "1 day"),
        ("7d", timedelta(days=7), "7 days"),
        ("2w", timedelta(days=14), "14 days"),
        ("9999w", timedelta(weeks=9999), "69993 days"),
        (" 7 D ", timedelta(days=7), "7 days"),
    ],
)
def test_a_duration_is_read_and_said_again(written: str, duration: timedelta, words: str) -> None:
    assert parse_duration(written) == duration
    assert in_words(duration) == words


def test_a_duration_may_be_one_already() -> None:
    assert parse_duration(timedelta(hours=5)) == timedelta(hours=5)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "7",
        "d",
        "0d",
        "00h",
        "-7d",
        "1.5d",
        "7days",
        "7d 3h",
        "7  d",
        "10000d",
        "7y",
        "7\nd",
        "7m",
        "7sec",
        7,
        7.0,
        None,
        True,
        ["7d"],
    ],
)
def test_what_is_no_duration_is_refused_with_an_example(value: object) -> None:
    with pytest.raises(ValueError, match="such as 7d, 48h or 2w"):
        parse_duration(value)


def test_parts_of_a_second_are_not_said() -> None:
    assert in_words(timedelta(minutes=2, milliseconds=999)) == "2 minutes"


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(days=3, hours=23), "3 days"),
        (timedelta(hours=25), "1 day"),
        (timedelta(hours=1, seconds=13), "1 hour"),
        (timedelta(seconds=119), "1 minute"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(milliseconds=9), "0 seconds"),
    ],
)
def test_a_duration_can_be_said_roughly(duration: timedelta, words: str) -> None:
    assert roughly(duration) == words
