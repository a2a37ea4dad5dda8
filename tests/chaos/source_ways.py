"""The ways in which a request to Zendesk can go wrong."""

import re
from dataclasses import dataclass, replace

from passes import StandingStill
from zendesk.faults import KINDS, Fault
from zendesk.standin import Seen

_IMPATIENT = 0.1  # seconds that the bot waits for an answer that hangs; shorter than it does


@dataclass(frozen=True, slots=True)
class SourceWay:
    """One way in which a request to Zendesk goes wrong, alone or with all that come after it."""

    name: str
    fault: Fault
    for_good: bool

    def fault_at(self, number: int) -> Fault:
        """Let it happen to a request, counted from 1."""
        return replace(self.fault, skip=number - 1, times=None if self.for_good else 1)


_FAULTS: dict[str, Fault] = {
    **{str(status): Fault("status", status=status) for status in (500, 502, 503, 429, 401, 403, 404)},
    "429, 7 seconds": Fault("status", status=429, headers={"Retry-After": "7"}),
    "429, an hour": Fault("status", status=429, headers={"Retry-After": "3600"}),
    **{kind: Fault(kind) for kind in KINDS if kind != "status"},
}
SOURCE_WAYS = tuple(SourceWay(name, fault, for_good) for name, fault in _FAULTS.items() for for_good in (False, True))


@dataclass(frozen=True, slots=True)
class SourceCase:
    """One request of one day's pass to Zendesk, counted from 1, and the way in which it goes wrong."""

    day: int
    number: int
    way: SourceWay

    def __str__(self) -> str:
        after = " from then on" if self.way.for_good else ""
        return f"Zendesk, day {self.day + 1}, request {self.number}, {self.way.name}{after}"


class Impatient(StandingStill):
    """Waits for no time, and not for long where an answer is going to hang."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self._fault = fault

    def at_most(self, seconds: float) -> float:
        number = self._fault.seen - self._fault.skip
        hangs = number >= 0 and (self._fault.times is None or number < self._fault.times)
        return super().at_most(_IMPATIENT if hangs else seconds)


def tells_the_truth(way: SourceWay, request: Seen) -> bool:
    """Leave out what is no failure: Zendesk's word that there is no such ticket any more has to be believed."""
    alone = re.search(r"/tickets/[0-9]+$|/guide/[a-z-]+/survey_responses/", request.path)
    return way.name == "404" and request.method == "GET" and alone is not None
