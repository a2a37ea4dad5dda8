"""What becomes of a row that is no survey: it is rejected or skipped, or could not even be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejection:
    """What could not be understood, and why; never holds a comment."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{' '.join(filter(None, (self.file, self.place)))}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is left out on purpose: `reason` is one of a few fixed phrases, so that it can be counted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What could not be had from a source this time; the pass goes on without it and is red."""

    detail: str
