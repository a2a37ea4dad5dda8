"""Carry out the steps of setup, one after the other: the only place of it that acts."""

from collections.abc import Callable, Sequence

from bot.errors import BotError, HaltedError, TrackerError
from bot.model.furniture import Schedule
from bot.setup.deeds import AddLabel, ChangeIssues, ChangeLabel, Deed, OpenIssue, PutBoard, PutFile, PutSchedule
from bot.setup.outcome import DONE, IDLE, Outcome, Outcomes, Status
from bot.setup.steps import Step
from bot.setup.wanted import SCHEDULE, UNFINISHED
from bot.tracker import dropped_error
from bot.tracker.furnishing import Furnisher
from bot.tracker.inventory import Inventory

_REFUSED = {400, 403}  # GitLab answers with either to a push that is not allowed (GitLab's source)
_MESSAGE = "Add a template for feedback that staff type in"

Progress = Callable[[str, int, int], None]


class _LeftToPeopleError(BotError):
    """A part of a deed was refused; the text says what a person is to do."""


class Doer:
    """Does deeds; `pipeline` writes to the project that is to have the schedule."""

    def __init__(self, inventory: Inventory, furnisher: Furnisher, pipeline: Furnisher, progress: Progress) -> None:
        self._inventory = inventory
        self._furnisher = furnisher
        self._pipeline = pipeline
        self._progress = progress

    def carry_out(self, steps: Sequence[Step], outcomes: Outcomes) -> None:
        """Do them all; one that fails does not keep the others from being done.

        Raises UnreachableError, HaltedError and ExposedError, after which the next setup does the rest.
        """
        for number, step in enumerate(steps):
            try:
                outcomes.add(self._outcome(step))
            except BotError as problem:
                status = Status.NOT_REACHED if isinstance(problem, HaltedError) else Status.FAILED
                outcomes.add(Outcome(step, status, str(problem)))
                for rest in steps[number + 1 :]:
                    outcomes.add(Outcome(rest, IDLE.get(rest.kind, Status.NOT_REACHED)))
                raise

    def _outcome(self, step: Step) -> Outcome:
        if step.deed is None:
            return Outcome(step, IDLE[step.kind])
        try:
            self._do(step.deed)
        except _LeftToPeopleError as problem:
            return Outcome(step, Status.BY_HAND, str(problem))
        except TrackerError as problem:
            if step.otherwise and problem.code in _REFUSED:
                return Outcome(step, Status.BY_HAND, f"{problem}: {step.otherwise}")
            return Outcome(step, Status.FAILED, str(problem))
        return Outcome(step, DONE[step.kind])

    def _do(self, deed: Deed) -> None:
        match deed:
            case AddLabel():
                self._furnisher.create_label(deed.label)
            case ChangeLabel():
                self._furnisher.change_label(deed.number, deed.changes)
            case ChangeIssues():
                self._change_issues(deed)
            case OpenIssue():
                self._open(deed)
            case PutFile():
                self._furnisher.put_file(deed.path, deed.branch, deed.text, message=_MESSAGE, replacing=deed.replacing)
            case PutBoard():
                self._put_board(deed)
            case PutSchedule():
                self._put_schedule(deed)

    def _change_issues(self, deed: ChangeIssues) -> None:
        """Change one after the other; those that fail are left for the same command again."""
        failed: list[TrackerError] = []
        for count, (iid, update) in enumerate(deed.changes.items(), start=1):
            try:
                self._furnisher.update(iid, update)
            except TrackerError as problem:
                failed.append(problem)
            self._progress("issues done", count, len(deed.changes))
        if failed:
            raise TrackerError(f"{len(failed)} of {len(deed.changes)} issues: {failed[0]}", failed[0].code)

    def _open(self, deed: OpenIssue) -> None:
        filed = self._furnisher.file(deed.filing)
        if filed.dropped:
            raise dropped_error(f"filed as #{filed.iid}, but GitLab", filed.dropped)

    def _put_board(self, deed: PutBoard) -> None:
        numbers = {label.name: label.id for label in self._inventory.labels().values()}  # some are new
        board = deed.number or self._furnisher.create_board(deed.name)
        for label in deed.labels:
            if label not in numbers:
                raise TrackerError(f"boards/{board}/lists: the project has no label {label} yet")
            self._furnisher.add_list(board, label, numbers[label])

    def _put_schedule(self, deed: PutSchedule) -> None:
        """Switch a schedule on when all else is done: without its variable it would work in another project."""
        schedule = deed.found or self._pipeline.create_schedule(
            UNFINISHED if deed.variables else SCHEDULE,
            branch=deed.branch,
            cron=deed.cron,
            timezone=deed.timezone,
            is_active=not deed.variables,
        )
        if (schedule.cron, schedule.timezone) != (deed.cron, deed.timezone):
            self._pipeline.change_schedule(schedule.id, {"cron": deed.cron, "cron_timezone": deed.timezone})
        for name, value in deed.variables.items():
            self._set_variable(schedule, name, value)
        if schedule.description == UNFINISHED and not schedule.is_active:
            self._pipeline.change_schedule(schedule.id, {"description": SCHEDULE, "active": True})

    def _set_variable(self, schedule: Schedule, name: str, value: str) -> None:
        """Set it; GitLab may keep variables of schedules from everybody (its documentation), but those of projects."""
        try:
            self._pipeline.set_variable(schedule, name, value)
        except TrackerError as problem:
            if problem.code not in _REFUSED:
                raise
            where = f"{name}={value} is set under Settings > CI/CD > Variables"
            if schedule.is_active:
                words = f"schedule {schedule.id} works in another project, unless it has the variable, until {where}"
            elif schedule.description == UNFINISHED:
                words = f"schedule {schedule.id} stays off until {where}; then switch it on"
            else:
                words = f"schedule {schedule.id}, which somebody has switched off, is to stay off until {where}"
            raise _LeftToPeopleError(f"{problem}: {words}") from problem
