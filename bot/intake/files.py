"""Where rows come from: files, several of them by a pattern, or standard input."""

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
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


def find_files(patterns: Sequence[str]) -> tuple[list[InputFile], list[str]]:
    """Find the files the user named, each once, and the names or patterns that match nothing."""
    found: dict[str, InputFile] = {}
    nothing = []
    for pattern in dict.fromkeys(patterns):
        files = list(_matching(pattern))
        if not files:
            nothing.append(pattern)
        found |= {file.name: file for file in files}
    return list(found.values()), nothing


def names_of(pattern: str) -> list[str]:
    """Find what is there under a name, or what a pattern matches, without opening anything."""
    return [pattern] if Path(pattern).exists() else sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob refuses absolute patterns


def _matching(pattern: str) -> Iterator[InputFile]:
    if pattern == STANDARD_INPUT:
        yield InputFile("standard input", _copied(sys.stdin.buffer))
        return
    for name in names_of(pattern):
        path = Path(name)
        if path.is_file():
            yield InputFile(name, partial(_open, path))
        elif path.exists() and not path.is_dir():
            with path.open("rb") as pipe:
                yield InputFile(name, _copied(pipe))


def _copied(stream: BinaryIO) -> Callable[[], BinaryIO]:
    """Copy what can be read only once, since rows are read twice; the copy has no name, so nobody else can read it."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        return partial(_reopened, os.dup(copy.fileno()))


def _reopened(descriptor: int) -> BinaryIO:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.fdopen(os.dup(descriptor), "rb")


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
