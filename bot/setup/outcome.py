"""What became of the steps: counted, and told to whoever shows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.errors import BotError, ExitCode
from bot.setup.steps import Kind, Step


class Status(StrEnum):
    """What became of a step."""

    PLANNED = "planned"
    CREATED = "created"
    CORRECTED = "corrected"
    LEFT_ALONE = "left alone"
    BY_HAND = "by hand"
    FAILED = "failed"
    NOT_REACHED = "not reached"


DONE = {Kind.CREATE: Status.CREATED, Kind.CORRECT: Status.CORRECTED}
IDLE = {Kind.LEAVE: Status.LEFT_ALONE, Kind.BY_HAND: Status.BY_HAND}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step and what became of it; `problem` says why it failed, or what a person is to do instead."""

    step: Step
    status: Status
    problem: str = ""


@dataclass(slots=True)
class Outcomes:
    """What became of all steps, what ended the work early if anything did, and how many requests it took."""

    tell: Callable[[Outcome], None] = lambda _: None
    dry_run: bool = False
    all: list[Outcome] = field(default_factory=list)
    stopped: BotError | None = None
    reads: int = 0
    writes: int = 0

    def add(self, outcome: Outcome) -> None:
        """Take notice of one."""
        self.all.append(outcome)
        self.tell(outcome)

    def foresee(self, step: Step) -> None:
        """Take notice of a step that is only to be shown."""
        self.add(Outcome(step, IDLE.get(step.kind, Status.PLANNED)))

    def count(self, status: Status) -> int:
        """Count the steps with which this happened."""
        return sum(outcome.status is status for outcome in self.all)

    @property
    def exit_code(self) -> ExitCode:
        """What the process is to end with; what is left to people does not make it red."""
        if self.stopped:
            return self.stopped.exit_code
        return ExitCode.INCOMPLETE if self.count(Status.FAILED) else ExitCode.DONE
