"""All the surveys of one pass: read one by one, twice, so that memory does not follow the size of files.

The first reading finds the newest answer for each survey and everything that is wrong; the second hands out the
newest answers. What is kept between the two is a fingerprint and a number for each survey; of Zendesk, which is asked
once, all surveys of its window.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import chain
from typing import Protocol

from bot.intake.feed import Feed, Teller
from bot.intake.outcomes import Gap, Rejection, Skipped
from bot.model.survey import Rating, Survey

_MICROSECOND = timedelta(microseconds=1)


def fingerprint(key: str) -> int:
    """Shorten a survey's key for an index; 128 bits, so that two never meet, in what takes the least memory."""
    return int.from_bytes(blake2b(key.encode(), digest_size=16).digest())


class Hearer(Protocol):
    """Whoever is told what is wrong with the surveys."""

    def reject(self, detail: str) -> None:
        """Take notice of a row that could not be understood."""
        ...

    def fail(self, detail: str) -> None:
        """Take notice of something that could not be read this time."""
        ...

    def warn(self, detail: str) -> None:
        """Take notice of something that people should look at."""
        ...


@dataclass(slots=True)
class Sighting:
    """What the first reading found: `ratings` counts all answers, `left_out` what was skipped on purpose, by reason."""

    rows: int = 0
    oldest: datetime | None = None
    rejected: int = 0
    ratings: Counter[Rating] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    newest: dict[int, int] = field(default_factory=dict, repr=False)

    def has_newer(self, key: int, responded_at: datetime) -> bool:
        """Tell whether there is a newer answer for a survey's fingerprint than the one of that instant."""
        return self.newest.get(key, 0) >> _PLACE_BITS > _microseconds(responded_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Where the surveys of one pass come from, what takes out of them what must not leave, and who is told of them."""

    feeds: Sequence[Feed]
    redact: Callable[[Survey], Survey]
    tellers: Sequence[Teller] = ()

    @property
    def has_several_sources(self) -> bool:
        """Whether one ticket may come more than once, by different names."""
        return len({feed.source for feed in self.feeds}) > 1

    def look(self, hearer: Hearer) -> Sighting:
        """Read everything once: tell what is wrong, and find the newest answer of each survey."""
        seen = Sighting()
        for feed in self.feeds:
            for outcome in feed.outcomes():
                seen.rows += 1
                match outcome:
                    case Survey():
                        _enter(seen, outcome)
                    case Rejection():
                        seen.rejected += 1
                        hearer.reject(str(outcome))
                    case Skipped():
                        seen.left_out[outcome.reason] += 1
                    case Gap():
                        hearer.fail(outcome.detail)
            for warning in feed.warnings():
                hearer.warn(warning)
        return seen

    def newest(self, seen: Sighting, wanted: Callable[[int], bool]) -> Iterator[Survey]:
        """Read everything again and hand out, redacted, the newest answer of each survey that is wanted."""
        outcomes = chain.from_iterable(feed.outcomes() for feed in self.feeds)
        for number, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Survey):
                key = fingerprint(outcome.key)
                if seen.newest.get(key) == _rank(outcome, number) and wanted(key):
                    yield self.redact(outcome)


_EPOCH = datetime.fromisoformat("0001-01-01T00:00:00+00:00")
_PLACE_BITS = 40


def _enter(seen: Sighting, survey: Survey) -> None:
    seen.oldest = min(seen.oldest or survey.responded_at, survey.responded_at)
    seen.ratings[survey.rating] += 1
    key, rank = fingerprint(survey.key), _rank(survey, seen.rows)
    seen.newest[key] = max(rank, seen.newest.get(key, rank))


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _rank(survey: Survey, number: int) -> int:
    """Order answers by their time, then by their place: one number instead of two, since there are many."""
    return _microseconds(survey.responded_at) << _PLACE_BITS | number
