"""How a pass is ended from outside: a pipeline's SIGTERM, or Ctrl-C."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from bot.tracker import Waiting


@contextmanager
def ending_in_good_order(waiting: Waiting) -> Iterator[None]:
    """End the pass after the request in flight when it is told to stop; a second Ctrl-C ends it at once."""

    def stop(number: int, _: FrameType | None) -> None:
        waiting.stop(f"stopped by {signal.Signals(number).name}")
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
