"""What a benchmark shows: progress while it works, tables at the end of each part."""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status
from rich.table import Table

_WIDTH = 132


class Show:
    """A screen: progress goes to standard error if that is a terminal, tables go to standard output as plain text."""

    def __init__(self) -> None:
        self._out = Console(width=_WIDTH, highlight=False, color_system=None)
        self._err = Console(stderr=True)
        self._status: Status | None = None

    def __enter__(self) -> Self:
        if self._err.is_terminal:
            self._status = self._err.status("…")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def progress(self, what: str) -> None:
        """Say what is being done now."""
        if self._status:
            self._status.update(what)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *notes: str) -> None:
        """Print a table; the first column is text, the others are numbers."""
        shown = Table(box=None, pad_edge=False)
        for number, column in enumerate(columns):
            shown.add_column(column, justify="right" if number else "left", no_wrap=True)
        for row in rows:
            shown.add_row(*map(_cell, row))
        self._out.print(f"\n{title}\n", markup=False)
        self._out.print(shown)
        for note in notes:
            self._out.print(note, markup=False)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else str(value)


def seconds(value: float | None) -> str | None:
    """Write down a time."""
    return None if value is None else f"{value:.1f} s"


def times(value: float | None) -> str | None:
    """Write down a ratio."""
    return None if value is None else f"{value:.2f}x"
