"""Which passes are known: those that the dashboard names, and those whose signatures are met."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.engine.bookmark import Bookmark, bookmark_of
from bot.errors import ConfigurationError
from bot.model.context import Context
from bot.model.issue import Issue
from bot.model.logbook import PassRecord
from bot.model.signature import began_of, signatures_of
from bot.settings import Settings
from bot.tracker import Reader


def known_passes(settings: Settings, reader: Reader) -> tuple[PassRecord, ...]:
    """Read from the dashboard which passes it names, oldest first; raises UnreachableError."""
    return records_of(bookmark_of(reader.first_own_issues(settings.labels.names.dashboard)))


def records_of(bookmark: Bookmark) -> tuple[PassRecord, ...]:
    """Tell which passes the dashboard names, oldest first."""
    return bookmark.before.passes if bookmark.before else ()


def met_on(issues: Sequence[Issue], ctx: Context) -> set[str]:
    """Tell which passes have signed texts of the bot's on some issues."""
    return {name for issue in issues for text in _texts(issue, ctx) for name in signatures_of(text)}


def described(record: PassRecord, zone: ZoneInfo, records: Sequence[PassRecord]) -> str:
    """Say in a line which pass it was, when it began, what it did, and by which others it was undone."""
    did = ", ".join(f"{rule} {count}" for rule, count in record.did.items())
    undone = "".join(f"; undone by {name}" for name in undone_by(record, records))
    return f"{record.identity}  {record.began.astimezone(zone):%Y-%m-%d %H:%M %Z}  {did}{undone}"


def undone_by(record: PassRecord, records: Sequence[PassRecord]) -> list[str]:
    """Name the passes that have taken back what one did."""
    return [other.identity for other in records if other.undid == record.identity]


class UnknownPassError(ConfigurationError):
    """Nobody knows a pass; `known` describes those that the dashboard names, the newest first."""

    def __init__(self, problem: str, records: Sequence[PassRecord], zone: ZoneInfo) -> None:
        super().__init__(problem)
        self.known = [described(record, zone, records) for record in reversed(records)]


def others_at_work(identity: str, until: datetime, records: Sequence[PassRecord], met: Collection[str]) -> list[str]:
    """Name the other known passes that were at work between the beginning of a pass and an instant."""
    began = began_of(identity)
    assert began is not None  # noqa: S101 - who asks has looked
    found = {record.identity for record in records if record.began < until and record.ended > began}
    found |= {name for name in met if (at := began_of(name)) and began <= at < until}
    return sorted(found - {identity})


def _texts(issue: Issue, ctx: Context) -> Iterator[str]:
    """Go through the texts of the bot's on an issue."""
    if ctx.is_bot(issue.author):
        yield issue.description
    yield from (note.body for note in issue.notes or () if ctx.is_bot(note.author) and not note.system)
