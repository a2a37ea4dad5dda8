"""Rows of one file, one at a time; what the file is shows in how it begins, unless its mapping says it."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from bot.intake.files import InputFile
from bot.intake.formats.csv_rows import csv_rows
from bot.intake.formats.json_rows import json_rows
from bot.intake.formats.xlsx_rows import xlsx_rows
from bot.intake.mapping.joining import joined
from bot.intake.mapping.mapping import Mapping
from bot.intake.outcomes import Rejection
from bot.intake.row import Row

__all__ = ["Row", "rows_of"]

_BOM = b"\xef\xbb\xbf"
_ZIP = b"PK\x03\x04"
_OLD_SPREADSHEET = b"\xd0\xcf\x11\xe0"  # also one with a password
_READERS: dict[str, Callable[[str, BinaryIO, Mapping | None], Iterator[Row | Rejection]]] = {
    "csv": csv_rows,
    "json": json_rows,
    "xlsx": xlsx_rows,
}


def rows_of(file: InputFile, mapping: Mapping | None = None) -> Iterator[Row | Rejection]:
    """Read a file's rows in their order; what is broken comes out as a rejection in its place."""
    rows = _rows(file, mapping)
    return joined(mapping, rows) if mapping and mapping.merge == "join" else rows


def _rows(file: InputFile, mapping: Mapping | None) -> Iterator[Row | Rejection]:
    try:
        with file.open() as stream:
            kind = _kind(stream)
            asked = mapping.format if mapping else "auto"
            if problem := _problem(kind, asked, mapped=mapping is not None):
                yield Rejection(file.name, "", problem)
            else:
                yield from _READERS[kind if asked == "auto" else asked](file.name, stream, mapping)
    except OSError as problem:
        yield Rejection(file.name, "", f"cannot be read: {problem.strerror}")


def _kind(stream: BinaryIO) -> str:
    """Tell what a file is, and go to its first byte after a byte-order mark; empty for nothing but blanks."""
    start = stream.read(4)
    if start in {_ZIP, _OLD_SPREADSHEET}:
        stream.seek(0)
        return "xlsx" if start == _ZIP else "xls"
    content = len(_BOM) if start.startswith(_BOM) else 0
    stream.seek(content)
    first = b" "
    while first.isspace():
        first = stream.read(1)
    stream.seek(content)
    return {b"": "", b"[": "json", b"{": "json"}.get(first, "csv")


def _problem(kind: str, asked: str, *, mapped: bool) -> str | None:
    if not kind:
        return "is empty: there is not even a header row; was the export cut off?"
    if kind == "xls":
        return "is a spreadsheet of the old kind, or has a password; save it as .xlsx without one"
    if mapped and asked == "auto" and kind == "json":
        return "is JSON, but its source's mapping is made for tables; see `format` there"
    if (kind == "xlsx") != (asked == "xlsx") and asked != "auto":
        return f"is {'a' if kind == 'xlsx' else 'no .xlsx'} spreadsheet; see `format` in its source's mapping"
    if asked == "json" != kind:
        return "is not JSON; see `format` in its source's mapping"
    return None
