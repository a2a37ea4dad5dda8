"""Spreadsheet files, made by openpyxl in memory."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

if TYPE_CHECKING:
    from intake.mapping.conftest import MakeMapping, Translate

HEADER = ["Ticket", "Rating", "Comment", "Time"]
NOON = datetime(2026, 7, 22, 12, 0)  # noqa: DTZ001 - a cell knows no zone
TOO_LARGE = "in: is larger than a spreadsheet of surveys should be; export it as CSV"
DAMAGED_FILE = "in: is a damaged spreadsheet; open it, save it as .xlsx, and try again"


def sheet(*rows: list[Any], title: str = "Answers", mac: bool = False) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = title
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Replaces one part of a spreadsheet's archive."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, part if info.filename == name else before.read(info))
    return changed.getvalue()


@pytest.mark.parametrize("mac", [False, True], ids=["counted from 1900", "counted from 1904"])
@pytest.mark.parametrize("kind", ["auto", "xlsx"])
def test_date_cells_are_local_times(make_mapping: MakeMapping, translate: Translate, kind: str, *, mac: bool) -> None:
    found = translate(
        make_mapping(format=kind, timezone="Europe/Berlin"), sheet(HEADER, [1, 7, "Grüße", NOON], mac=mac)
    )
    assert found.facts == [
        {
            "ticket": "1",
            "rating": "good",
            "score": "7",
            "comment": "Grüße",
            "responded_at": "2026-07-22T12:00:00+02:00",
        }
    ]


def test_a_date_cell_needs_a_time_zone(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(), sheet(HEADER, [1, 7, "", NOON]))
    assert found.rejections == ["in row 2: responded_at has no UTC offset, and the mapping no `timezone` to read it in"]


@pytest.mark.parametrize(
    ("cell", "ticket"),
    [(210, "210"), (210.0, "210"), ("#210", "210"), (999999999999999, "999999999999999"), ("570306123456789012",) * 2],
)
def test_a_ticket_may_be_a_number_cell_of_15_digits(
    make_mapping: MakeMapping, translate: Translate, cell: float | str, ticket: str
) -> None:
    found = translate(make_mapping(), sheet(HEADER, [cell, 7, "", "2026-07-22T12:00:00Z"]))
    assert [survey.ticket for survey in found.surveys] == [ticket]


@pytest.mark.parametrize("cell", [1000000000000000, 570306123456789012, 5.70306e17])
def test_a_longer_number_cell_has_lost_its_last_digits(
    make_mapping: MakeMapping, translate: Translate, cell: float
) -> None:
    found = translate(make_mapping(), sheet(HEADER, [cell, 7, "", "2026-07-22T12:00:00Z"]))
    assert found.surveys == []
    assert "was damaged by a spreadsheet" in found.rejections[0]
    assert (
        "was damaged by a spreadsheet"
        in translate(None, sheet(["id", "rating", "responded_at"], [cell, "good", "2026-07-22T12:00:00Z"])).rejections[
            0
        ]
    )


def test_short_rows_and_rows_without_a_word_are_no_harm(make_mapping: MakeMapping, translate: Translate) -> None:
    mapping = make_mapping("fields: {ticket: A, rating: B, responded_at: C, comment: D}\nrating: {good: [7]}")
    rows: list[list[Any]] = [
        [1, 7, "2026-07-22T12:00:00Z"],
        [],
        [None, "  "],
        [2, 7, "2026-07-22T12:00:00Z", date(2026, 7, 1)],
    ]
    found = translate(mapping, sheet(["A", "B", "C", "D"], *rows))
    assert [(survey.ticket, survey.comment) for survey in found.surveys] == [("1", ""), ("2", "2026-07-01T00:00:00")]
    assert found.rejections == []


def test_cells_of_any_kind_become_text(make_mapping: MakeMapping, translate: Translate) -> None:
    at = "2026-07-22T12:00:00Z"
    cells = [time(9, 30), True, 0.1 + 0.2, "=1+1"]
    found = translate(make_mapping(), sheet(HEADER, *([number, 7, cell, at] for number, cell in enumerate(cells, 1))))
    # A formula has no value here, since no spreadsheet program has ever computed it.
    assert [survey.comment for survey in found.surveys] == ["09:30:00", "True", "0.3", ""]


def test_another_sheet_may_be_named(make_mapping: MakeMapping, translate: Translate) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet(["nothing"])))
    second = book.create_sheet("Second")
    for row in (HEADER, [1, 7, "", "2026-07-22T12:00:00Z"]):
        second.append(row)
    content = io.BytesIO()
    book.save(content)
    assert len(translate(make_mapping(sheet="Second"), content.getvalue()).surveys) == 1
    assert translate(make_mapping(sheet="Third"), content.getvalue()).rejections == ["in: has no sheet named 'Third'"]


def test_canonical_columns_may_come_as_a_spreadsheet(translate: Translate) -> None:
    found = translate(None, sheet(["ticket", "rating", "responded_at"], [1, "good", "2026-07-22T12:00:00Z"]))
    assert [(survey.ticket, survey.responded_at) for survey in found.surveys] == [
        ("1", datetime(2026, 7, 22, 12, tzinfo=UTC))
    ]


# --- files that mean harm, or have come to some


GOOD = sheet(HEADER, [1, 7, "", "2026-07-22T12:00:00Z"])
SHEET = "xl/worksheets/sheet1.xml"
END = b"</sheetData>"
START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(GOOD[:200], id="cut off"),
        pytest.param(GOOD[:-30], id="without its end"),
        pytest.param(b"PK\x03\x04", id="no more than a beginning"),
        pytest.param(with_part(GOOD, "xl/workbook.xml", b"<"), id="no XML"),
        pytest.param(with_part(GOOD, SHEET, b"<"), id="no XML in the sheet"),
        pytest.param(
            with_part(GOOD, SHEET, START + b'<row r="99999999"><c r="A1"><v>1</v></c></row>'), id="no end of rows"
        ),
        pytest.param(
            with_part(GOOD, SHEET, START + b'<row r="1"><c r="A1" t="s"><v>9</v></c></row>'),
            id="a text that is missing",
        ),
        pytest.param(
            with_part(
                GOOD,
                "xl/workbook.xml",
                b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 9999 + b'">]><a>' + b"&b;" * 9999 + b"</a>",
            ),
            id="entities",
        ),
    ],
)
def test_a_damaged_spreadsheet_is_rejected(make_mapping: MakeMapping, translate: Translate, content: bytes) -> None:
    found = translate(make_mapping(), content)
    assert found.surveys == []
    assert found.rejections == [DAMAGED_FILE]


def test_a_zip_bomb_is_not_unpacked(
    make_mapping: MakeMapping, translate: Translate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.formats.xlsx_rows._LARGEST", 1_000_000)
    bomb = with_part(GOOD, SHEET, START + b" " * 1_000_000)
    assert len(bomb) < 10_000
    assert translate(make_mapping(), bomb).rejections == [TOO_LARGE]


def test_a_part_that_only_repeats_itself_is_not_unpacked(make_mapping: MakeMapping, translate: Translate) -> None:
    texts = b"<sst>" + b"<si><t/></si>" * 100_000 + b"</sst>"
    assert translate(make_mapping(), with_part(GOOD, "xl/styles.xml", texts)).rejections == [TOO_LARGE]


def test_a_large_sheet_of_real_answers_is_read(make_mapping: MakeMapping, translate: Translate) -> None:
    rows = [[number, 7, f"Answer {number * number}", "2026-07-22T12:00:00Z"] for number in range(6_000)]
    content = sheet(HEADER, *rows)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.getinfo(SHEET).file_size > 1_000_000
    assert len(translate(make_mapping(), content).surveys) == 6_000


@pytest.mark.parametrize("column", ["ALM", "XFD"], ids=["1,001st", "last"])
def test_a_row_wider_than_any_form_ends_the_reading(
    make_mapping: MakeMapping, translate: Translate, column: str
) -> None:
    wide = b"".join(f'<row r="{row}"><c r="{column}{row}"/></row>'.encode() for row in range(3, 2_000))
    found = translate(make_mapping(), with_part(GOOD, SHEET, sheet_of_good().replace(END, wide + END)))
    assert (len(found.surveys), found.rejections) == (
        1,
        [f"{TOO_LARGE} (row 3 and what follows it were not read)"],
    )


def test_a_sheet_with_more_cells_than_surveys_need_is_read_in_part(
    make_mapping: MakeMapping, translate: Translate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.formats.xlsx_rows._MOST_CELLS", 8)
    found = translate(make_mapping(), sheet(HEADER, *([number, 7, "", "2026-07-22T12:00:00Z"] for number in (1, 2))))
    assert (len(found.surveys), found.rejections) == (1, [f"{TOO_LARGE} (row 3 and what follows it were not read)"])


def sheet_of_good() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        return archive.read(SHEET)


def test_rows_above_the_damage_are_kept(make_mapping: MakeMapping, translate: Translate) -> None:
    found = translate(make_mapping(), with_part(GOOD, SHEET, sheet_of_good().replace(END, b"<row")))
    assert (len(found.surveys), found.rejections) == (1, [DAMAGED_FILE])


def test_without_what_reads_spreadsheets_the_remedy_is_told(
    make_mapping: MakeMapping, translate: Translate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert translate(make_mapping(), GOOD).rejections == [
        "in: is a spreadsheet, and what reads it is not installed: pip install 'gitlab-feedback-bot[xlsx]'"
    ]


@pytest.mark.parametrize(
    ("kind", "content", "rejection"),
    [
        ("xlsx", "a,b", "in: is no .xlsx spreadsheet; see `format` in its source's mapping"),
        ("csv", GOOD, "in: is a spreadsheet; see `format` in its source's mapping"),
        ("json", GOOD, "in: is a spreadsheet; see `format` in its source's mapping"),
    ],
)
def test_a_file_of_another_kind_than_the_mapping_says_is_rejected(
    make_mapping: MakeMapping, translate: Translate, kind: str, content: str | bytes, rejection: str
) -> None:
    assert translate(make_mapping(format=kind), content).rejections == [rejection]
