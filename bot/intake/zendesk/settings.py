"""A Zendesk account as the policy describes it: which one, which of its two kinds of surveys, and how far back."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.model.duration import Duration
from bot.model.pattern import matching

_LOOPBACK = r"(127\.0\.0\.1|localhost|\[::1\])"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"  # a name in an address (RFC 1123)
_PORT = "(:([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"  # to 65535

Account = Annotated[
    str,
    matching(
        r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?",
        "must be what stands before .zendesk.com in the account's address, in small letters, such as example",
    ),
]
Address = Annotated[
    str,
    matching(
        rf"((https://{_LABEL}(\.{_LABEL})*|http://{_LOOPBACK}){_PORT}/?)?",
        "must be the account's own address with https and without a path, such as https://support.example.com",
    ),
]


class WriteBack(BaseModel):
    """What a ticket is told about its issue: `tag` is added, and with `note` an internal note gives the address."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    # Other characters are no part of a Zendesk tag, and a blank would make two of one.
    tag: Annotated[
        str,
        matching(r"[a-z0-9][a-z0-9_/:-]{0,79}", "may hold only small letters, digits, and the signs - _ / :"),
    ] = "feedback-bot"
    note: bool = True


class ZendeskSource(BaseModel):
    """The section of a Zendesk source in the policy.

    `account` or `address` says where it is. `window` is how far back every pass reads, from the moment a survey was
    offered; it must be longer than a survey can be answered, else late and changed answers are missed. `credentials` is
    the middle of the variables' names: ZENDESK stands for FEEDBACK_BOT_ZENDESK_CLIENT_ID and so on. `change` holds the
    keys of the mapping that differ from the shipped preset.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    type: Literal["zendesk"]
    account: Account = ""
    address: Address = ""
    api: Literal["survey_responses", "satisfaction_ratings"] = "survey_responses"
    window: Duration = timedelta(days=45)
    credentials: Annotated[
        str, matching(r"[A-Z][A-Z0-9_]{0,39}", "may hold only capital letters, digits and underscores, such as ZENDESK")
    ] = "ZENDESK"
    scope: Annotated[
        str, matching(r"([a-z_:]+( [a-z_:]+)*)?", "must be words with a blank between them, such as: read write")
    ] = ""
    locale: Annotated[
        str, matching(r"[a-z]{2,3}(-[a-z0-9]{2,4})*", "must be a language the way Zendesk writes it, such as en-us")
    ] = "en-us"
    change: dict[str, Any] = Field(default_factory=dict)
    write_back: WriteBack | None = None

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if bool(self.account) == bool(self.address):
            raise ValueError(
                "needs either `account`, such as example, or `address`, such as https://support.example.com"
            )
        return self

    @property
    def base(self) -> str:
        """Where the account answers, in small letters and without a slash at the end."""
        return self.address.rstrip("/").lower() or f"https://{self.account}.zendesk.com"

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine: a stand-in, and no account of anybody's."""
        return re.fullmatch(f"https?://{_LOOPBACK}{_PORT}", self.base) is not None

    @property
    def asked_scope(self) -> str:
        """What the bot asks to be allowed: to read, and to write only where it is to write back."""
        return self.scope or ("read write" if self.write_back else "read")
