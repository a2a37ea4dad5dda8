"""What a pass did or would do: counted here, and told to whoever listens as it happens."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.errors import BotError, DamagedMarkError, ExitCode
from bot.intake.redaction import Kind
from bot.model.actions import (
    CreateLabel,
    DeleteNote,
    EditNote,
    FileIssue,
    IssueAction,
    React,
    RelateIssue,
    Reply,
    UpdateIssue,
    WriteNote,
)
from bot.model.case import Case
from bot.model.labels import scope_of


class Status(StrEnum):
    """How far an action has come."""

    PLANNED = "planned"
    DONE = "done"
    FAILED = "failed"
    LEFT = "left"  # not tried, because something before it failed: the next pass will


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a plan or a result; `iid` is 0 for an issue without a number yet, None where it is about no issue."""

    status: Status
    rule: str
    what: str
    reason: str
    iid: int | None = None
    web_url: str = ""
    text: str = field(default="", repr=False)
    problem: str = ""

    @property
    def issue(self) -> str:
        """How people call the issue."""
        return "" if self.iid is None else f"#{self.iid}" if self.iid else "new"


class Listener(Protocol):
    """Whoever shows a pass to people or programs while it runs."""

    def entry(self, entry: Entry) -> None:
        """Take notice of an action."""
        ...

    def problem(self, event: str, detail: str) -> None:
        """Take notice of something that went wrong and makes the pass red."""
        ...

    def warning(self, detail: str) -> None:
        """Take notice of something that people should look at."""
        ...

    def declined(self, iid: int, rule: str, reason: str) -> None:
        """Take notice of a rule that lets a named issue be, and why."""
        ...

    def progress(self, what: str, count: int, total: int | None = None) -> None:
        """Take notice of how far a long piece of work has come, and of how long it is where that is known."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan that was written down: in which file, and how many issues it changes and files."""

    file: str
    changes: int
    filings: int


@dataclass(slots=True)
class Report:
    """What one pass did: its id, its counts, its requests, and what ended it early, if anything did.

    `undone` names the issues that the next pass must look at again, even if nobody changes them; `remaining` counts the
    issues and surveys that an early end did not let it get to. `left_out` counts surveys that were skipped on purpose,
    by the reason, `redacted` what was taken out of their words, by its kind. `refused` counts the issues for which a
    saved plan is not right any more. `about` is what else programs are told.
    """

    listener: Listener
    dry_run: bool = False
    pass_id: str = ""
    reads: int = 0
    writes: int = 0
    stopped: BotError | None = None
    counts: Counter[tuple[str, Status]] = field(default_factory=Counter)
    surveys: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    redacted: Counter[Kind] = field(default_factory=Counter)
    rejected: int = 0
    skipped: int = 0
    refused: int = 0
    undone: set[int] = field(default_factory=set)
    failures: int = 0
    remaining: int = 0
    about: dict[str, object] = field(default_factory=dict)
    kept: Kept | None = None

    def add(self, entry: Entry) -> None:
        """Count an action and tell of it."""
        self.counts[entry.rule, entry.status] += 1
        if entry.status in {Status.FAILED, Status.LEFT} and entry.iid:
            self.undone.add(entry.iid)
        self.listener.entry(entry)

    def reject(self, detail: str) -> None:
        """Count a row that could not be understood."""
        self.rejected += 1
        self.listener.problem("rejected", detail)

    def skip(self, detail: str, iid: int) -> None:
        """Count an issue about which not enough could be found out."""
        self.skipped += 1
        self.undone.add(iid)
        self.listener.problem("skipped", detail)

    def refuse(self, detail: str) -> None:
        """Count an issue for which a saved plan is not right any more."""
        self.refused += 1
        self.listener.problem("refused", detail)

    def skip_case(self, case: Case, problem: BotError) -> None:
        """Count a case that could not be decided; its original must be met again with it, to be known as such."""
        iid = case.issue.iid if case.issue else 0
        self.skip(str(problem) if isinstance(problem, DamagedMarkError) else f"#{iid}: {problem}", iid)
        if case.original:
            self.undone.add(case.original)

    def fail(self, detail: str) -> None:
        """Count something else that went wrong."""
        self.failures += 1
        self.listener.problem("failed", detail)

    def warn(self, detail: str) -> None:
        """Tell of something that people should look at."""
        self.listener.warning(detail)

    def total(self, status: Status) -> int:
        """Count the actions of one status."""
        return sum(count for (_, of), count in self.counts.items() if of is status)

    @property
    def exit_code(self) -> ExitCode:
        """What the process is to end with: red as soon as anything was left undone."""
        if self.stopped:
            return self.stopped.exit_code
        undone = self.total(Status.FAILED) + self.total(Status.LEFT)
        passed_over = self.rejected + self.skipped + self.refused
        return ExitCode.INCOMPLETE if undone + passed_over + self.failures else ExitCode.DONE


def what(  # noqa: PLR0911 - one for each kind
    action: IssueAction | CreateLabel, borne: frozenset[str] | None = None
) -> str:
    """Say in a few words what an action does; with the labels that the issue bears, only these are said to go."""
    match action:
        case CreateLabel():
            return f"create label {action.label.name}"
        case FileIssue():
            due = f", due {action.due_date}" if action.due_date else ""
            return f"file an issue, labels {', '.join(action.labels)}{due}"
        case WriteNote():
            close = ", close" if action.close else ""
            return f"write a note{close}" + (f", due {action.due_date}" if action.due_date else "")
        case UpdateIssue():
            return ", ".join(_updates(action, borne))
        case RelateIssue():
            return f"relate {action.project or ''}#{action.other}"
        case Reply():
            return "answer a comment"
        case EditNote():
            return "edit a note"
        case React():
            return "react to a comment"
        case DeleteNote():
            return "delete a note"


def _updates(action: UpdateIssue, borne: frozenset[str] | None) -> list[str]:
    # Siblings give way to a label of their scope by themselves, so only other removals are worth a word.
    scopes = {scope_of(name) for name in action.labels.add}
    removed = [name for name in action.labels.remove if scope_of(name) is None or scope_of(name) not in scopes]
    removed = [name for name in removed if borne is None or name in borne]
    return [
        words
        for words, wanted in (
            ("update title and description", action.title),
            ("update description", action.description and not action.title),
            (f"set {', '.join(action.labels.add)}", action.labels.add),
            (f"remove {', '.join(removed)}", removed),
            (str(action.state_event), action.state_event),
            (f"due {action.due_date}", action.due_date),
            ("remove the due date", action.remove_due_date),
            ("assign somebody", action.assignee),
        )
        if wanted
    ]
