"""The newest passes that wrote something: who, until when each was at work, and what it did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.signature import began_of

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
    """Read what a mark has of passes, oldest first; raises ValueError where somebody has changed it by hand."""
    return tuple(map(_record, filter(None, text.split(","))))


def entered(records: Iterable[PassRecord], new: PassRecord) -> tuple[PassRecord, ...]:
    """Enter a pass; of very many the oldest are forgotten."""
    others = (record for record in records if record.identity != new.identity)
    return (*others, new)[-_MOST:]


def _record(text: str) -> PassRecord:
    identity, ended, did = text.split("@")
    record = PassRecord(identity, datetime.fromisoformat(ended), dict(_count(part) for part in did.split("+")))
    if began_of(identity) is None or record.ended.tzinfo is None:
        raise ValueError(text)
    return record


def _count(text: str) -> tuple[str, int]:
    rule, count = text.split(":")
    return rule, int(count)
