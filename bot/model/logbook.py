"""The newest passes that wrote something: who, until when each was at work, and what it did."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.signature import began_of, is_sound

_RULE = re.compile(r"[a-z_]+")
_MOST = 30  # passes: some days of hourly ones, and far less than a description may hold


@dataclass(frozen=True, slots=True)
class PassRecord:
    """One pass by its id; `ended` is when it had done its work, by GitLab's clock, `did` counts that by rule.

    An undoing names the pass that it `undid`.
    """

    identity: str
    ended: datetime
    did: Mapping[str, int]
    undid: str = ""

    def __str__(self) -> str:
        """Write it down for a mark."""
        did = "+".join(f"{rule}:{count}" for rule, count in self.did.items())
        return "@".join((self.identity, self.ended.isoformat(), did, *filter(None, [self.undid])))

    @property
    def began(self) -> datetime:
        """When it began, in whole seconds."""
        began = began_of(self.identity)
        assert began is not None  # noqa: S101 - none other is written down, and reading insists
        return began


def records_in(text: str) -> tuple[PassRecord, ...]:
    """Read what a mark has of passes, oldest first, without those that somebody has changed by hand."""
    return tuple(filter(None, map(_record, text.split(","))))


def entered(records: Iterable[PassRecord], new: PassRecord) -> tuple[PassRecord, ...]:
    """Enter a pass; of very many the oldest are forgotten."""
    others = (record for record in records if record.identity != new.identity)
    return (*others, new)[-_MOST:]


def _record(text: str) -> PassRecord | None:
    try:
        identity, ended, did, *undid = text.split("@")
        record = PassRecord(
            identity, datetime.fromisoformat(ended), dict(_count(part) for part in did.split("+")), *undid[:1]
        )
    except ValueError:
        return None
    names_passes = all(map(began_of, [identity, *undid]))
    return record if names_passes and is_sound(record.ended) else None


def _count(text: str) -> tuple[str, int]:
    rule, count = text.split(":")
    if not _RULE.fullmatch(rule):
        raise ValueError(rule)
    return rule, int(count)
