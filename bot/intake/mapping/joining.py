"""Long formats: several rows of one respondent become one."""

from collections.abc import Iterable, Iterator

from bot.intake.mapping.mapped import Mapped
from bot.intake.mapping.mapping import Mapping
from bot.intake.outcomes import Rejection
from bot.intake.row import Row


def joined(mapping: Mapping, rows: Iterable[Row | Rejection]) -> Iterator[Row | Rejection]:
    """Join the rows of one id: of each column the first value that is not empty; holds a whole file in memory.

    A row whose id is missing or damaged stays alone, and a joined row stands where its first one stood.
    """
    mapped = Mapped(mapping)
    kept: dict[str | int, Row] = {}
    for number, row in enumerate(rows):
        if isinstance(row, Rejection):
            yield row
            continue
        key = mapped.reference(row.values) or number
        kept[key] = _filled_up(kept[key], row) if key in kept else row
    yield from kept.values()


def _filled_up(row: Row, other: Row) -> Row:
    gaps = {column: value for column, value in other.values.items() if _is_empty(row.values.get(column))}
    return Row(row.place, {**row.values, **gaps})


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
