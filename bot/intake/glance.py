"""What can be seen of a source without reading a survey: the files that are there, or whether an account opens."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.intake.files import STANDARD_INPUT, names_of


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a source: how many there are, those that cannot be read or are empty, and names without a file."""

    count: int = 0
    unreadable: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """An account: what is read there, what is wrong with it, and what will be wrong one day; empty if nothing is."""

    surveys: str
    problem: str = ""
    warning: str = ""


Seen = Files | Account
_WILD = "*?["


def files_seen(patterns: Sequence[str]) -> Files:
    """Look at what there is under the names and patterns of a source, without opening any file."""
    named = {pattern: _files(pattern) for pattern in patterns if pattern != STANDARD_INPUT}
    files = list(dict.fromkeys(name for names in named.values() for name in names))
    folders = [pattern for pattern in named if Path(pattern).is_dir()]
    nothing = [pattern for pattern, names in named.items() if not names and pattern not in folders]
    return Files(
        count=len(files),
        unreadable=tuple(name for name in files if not os.access(name, os.R_OK)),
        empty=tuple(_empty(files)),
        folders=tuple(folders),
        missing=tuple(name for name in nothing if not any(sign in name for sign in _WILD)),
        unmatched=tuple(name for name in nothing if any(sign in name for sign in _WILD)),
    )


def _files(pattern: str) -> list[str]:
    return [name for name in names_of(pattern) if not Path(name).is_dir()]


def _empty(names: Sequence[str]) -> Iterator[str]:
    return (name for name in names if Path(name).is_file() and not Path(name).stat().st_size)
