"""When a pass was at work: from what is written down and from what is met, and the cautious end where nothing is."""

from datetime import datetime, timedelta

import pytest
from builders import NOW
from hypothesis import given
from hypothesis import strategies as st

from bot.model.logbook import PassRecord
from bot.model.signature import pass_id
from bot.undo import Span, span_of

ID = pass_id(NOW, "0a1b")
MINUTE = timedelta(minutes=1)


def record(begin: int, end: int, nonce: str = "ffff") -> PassRecord:
    """Write down a pass that began and ended so many minutes after ours began."""
    return PassRecord(pass_id(NOW + begin * MINUTE, nonce), NOW + end * MINUTE, {"file_survey": 1})


MINE = record(0, 4, "0a1b")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("records", "met", "until", "begin", "end", "words"),
    [
        pytest.param([MINE], [], None, NOW, NOW + 4 * MINUTE + SECOND, "then it ended", id="written down"),
        pytest.param([], [ID], None, NOW, NOW + 60 * MINUTE, "an hour is assumed", id="nothing is known"),
        pytest.param([], [pass_id(NOW + 9 * MINUTE)], None, NOW, NOW + 9 * MINUTE, "began", id="the next one was met"),
        pytest.param([record(9, 12)], [], None, NOW, NOW + 9 * MINUTE, "began", id="the next one is written down"),
        pytest.param(
            [MINE, record(2, 3)], [], None, NOW, NOW + 2 * MINUTE, "began", id="another began while it was at work"
        ),
        pytest.param(
            [record(-5, 1), MINE], [], None, NOW + MINUTE, NOW + 4 * MINUTE + SECOND, "ended", id="another was at work"
        ),
        pytest.param([record(-5, -1)], ["nonsense", ""], None, NOW, NOW + 60 * MINUTE, "an hour", id="older ones"),
        pytest.param([record(9, 12), MINE], [], NOW + 70 * MINUTE, NOW, NOW + 70 * MINUTE, "--until", id="told"),
    ],
)
def test_the_time_of_a_pass(  # noqa: PLR0917, PLR0913 - a table
    records: list[PassRecord], met: list[str], until: datetime | None, begin: datetime, end: datetime, words: str
) -> None:
    span = span_of(ID, records, met, until)
    assert (span.begin, span.end) == (begin, end)
    assert words in span.known_by
    assert span.is_assumed is (MINE not in records and until is None)


@given(st.integers(-100, 100), st.integers(-100, 100), st.integers(-100, 100))
def test_it_holds_what_lies_between_its_ends(begin: int, end: int, at: int) -> None:
    span = Span(ID, NOW + begin * MINUTE, NOW + end * MINUTE, "")
    assert span.holds(NOW + at * MINUTE) is (begin <= at < end)
