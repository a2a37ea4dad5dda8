"""All the surveys of one pass: read row by row, twice, so that memory does not follow the size of the files.

The first reading finds the newest answer for each survey and everything that is wrong; the second hands out the
newest answers. What is kept between the two is a fingerprint and a number for each survey.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.intake.canonical import survey_from
from bot.intake.files import InputFile
from bot.intake.outcomes import Rejection
from bot.intake.rows import Row, rows_of
from bot.model.survey import COLUMNS, Survey

_MICROSECOND = timedelta(microseconds=1)


def fingerprint(key: str) -> int:
    """Shorten a survey's key for an index; 128 bits, so that two never meet, in what takes the least memory."""
    return int.from_bytes(blake2b(key.encode(), digest_size=16).digest())


@dataclass(slots=True)
class Sighting:
    """What the first reading found."""

    rows: int = 0
    oldest: datetime | None = None
    rejected: int = 0
    newest: dict[int, int] = field(default_factory=dict, repr=False)

    def has_newer(self, key: int, responded_at: datetime) -> bool:
        """Tell whether there is a newer answer for a survey's fingerprint than the one of that instant."""
        return self.newest.get(key, 0) >> _PLACE_BITS > _microseconds(responded_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """The files of one pass, what their surveys are known as, and the present moment."""

    files: Sequence[InputFile]
    source: str
    now: datetime

    def look(self, on_rejection: Callable[[Rejection], None], on_warning: Callable[[str], None]) -> Sighting:
        """Read everything once: tell what is wrong, and find the newest answer of each survey."""
        seen = Sighting()
        for file in self.files:
            unknown: set[str] = set()
            for outcome in self._surveys(file, unknown):
                seen.rows += 1
                if isinstance(outcome, Rejection):
                    seen.rejected += 1
                    on_rejection(outcome)
                    continue
                seen.oldest = min(seen.oldest or outcome.responded_at, outcome.responded_at)
                key, rank = fingerprint(outcome.key), _rank(outcome, seen.rows)
                seen.newest[key] = max(rank, seen.newest.get(key, rank))
            if unknown:
                on_warning(f"{file.name}: left out the unknown columns {_listed(unknown)}")
        return seen

    def newest(self, seen: Sighting) -> Iterator[Survey]:
        """Read everything again and hand out the newest answer of each survey."""
        number = 0
        for file in self.files:
            for outcome in self._surveys(file, set()):
                number += 1
                if isinstance(outcome, Survey) and seen.newest.get(fingerprint(outcome.key)) == _rank(outcome, number):
                    yield outcome

    def _surveys(self, file: InputFile, unknown: set[str]) -> Iterator[Survey | Rejection]:
        for row in rows_of(file):
            if isinstance(row, Rejection):
                yield row
                continue
            unknown |= row.values.keys() - _KNOWN
            yield self._survey(file, row)

    def _survey(self, file: InputFile, row: Row) -> Survey | Rejection:
        try:
            return survey_from(row.values, self.source, self.now)
        except ValueError as problem:
            return Rejection(file.name, row.place, str(problem))


def _listed(names: set[str]) -> str:
    some = [_printable(name[:_LONGEST_NAME]) or "(without a name)" for name in sorted(names)[:_MOST_NAMES]]
    return ", ".join(some) + (f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else "")


def _printable(name: str) -> str:
    # JSON can write half of a character outside the basic plane, which no log could take.
    return name.encode("utf-8", "backslashreplace").decode()


_KNOWN = frozenset(COLUMNS)
_MOST_NAMES = 10
_LONGEST_NAME = 40
_EPOCH = datetime.fromisoformat("0001-01-01T00:00:00+00:00")
_PLACE_BITS = 40


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _rank(survey: Survey, number: int) -> int:
    """Order answers by their time, then by their place: one number instead of two, since there are many."""
    return _microseconds(survey.responded_at) << _PLACE_BITS | number
