"""What a source's files look like, and how their rows become surveys: configuration instead of code."""

from collections import abc
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.intake.mapping.exclusion import COMPARED, Exclusion
from bot.intake.mapping.fields import FieldName, Rule, columns_of
from bot.intake.mapping.mistakes import Mistake, refuse
from bot.intake.mapping.paths import Path, problem_of
from bot.intake.mapping.ratings import Ratings
from bot.intake.mapping.references import Pattern
from bot.intake.mapping.times import TimeFormat, at_odds, ignores_offset, needs_zone
from bot.intake.mapping.zone import Zone
from bot.model.pattern import matching
from bot.model.survey import IDENTIFYING_COLUMNS, REQUIRED_COLUMNS

_ASCII = "a;1"
# Keys that would do nothing in a file of that kind.
_IDLE = {
    "auto": ("rows", "recognise"),
    "csv": ("rows", "recognise", "sheet"),
    "json": ("encoding", "delimiter", "header_row", "first_data_row", "sheet"),
    "xlsx": ("rows", "recognise", "encoding", "delimiter"),
}


def _encoding(name: str) -> str:
    try:
        known = _ASCII.encode(name).decode(name) == _ASCII
    except (LookupError, UnicodeError):
        known = False
    if not known:
        raise ValueError("is no encoding of text that Python knows, such as utf-8, cp1252 or utf-16")
    return name


class Mapping(BaseModel):
    """One kind of source; docs/sources.md explains each key.

    With `format: json` the fields are JMESPath expressions, otherwise columns of a table. Rows are counted as a
    spreadsheet shows them. Times without an offset are local times of `timezone`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    format: Literal["auto", "csv", "json", "xlsx"] = "auto"
    encoding: Annotated[str, AfterValidator(_encoding)] = "utf-8"
    delimiter: Annotated[str, matching(r"auto|[^\s\"\w]|\t", 'must be auto or one character, such as ";" or "\\t"')] = (
        "auto"
    )
    header_row: Annotated[int, Field(strict=True, gt=0)] = 1
    first_data_row: Annotated[int | None, Field(strict=True, gt=0)] = None
    sheet: str = ""
    rows: Path = ""
    fields: abc.Mapping[FieldName, Rule]
    rating: Ratings
    scale: Annotated[str, matching(r"\S.{0,39}|", "must be a few words, such as 1 to 7")] = ""
    blank: tuple[str, ...] = ()
    strip_quotes: bool = False
    times: tuple[TimeFormat, ...] = ("iso",)
    timezone: Zone | None = None
    id_pattern: Pattern = ""
    ticket_pattern: Pattern = ""
    identity: Literal["ticket", "id"] = "ticket"
    merge: Literal["newest", "join"] = "newest"
    exclude: Exclusion = Exclusion()
    recognise: Path = ""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse([*self._field_mistakes(), *self._file_mistakes(), *self._time_mistakes(), *self._exclusion_mistakes()])
        return self

    @property
    def columns(self) -> dict[str, str]:
        """The columns that a table must have, each with the field that reads it."""
        return {column: field for field, rule in self.fields.items() for column in columns_of(rule)}

    def _field_mistakes(self) -> Iterator[Mistake]:
        for name in REQUIRED_COLUMNS:
            if name not in self.fields:
                yield Mistake(("fields",), f"{name} is missing: say where it stands")
        if not set(IDENTIFYING_COLUMNS) & set(self.fields):
            yield Mistake(("fields",), "needs a ticket or an id, else a survey could not be recognised again")
        if self.identity == "id" and "id" not in self.fields:
            yield Mistake(("identity",), "needs `id` among the fields")
        for name in IDENTIFYING_COLUMNS:
            if getattr(self, f"{name}_pattern") and name not in self.fields:
                yield Mistake((f"{name}_pattern",), f"needs `{name}` among the fields")
        if self.format == "json":
            yield from self._path_mistakes()

    def _path_mistakes(self) -> Iterator[Mistake]:
        for name, rule in self.fields.items():
            for path in [rule] if isinstance(rule, str) else rule.digest:
                if problem := problem_of(path):
                    yield Mistake(("fields", name), problem)

    def _file_mistakes(self) -> Iterator[Mistake]:
        for key in _IDLE[self.format]:
            if getattr(self, key) != type(self).model_fields[key].default:
                remedy = "; the body of a web hook is JSON: `format: json`" if key == "recognise" else ""
                yield Mistake((key,), f"means nothing with `format: {self.format}`{remedy}")
        if self.first_data_row is not None and self.first_data_row <= self.header_row:
            yield Mistake(("first_data_row",), "must come after header_row")

    def _time_mistakes(self) -> Iterator[Mistake]:
        if not self.times:
            yield Mistake(("times",), "must name a format, such as iso")
        for first, second in at_odds(self.times):
            yield Mistake(
                ("times", second), f"reads the same text otherwise than {self.times[first]}; name one of them"
            )
        for number, written in enumerate(self.times):
            if ignores_offset(written, self.timezone):
                yield Mistake(
                    ("times", number),
                    "holds an offset that is not read: write %z for it, or `timezone: UTC` if it is that",
                )
        if self.timezone is None and (local := [written for written in self.times if needs_zone(written)]):
            yield Mistake(
                ("timezone",),
                f"is missing: times written as {local[0]} do not say where on earth they are, nor need the policy's "
                "own time zone be theirs (put, for example, `change: {timezone: Europe/Berlin}` under the source)",
            )

    def _exclusion_mistakes(self) -> Iterator[Mistake]:
        for plural, field in COMPARED.items():
            if getattr(self.exclude, plural) and field not in self.fields:
                yield Mistake(("exclude", plural), f"needs `{field}` among the fields")
