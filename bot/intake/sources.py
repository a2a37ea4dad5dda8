"""Where surveys come from, as the policy describes it: files, web hooks, or a Zendesk account."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Tag

from bot.intake.zendesk.settings import ZendeskSource
from bot.model.pattern import matching

_FILE, _ZENDESK = "file", "zendesk"


class FileSource(BaseModel):
    """The section of a source whose surveys come as files, or are pushed by a web hook.

    `mapping` names a preset; without one the keys in `change` are the whole mapping, and without these the columns are
    the canonical ones. `files` are patterns, read in every pass, seen from the working directory. `pushed` says that
    the body of a web hook of this kind is believed as it is. `tickets` names the Zendesk source whose
    ticket numbers these are, or the source itself where they are nobody else's; left out, they are those of the only
    Zendesk account.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    type: Literal["file"] = "file"
    mapping: Annotated[
        str, matching(r"([a-z0-9][a-z0-9_-]*)?", "may hold only small letters, digits, dashes and underscores")
    ] = ""
    files: tuple[str, ...] = ()
    change: Mapping[str, Any] = {}
    pushed: bool = False
    tickets: str = ""


def _type(value: object) -> object:
    return value.get("type", _FILE) if isinstance(value, dict) else getattr(value, "type", None)


Source = Annotated[
    Annotated[FileSource, Tag(_FILE)] | Annotated[ZendeskSource, Tag(_ZENDESK)],
    Discriminator(
        _type, custom_error_type="source", custom_error_message="must be a section whose `type` is file or zendesk"
    ),
]


def preset_of(source: Source) -> str:
    """Name the preset with which a source's mapping begins; empty for none."""
    return source.mapping if isinstance(source, FileSource) else f"zendesk-{source.api.replace('_', '-')}"


def numbering_of(sources: Mapping[str, Source]) -> dict[str, str]:
    """Tell for each source whose ticket numbers it speaks of; "" stands for sources that the policy does not name.

    Where two have the same word, the same number is one ticket. Each Zendesk account numbers its own tickets. All other
    sources speak of those of the only account, or, where there are several or none, of numbers that they have in
    common, unless their section says otherwise.
    """
    accounts = {name: source.base for name, source in sources.items() if isinstance(source, ZendeskSource)}
    only = next(iter(accounts.values())) if len(set(accounts.values())) == 1 else ""

    def numbers(name: str, source: Source) -> str:
        if isinstance(source, ZendeskSource) or not source.tickets:
            return accounts.get(name, only)
        return accounts.get(source.tickets, f"those of {source.tickets}")

    return {"": only} | {name: numbers(name, source) for name, source in sources.items()}
