"""The ways in which one request of a pass can go wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Literal

import requests
from chaos.wire import Wire
from passes import CutError

from bot.sandbox import Sandbox

_HANGING = {"hang", "stall"}
_LONG = 0.3  # seconds; longer than the bot waits

Moment = Literal["before", "after"]
Play = Callable[[Sandbox, Wire, int], Event]  # lets a request fail, counted from 1; gives what tells that it did


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fail."""

    name: str
    play: Play
    group: str = ""


def _fault(sandbox: Sandbox, wire: Wire, number: int, *, kind: str, times: int | None = 1) -> Event:
    """Play a fault of the sandbox's."""
    fault = sandbox.faults.add(kind=kind, skip=number - 1, times=times, seconds=_LONG)
    if kind in _HANGING:
        wire.hangs[number] = fault.played
    return fault.played


def _lost_and_then(sandbox: Sandbox, wire: Wire, number: int, *, kind: str, later: int) -> Event:
    """Lose an answer, and let a request soon after it fail too: perhaps the look whether the first was carried out."""
    lost = _fault(sandbox, wire, number, kind="lost")
    _fault(sandbox, wire, number + later, kind=kind)
    return lost


def _kill(_: Sandbox, wire: Wire, number: int, *, moment: Moment) -> Event:
    """End the process."""
    killed = Event()

    def hook(count: int, _: requests.PreparedRequest) -> None:
        if count >= number:
            killed.set()
            raise CutError

    setattr(wire, moment, hook)
    return killed


def _stop(_: Sandbox, wire: Wire, number: int) -> Event:
    """Tell the pass to end, as SIGTERM does, while the request is under way."""
    told = Event()

    def hook(count: int, _: requests.PreparedRequest) -> None:
        if count == number:
            told.set()
            wire.stop()

    wire.before = hook
    return told


_REFUSED = ("500", "502", "503", "reset", "stall", "429", "429_throttle", "401", "403", "404")
_UNTOLD = ("500_after", "502_after", "lost", "hang", "truncated")
_FOR_GOOD = ("503", "429", "lost")
_MOMENTS: tuple[Moment, ...] = ("before", "after")

# What nobody was told of is looked for with up to three requests.
LOOKS = tuple(
    Way(
        f"lost, then {kind} at the request {later} later",
        partial(_lost_and_then, kind=kind, later=later),
        f"lost, then {kind}",
    )
    for kind in ("403", "500", "lost")
    for later in (1, 2, 3)
)
WAYS = (
    *(Way(kind, partial(_fault, kind=kind)) for kind in (*_REFUSED, *_UNTOLD)),
    *(Way(f"{kind} from then on", partial(_fault, kind=kind, times=None)) for kind in _FOR_GOOD),
    *(Way(f"killed {moment}", partial(_kill, moment=moment)) for moment in _MOMENTS),
    Way("told to stop", _stop),
)
