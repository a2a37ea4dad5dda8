"""Tables: which row is the header, and what the cells below it are called."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.intake.mapping.mapping import Mapping
from bot.intake.outcomes import Rejection
from bot.intake.row import Row, column_name
from bot.model.survey import COLUMNS, IDENTIFYING_COLUMNS, REQUIRED_COLUMNS

# A record with its number, as a spreadsheet counts it; text instead of cells says why it could not be read.
Records = Iterable[tuple[int, Sequence[object] | str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where header and rows stand (None: wherever the first that is not blank does), and what the header must name."""

    header_row: int | None = None
    first_data_row: int = 1
    problem_of: Callable[[list[str]], str | None]

    def skips(self, number: int, cells: Sequence[object] | str) -> bool:
        """Tell whether a record is neither header nor row."""
        if number != self.header_row and not isinstance(cells, str) and all(map(_is_blank, cells)):
            return True
        return self.header_row is not None and (
            number < self.header_row or self.header_row < number < self.first_data_row
        )


def layout_of(mapping: Mapping | None) -> Layout:
    """Find out what a table must look like; without a mapping it has the canonical columns."""
    if mapping is None:
        return Layout(problem_of=_canonical_problem)
    needed = mapping.columns
    return Layout(
        header_row=mapping.header_row,
        first_data_row=mapping.first_data_row or mapping.header_row + 1,
        problem_of=lambda header: _problem(header, needed),
    )


def table(name: str, records: Records, layout: Layout, *, ragged: bool = False) -> Iterator[Row | Rejection]:
    """Read the rows of a table; a wrong header ends it, a wrong row costs only itself.

    Empty cells behind those of the header do no harm; `ragged` rows may also be shorter than it.
    """
    relevant = ((f"row {number}", cells) for number, cells in records if not layout.skips(number, cells))
    place, cells = next(relevant, ("", "ends before its header row"))
    header = [] if isinstance(cells, str) else [column_name(str(cell)) for cell in cells]
    problem = cells if isinstance(cells, str) else layout.problem_of(header)
    if problem:
        yield Rejection(name, place, problem)
        return
    for place, cells in relevant:
        if isinstance(cells, str):
            yield Rejection(name, place, cells)
        elif not all(map(_is_blank, cells[len(header) :])) or (len(cells) < len(header) and not ragged):
            yield Rejection(name, place, f"has {len(cells)} cells, but the header has {len(header)}")
        else:
            yield Row(place, dict(zip_longest(header, cells[: len(header)], fillvalue="")))


def named_twice(columns: list[str]) -> str | None:
    """Tell which of the canonical columns stand there more than once."""
    twice = [column for column in sorted(COLUMNS) if columns.count(column) > 1]
    return f"names {', '.join(twice)} twice" if twice else None


def _is_blank(cell: object) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _canonical_problem(header: list[str]) -> str | None:
    if problem := named_twice(header):
        return problem
    missing = [column for column in REQUIRED_COLUMNS if column not in header]
    if not set(IDENTIFYING_COLUMNS) & set(header):
        missing.append(" or ".join(IDENTIFYING_COLUMNS))
    if not missing:
        return None
    return f"the header lacks {', '.join(missing)}{_one_cell(header)} (known columns: {', '.join(COLUMNS)})"


def _problem(header: list[str], needed: dict[str, str]) -> str | None:
    missing = [f"{column!r} (fields.{field})" for column, field in needed.items() if column_name(column) not in header]
    if missing:
        return f"the header lacks {', '.join(missing)}{_hint(header)}"
    twice = [f"{column!r}" for column in needed if header.count(column_name(column)) > 1]
    return f"the header names {', '.join(twice)} more than once" if twice else None


def _hint(header: list[str]) -> str:
    if len(header) == 1:
        return "; this row has 1 cell: is something else between the cells (`delimiter`), or another row the header?"
    return f"; this row has {len(header)} cells: is another row the header (`header_row`)?"


def _one_cell(header: list[str]) -> str:
    return "; are the cells separated by something other than commas?" if len(header) == 1 else ""
