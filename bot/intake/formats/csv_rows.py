"""CSV files, with whatever separates their cells."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO

from bot.intake.formats.csv_records import csv_records
from bot.intake.formats.encodings import UTF8, decoded, is_rather_utf8, marked
from bot.intake.formats.table import Layout, layout_of, table
from bot.intake.mapping.mapping import Mapping
from bot.intake.outcomes import Rejection
from bot.intake.row import Row, column_name

_AUTO = "auto"
_DELIMITERS = (",", ";", "\t", "|")
# What Excel understands, and some tools write, above the header; a spreadsheet neither shows nor counts it.
_SEPARATOR = re.compile(r'(?i)"?sep=([^\s"\w]|\t)"?(?:\r\n?|\n)')

_LONGEST_SEPARATOR = len('"sep=;"\r\n')


def csv_rows(name: str, stream: BinaryIO, mapping: Mapping | None) -> Iterator[Row | Rejection]:
    """Read the rows of a CSV file; a byte-order mark decides about its encoding, whatever the mapping says."""
    encoding = marked(stream) or (mapping.encoding if mapping else UTF8)
    if is_rather_utf8(stream, encoding):
        yield Rejection(name, "", f"is in UTF-8, but its source's mapping says `encoding: {encoding}`; change it there")
        return
    separator = _separator(stream, encoding)
    layout = layout_of(mapping)
    delimiter = mapping.delimiter if mapping else separator or ","
    if delimiter == _AUTO:
        delimiter = separator or _delimiter(stream, encoding, layout)
    with decoded(stream, encoding) as text:
        lines = islice(text, 1 if separator else 0, None)
        remedy = _remedy(encoding, mapped=mapping is not None)
        yield from table(name, csv_records(lines, delimiter, remedy, layout.header_row or 1), layout)


def _separator(stream: BinaryIO, encoding: str) -> str | None:
    """Read which separator the first line names, if it is nothing but that."""
    text = decoded(stream, encoding)
    start = ""
    with suppress(UnicodeError):
        start = text.read(_LONGEST_SEPARATOR)
    text.detach()
    match = _SEPARATOR.match(start)
    return match[1] if match else None


def _delimiter(stream: BinaryIO, encoding: str, layout: Layout) -> str:
    """Find what separates the cells: that by which the header has all its columns, else that with the most cells."""
    headers = {delimiter: _header(stream, encoding, delimiter, layout.header_row or 1) for delimiter in _DELIMITERS}
    fitting = (delimiter for delimiter, header in headers.items() if header and not layout.problem_of(header))
    return next(fitting, None) or max(_DELIMITERS, key=lambda delimiter: len(headers[delimiter]))


def _header(stream: BinaryIO, encoding: str, delimiter: str, header_row: int) -> list[str]:
    text = decoded(stream, encoding)
    records = islice(csv_records(text, delimiter, "", header_row), header_row)
    header = next((cells for number, cells in records if number == header_row), "")
    text.detach()
    return [] if isinstance(header, str) else [column_name(str(cell)) for cell in header]


def _remedy(encoding: str, *, mapped: bool) -> str:
    if encoding not in {UTF8, "utf-8-sig"}:
        return f"is not in {encoding.upper()}; see `encoding` in the source's mapping"
    other = ", or name its `encoding` in the source's mapping" if mapped else ""
    return f"is not in UTF-8; export the file as UTF-8{other}"
