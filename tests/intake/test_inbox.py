from __future__ import annotations

import json
import tracemalloc
from collections import deque
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.conftest import Heard

from bot.intake import FileFeed, Inbox, InputFile, Sighting, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.conftest import Read

HEADER = "ticket,rating,responded_at,comment\n"
EARLY, LATE = "2026-11-20T10:00:00+01:00", "2026-11-21T10:00:00+01:00"
LATE_ELSEWHERE = "2026-11-21T04:00:00-05:00"


def csv(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


# --- the newest answer wins


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param([csv(f"1,bad,{EARLY},old", f"1,good,{LATE},new")], id="one file"),
        pytest.param([csv(f"1,good,{LATE},new", f"1,bad,{EARLY},old")], id="one file, newest first"),
        pytest.param([csv(f"1,bad,{EARLY},old"), csv(f"1,good,{LATE},new")], id="two files"),
        pytest.param([csv(f"1,good,{LATE},new"), csv(f"1,bad,{EARLY},old")], id="two files, newest first"),
        pytest.param([csv(f"1,bad,{EARLY},old", f"#1,good,{LATE},new")], id="written differently"),
        pytest.param([csv(f"1,good,{LATE},new", f"1,good,{LATE},new")], id="the same row twice"),
        pytest.param([csv(f"1,good,{LATE},new"), csv(f"1,good,{LATE},new")], id="the same row in two files"),
        pytest.param([csv(f"1,bad,{LATE},old"), csv(f"1,good,{LATE},new")], id="at the same instant: the last"),
        pytest.param([csv(f"1,bad,{LATE},old", f"1,good,{LATE_ELSEWHERE},new")], id="at the same instant elsewhere"),
        pytest.param([csv(f"1,good,{LATE},new", "1,bad,2027-01-01T00:00:00Z,old")], id="a rejected row does not count"),
    ],
)
def test_of_several_answers_for_a_ticket_the_newest_comes_out_once(read: Read, contents: list[str]) -> None:
    assert [(survey.rating, survey.comment) for survey in read(*contents).surveys] == [("good", "new")]


def test_a_ticket_and_an_id_of_the_same_text_are_two_surveys(read: Read) -> None:
    content = f"ticket,id,rating,responded_at\n7,,good,{EARLY}\n,7,bad,{LATE}\n7,9,neutral,{LATE}\n"
    assert [(survey.key, survey.rating) for survey in read(content).surveys] == [
        ("survey/id/7", "bad"),
        ("survey/ticket/7", "neutral"),
    ]


class Answer(NamedTuple):
    ticket: str
    minute: int
    rating: str
    offset: int

    def row(self) -> str:
        zone = timedelta(hours=self.offset)
        local = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=self.minute) + zone
        return f"{self.ticket},{self.rating},{local:%Y-%m-%dT%H:%M}{self.offset:+03d}:00,at {self.minute}"


ANSWERS = st.lists(
    st.builds(
        Answer,
        st.sampled_from("12345"),
        st.integers(0, 20_000),
        st.sampled_from(["good", "neutral", "bad"]),
        st.integers(-12, 14),
    ),
    unique_by=lambda answer: answer.minute,
    max_size=25,
)


@settings(deadline=None)
@given(data=st.data(), answers=ANSWERS)
def test_no_order_of_rows_and_files_changes_what_the_newest_answers_are(
    read: Read, data: st.DataObject, answers: list[Answer]
) -> None:
    newest = {answer.ticket: answer for answer in sorted(answers, key=lambda answer: answer.minute)}
    again = data.draw(st.lists(st.sampled_from(answers))) if answers else []
    shuffled = data.draw(st.permutations(answers + again))
    cut = data.draw(st.integers(0, len(shuffled)))
    reading = read(csv(*(one.row() for one in shuffled[:cut])), csv(*(one.row() for one in shuffled[cut:])))
    assert sorted((survey.ticket, survey.rating, survey.comment) for survey in reading.surveys) == sorted(
        (answer.ticket, answer.rating, f"at {answer.minute}") for answer in newest.values()
    )
    assert reading.rejections == []


# --- what the first reading finds


def test_the_sighting_counts_rows_and_rejections_and_finds_the_oldest_answer(read: Read) -> None:
    sighting = read(csv(f"1,good,{LATE},", "2,good,never,"), csv(f"3,good,{EARLY},", f"1,bad,{LATE},")).sighting
    assert (sighting.rows, sighting.rejected) == (4, 1)
    assert sighting.oldest == datetime.fromisoformat(EARLY)
    assert sighting.newest.keys() == {fingerprint("survey/ticket/1"), fingerprint("survey/ticket/3")}


@pytest.mark.parametrize(
    ("known", "newer"),
    [
        pytest.param(EARLY, True, id="older answer"),
        pytest.param(LATE, False, id="the same answer"),
        pytest.param(LATE_ELSEWHERE, False, id="the same answer, offset of elsewhere"),
        pytest.param("2026-11-21T09:59:59.999999+01:00", True, id="a microsecond older"),
        pytest.param("2026-11-22T10:00:00+01:00", False, id="newer answer"),
    ],
)
def test_a_newer_answer_than_the_known_one_is_noticed(read: Read, known: str, *, newer: bool) -> None:
    sighting = read(csv(f"1,good,{LATE},", f"1,good,{EARLY},")).sighting
    assert sighting.has_newer(fingerprint("survey/ticket/1"), datetime.fromisoformat(known)) is newer


def test_a_survey_that_is_in_no_file_has_no_newer_answer() -> None:
    assert not Sighting().has_newer(fingerprint("survey/ticket/1"), datetime.fromisoformat(EARLY))


def test_fingerprints_are_short_stable_and_differ() -> None:
    prints = {fingerprint(f"survey/ticket/{number}") for number in range(1000)}
    assert len(prints) == 1000
    assert all(one.bit_length() <= 128 for one in prints)
    assert fingerprint("survey/ticket/1") in prints


# --- unknown columns


def test_unknown_columns_are_left_out_with_one_warning_for_each_file(read: Read) -> None:
    table = "ticket,rating,responded_at,NPS,Assigned Group\n"
    rows = "".join(f"{number},good,{LATE},9,x\n" for number in range(5))
    records = [{"ticket": 7, "rating": "good", "responded_at": LATE}, {"ticket": 8, "nps": 1}, {"zone": 2, "nps": 3}]
    reading = read(table + rows, csv(f"6,good,{LATE},"), json.dumps(records))
    assert reading.warnings == [
        "in1: left out the unknown columns assigned_group, nps",
        "in3: left out the unknown columns nps, zone",
    ]
    assert reading.tickets == ["0", "1", "2", "3", "4", "6", "7"]


def test_a_warning_stays_short(read: Read) -> None:
    names = [*(f"column {number:02}" for number in range(11)), "y" * 90, "z"]
    reading = read(f"ticket,rating,responded_at,{','.join(names)}\n1,good,{LATE},{',' * 12}\n")
    named = ", ".join(f"column_{number:02}" for number in range(10))
    assert reading.warnings == [f"in1: left out the unknown columns {named} and 3 more"]
    assert read(f"ticket,rating,responded_at,{'y' * 90}\n1,good,{LATE},\n").warnings == [
        f"in1: left out the unknown columns {'y' * 40}"
    ]


# --- memory


def as_csv(rows: int, tickets: int) -> bytes:
    return csv(*(f"{number % tickets},good,{LATE},{'x' * 200}" for number in range(rows))).encode()


def as_lines(rows: int, tickets: int) -> bytes:
    record = {"rating": "good", "responded_at": LATE, "comment": "x" * 200}
    return "\n".join(json.dumps(record | {"ticket": number % tickets}) for number in range(rows)).encode()


def as_array(rows: int, tickets: int) -> bytes:
    return b"[" + as_lines(rows, tickets).replace(b"\n", b",\n") + b"]"


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def inbox_of(content: bytes, now: datetime) -> Inbox:
    """Of a file that was in memory before it is measured, so that it does not count."""
    feed = FileFeed(InputFile("in", lambda: BytesIO(content)), "survey", now)
    return Inbox(feeds=[feed], redact=lambda survey: survey)


def look(inbox: Inbox) -> Sighting:
    return inbox.look(Heard())


def peaks_of_looking(contents: list[bytes], now: datetime) -> list[int]:
    look(inbox_of(contents[0], now))  # what is imported and cached at the first reading is not the question
    return [peak_of(partial(look, inbox_of(content, now))) for content in contents]


@pytest.mark.parametrize(
    ("form", "rows"), [(as_csv, 500), (as_array, 300), (as_lines, 300)], ids=["csv", "array", "lines"]
)
def test_memory_does_not_follow_the_file(now: datetime, form: Callable[[int, int], bytes], rows: int) -> None:
    """A file ten times as long, with answers for the same ten tickets, so that the index stays as small as it was."""
    peaks = peaks_of_looking([form(rows, 10), form(10 * rows, 10)], now)
    assert peaks[1] < 1.5 * peaks[0]


def test_the_index_takes_little_for_each_survey(now: datetime) -> None:
    peaks = peaks_of_looking([as_csv(500, 500), as_csv(3_500, 3_500)], now)
    assert (peaks[1] - peaks[0]) / 3_000 < 250


def test_the_newest_answers_are_handed_out_one_at_a_time(now: datetime) -> None:
    content = as_csv(1_500, 1_500)
    inbox = inbox_of(content, now)
    sighting = look(inbox)
    assert len(sighting.newest) == 1_500
    assert peak_of(lambda: deque(inbox.newest(sighting, sighting.newest.__contains__), maxlen=0)) < len(content) / 5
