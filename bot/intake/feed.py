"""What surveys come from: each feed can be read more than once, and says the same each time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.intake.files import InputFile
from bot.intake.mapping import Mapping as SourceMapping
from bot.intake.mapping import Translation
from bot.intake.outcomes import Gap, Rejection, Skipped
from bot.intake.rows import rows_of
from bot.model.survey import Survey

Outcome = Survey | Rejection | Skipped | Gap


class Feed(Protocol):
    """One source's surveys, whether they come from a file, an API, or a web hook."""

    @property
    def source(self) -> str:
        """What the surveys are known as."""
        ...

    def outcomes(self) -> Iterator[Outcome]:
        """Go through what is there, from its beginning."""
        ...

    def warnings(self) -> Iterator[str]:
        """Say what people should look at, after the last outcome."""
        ...


class Teller(Protocol):
    """A source whose tickets are told of their issues."""

    @property
    def source(self) -> str:
        """What the surveys are known as."""
        ...

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine, as stand-ins are."""
        ...

    @property
    def tag(self) -> str:
        """By which tag a ticket remembers that it was told."""
        ...

    def untold(self) -> Mapping[str, str]:
        """Name the tickets that have not been told yet, each with the key of its survey, after the outcomes."""
        ...

    def tell(self, ticket: str, note: str, issue_url: str) -> bool:
        """Tell a ticket, once; gives False where there is nothing to tell. Raises ZendeskError."""
        ...


@dataclass(frozen=True, slots=True)
class ReadyFeed:
    """Surveys that are there already, such as what a web hook was about."""

    source: str
    ready: tuple[Outcome, ...]
    heard: tuple[str, ...] = ()

    def outcomes(self) -> Iterator[Outcome]:
        """Go through them."""
        return iter(self.ready)

    def warnings(self) -> Iterator[str]:
        """Say what was heard when they were made ready."""
        return iter(self.heard)


@dataclass(slots=True)
class FileFeed:
    """A file, and the mapping that makes surveys of its rows; without one its columns are the canonical ones."""

    file: InputFile
    source: str
    now: datetime
    mapping: SourceMapping | None = None
    _translation: Translation = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._translation = self._begun()

    def outcomes(self) -> Iterator[Outcome]:
        """Go through the rows of the file."""
        self._translation = self._begun()
        for row in rows_of(self.file, self.mapping):
            yield row if isinstance(row, Rejection) else self._translation.read(self.file.name, row)
        yield from (Rejection(self.file.name, "", failure) for failure in self._translation.failures())

    def warnings(self) -> Iterator[str]:
        """Say what is odd about the file as a whole."""
        return self._translation.warnings()

    def _begun(self) -> Translation:
        return Translation(self.mapping, self.source, self.now)
