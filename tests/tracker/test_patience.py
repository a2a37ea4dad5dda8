"""How long to wait: by whatever GitLab says in its headers, and by itself where it says nothing.

The headers are hand-written after GitLab's documentation of its rate limits.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from bot.tracker.patience import after_error, after_refusal, before_next, server_time

NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)
HOUR = 3600.0
DATE = {"Date": format_datetime(NOW, usegmt=True)}


def at(seconds: float) -> str:
    """Write an instant some seconds after the server's now, as HTTP does."""
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


def reset(seconds: float) -> dict[str, str]:
    return {"RateLimit-Reset": str(int(NOW.timestamp() + seconds))}


def headers(*parts: dict[str, str]) -> CaseInsensitiveDict[str]:
    """Put headers together as requests does: the case of their names does not matter."""
    return CaseInsensitiveDict({name: value for part in parts for name, value in part.items()})


def test_after_errors_it_waits_longer_and_longer_up_to_ten_seconds() -> None:
    assert [after_error(attempt) for attempt in range(1, 9)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10]


def test_refused_without_a_word_it_waits_longer_and_longer_up_to_a_minute() -> None:
    assert [after_refusal(attempt, {}) for attempt in range(1, 8)] == [4, 8, 16, 32, 64, 64, 64]


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        pytest.param([{"Retry-After": "30"}], 30, id="seconds"),
        pytest.param([{"Retry-After": " 30 "}], 30, id="seconds with blanks"),
        pytest.param([{"retry-after": "30"}], 30, id="in small letters"),
        pytest.param([{"Retry-After": "0"}], 0, id="at once"),
        pytest.param([{"Retry-After": "99999"}], HOUR, id="a day: no more than an hour"),
        pytest.param([{"Retry-After": at(20)}, DATE], 20, id="a date"),
        pytest.param([{"Retry-After": at(-20)}, DATE], 0, id="a date that is over"),
        pytest.param([{"Retry-After": at(99999)}, DATE], HOUR, id="a date tomorrow: no more than an hour"),
        pytest.param([{"Retry-After": at(20)}], 8, id="a date without the server's own"),
        pytest.param([{"Retry-After": at(20)}, {"Date": "soon"}], 8, id="a date, and nonsense for the server's own"),
        pytest.param([reset(40), DATE], 40, id="the end of the limit's minute"),
        pytest.param([reset(-40), DATE], 0, id="a minute that is over"),
        pytest.param([reset(99999), DATE], HOUR, id="a minute that ends tomorrow"),
        pytest.param([reset(40)], 8, id="a minute's end without the server's time"),
        pytest.param([{"RateLimit-Reset": "soon"}, DATE], 8, id="a minute's end that is no number"),
        pytest.param([{"Retry-After": "soon"}], 8, id="nonsense"),
        pytest.param([{"Retry-After": "-5"}, DATE], 8, id="a negative number"),
        pytest.param([{"Retry-After": "1.5"}, DATE], 8, id="a fraction"),
        pytest.param([{"Retry-After": ""}, DATE], 8, id="nothing said"),
        pytest.param([{"Retry-After": "soon"}, reset(40), DATE], 40, id="nonsense, but a minute's end"),
        pytest.param([{"Retry-After": "30"}, reset(40), DATE], 30, id="both: what is asked for goes first"),
        pytest.param([{"Retry-After": at(20)}, reset(40), DATE], 20, id="both, as a date"),
        pytest.param([{"RateLimit-Remaining": "0"}, DATE], 8, id="none remaining, without an end"),
        pytest.param([DATE], 8, id="only the time"),
    ],
)
def test_after_a_second_refusal_it_waits_as_long_as_gitlab_asks(said: list[dict[str, str]], seconds: float) -> None:
    assert after_refusal(2, headers(*said)) == seconds


def expected(retry_after: str | None, remaining: str | None, ends: float | None, *, dated: bool) -> tuple[float, float]:
    """Say in other words how long to wait after a first refusal, and before the next request."""
    known_end = ends if dated else None
    asked = 30.0 if retry_after == "30" else known_end
    return (4.0 if asked is None else asked), (known_end or 0.0) if remaining == "0" else 0.0


COMBINATIONS = list(product([None, "30", "soon"], [None, "0", "7"], [None, 40.0], [True, False]))


@pytest.mark.parametrize(("retry_after", "remaining", "ends", "dated"), COMBINATIONS)
def test_every_combination_of_headers(
    retry_after: str | None, remaining: str | None, ends: float | None, *, dated: bool
) -> None:
    said = headers(
        {"Retry-After": retry_after} if retry_after else {},
        {"RateLimit-Remaining": remaining} if remaining else {},
        reset(ends) if ends else {},
        DATE if dated else {},
    )
    assert (after_refusal(1, said), before_next(said)) == expected(retry_after, remaining, ends, dated=dated)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        pytest.param([], 0, id="no headers"),
        pytest.param([{"RateLimit-Remaining": "1"}, reset(40), DATE], 0, id="one remains"),
        pytest.param([{"RateLimit-Remaining": "0"}, reset(40), DATE], 40, id="none remains"),
        pytest.param([{"ratelimit-remaining": " 0 "}, reset(40), DATE], 40, id="none remains, in small letters"),
        pytest.param([{"RateLimit-Remaining": "0"}, reset(-1), DATE], 0, id="none remained in a minute that is over"),
        pytest.param([{"RateLimit-Remaining": "0"}, reset(99999), DATE], HOUR, id="none until tomorrow"),
        pytest.param([{"RateLimit-Remaining": "0"}, DATE], 0, id="until when is not said"),
        pytest.param([{"RateLimit-Remaining": "0"}, reset(40)], 0, id="what time it is is not said"),
        pytest.param([{"RateLimit-Remaining": "none"}, reset(40), DATE], 0, id="nonsense"),
    ],
)
def test_after_the_last_request_that_is_allowed_it_waits_for_the_next_minute(
    said: list[dict[str, str]], seconds: float
) -> None:
    assert before_next(headers(*said)) == seconds


@pytest.fixture
def in_lima() -> Iterator[None]:
    """Let the bot run where it is another hour than in UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/Lima")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_lima")
@pytest.mark.parametrize(
    ("date", "instant"),
    [
        pytest.param("Fri, 20 Nov 2026 12:00:00 GMT", NOW, id="as HTTP wants it"),
        pytest.param("Fri, 20 Nov 2026 13:00:00 +0100", NOW, id="with an offset"),
        pytest.param("Fri, 20 Nov 2026 12:00:00 -0000", NOW, id="UTC of a server that does not know its zone"),
        pytest.param("", None, id="empty"),
        pytest.param("soon", None, id="nonsense"),
        pytest.param("Fri, 40 Nov 2026 12:00:00 GMT", None, id="a day that is none"),
        pytest.param("2026-11-20T12:00:00Z", None, id="as others write it"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_the_servers_time_is_read_in_utc(date: str | None, instant: datetime | None) -> None:
    assert server_time(headers({} if date is None else {"Date": date})) == instant


nonsense = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["²", "٣", "1e9", "-0", "inf", "nan", "9" * 400, "9" * 5000]),
    st.sampled_from(["Fri, 31 Dec 9999 23:59:59 -1200", "Fri, 20 Nov 2026 12:00:00 -0000", at(20)]),
)


@given(retry_after=nonsense, remaining=st.sampled_from(["0", "", "x"]), ends=nonsense, date=nonsense)
@example(retry_after="²", remaining="0", ends="", date="")
@example(retry_after="Fri, 20 Nov 2026 12:00:00 -0000", remaining="0", ends="", date=at(0))
@example(retry_after="", remaining="0", ends="9" * 400, date=at(0))
@example(retry_after="", remaining="0", ends="²", date=at(0))
@example(retry_after="", remaining="0", ends="", date="Fri, 31 Dec 9999 23:59:59 -1200")
def test_whatever_the_headers_say_it_waits_for_some_time_within_an_hour(
    retry_after: str, remaining: str, ends: str, date: str
) -> None:
    said = headers(
        {"Retry-After": retry_after, "RateLimit-Remaining": remaining, "RateLimit-Reset": ends, "Date": date}
    )
    assert 0 <= after_refusal(1, said) <= HOUR
    assert 0 <= before_next(said) <= HOUR
