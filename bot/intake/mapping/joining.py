"""Long formats: several rows of one respondent become one, whatever their order."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.intake.mapping.mapped import Found, Mapped
from bot.intake.mapping.mapping import Mapping
from bot.intake.mapping.words import is_empty
from bot.intake.outcomes import Rejection
from bot.intake.row import Row

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class JoinedRow(Row):
    """A row that was several; `at_odds` says that two of them were rated otherwise for the same instant."""

    rows: int
    at_odds: bool


@dataclass(frozen=True, slots=True)
class _Part:
    row: Row
    found: Found
    at: datetime | None

    @property
    def rank(self) -> tuple[datetime, str]:
        """Order rows by their time, and those of one instant by what they say."""
        return self.at or _LONG_AGO, json.dumps(self.row.values, sort_keys=True, default=str)


def joined(mapping: Mapping, rows: Iterable[Row | Rejection]) -> Iterator[Row | Rejection]:
    """Join the rows of one id: each column comes from the newest row that has it; holds a whole file in memory.

    A row whose id is missing, or whose id or time cannot be read, stays alone. A joined row stands where its first one
    stood, and is left out when one of them is.
    """
    mapped = Mapped(mapping)
    groups: dict[str | int, list[_Part]] = {}
    for number, row in enumerate(rows):
        if isinstance(row, Rejection):
            yield row
            continue
        found = mapped.found(row.values)
        try:
            key, at = mapped.reference(found) or number, mapped.instant(found)
        except ValueError:
            key, at = number, None
        groups.setdefault(key, []).append(_Part(row, found, at))
    yield from (_joined(mapped, parts) if len(parts) > 1 else parts[0].row for parts in groups.values())


def _joined(mapped: Mapped, parts: Sequence[_Part]) -> Row:
    newest_first = sorted(parts, key=lambda part: part.rank, reverse=True)
    alone = next((part for part in newest_first if _is_left_out(mapped, part)), None)
    values: dict[str, object] = {}
    for part in [alone] if alone else newest_first:
        values |= {column: value for column, value in part.row.values.items() if is_empty(values.get(column))}
    return JoinedRow(parts[0].row.place, values, len(parts), _at_odds(mapped, parts))


def _is_left_out(mapped: Mapped, part: _Part) -> bool:
    """Tell whether a row is left out, or will be rejected since that cannot be told."""
    try:
        return mapped.left_out(part.found) is not None
    except ValueError:
        return True


def _at_odds(mapped: Mapped, parts: Sequence[_Part]) -> bool:
    rated = {(part.at, rating) for part in parts if (rating := mapped.rating(part.found))}
    return len({at for at, _ in rated}) < len(rated)
