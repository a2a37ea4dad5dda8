"""What kinds of files a mapping can read, and what it says of those that it cannot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.mapping import Translation
from bot.intake.row import Row

if TYPE_CHECKING:
    from datetime import datetime

    from intake.mapping.conftest import MakeMapping, Translate

AT = "2026-11-22T09:30:00Z"
HEADER, ROW = "Ticket,Rating,Comment,Time", f"1,7,Grüße,{AT}"
FILE = f"{HEADER}\n{ROW}\n"
NOTHING_MORE = (
    "from here on nothing was read, since the words of a comment could be taken for rows; "
    'write a quotation mark inside a cell twice ("")'
)
RECORD = {"Ticket": 1, "Rating": 7, "Comment": "Grüße", "Time": AT}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("said", ["said", "found out"])
def test_cells_may_be_separated_by_anything_usual(
    make_mapping: MakeMapping, translate: Translate, delimiter: str, said: str
) -> None:
    mapping = make_mapping(delimiter=delimiter if said == "said" else "auto")
    assert [survey.comment for survey in translate(mapping, FILE.replace(",", delimiter)).surveys] == ["Grüße"]


@pytest.mark.parametrize("said", ["sep=;\n", "SEP=;\r\n", '"sep=;"\r'], ids=["plain", "capitals", "quoted"])
@pytest.mark.parametrize("delimiter", ["auto", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_first_line_for_excel_names_the_delimiter_and_is_no_row(
    make_mapping: MakeMapping, translate: Translate, said: str, delimiter: str, encoding: str
) -> None:
    content = said + FILE.replace(",", ";") + "2;7\n"
    found = translate(make_mapping(delimiter=delimiter, encoding=encoding), content.encode(encoding))
    assert [survey.comment for survey in found.surveys] == ["Grüße"]
    assert found.rejections == ["in row 3: has 2 cells, but the header has 4"]


def test_what_the_mapping_says_goes_before_the_line_for_excel(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(delimiter="|"), "sep=;\n" + FILE.replace(",", "|"))
    assert ([survey.comment for survey in found.surveys], found.rejections) == (["Grüße"], [])


def test_a_column_may_be_called_like_the_line_for_excel(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping("fields: {ticket: sep=, rating: R, responded_at: T}\nrating: {good: [7]}")
    assert len(translate(mapping, f"sep=,R,T\n1,7,{AT}\n").surveys) == 1


def test_where_no_delimiter_fits_the_one_with_most_cells_is_believed(
    make_mapping: MakeMapping, translate: Translate
) -> None:
    found = translate(make_mapping(), FILE.replace(",", ";").replace("Rating", "Score"))
    (rejection,) = found.rejections
    assert (
        "lacks 'Rating' (fields.rating); this row has 4 cells: is another row the header (`header_row`)?" in rejection
    )


@given(surplus=st.lists(st.sampled_from(["", " ", "\t", "\u00a0"]), max_size=4))
def test_empty_cells_behind_the_last_column_do_no_harm(
    make_mapping: MakeMapping, translate: Translate, surplus: list[str]
) -> None:
    behind = "".join(f",{cell}" for cell in surplus)
    found = translate(make_mapping(delimiter=","), f"{HEADER}\n{ROW}{behind}\n{ROW}{behind},x\n")
    assert [survey.comment for survey in found.surveys] == ["Grüße"]
    assert found.rejections == [f"in row 3: has {5 + len(surplus)} cells, but the header has 4"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "mac-roman"])
def test_a_file_is_read_in_its_encoding(make_mapping: MakeMapping, translate: Translate, encoding: str) -> None:
    found = translate(make_mapping(encoding=encoding), FILE.encode(encoding))
    assert ([survey.comment for survey in found.surveys], found.rejections) == (["Grüße"], [])


@pytest.mark.parametrize("asked", ["utf-8", "cp1252", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_whatever_the_mapping_says(
    make_mapping: MakeMapping, translate: Translate, encoding: str, asked: str
) -> None:
    found = translate(make_mapping(encoding=asked), FILE.encode(encoding))
    assert ([survey.comment for survey in found.surveys], found.rejections) == (["Grüße"], [])


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac-roman", "cp1251", "ascii"])
@given(comment=st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters='",'), min_size=1))
def test_utf8_is_not_taken_for_an_encoding_of_single_bytes(
    make_mapping: MakeMapping, translate: Translate, encoding: str, comment: str
) -> None:
    found = translate(make_mapping(encoding=encoding), f"{HEADER}\n1,7,{comment},{AT}\n".encode())
    if comment.isascii():
        assert ([survey.comment for survey in found.surveys], found.rejections) == ([comment], [])
    else:
        assert found.surveys == []
        assert found.rejections == [
            f"in: is in UTF-8, but its source's mapping says `encoding: {encoding}`; change it there"
        ]


def test_a_file_that_ends_like_the_beginning_of_utf8_is_not_doubted(
    make_mapping: MakeMapping, translate: Translate
) -> None:
    content = f"Ticket,Rating,Time,Comment\n1,7,{AT},Café".encode("cp1252")
    found = translate(make_mapping(encoding="cp1252"), content)
    assert ([survey.comment for survey in found.surveys], found.rejections) == (["Café"], [])


@pytest.mark.parametrize("encoding", ["gbk", "shift_jis", "euc_kr", "big5"])
def test_an_encoding_of_several_bytes_is_not_doubted(
    make_mapping: MakeMapping, translate: Translate, encoding: str
) -> None:
    both = b"\xc6\xb1\xc2\xb7"  # valid in each of them, and in UTF-8
    found = translate(make_mapping(encoding=encoding), FILE.encode("ascii", "ignore").replace(b"Gre", both))
    assert ([survey.comment for survey in found.surveys], found.rejections) == ([both.decode(encoding)], [])


def test_a_row_in_another_encoding_costs_only_itself(make_mapping: MakeMapping, translate: Translate) -> None:
    content = FILE.encode() + f"2,7,Grüße,{AT}\n".encode("latin-1") + f"3,7,,{AT}\n".encode()
    found = translate(make_mapping(), content)
    assert [survey.ticket for survey in found.surveys] == ["1", "3"]
    assert found.rejections == [
        "in row 3: is not in UTF-8; export the file as UTF-8, or name its `encoding` in the source's mapping"
    ]


def test_a_cut_file_in_a_wide_encoding_keeps_its_whole_rows(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(encoding="utf-16"), (FILE + ROW).encode("utf-16")[:-1])
    assert len(found.surveys) <= 1
    assert len(found.rejections) == 1


@pytest.mark.parametrize(
    ("keys", "before"),
    [
        ({}, ""),
        ({"header_row": 3}, 'Report of the week\n"broken" here,,\n'),
        ({"header_row": 2}, "\n"),
        ({"header_row": 1, "first_data_row": 4}, ""),
    ],
    ids=["plain", "titles above", "a blank row above", "more headers below"],
)
def test_header_and_first_row_stand_where_the_mapping_says(
    make_mapping: MakeMapping, translate: Translate, keys: dict[str, int], before: str
) -> None:
    between = "a,b\nc,d,e,f,g\n" if "first_data_row" in keys else ""
    found = translate(make_mapping(**keys), f"{before}{HEADER}\n{between}{ROW}\n")
    assert ([survey.ticket for survey in found.surveys], found.rejections) == (["1"], [])


@pytest.mark.parametrize(
    ("content", "rejection"),
    [
        pytest.param("", "in: is empty: there is not even a header row; was the export cut off?", id="empty"),
        pytest.param(
            "Ticket,Comment,Time\n1,Kim,x\n",
            "in row 1: the header lacks 'Rating' (fields.rating); this row has 3 cells: is another row the header "
            "(`header_row`)?",
            id="a column",
        ),
        pytest.param(
            "Kim Sample\nx\n",
            "in row 1: the header lacks 'Ticket' (fields.ticket), 'Rating' (fields.rating), 'Comment' "
            "(fields.comment), 'Time' (fields.responded_at); this row has 1 cell: is something else between the cells "
            "(`delimiter`), or another row the header?",
            id="all columns",
        ),
        pytest.param(f"{HEADER},Time\n", "in row 1: the header names 'Time' more than once", id="twice"),
        pytest.param(
            '"a" b\n', f"in row 1: is not valid CSV: ',' expected after '\"'; {NOTHING_MORE}", id="broken header"
        ),
        pytest.param(
            '[{"a": 1}]', "in: is JSON, but its source's mapping is made for tables; see `format` there", id="JSON"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "in: is a spreadsheet of the old kind, or has a password; save it as .xlsx without one",
            id="old spreadsheet",
        ),
    ],
)
def test_a_file_that_is_no_such_table_is_rejected_once(
    make_mapping: MakeMapping, translate: Translate, content: str | bytes, rejection: str
) -> None:
    found = translate(make_mapping(), content)
    assert (found.surveys, found.rejections) == ([], [rejection])


def test_a_file_that_ends_above_its_header_is_rejected(make_mapping: MakeMapping, translate: Translate) -> None:
    assert translate(make_mapping(header_row=9), FILE).rejections == ["in: ends before its header row"]


def test_a_column_that_nothing_reads_may_be_missing_or_stand_twice(
    make_mapping: MakeMapping, translate: Translate
) -> None:
    found = translate(make_mapping(), f"{HEADER},X,x,\n{ROW},a,b,c\n")
    assert (len(found.surveys), found.rejections, found.warnings) == (1, [], [])


# --- JSON


@pytest.mark.parametrize(
    ("rows", "content"),
    [
        pytest.param("", json.dumps([RECORD, RECORD]), id="array"),
        pytest.param("", f"\ufeff  {json.dumps([RECORD, RECORD])}", id="array after a mark and blanks"),
        pytest.param("", f"{json.dumps(RECORD)}\n\n{json.dumps(RECORD)}\n", id="lines"),
        pytest.param("page.items", json.dumps({"page": {"items": [RECORD, RECORD]}}, indent=2), id="inside"),
        pytest.param("[].items[]", json.dumps([{"items": [RECORD]}, {"items": [RECORD]}]), id="inside several"),
        pytest.param("@", json.dumps([RECORD, RECORD]), id="the whole"),
    ],
)
def test_records_stand_where_the_mapping_says(
    make_mapping: MakeMapping, translate: Translate, rows: str, content: str
) -> None:
    found = translate(make_mapping(format="json", rows=rows), content)
    assert ([survey.comment for survey in found.surveys], found.rejections) == (["Grüße", "Grüße"], [])


@pytest.mark.parametrize("indent", [None, 2], ids=["one line", "several lines"])
def test_a_single_record_is_a_file_of_one(make_mapping: MakeMapping, translate: Translate, indent: int | None) -> None:
    found = translate(make_mapping(format="json"), json.dumps(RECORD, indent=indent))
    assert ([survey.ticket for survey in found.surveys], found.rejections) == (["1"], [])


@pytest.mark.parametrize(
    ("rows", "content", "rejection"),
    [
        pytest.param("", FILE, "in: is not JSON; see `format` in its source's mapping", id="a table"),
        pytest.param("", "[1]", "in record 1: is not an object with the survey's keys", id="a number"),
        pytest.param("", "[", "in after record 0: is not valid JSON; the records before it were read", id="cut off"),
        pytest.param("", "{", "in line 1: is not valid JSON; each line must hold one survey as an object", id="a line"),
        pytest.param(
            "", '{"a": ' * 9999, "in line 1: is not valid JSON; each line must hold one survey as an object", id="deep"
        ),
        pytest.param("items", "{}", "in: has no list of records where `rows` says", id="nothing there"),
        pytest.param("items", '{"items": {}}', "in: has no list of records where `rows` says", id="no list"),
        pytest.param("keys(@)", "[]", "in: is not valid JSON, or `rows` cannot be followed in it", id="another kind"),
        pytest.param(
            "items", '{"items": [NaN]}', "in: is not valid JSON, or `rows` cannot be followed in it", id="NaN"
        ),
    ],
)
def test_json_that_cannot_be_read_is_rejected(
    make_mapping: MakeMapping, translate: Translate, rows: str, content: str, rejection: str
) -> None:
    found = translate(make_mapping(format="json", rows=rows), content)
    assert (found.surveys, found.rejections) == ([], [rejection])


def test_a_record_that_a_path_cannot_walk_costs_only_itself(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping(
        "format: json\nfields: {ticket: Ticket, rating: 'max(Rating)', responded_at: Time}\nrating: {good: [7]}"
    )
    records = [{**RECORD, "Rating": [3, 7]}, {**RECORD, "Rating": "Kim"}, {**RECORD, "Rating": [7]}]
    found = translate(mapping, json.dumps(records))
    assert len(found.surveys) == 2
    assert found.rejections == ["in record 2: rating its path meets something of another kind than it expects"]


@pytest.mark.parametrize("ticket", [["1"], {"a": 1}], ids=repr)
def test_a_list_is_no_value(make_mapping: MakeMapping, translate: Translate, ticket: object) -> None:
    found = translate(make_mapping(format="json"), json.dumps([{**RECORD, "Ticket": ticket}]))
    assert found.rejections == ["in record 1: ticket is not a single value"]


@pytest.mark.parametrize(
    ("ticket", "kept"), [(210, "210"), (210.0, "210"), ("210", "210"), (570306123456789012, "570306123456789012")]
)
def test_numbers_are_as_good_as_text(
    make_mapping: MakeMapping, translate: Translate, ticket: object, kept: str
) -> None:
    found = translate(make_mapping(format="json"), json.dumps([{**RECORD, "Ticket": ticket}]))
    assert [survey.ticket for survey in found.surveys] == [kept]


@pytest.mark.parametrize("ticket", ["5.70306e17", "1e999", "570306123456789012.5", "true", "false"])
def test_numbers_that_cannot_be_an_id_are_rejected(
    make_mapping: MakeMapping, translate: Translate, ticket: str
) -> None:
    found = translate(make_mapping(format="json"), f'[{{"Ticket": {ticket}, "Rating": 7, "Time": "{AT}"}}]')
    assert (found.surveys, len(found.rejections)) == ([], 1)


def test_what_stands_in_a_row_can_be_looked_at_beside_what_becomes_of_it(
    make_mapping: MakeMapping, now: datetime
) -> None:
    mapping = make_mapping(
        """
        format: json
        fields: {ticket: Ticket, rating: Rating, responded_at: Time, tags: "keys(Tags)"}
        rating: {good: [7]}
        """
    )
    row = Row("record 1", {**RECORD, "Tags": "text"})
    assert Translation(mapping, "tool", now).originals(row) == {"ticket": 1, "rating": 7, "responded_at": AT}
    assert Translation(None, "tool", now).originals(row) == row.values
