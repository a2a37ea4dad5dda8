"""A few pieces of work at the same time, their results in the order of the work."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_order(work: Iterable[T | Callable[[], T]], at_once: int) -> Iterator[T]:
    """Do pieces of work as they come, looking no further ahead than asked; what is no work is a result already.

    An error comes up in its place.
    """
    ahead: deque[T | Future[T]] = deque()
    with ThreadPoolExecutor(at_once) as pool:
        try:
            for piece in work:
                ahead.append(pool.submit(piece) if callable(piece) else piece)
                if len(ahead) > at_once:
                    yield _result(ahead.popleft())
            while ahead:
                yield _result(ahead.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _result(piece: T | Future[T]) -> T:
    return piece.result() if isinstance(piece, Future) else piece
