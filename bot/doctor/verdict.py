"""What a check comes to: a verdict, a sentence of what was found, and one of what to do."""

from dataclasses import dataclass
from enum import StrEnum

NO_ACCESS = (
    "give the bot's user the role Planner in the project, and its token the scope api; a fine-grained token needs the "
    "right to read projects, labels and issues, and to write the latter two"
)


class Verdict(StrEnum):
    """Whether the bot can work with what was found."""

    OK = "ok"
    LOOK = "look"  # it works, but not as well, or not for long
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it; empty where there is nothing to do."""

    verdict: Verdict
    found: str
    remedy: str = ""


def ok(found: str) -> Finding:
    """Say that all is well."""
    return Finding(Verdict.OK, found)


def look(found: str, remedy: str) -> Finding:
    """Say what somebody should look at."""
    return Finding(Verdict.LOOK, found, remedy)


def wrong(found: str, remedy: str) -> Finding:
    """Say what keeps the bot from its work, or from a part of it."""
    return Finding(Verdict.WRONG, found, remedy)


def unknown(found: str) -> Finding:
    """Say why it could not be found out."""
    return Finding(Verdict.UNKNOWN, found)
