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
    """One pass by its id; `ended` is when it had done its work, by GitLab's clock, `did` counts that by rule."""

    identity: str
    ended: datetime
    did: Mapping[str, int]

    def __str__(self) -> str:
        """Write it down for a mark."""
        return "@".join(
            (self.identity, self.ended.isoformat(), "+".join(f"{rule}:{n}" for rule, n in self.did.items()))
        )

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
        identity, ended, did = text.split("@")
        record = PassRecord(identity, datetime.fromisoformat(ended), dict(_count(part) for part in did.split("+")))
    except ValueError:
        return None
    return record if began_of(identity) and is_sound(record.ended) else None


def _count(text: str) -> tuple[str, int]:
    rule, count = text.split(":")
    if not _RULE.fullmatch(rule):
        raise ValueError(rule)
    return rule, int(count)
