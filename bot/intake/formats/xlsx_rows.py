"""Spreadsheet files (.xlsx), through openpyxl, which is an extra."""

import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from importlib.util import find_spec
from itertools import count
from typing import BinaryIO, TypeVar
from zipfile import BadZipFile, ZipFile, ZipInfo

from bot.intake.formats.table import Records, layout_of, table
from bot.intake.mapping.mapping import Mapping
from bot.intake.outcomes import Rejection
from bot.intake.row import Row

T = TypeVar("T")
_LARGEST = 200_000_000  # bytes, unpacked
_MOST_ROWS = 1_048_576  # a spreadsheet's own limit
_MOST_COLUMNS = 1_000
_MOST_CELLS = 5_000_000
_REPETITIVE = 100  # times as large unpacked: text packs to a tenth, what packs so well is made to keep a reader busy
_SMALL = 1_000_000  # bytes, unpacked: too little to keep anybody busy, however well it packs
_TOO_LARGE = "is larger than a spreadsheet of surveys should be; export it as CSV"
_BROKEN = "is a damaged spreadsheet; open it, save it as .xlsx, and try again"
_FIRST_ROUNDED = 10**15  # of longer numbers a spreadsheet has lost the last digits


def xlsx_rows(name: str, stream: BinaryIO, mapping: Mapping | None) -> Iterator[Row | Rejection]:
    """Read the rows of one sheet: the first, or the one that the mapping names."""
    problem = _problem(stream)
    if problem:
        yield Rejection(name, "", problem)
        return
    try:
        yield from table(name, _records(stream, mapping.sheet if mapping else ""), layout_of(mapping), ragged=True)
    except _SheetError as error:
        yield Rejection(name, "", str(error))


class _SheetError(Exception):
    """A spreadsheet that cannot be read, or not to its end; its text is for people."""


def _problem(stream: BinaryIO) -> str | None:
    if find_spec("openpyxl") is None:
        return "is a spreadsheet, and what reads it is not installed: pip install 'gitlab-feedback-bot[xlsx]'"
    try:
        parts = ZipFile(stream).infolist()
    except (BadZipFile, OSError, ValueError):
        return _BROKEN
    # No more than these sizes is ever unpacked: zipfile reads a part to the size that the list of parts tells.
    too_large = sum(part.file_size for part in parts) > _LARGEST
    return _TOO_LARGE if too_large or any(map(_is_repetitive, parts)) else None


def _is_repetitive(part: ZipInfo) -> bool:
    return part.file_size > max(_SMALL, _REPETITIVE * part.compress_size)


def _records(stream: BinaryIO, sheet: str) -> Records:
    rows = _carefully(lambda: _rows(stream, sheet))
    total = 0
    for number in count(1):
        cells = _carefully(lambda: next(rows, None))
        if cells is None:
            return
        total += len(cells)
        if number > _MOST_ROWS or len(cells) > _MOST_COLUMNS or total > _MOST_CELLS:
            raise _SheetError(f"{_TOO_LARGE} (row {number} and what follows it were not read)")
        yield number, _trimmed([_text(cell) for cell in cells])


def _carefully(step: Callable[[], T]) -> T:
    # openpyxl fails on damaged files with whatever its parsing stumbles over, and warns of looks it does not know.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return step()
        except _SheetError:
            raise
        except Exception:  # noqa: BLE001 - see above
            raise _SheetError(_BROKEN) from None


def _rows(stream: BinaryIO, sheet: str) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - an extra, and slow to import

    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    if sheet and sheet not in book.sheetnames:
        raise _SheetError(f"has no sheet named {sheet!r}")
    chosen = book[sheet] if sheet else book.worksheets[0]
    chosen.reset_dimensions()  # what a file says of its own size may be wrong, and huge
    return chosen.iter_rows(values_only=True)


def _text(cell: object) -> object:
    """Write a cell as a spreadsheet shows it; the date cells alone stay what they are."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) or (isinstance(cell, int) and abs(cell) >= _FIRST_ROUNDED):
        return f"{cell:.15g}" if abs(cell) < _FIRST_ROUNDED else f"{float(cell):.14E}"
    return "" if cell is None else str(cell)


def _trimmed(cells: list[object]) -> list[object]:
    while cells and not (isinstance(cells[-1], datetime) or str(cells[-1]).strip()):
        cells.pop()
    return cells
