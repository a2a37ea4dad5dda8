"""When a pass was at work: what the bot did in that time without a word counts as this pass's doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.logbook import PassRecord
from bot.model.signature import began_of

CAP = timedelta(hours=1)  # after which GitLab ends a CI job unless it is told otherwise (GitLab's documentation)
_ROUNDED = timedelta(seconds=1)  # GitLab tells its time in whole seconds


@dataclass(frozen=True, slots=True)
class Span:
    """The time of a pass, without its last instant, and how that end is known.

    Where it `is_assumed`, another pass may have done what was done in that time without a word.
    """

    identity: str
    begin: datetime
    end: datetime
    known_by: str
    is_assumed: bool = False

    def holds(self, instant: datetime) -> bool:
        """Tell whether something happened in this time."""
        return self.begin <= instant < self.end


def span_of(identity: str, records: Iterable[PassRecord], met: Iterable[str], until: datetime | None) -> Span:
    """Find the time of a pass, from the passes that were written down and from the signatures that were met.

    Where another pass was at work as well, what was done without a word may be that one's: this time is left out,
    unless `until` says otherwise.
    """
    began = began_of(identity)
    assert began is not None  # noqa: S101 - who asks has looked
    if until:
        return Span(identity, began, until, "as --until says")
    by_id = {record.identity: record for record in records}
    mine = by_id.pop(identity, None)
    before = (record.ended for record in by_id.values() if record.began <= began)
    ends = (
        [(mine.ended + _ROUNDED, "then it ended")] if mine else [(began + CAP, "an hour is assumed; --until says more")]
    )
    others = {other: at for other in {*by_id, *met} - {identity} if (at := began_of(other)) and at > began}
    ends += [(at, f"then pass {other} began") for other, at in others.items()]
    end, known_by = min(ends)
    return Span(identity, max(began, *before, began), end, known_by, is_assumed=mine is None)
