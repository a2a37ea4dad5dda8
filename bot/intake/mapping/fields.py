"""Which columns or paths of a source hold what the bot wants to know."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag

from bot.intake.mapping.mistakes import unknown
from bot.intake.mapping.paths import finder
from bot.intake.mapping.words import scalar
from bot.intake.row import column_name
from bot.model.survey import COLUMNS, IDENTIFYING_COLUMNS

FIELDS = (*COLUMNS, "tags", "form")  # the last two serve to leave surveys out
_PLACE = re.compile(r"\{([^{}]+)\}")
_Found = Callable[[Mapping[str, Any]], object]


class Digest(BaseModel):
    """A short hash of several columns, for sources without an id: stable, and no address stands in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    digest: Annotated[tuple[str, ...], Field(min_length=1)]


def _field(name: str) -> str:
    if name not in FIELDS:
        unknown("the bot knows no such field", FIELDS)
    return name


def _kind(value: object) -> str | None:
    if isinstance(value, dict | Digest):
        return "digest"
    return "text" if isinstance(value, str) and value.strip() else None


FieldName = Annotated[str, AfterValidator(_field)]
Rule = Annotated[
    Annotated[str, Tag("text")] | Annotated[Digest, Tag("digest")],
    Discriminator(
        _kind,
        custom_error_type="rule",
        custom_error_message="must be a column, a template, a path, or a digest of columns",
    ),
]


def columns_of(rule: str | Digest) -> tuple[str, ...]:
    """Name the columns of a table, or the paths, that a rule reads."""
    if isinstance(rule, Digest):
        return rule.digest
    return tuple(_PLACE.findall(rule)) or (rule,)


def cell_of(name: str, rule: str | Digest) -> _Found:
    """Read a field from a table's row, whose columns have been found to be there.

    Of an id no part may be empty, else several people would be known as one.
    """
    if isinstance(rule, Digest):
        return _hashed([_cell(column) for column in rule.digest])
    return _filled_in(rule, all if name in IDENTIFYING_COLUMNS else any) if _PLACE.search(rule) else _cell(rule)


def value_of(_name: str, rule: str | Digest) -> _Found:
    """Read a field from a JSON record."""
    return _hashed([finder(path) for path in rule.digest]) if isinstance(rule, Digest) else finder(rule)


def _cell(column: str) -> _Found:
    name = column_name(column)
    return lambda row: row[name]


def _filled_in(template: str, enough: Callable[[Iterable[str]], bool]) -> _Found:
    cells = {place: _cell(place) for place in _PLACE.findall(template)}

    def fill(row: Mapping[str, Any]) -> str | None:
        found = {place: scalar(cell(row)) for place, cell in cells.items()}
        return _PLACE.sub(lambda match: found[match[1]], template) if enough(found.values()) else None

    return fill


def _hashed(parts: list[_Found]) -> _Found:
    def digest(row: Mapping[str, Any]) -> str | None:
        found = [scalar(part(row)) for part in parts]
        return blake2b(json.dumps(found).encode(), digest_size=10).hexdigest() if any(found) else None

    return digest
