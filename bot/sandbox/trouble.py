"""Plays faults."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.web.answers import Answer
from bot.sandbox.web.errors import ApiError, forbidden, not_found, too_many, unauthorized

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_PAGE = "<html>\n<head><title>{0}</title></head>\n<body><h1>{0}</h1><p>GitLab is not responding.</p></body>\n</html>\n"
_AFTER = {
    FaultKind.ERROR_AFTER: FaultKind.ERROR,
    FaultKind.BAD_GATEWAY_AFTER: FaultKind.BAD_GATEWAY,
}
_REFUSALS: dict[FaultKind, Callable[[], ApiError]] = {
    FaultKind.UNAUTHORIZED: unauthorized,
    FaultKind.FORBIDDEN: forbidden,
    FaultKind.NOT_FOUND: not_found,
    FaultKind.LIMITED: too_many,
}
_HANGING = {FaultKind.HANG, FaultKind.STALL}


class Cut(Enum):
    """How a connection ends without an answer."""

    RESET = "reset"
    CLOSED = "closed"


async def play(fault: Fault, handle: Callable[[], Answer], now: datetime) -> Answer | Cut:
    """Answer the way the fault wants it, or say how to end the connection."""
    kind = fault.kind
    if kind is FaultKind.RESET:
        return Cut.RESET
    if kind is FaultKind.STALL:
        return Cut.CLOSED
    if kind is FaultKind.LATENCY:
        await _wait(fault.seconds)
        return handle()
    if kind in _AFTER:
        handle()
        return _canned(_AFTER[kind], fault, now)
    if kind in {FaultKind.LOST, FaultKind.HANG, FaultKind.TRUNCATED}:
        return _spoil(kind, handle())
    return _canned(kind, fault, now)


async def linger(fault: Fault) -> None:
    """Tell that the fault was played, and hang if it is one that hangs."""
    fault.played.set()
    if fault.kind in _HANGING:
        await _wait(fault.seconds)


def _spoil(kind: FaultKind, answer: Answer) -> Answer | Cut:
    if kind is FaultKind.TRUNCATED:
        text = answer.content().decode()
        return Answer(answer.status, text[: len(text) // 2], answer.headers)
    return Cut.CLOSED


async def _wait(seconds: float) -> None:
    """Let time pass; a sandbox that stops cuts the wait short."""
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(seconds)


def _canned(kind: FaultKind, fault: Fault, now: datetime) -> Answer:
    if kind in _REFUSALS:
        error = _REFUSALS[kind]()
        return Answer(error.status, error.body)
    if kind is FaultKind.THROTTLED:
        return Answer(429, "Retry later", _throttle_headers(fault, now), "text/plain")
    if kind is FaultKind.ERROR:
        return Answer(500, {"message": "500 Internal Server Error"})
    title = "502 Bad Gateway" if kind is FaultKind.BAD_GATEWAY else "503 Service Unavailable"
    return Answer(int(title[:3]), _PAGE.format(title), {}, "text/html")


def _throttle_headers(fault: Fault, now: datetime) -> dict[str, str]:
    return {
        "retry-after": str(fault.retry_after),
        "ratelimit-name": "throttle_authenticated_api",
        "ratelimit-limit": "2000",
        "ratelimit-observed": "2001",
        "ratelimit-remaining": "0",
        "ratelimit-reset": str(int(now.timestamp()) + fault.retry_after),
    }
