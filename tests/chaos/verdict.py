"""What came of each case, and of all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from chaos.seen import Difference

_TOLD = 4
COLUMNS = ("cases", "differed", "duplicates", "lost", "dishonest")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one case.

    `wrong` is what was there twice at any time, or was not as it should be at the end; `dishonest` says where a pass
    claimed more than it had done. `healed` tells that the disturbed pass itself did everything, `later` that something
    was still missing when the passes after it had run, and came on one of the days that followed.
    """

    group: str
    case: str
    wrong: Sequence[Difference] = ()
    dishonest: str = ""
    healed: bool = False
    later: bool = False

    @property
    def complaints(self) -> list[str]:
        """Say what is wrong, a line for each thing and no more than a few lines."""
        told = [f"{difference.kind}: {difference.about}" for difference in self.wrong]
        lines = list(dict.fromkeys([*([self.dishonest] if self.dishonest else []), *told]))
        rest = [f"and {len(lines) - _TOLD} things more"] if len(lines) > _TOLD else []
        return [f"{self.case}: {line}" for line in (*lines[:_TOLD], *rest)]


@dataclass(slots=True)
class Tally:
    """Adds verdicts up, by their groups."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        """Count a case."""
        kinds = {difference.kind for difference in verdict.wrong}
        found = {
            "cases": True,
            "differed": bool(kinds),
            "duplicates": "twice" in kinds,
            "lost": "lost" in kinds,
            "dishonest": bool(verdict.dishonest),
            "healed": verdict.healed,
            "later": verdict.later,
        }
        self.counts.update((verdict.group, column) for column, counted in found.items() if counted)
        self.complaints += verdict.complaints

    def total(self, column: str) -> int:
        """Sum a column up."""
        return sum(count for (_, of), count in self.counts.items() if of == column)

    @property
    def groups(self) -> list[str]:
        """List the groups, in the order in which they came."""
        return list(dict.fromkeys(group for group, _ in self.counts))

    @property
    def is_clean(self) -> bool:
        """Whether there was something, and nothing of it wrong."""
        return bool(self.total("cases")) and not self.complaints
