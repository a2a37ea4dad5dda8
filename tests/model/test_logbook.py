"""Which passes wrote something: written down, read again, and no more of them than are of use."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import NOW
from hypothesis import given
from hypothesis import strategies as st

from bot.model.logbook import PassRecord, entered, records_in
from bot.model.signature import pass_id

ONE = PassRecord("20261120T120000Z-0a1b", NOW, {"file_survey": 2, "ask_review": 1})

moments = st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - drawn in UTC
records = st.builds(
    PassRecord,
    identity=st.builds(pass_id, moments, st.text("0123456789abcdef", max_size=4)),
    ended=moments,
    undid=st.sampled_from(["", "20261119T120000Z-2c3d"]),
    did=st.dictionaries(st.sampled_from(["file_survey", "undo"]), st.integers(1, 10**6), min_size=1),
)


@given(st.lists(records, max_size=30).map(tuple))
def test_what_is_written_can_be_read(passes: tuple[PassRecord, ...]) -> None:
    assert records_in(",".join(map(str, passes))) == passes


def test_a_record_tells_when_its_pass_began() -> None:
    assert ONE.began == NOW


@given(st.lists(records, max_size=50))
def test_the_newest_thirty_are_kept_each_once(passes: list[PassRecord]) -> None:
    kept: tuple[PassRecord, ...] = ()
    for record in (*passes, ONE, ONE):
        kept = entered(kept, record)
    assert kept[-1] == ONE
    assert len(kept) <= 30
    assert len({record.identity for record in kept}) == len(kept)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("20261120T", "yesterday"),
        ("+00:00", ""),
        ("@", "-"),
        ("file_survey:2", "file_survey"),
        ("file_survey:2", "file_survey:two"),
        ("2026-11-20", "2026-11-31"),
        ("2026-11-20", "9999-12-31"),
        ("2026-11-20", "0001-01-01"),
        ("20261120T", "00010101T"),
        ("20261120T", "99991231T"),
        ("0a1b", "\x1b[31m"),
        ("0a1b", "0a1b\n"),
        ("ask_review:1", "ask_review:1@"),
        ("ask_review:1", "ask_review:1@\x1b[31m"),
        ("ask_review:1", "ask_review:1@20261119T120000Z@20261119T120000Z@"),
        ("file_survey", "\x1b[31m"),
        (":2", f":{'9' * 5000}"),
    ],
)
def test_what_somebody_has_changed_is_passed_over(old: str, new: str) -> None:
    other = PassRecord("20261121T120000Z", NOW, {"undo": 1})
    assert records_in(f"{str(ONE).replace(old, new, 1)},{other}") == (other,)


def test_records_are_apart_in_time_however_long_they_took() -> None:
    later = PassRecord(pass_id(NOW + timedelta(hours=2)), NOW, {"undo": 1})
    assert records_in(f"{ONE},{later}")[1].began == NOW + timedelta(hours=2)
