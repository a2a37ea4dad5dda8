"""A few pieces of work at the same time, their results in the order of the work."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_AT_ONCE = 4  # GitLab limits reads per minute, and waiting for one answer at a time is what costs
T = TypeVar("T")


def in_order(work: Iterable[T | Callable[[], T]]) -> Iterator[T]:
    """Do pieces of work as they come, looking no further ahead than a few; what is no work is a result already.

    An error comes up in its place.
    """
    ahead: deque[T | Future[T]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            for piece in work:
                ahead.append(pool.submit(piece) if callable(piece) else piece)
                if len(ahead) > _AT_ONCE:
                    yield _result(ahead.popleft())
            while ahead:
                yield _result(ahead.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _result(piece: T | Future[T]) -> T:
    return piece.result() if isinstance(piece, Future) else piece
