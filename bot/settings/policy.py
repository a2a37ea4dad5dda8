"""The policy: everything about the bot's behaviour that an operator may decide, as one YAML file."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from bot.intake.mapping.zone import Zone
from bot.intake.redaction import Privacy
from bot.intake.sources import Source
from bot.model.duration import Duration
from bot.model.labels import LabelNames
from bot.model.pattern import matching
from bot.model.review.form import HANDBOOK
from bot.model.survey import SourceName
from bot.rules import Rules
from bot.settings.suggest import suggestion

ALL_OFF, SWITCH_ON = "the policy has switched every rule off", "give `rules:` a section for each rule that is to run"


def _sections(value: object) -> object:
    """Read a section that is there but empty as "on, with its defaults"."""
    return {name: {} if body is None else body for name, body in value.items()} if isinstance(value, dict) else value


def _path_or_id(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _MayBeEmpty:
    """Lets a section be there but empty, which means its defaults."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's signature
        return core_schema.no_info_before_validator_function(
            lambda value: {} if value is None else value, handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), {"type": "null"}]}


def _names(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [name.removeprefix("@").lower() if isinstance(name, str) else name for name in value]


def _per_minute(value: object) -> object:
    if value != "auto" and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ValueError("must be auto, or a whole number from 1 on")
    return value


def _user_id(value: object) -> object:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("is no user's id: write a whole number from 1 on")
    return value


ReviewLine = Annotated[str, matching(r"\s*\S.{0,199}", "must be one line of words")]
PerMinute = Annotated[
    int | Literal["auto"],
    BeforeValidator(_per_minute),
    WithJsonSchema({"anyOf": [{"const": "auto"}, {"type": "integer", "minimum": 1}]}),
]
UserId = Annotated[int, BeforeValidator(_user_id), WithJsonSchema({"type": "integer", "minimum": 1})]
PathOrId = Annotated[str | None, BeforeValidator(_path_or_id), WithJsonSchema({"type": ["string", "integer", "null"]})]


class Limits(BaseModel):
    """How much one pass may do before it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    changes: Annotated[int, Field(ge=0, strict=True)] = 50
    filings: Annotated[int, Field(ge=0, strict=True)] = 500


class Review(BaseModel):
    """What a review consists of, beyond the lines of the handbook, and how else people have called these lines."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    extra_lines: tuple[ReviewLine, ...] = ()
    aliases: Mapping[str, tuple[ReviewLine, ...]] = {}

    @model_validator(mode="after")
    def _name_lines_that_are_there(self) -> Self:
        known = [*(field.name for field in HANDBOOK), *self.extra_lines]
        if unknown := sorted(set(self.aliases) - set(known)):
            raise ValueError(f"aliases: {unknown[0]} is no line of the review{suggestion(unknown[0], known)}")
        return self


class PaceLimits(BaseModel):
    """How many issues and notes GitLab lets one user create in a minute; `auto` means what is usual for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issues_per_minute: PerMinute = "auto"
    notes_per_minute: PerMinute = "auto"


class Policy(BaseModel):
    """The policy; `config/feedback-bot.yml` explains each key."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    project: PathOrId = None
    source: SourceName = "survey"
    sources: Annotated[Mapping[SourceName, Annotated[Source, _MayBeEmpty()]], _MayBeEmpty()] = {}
    timezone: Zone = ZoneInfo("UTC")
    answer_within: Duration = timedelta(days=7)
    look_back: Duration = timedelta(days=90)
    ticket_address: Annotated[
        str, matching(r"(https?://\S*\{ticket\}\S*)?", "is no web address with {ticket} in the place of the number")
    ] = ""
    former_bots: frozenset[UserId] = frozenset()
    other_bots: Annotated[frozenset[str], BeforeValidator(_names)] = frozenset()
    templates: str = ""
    privacy: Annotated[Privacy, _MayBeEmpty()] = Privacy()
    rules: Annotated[Rules, BeforeValidator(_sections), _MayBeEmpty()] = Rules()
    labels: Annotated[LabelNames, _MayBeEmpty()] = LabelNames()
    review: Annotated[Review, _MayBeEmpty()] = Review()
    limits: Annotated[Limits, _MayBeEmpty()] = Limits()
    pace: Annotated[PaceLimits, _MayBeEmpty()] = PaceLimits()
