"""When something was answered: read in the formats that the mapping names, with nothing guessed."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from bot.intake.mapping.words import scalar
from bot.intake.mapping.zone import is_utc
from bot.intake.shown import shown

ISO, UNIX, UNIX_MS = "iso", "unix", "unix_ms"
_NAMED = {ISO, UNIX, UNIX_MS}
_ISO_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9].*)?", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]+)?")
_OFFSET = re.compile(r"\b(Z|UTC|GMT)\b|[+-][0-9]{2}:?[0-9]{2}\b")
_NO_OFFSET = re.compile(r"[A-Z]+|[+-]00:?00")
_SPREADSHEETS_DAY = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_MILLI = 1000
_FIRST_MILLISECONDS = 10**11  # the year 1973 in milliseconds, and the year 5138 in seconds
# Days, hours and minutes by which any two readings of one text differ; the first half is before noon, 12 is noon.
_PROBES = tuple(
    datetime(*parts, tzinfo=UTC)
    for parts in (
        (2001, 2, 3, 4, 5, 6),
        (2010, 12, 11, 9, 8, 7),
        (2011, 10, 12, 13, 14, 15),
        (2012, 3, 4, 12, 30, 20),
        (2009, 8, 31, 23, 59, 58),
    )
)


def needs_zone(written: str) -> bool:
    """Tell whether a format always leaves the offset from UTC open."""
    return written not in _NAMED and "%z" not in written


def ignores_offset(written: str, zone: ZoneInfo | None) -> bool:
    """Tell whether a format holds an offset as plain text, such as the Z of %H:%M:%SZ, that is not the zone's."""
    match = None if written in _NAMED else _OFFSET.search(re.sub(r"%.", " ", written))
    return match is not None and not (is_utc(zone) and _NO_OFFSET.fullmatch(match[0]))


def _checked(written: str) -> str:
    if written in _NAMED:
        return written
    if "%" not in written:
        raise ValueError("must be iso, unix, unix_ms, or a format such as %d/%m/%Y %H:%M:%S")
    if "%Z" in written or "%c" in written or "%x" in written or "%X" in written:
        raise ValueError("names a part that reads differently from one computer to the next (%Z, %c, %x, %X)")
    probe = _PROBES[-1]
    try:
        again = _written_as(written, probe.strftime(written))
    except ValueError:
        raise ValueError("is no format that could be read") from None
    if again.date() != probe.date():
        raise ValueError("must hold year, month and day")
    if again.hour not in {0, probe.hour}:
        raise ValueError("has a 12-hour clock (%I) without %p, so that morning and evening look the same")
    return written


TimeFormat = Annotated[str, AfterValidator(_checked)]


def at_odds(formats: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find pairs of formats that read some text differently, by their positions; both orders of day and month do."""
    for (first, one), (second, other) in combinations(enumerate(formats), 2):
        if any(_differ(text, one, other) for written in (one, other) for text in _written(written)):
            yield first, second


def _written(written: str) -> list[str]:
    if written == ISO:
        return [probe.strftime("%Y-%m-%d %H:%M:%S") for probe in _PROBES]
    factor = {UNIX: 1, UNIX_MS: _MILLI}.get(written)
    return [str(int(probe.timestamp() * factor)) if factor else probe.strftime(written) for probe in _PROBES]


def _differ(text: str, one: str, other: str) -> bool:
    found = [time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC) for time in _read(text, (one, other))]
    return len(set(found)) > 1


class Clock:
    """Reads times in the formats of one mapping; those without an offset are local times of its zone."""

    def __init__(self, formats: Sequence[str], zone: ZoneInfo | None) -> None:
        self._formats = formats
        self._zone = zone

    def instant(self, value: object) -> datetime | None:
        """Read an instant, None where nothing stands; raises ValueError for what no format fits or no clock showed."""
        if isinstance(value, datetime):
            return self._placed(value)
        text = scalar(value)
        if not text:
            return None
        time = next(_read(text, self._formats), None)
        if time is None:
            raise ValueError(f"{shown('responded_at', text)} {_why_not(text, self._formats)}".lstrip())
        return self._placed(time)

    def _placed(self, time: datetime) -> datetime:
        if time.tzinfo is not None:
            return time
        if self._zone is None:
            raise ValueError("has no UTC offset, and the mapping no `timezone` to read it in")
        # Of a time that the clocks showed twice, the earlier is taken (PEP 495: fold=0).
        local = time.replace(tzinfo=self._zone)
        if local.astimezone(UTC).astimezone(self._zone).replace(tzinfo=None) != time:
            raise ValueError(f"{time.isoformat(' ')} was skipped in {self._zone} when the clocks went forward")
        return local


def _why_not(text: str, formats: Sequence[str]) -> str:
    if _SPREADSHEETS_DAY.fullmatch(text):
        return "is a spreadsheet's number of a day; export the column as date and time"
    if _NUMBER.fullmatch(text) and _NAMED & {*formats} - {ISO}:
        return "is out of range: unix counts seconds, unix_ms milliseconds; write the other one in `times`"
    if _ISO_TEXT.fullmatch(text):
        return "has no time of day or no ISO 8601 form; a date alone needs %Y-%m-%d in `times`"
    return "fits none of the formats in `times`"


def _read(text: str, formats: Sequence[str]) -> Iterator[datetime]:
    for written in formats:
        try:
            yield _READERS[written](text) if written in _READERS else _written_as(written, text)
        except (ValueError, OverflowError, OSError):
            continue


def _written_as(written: str, text: str) -> datetime:
    return datetime.strptime(text, written)  # noqa: DTZ007 - `Clock` gives it the zone of the mapping


def _iso(text: str) -> datetime:
    match = _ISO_TEXT.fullmatch(text)
    if match is None or match[1] is None:
        raise ValueError("no ISO 8601 date with a time of day")
    return datetime.fromisoformat(text)


def _since_1970(text: str, divisor: int) -> datetime:
    if _NUMBER.fullmatch(text) is None:
        raise ValueError("no number")
    if (float(text) >= _FIRST_MILLISECONDS) != (divisor == _MILLI):
        raise ValueError("counted otherwise")
    return datetime.fromtimestamp(float(text) / divisor, tz=UTC)


_READERS: dict[str, Callable[[str], datetime]] = {
    ISO: _iso,
    UNIX: lambda text: _since_1970(text, 1),
    UNIX_MS: lambda text: _since_1970(text, _MILLI),
}
