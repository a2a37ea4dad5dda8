"""What the policy says about private data: its section `privacy`."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.intake.redaction.kinds import SWITCHABLE, Kind
from bot.model.survey import COLUMNS, IDENTIFYING_COLUMNS, REQUIRED_COLUMNS

_NEEDED = {*REQUIRED_COLUMNS, *IDENTIFYING_COLUMNS}
_DROPPABLE = tuple(column for column in COLUMNS if column not in _NEEDED)
_MEANT = {"UK": "GB", "EN": "GB"}


def _kinds(value: object) -> object:
    return _each_of(value, SWITCHABLE)


def _columns(value: object) -> object:
    return _each_of(value, _DROPPABLE)


def _each_of(value: object, known: Collection[str]) -> object:
    if isinstance(value, list | tuple | set | frozenset):
        for name in value:
            if name not in known:
                raise ValueError(f"{name} cannot stand here; choose from {', '.join(known)}")
    return value


def _regions(value: object) -> object:
    return tuple(map(_region, value)) if isinstance(value, list | tuple) else value


def _region(value: object) -> str:
    if isinstance(value, bool):
        raise ValueError('YAML reads NO without quotes as "no"; for Norway write "NO"')  # noqa: TRY004 - pydantic wants it
    # Only who names regions pays for loading the numbering plans of the world here.
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415 - as said above

    region = str(value).upper()
    if region not in SUPPORTED_REGIONS:
        meant = f"; did you mean {_MEANT[region]}?" if region in _MEANT else ""
        raise ValueError(f"{value} is no region; write two letters as in ISO 3166, such as DE{meant}")
    return region


class Privacy(BaseModel):
    """What is taken out of surveys before anything is sent; docs/privacy.md explains each key.

    `keep` names the kinds that are not redacted. `phone_regions` are those in which numbers without a country code are
    looked for. `customer` tells how an issue identifies who answered: by the ticket alone, or by name as well.
    `own_words`: the customer's name and organization, as the survey knows them, leave the comment and the reason.
    `comment_length` in characters, 0 without limit. `leave_out` names columns of which nothing is kept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    keep: Annotated[frozenset[Kind], BeforeValidator(_kinds)] = frozenset()
    phone_regions: Annotated[tuple[str, ...], BeforeValidator(_regions)] = ("US", "GB", "DE", "FR")
    customer: Literal["ticket", "name"] = "ticket"
    own_words: bool = True
    comment_length: Annotated[int, Field(ge=0, strict=True)] = 0
    leave_out: Annotated[frozenset[str], BeforeValidator(_columns)] = frozenset()
