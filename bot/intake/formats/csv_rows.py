"""CSV files, with whatever separates their cells."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO

from bot.intake.formats.table import Layout, Records, layout_of, table
from bot.intake.mapping.mapping import Mapping
from bot.intake.outcomes import Rejection
from bot.intake.row import Row, column_name

_UTF8 = "utf-8"
_DELIMITERS = (",", ";", "\t", "|")


def csv_rows(name: str, stream: BinaryIO, mapping: Mapping | None) -> Iterator[Row | Rejection]:
    """Read the rows of a CSV file, from where the stream stands."""
    layout = layout_of(mapping)
    encoding = mapping.encoding if mapping else _UTF8
    delimiter = mapping.delimiter if mapping else ","
    if delimiter == "auto":
        delimiter = _delimiter(stream, encoding, layout)
    with _decoded(stream, encoding) as text:
        yield from table(name, _records(text, encoding, delimiter), layout)


def _decoded(stream: BinaryIO, encoding: str) -> TextIOWrapper:
    # What is not in the encoding must only cost its own row: the decoder marks it and goes on.
    return TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")


def _delimiter(stream: BinaryIO, encoding: str, layout: Layout) -> str:
    """Find what separates the cells: that by which the header has all columns it must have, else the comma."""
    start = stream.tell()
    for delimiter in _DELIMITERS:
        text = _decoded(stream, encoding)
        records = islice(_records(text, encoding, delimiter), layout.header_row)
        header = next((cells for number, cells in records if number == layout.header_row), "")
        text.detach()
        stream.seek(start)
        if not isinstance(header, str) and not layout.problem_of([column_name(str(cell)) for cell in header]):
            return delimiter
    return _DELIMITERS[0]


def _records(text: TextIOWrapper, encoding: str, delimiter: str) -> Records:
    """Read CSV records; a broken one comes out as the reason, and the rest goes on where that is possible."""
    reader = csv.reader(text, strict=True, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
            yield number, cells if all(map(_is_whole, cells)) else _not_in(encoding)
        except csv.Error as problem:
            yield number, f"is not valid CSV: {problem}"
        except UnicodeError:
            yield number, f"{_not_in(encoding)}; what follows could not be read"
            return
        except StopIteration:
            return


def _is_whole(cell: str) -> bool:
    return cell.isascii() or not any("\ud800" <= character <= "\udfff" for character in cell)


def _not_in(encoding: str) -> str:
    remedy = "export the file as UTF-8" if encoding == _UTF8 else "see `encoding` in the source's mapping"
    return f"is not in {encoding.upper()}; {remedy}"
