"""What an inbox makes of files that exist only in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

import pytest

from bot.intake import FileFeed, Inbox, InputFile, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model.survey import Survey


@dataclass(frozen=True)
class Reading:
    """What came out: the newest answers, and every word that was said about the rest."""

    surveys: list[Survey]
    rejections: list[str]
    warnings: list[str]
    sighting: Sighting

    @property
    def tickets(self) -> list[str]:
        return [survey.ticket for survey in self.surveys]


@dataclass
class Heard:
    """Remembers what was said about the surveys."""

    rejections: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def reject(self, detail: str) -> None:
        self.rejections.append(detail)

    def fail(self, detail: str) -> None:
        self.failures.append(detail)

    def warn(self, detail: str) -> None:
        self.warnings.append(detail)


class Read(Protocol):
    def __call__(self, *contents: str | bytes) -> Reading: ...


class ReadFiles(Protocol):
    def __call__(self, files: Sequence[InputFile], source: str = "survey") -> Reading: ...


@pytest.fixture(scope="session")
def now() -> datetime:
    """A Monday."""
    return datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def read_files(now: datetime) -> ReadFiles:
    """Reads files the way a pass does: first looks, then takes the newest answers."""

    def reading(files: Sequence[InputFile], source: str = "survey") -> Reading:
        inbox = Inbox(feeds=[FileFeed(file, source, now) for file in files], redact=lambda survey: survey)
        heard = Heard()
        sighting = inbox.look(heard)
        surveys = list(inbox.newest(sighting, sighting.newest.__contains__))
        return Reading(surveys, heard.rejections, heard.warnings, sighting)

    return reading


@pytest.fixture(scope="session")
def read(read_files: ReadFiles) -> Read:
    """Reads files given by their contents; they are called in1, in2, ..."""

    def reading(*contents: str | bytes) -> Reading:
        raw = [content.encode() if isinstance(content, str) else content for content in contents]
        return read_files([InputFile(f"in{n}", partial(BytesIO, content)) for n, content in enumerate(raw, start=1)])

    return reading
