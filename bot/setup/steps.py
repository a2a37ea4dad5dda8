"""One line of setup's plan: what is created, corrected, left alone or for a person to do, and why."""

from dataclasses import dataclass
from enum import StrEnum

from bot.setup.deeds import Deed


class Kind(StrEnum):
    """What happens to a thing."""

    CREATE = "create"
    CORRECT = "correct"
    LEAVE = "leave alone"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to happen to one thing of the project, and why.

    Only what is created or corrected has a `deed`. `otherwise` says what a person can do where GitLab refuses the deed
    to the bot's user; empty: then it has failed.
    """

    area: str
    kind: Kind
    what: str
    reason: str
    deed: Deed | None = None
    otherwise: str = ""


def leave(area: str, what: str, reason: str) -> Step:
    """Leave something as it is."""
    return Step(area=area, kind=Kind.LEAVE, what=what, reason=reason)


def by_hand(area: str, what: str, reason: str) -> Step:
    """Leave something to a person."""
    return Step(area=area, kind=Kind.BY_HAND, what=what, reason=reason)
