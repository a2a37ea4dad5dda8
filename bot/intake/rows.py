"""Rows of one file, one at a time: CSV, a JSON array, or JSON lines, told apart by how the file begins."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import TextIOWrapper
from typing import BinaryIO

import ijson

from bot.intake.files import InputFile
from bot.intake.outcomes import Rejection
from bot.model.survey import COLUMNS, IDENTIFYING_COLUMNS, REQUIRED_COLUMNS

_NOT_UTF8 = "is not in UTF-8; export the file as UTF-8"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """One record: where it stands (`row 5` is a spreadsheet's fifth, the header being the first) and what it says."""

    place: str
    values: Mapping[str, object]


def rows_of(file: InputFile, mapping: object = None) -> Iterator[Row | Rejection]:
    """Read a file's rows in their order; what is broken comes out as a rejection in its place."""
    try:
        with file.open() as stream:
            start = _skip_to_content(stream)
            if not start:
                yield Rejection(file.name, "", "is empty: there is not even a header row; was the export cut off?")
                return
            yield from {b"[": _array, b"{": _lines}.get(start, _csv)(file.name, stream)
    except OSError as problem:
        yield Rejection(file.name, "", f"cannot be read: {problem.strerror}")


def _skip_to_content(stream: BinaryIO) -> bytes:
    """Go to the first byte after a byte-order mark, and look at the first that is not blank."""
    start = len(_BOM) if stream.read(len(_BOM)) == _BOM else 0
    stream.seek(start)
    first = b" "
    while first.isspace():
        first = stream.read(1)
    stream.seek(start)
    return first


def _array(name: str, stream: BinaryIO) -> Iterator[Row | Rejection]:
    number = 0
    try:
        for number, record in enumerate(ijson.items(stream, "item"), start=1):
            yield _record(name, f"record {number}", record)
    except ijson.JSONError:
        yield Rejection(name, f"after record {number}", "is not valid JSON; the records before it were read")


def _lines(name: str, stream: BinaryIO) -> Iterator[Row | Rejection]:
    for number, line in enumerate(stream, start=1):
        if line.isspace():
            continue
        try:
            record = json.loads(line, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, RecursionError):
            yield Rejection(name, f"line {number}", "is not valid JSON; each line must hold one survey as an object")
            continue
        yield _record(name, f"line {number}", record)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _record(name: str, place: str, record: object) -> Row | Rejection:
    if not isinstance(record, dict):
        return Rejection(name, place, "is not an object with the survey's keys")
    columns = [_column(key) for key in record]
    if problem := _named_twice(columns):
        return Rejection(name, place, problem)
    return Row(place, dict(zip(columns, record.values(), strict=True)))


def _csv(name: str, stream: BinaryIO) -> Iterator[Row | Rejection]:
    # What is not UTF-8 must only cost its own row, so the decoder goes on and `_table` finds what it has marked.
    with TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline="") as text:
        yield from _table(name, enumerate(_records(text), start=1))


def _records(text: TextIOWrapper) -> Iterator[list[str] | csv.Error]:
    """Read CSV records; a broken one comes out as its error, and the rest goes on."""
    reader = csv.reader(text, strict=True)
    while True:
        try:
            yield next(reader)
        except csv.Error as problem:
            yield problem
        except StopIteration:
            return


def _table(name: str, records: Iterable[tuple[int, list[str] | csv.Error]]) -> Iterator[Row | Rejection]:
    header: list[str] | None = None
    for number, cells in records:
        place = f"row {number}"
        if isinstance(cells, csv.Error):
            yield Rejection(name, place, f"is not valid CSV: {cells}")
        elif not any(cell.strip() for cell in cells):
            continue
        elif header is None:
            header = [_column(cell) for cell in cells]
            if problem := _wrong_header(header) if all(map(_is_utf8, cells)) else _NOT_UTF8:
                yield Rejection(name, place, problem)
                return
        elif len(cells) != len(header):
            yield Rejection(name, place, f"has {len(cells)} cells, but the header has {len(header)}")
        elif not all(map(_is_utf8, cells)):
            yield Rejection(name, place, _NOT_UTF8)
        else:
            yield Row(place, dict(zip(header, cells, strict=True)))


def _column(name: str) -> str:
    """Normalise a column's name: blanks of all kinds and letter case do not matter."""
    return "_".join(name.split()).casefold()


def _is_utf8(cell: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in cell)


def _named_twice(columns: list[str]) -> str | None:
    twice = sorted(column for column in COLUMNS if columns.count(column) > 1)
    return f"names {', '.join(twice)} twice" if twice else None


def _wrong_header(header: list[str]) -> str | None:
    if problem := _named_twice(header):
        return problem
    missing = [column for column in REQUIRED_COLUMNS if column not in header]
    if not set(IDENTIFYING_COLUMNS) & set(header):
        missing.append(" or ".join(IDENTIFYING_COLUMNS))
    if not missing:
        return None
    separated = "; are the cells separated by something other than commas?" if len(header) == 1 else ""
    return f"the header lacks {', '.join(missing)}{separated} (known columns: {', '.join(COLUMNS)})"
