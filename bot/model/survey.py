"""One customer's answer to "how was the support you got?", in the one form all sources are brought into."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.model.pattern import matching

_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False, "": False}


class Rating(StrEnum):
    """How the customer judged the support, on the three steps every scale is mapped to."""

    GOOD = "good"
    NEUTRAL = "neutral"
    BAD = "bad"


def _word(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _text(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        raise ValueError("must be text")  # noqa: TRY004 - pydantic turns a ValueError into a rejection, not a TypeError
    return str(value).strip()


def _reference(value: object) -> object:
    text = _text(value)
    return text.removeprefix("#") if isinstance(text, str) else text


def _instant(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("must be ISO 8601 text such as 2026-11-22T09:30:00+01:00")  # noqa: TRY004 - as above
    try:
        instant = datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError("is not ISO 8601; write it as 2026-11-22T09:30:00+01:00") from None
    if instant.tzinfo is None:
        raise ValueError("has no UTC offset; write it as 2026-11-22T09:30:00+01:00")
    return instant


def _instant_if_any(value: object) -> object:
    return None if value in (None, "") else _instant(value)


def _yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    answer = _YES_NO.get(str(_text(value)).lower())
    if answer is None:
        raise ValueError("must be yes or no")
    return answer


Text = Annotated[str, BeforeValidator(_text)]
# What may stand in a title and in a mark: nothing GitLab could take for a reference, a mention or markup.
Reference = Annotated[
    str,
    BeforeValidator(_reference),
    matching(
        r"([A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?)?",
        "may hold only letters, digits, dots, dashes and underscores, 100 at most",
    ),
]
SourceName = Annotated[
    str,
    matching(
        r"[a-z0-9]([a-z0-9_-]{0,38}[a-z0-9])?",
        "may hold only small letters, digits, dashes and underscores, 40 at most",
    ),
]


class Survey(BaseModel):
    """One rated survey; who said what stays out of its repr.

    `ticket` or `id` identifies it within its `source`: the ticket where there is one, unless `identity` says that a
    ticket may have several surveys. `responded_at` is an instant with its offset, and of two answers for one ticket the
    newer is the customer's word (a rating may be changed while the ticket is solved). `status` is the ticket's when it
    was read, `changeable_until` the instant until which the customer may answer anew; None: that is not known.
    All other texts are the customer's or the ticket system's: hostile until made inert. Empty text means "not given".
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    source: SourceName
    identity: Literal["ticket", "id"] = "ticket"
    rating: Annotated[Rating, BeforeValidator(_word)]
    responded_at: Annotated[AwareDatetime, BeforeValidator(_instant)]
    id: Reference = ""
    ticket: Reference = ""
    score: Text = Field(default="", max_length=200)
    comment: Text = Field(default="", max_length=100_000, repr=False)
    reason: Text = Field(default="", max_length=1000, repr=False)
    customer: Text = Field(default="", max_length=1000, repr=False)
    organization: Text = Field(default="", max_length=1000, repr=False)
    region: Text = Field(default="", max_length=1000, repr=False)
    agent: Text = Field(default="", max_length=1000, repr=False)
    ticket_url: Text = Field(default="", max_length=2000, repr=False)
    contact_requested: Annotated[bool, BeforeValidator(_yes_no)] = False
    status: Text = Field(default="", max_length=100, repr=False)
    changeable_until: Annotated[AwareDatetime | None, BeforeValidator(_instant_if_any)] = None

    @model_validator(mode="after")
    def _is_identified(self) -> Self:
        if not (self.ticket or self.id):
            raise ValueError("needs a ticket or an id, else it could not be recognised again")
        if self.identity == "id" and not self.id:
            raise ValueError("needs an id, since that is what surveys of this source are known by")
        return self

    @property
    def key(self) -> str:
        """What the survey is known by: its source and its ticket, or its id where there is no ticket or it counts."""
        by_ticket = self.ticket and self.identity == "ticket"
        return f"{self.source}/ticket/{self.ticket}" if by_ticket else f"{self.source}/id/{self.id}"

    @property
    def subject(self) -> str:
        """What the feedback is about, in words that are not inert yet."""
        parts = [("ticket", self.ticket)] if self.ticket else []
        parts += [("survey", self.id)] if not self.ticket or self.identity == "id" else []
        return ", ".join(f"{kind} {reference}" for kind, reference in parts)


COLUMNS = tuple(name for name in Survey.model_fields if name not in {"source", "identity"})
REQUIRED_COLUMNS = ("rating", "responded_at")
IDENTIFYING_COLUMNS = ("ticket", "id")
