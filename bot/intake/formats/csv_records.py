"""The records of CSV text, each with its number; what is broken comes out as the reason."""

import csv
from collections.abc import Iterable
from typing import Any

from bot.intake.formats.encodings import is_whole
from bot.intake.formats.table import Records

_LONGEST_CELL = 1_000_000  # characters; well above the longest comment, so that the survey says that it is too long

_NOTHING_MORE = (
    "from here on nothing was read, since the words of a comment could be taken for rows; "
    'write a quotation mark inside a cell twice ("")'
)


def csv_records(lines: Iterable[str], delimiter: str, not_in_encoding: str, header_row: int) -> Records:
    """Read records up to the first from the header on that is no CSV, where nobody can tell rows from comments."""
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = _next(reader)
            yield number, cells if all(map(is_whole, cells)) else not_in_encoding
        except csv.Error as problem:
            yield number, f"is not valid CSV: {problem}; {_NOTHING_MORE}"
            if number >= header_row:
                return
        except UnicodeError:
            yield number, f"{not_in_encoding}; what follows could not be read"
            return
        except StopIteration:
            return


def _next(reader: Any) -> list[str]:  # noqa: ANN401 - the csv module does not name the type of its readers
    # The limit is one for all who read CSV, so it is raised only while this reader works.
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        cells: list[str] = next(reader)
    finally:
        csv.field_size_limit(before)
    return cells
