from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.survey import COLUMNS

if TYPE_CHECKING:
    from intake.conftest import Read

AT = "2026-11-22T09:30:00+01:00"
HEADER = "ticket,rating,responded_at,comment"
GOOD_1, GOOD_2 = f"1,good,{AT},fine", f"2,bad,{AT},slow"
KNOWN_COLUMNS = f"(known columns: {', '.join(COLUMNS)})"
EMPTY = "in1: is empty: there is not even a header row; was the export cut off?"
NO_UTF8 = "is not in UTF-8; export the file as UTF-8"
NOTHING_MORE = (
    "from here on nothing was read, since the words of a comment could be taken for rows; "
    'write a quotation mark inside a cell twice ("")'
)


def lines(*rows: str, end: str = "\n") -> str:
    return "".join(f"{row}{end}" for row in rows)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lines(HEADER, GOOD_1, GOOD_2), id="plain"),
        pytest.param(lines(HEADER, GOOD_1, GOOD_2).rstrip(), id="no newline at the end"),
        pytest.param("\ufeff" + lines(HEADER, GOOD_1, GOOD_2), id="byte-order mark"),
        pytest.param(lines(HEADER, GOOD_1, GOOD_2, end="\r\n"), id="CRLF"),
        pytest.param("\ufeff" + lines(HEADER, GOOD_1, GOOD_2, end="\r\n"), id="byte-order mark and CRLF"),
        pytest.param(lines(HEADER, GOOD_1, GOOD_2, end="\r"), id="CR alone"),
        *(
            pytest.param(lines(HEADER, GOOD_1, GOOD_2).encode(encoding), id=f"{encoding} with its mark")
            for encoding in ("utf-16", "utf-32")
        ),
        pytest.param(lines("sep=;", *(row.replace(",", ";") for row in (HEADER, GOOD_1, GOOD_2))), id="sep=;"),
        pytest.param("\ufeff" + lines('"SEP=,"', HEADER, GOOD_1, GOOD_2, end="\r\n"), id="sep=, in quotes"),
        pytest.param(lines(HEADER, f"{GOOD_1},", f"{GOOD_2}, ,\u00a0,"), id="empty cells behind the last column"),
        pytest.param(lines("", "  ", HEADER, "", GOOD_1, ",,,", GOOD_2, " , , , "), id="blank rows"),
        pytest.param(lines("Ticket,RATING,Responded_At,comment", GOOD_1, GOOD_2), id="header in any case"),
        pytest.param(lines(" ticket ,rating\t,responded at,  comment", GOOD_1, GOOD_2), id="header with spaces"),
        pytest.param(
            lines("\u00a0ticket,rating\u00a0,Responded\u00a0 at,comment", GOOD_1, GOOD_2), id="header with NBSP"
        ),
        pytest.param(
            lines("comment,responded_at,rating,ticket", f"fine,{AT},good,1", f"slow,{AT},bad,2"), id="any order"
        ),
        pytest.param(
            lines('"ticket","rating","responded_at","comment"', f'"1","good","{AT}","fine"', GOOD_2), id="quoted"
        ),
        pytest.param(lines(HEADER, f" #1 , GOOD , {AT} , fine ", GOOD_2), id="cells with spaces"),
    ],
)
def test_rows_become_surveys_whatever_the_export_looks_like(read: Read, content: str | bytes) -> None:
    reading = read(content)
    assert [(survey.ticket, survey.rating, survey.comment) for survey in reading.surveys] == [
        ("1", "good", "fine"),
        ("2", "bad", "slow"),
    ]
    assert (reading.rejections, reading.warnings) == ([], [])


@pytest.mark.parametrize(
    ("cell", "comment"),
    [
        pytest.param('"first\nsecond"', "first\nsecond", id="LF"),
        pytest.param('"first\r\n\r\nsecond"', "first\r\n\r\nsecond", id="CRLF, and a blank line"),
        pytest.param('"say ""hi"", please"', 'say "hi", please', id="quotes and a comma"),
        pytest.param('"Grüße 🚀"', "Grüße 🚀", id="beyond ASCII"),
        pytest.param('"a\0b"', "a\0b", id="NUL"),
        pytest.param("", "", id="nothing"),
        pytest.param(" \u00a0 ", "", id="blanks only"),
    ],
)
def test_a_comment_is_kept_as_it_was_written(read: Read, cell: str, comment: str) -> None:
    reading = read(lines(HEADER, f"1,good,{AT},{cell}", GOOD_2, end="\r\n"))
    assert [survey.comment for survey in reading.surveys] == [comment, "slow"]
    assert reading.rejections == []


def test_a_header_without_rows_is_an_export_without_surveys(read: Read) -> None:
    reading = read(lines(HEADER))
    assert (reading.surveys, reading.rejections, reading.warnings) == ([], [], [])
    assert (reading.sighting.rows, reading.sighting.oldest) == (0, None)


@pytest.mark.parametrize(
    ("content", "rejection"),
    [
        pytest.param("", EMPTY, id="empty"),
        pytest.param(" \r\n\n\t", EMPTY, id="blank only"),
        pytest.param("\ufeff", EMPTY, id="byte-order mark only"),
        pytest.param("\ufeff\n", EMPTY, id="byte-order mark and a blank line"),
        pytest.param(
            lines("ticket,comment", "1,good"),
            f"in1 row 1: the header lacks rating, responded_at {KNOWN_COLUMNS}",
            id="two columns are missing",
        ),
        pytest.param(
            lines("rating,responded_at", f"good,{AT}"),
            f"in1 row 1: the header lacks ticket or id {KNOWN_COLUMNS}",
            id="nothing identifies the survey",
        ),
        pytest.param(
            lines("", "ticket,responded_at", f"1,{AT}"),
            f"in1 row 2: the header lacks rating {KNOWN_COLUMNS}",
            id="after a blank line",
        ),
        *(
            pytest.param(
                lines(HEADER, GOOD_1).replace(",", separator),
                "in1 row 1: the header lacks rating, responded_at, ticket or id; "
                f"are the cells separated by something other than commas? {KNOWN_COLUMNS}",
                id=f"separated by {name}",
            )
            for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "pipes"))
        ),
        pytest.param(
            lines("ticket,Rating, rating ,responded_at,TICKET", f"1,good,bad,{AT},2"),
            "in1 row 1: names rating, ticket twice",
            id="the same column twice",
        ),
        pytest.param(lines("\x86 ä").encode("utf-16-le"), f"in1 row 1: {NO_UTF8}", id="UTF-16 without its mark"),
        pytest.param(lines("ticket,rating,Größe").encode("latin-1"), f"in1 row 1: {NO_UTF8}", id="Latin-1"),
    ],
)
def test_a_file_that_cannot_be_understood_is_rejected_once(read: Read, content: str | bytes, rejection: str) -> None:
    reading = read(content)
    assert (reading.surveys, reading.rejections) == ([], [rejection])
    assert reading.sighting.rejected == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param("8,good", "has 2 cells, but the header has 4", id="too few cells"),
        pytest.param(f"8,good,{AT},a,b", "has 5 cells, but the header has 4", id="too many cells"),
        pytest.param(
            f"8,good,{AT},{'x' * 140_000}", "comment: string should have at most 100000 characters", id="long comment"
        ),
        pytest.param(
            f"8,great,{AT},a", "rating 'great': input should be 'good', 'neutral' or 'bad'", id="unknown rating"
        ),
        pytest.param(
            "8,good,2026-11-22T09:30,a",
            "responded_at '2026-11-22T09:30': has no UTC offset; write it as 2026-11-22T09:30:00+01:00",
            id="local time without offset",
        ),
        pytest.param(f",good,{AT},a", "needs a ticket or an id, else it could not be recognised again", id="no ticket"),
    ],
)
def test_a_bad_row_is_rejected_by_its_number_and_the_good_ones_go_on(read: Read, row: str, reason: str) -> None:
    reading = read(lines(HEADER, GOOD_1, row, GOOD_2))
    assert reading.rejections == [f"in1 row 3: {reason}"]
    assert reading.tickets == ["1", "2"]
    assert (reading.sighting.rows, reading.sighting.rejected) == (3, 1)


def test_rows_are_counted_as_a_spreadsheet_shows_them(read: Read) -> None:
    rows = (HEADER, GOOD_1, "", "8,good", f'3,good,{AT},"two\nlines"', "9,good,never,")
    assert [rejection.partition(":")[0] for rejection in read(lines(*rows)).rejections] == ["in1 row 4", "in1 row 6"]


def test_a_quote_that_never_ends_costs_the_rows_behind_it_and_is_told(read: Read) -> None:
    reading = read(lines(HEADER, GOOD_1, f'8,good,{AT},"and then', GOOD_2))
    assert reading.tickets == ["1"]
    assert reading.rejections == [f"in1 row 3: is not valid CSV: unexpected end of data; {NOTHING_MORE}"]


TICKETS = st.lists(st.integers(1, 99), max_size=4, unique=True)


@settings(deadline=None)
@given(
    before=TICKETS,
    after=TICKETS,
    broken=st.sampled_from(['"a" b', '"he said \\"no\\" and', f'"{"x" * 1_000_000}', f'"y\n{"x" * 1_000_000}', '""x']),
)
def test_where_a_file_is_no_csv_the_words_of_a_comment_do_not_become_surveys(
    read: Read, before: list[int], after: list[int], broken: str
) -> None:
    rows = ([f"{ticket},good,{AT},fine" for ticket in tickets] for tickets in (before, [n + 100 for n in after]))
    above, below = rows
    reading = read(lines(HEADER, *above, f"8,good,{AT},{broken}", *below, 'end"'))
    assert reading.tickets == [str(ticket) for ticket in before]
    (rejection,) = reading.rejections
    assert rejection.startswith(f"in1 row {len(before) + 2}: is not valid CSV: ")
    assert rejection.endswith(NOTHING_MORE)


@settings(deadline=None)
@given(comment=st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('",\n\\'), max_size=60))
def test_the_words_of_a_comment_that_is_quoted_well_never_become_surveys(read: Read, comment: str) -> None:
    quoted = comment.replace('"', '""')
    reading = read(lines(HEADER, f'1,good,{AT},"{quoted}\n9,bad,{AT},{quoted}"', GOOD_2))
    assert (reading.tickets, reading.rejections) == (["1", "2"], [])
    assert reading.surveys[0].comment == f"{comment}\n9,bad,{AT},{comment}".strip()


def test_a_broken_file_does_not_hinder_the_next_one(read: Read) -> None:
    reading = read("", lines(HEADER, GOOD_1, "8,good"), lines("ticket;rating"), lines(HEADER, GOOD_2))
    assert reading.tickets == ["1", "2"]
    assert [rejection.partition(":")[0] for rejection in reading.rejections] == ["in1", "in2 row 3", "in3 row 1"]


def test_every_column_is_read(read: Read) -> None:
    cells = {
        "rating": "neutral",
        "responded_at": AT,
        "id": "s-1",
        "ticket": "210",
        "score": "3/5",
        "comment": "so so",
        "reason": "too slow",
        "customer": "Ann",
        "organization": "Acme",
        "region": "EMEA",
        "agent": "Bo",
        "ticket_url": "https://tickets.example.com/210",
        "contact_requested": "yes",
        "status": "solved",
        "changeable_until": AT,
    }
    assert tuple(cells) == COLUMNS
    (survey,) = read(lines(",".join(cells), ",".join(cells.values()))).surveys
    expected = cells | {"source": "survey", "identity": "ticket", "contact_requested": True}
    assert survey.model_dump(mode="json") == expected


def test_reading_leaves_the_csv_modules_limits_alone(read: Read) -> None:
    before = csv.field_size_limit(4_711)
    try:
        assert read(lines(HEADER, GOOD_1, "broken")).tickets == ["1"]
        assert csv.field_size_limit() == 4_711
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("rows_before", [1, 1000], ids=["at the start", "far into the file"])
@pytest.mark.parametrize(
    "cells", [b"0,bad,\xff,x", f"0,bad,{AT},Gr\xfc\xdfe".encode("latin-1")], ids=["time", "comment"]
)
def test_a_row_that_is_not_in_utf8_costs_no_other_row(read: Read, rows_before: int, cells: bytes) -> None:
    rows = [f"{number},good,{AT},{'x' * 50}".encode() for number in range(1, rows_before + 2)]
    reading = read(b"\n".join([HEADER.encode(), *rows[:-1], cells, rows[-1]]))
    assert reading.rejections == [f"in1 row {rows_before + 2}: {NO_UTF8}"]
    assert reading.tickets == [str(number) for number in range(1, rows_before + 2)]


def test_columns_without_a_name_are_left_out_with_a_warning(read: Read) -> None:
    reading = read(lines("ticket,rating,responded_at,,", f"1,good,{AT},,x"))
    assert (reading.tickets, reading.rejections) == (["1"], [])
    assert reading.warnings == ["in1: left out the unknown columns (without a name)"]


def test_an_unknown_column_may_stand_there_twice(read: Read) -> None:
    reading = read(lines("ticket,rating,responded_at,tag,Tag", f"1,good,{AT},a,b"))
    assert (reading.tickets, reading.rejections) == (["1"], [])
    assert reading.warnings == ["in1: left out the unknown columns tag"]


def test_the_first_row_of_a_file_without_a_header_is_not_shown(read: Read) -> None:
    (rejection,) = read(lines(f"1,good,{AT},Ann Other,Ann Other")).rejections
    assert "ann" not in rejection.casefold()
