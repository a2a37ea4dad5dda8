"""Where rows come from: files, several of them by a pattern, or standard input."""

import atexit
import glob
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class InputFile:
    """Something that can be read more than once, and the name by which people know it."""

    name: str
    opened: Callable[[], BinaryIO]

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open it at its start; raises OSError."""
        with self.opened() as stream:
            yield stream


def find_files(patterns: list[str]) -> tuple[list[InputFile], list[str]]:
    """Find the files the user named, each once, and the names or patterns that match nothing."""
    found: dict[str, InputFile] = {}
    nothing = []
    for pattern in dict.fromkeys(patterns):
        files = list(_matching(pattern))
        if not files:
            nothing.append(pattern)
        found |= {file.name: file for file in files}
    return list(found.values()), nothing


def _matching(pattern: str) -> Iterator[InputFile]:
    if pattern == STANDARD_INPUT:
        yield InputFile("standard input", _standard_input())
        return
    names = [pattern] if Path(pattern).is_file() else sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob refuses absolute patterns
    for name in names:
        path = Path(name)
        if path.is_file():
            yield InputFile(name, partial(_open, path))


def _standard_input() -> Callable[[], BinaryIO]:
    """Read standard input through a temporary file that only this user can read, since rows are read twice."""
    with tempfile.NamedTemporaryFile(prefix="feedback-bot-", delete=False) as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    path = Path(copy.name)
    atexit.register(path.unlink, missing_ok=True)
    return partial(_open, path)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
