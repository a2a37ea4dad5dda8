"""Do what is planned: the only place that acts."""

from collections.abc import Callable, Iterable

from bot.engine.plan import IssuePlan
from bot.engine.report import Entry, Report, Status, what
from bot.errors import BotError, DroppedError, HaltedError, TrackerError
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
from bot.model.labels import Labels
from bot.model.signature import signed
from bot.reports.dashboard import NAME as DASHBOARD
from bot.tracker import Reader, Writer, dropped_error


class Executor:
    """Applies plans one by one, signed with the id of the pass; without a writer it only says what it would do."""

    def __init__(
        self,
        writer: Writer | None,
        shelf: "LabelShelf",
        report: Report,
        look_again: Callable[[IssuePlan], IssuePlan] = lambda plan: plan,
    ) -> None:
        self._writer = writer
        self._shelf = shelf
        self._report = report
        self._look_again = look_again
        self._dropped: frozenset[str] = frozenset()

    def apply(self, plan: IssuePlan) -> int:
        """Do the actions of a plan in their order and tell the issue's number, 0 if it has none yet.

        After a failure the rest is left for the next pass. `look_again` may change the plan at the last moment: what
        people have just done counts. Raises UnreachableError and HaltedError when going on with other issues makes no
        sense either.
        """
        if plan.case.issue is not None and self._writer is not None:
            try:
                plan = self._look_again(plan)
            except BotError as problem:
                for action in plan.actions:
                    self._tell(action, _status(problem), plan.iid, plan.web_url, str(problem))
                if isinstance(problem, TrackerError):
                    return plan.iid
                raise
        return self.do(plan)

    def do(self, plan: IssuePlan) -> int:
        """Do what `apply` does, without another look."""
        iid, web_url = plan.iid, plan.web_url
        written = plan.case.issue.description if plan.case.issue else ""
        broken = False
        for action in plan.actions:
            if broken:
                self._tell(action, Status.LEFT, iid, web_url)
                continue
            try:
                self._stock_labels(action)
                if self._writer is not None:
                    iid, web_url = _do(self._writer, signed(action, self._report.pass_id, written), iid, web_url)
            except TrackerError as problem:
                broken = True
                self._tell(action, Status.FAILED, iid, web_url, self._told_once(problem))
            except BotError as problem:
                self._tell(action, _status(problem), iid, web_url, str(problem))
                raise
            else:
                self._tell(action, Status.PLANNED if self._writer is None else Status.DONE, iid, web_url)
        return iid

    def _told_once(self, problem: TrackerError) -> str:
        """Tell what GitLab leaves out, and the role it would take, once for each kind of thing."""
        if not isinstance(problem, DroppedError):
            return str(problem)
        known = problem.kinds <= self._dropped
        self._dropped |= problem.kinds
        return f"GitLab left out {', '.join(sorted(problem.kinds))}, as before" if known else str(problem)

    def _stock_labels(self, action: IssueAction) -> None:
        for creation in self._shelf.missing(_labels_of(action), alone=action.rule == DASHBOARD):
            if self._writer is not None:
                self._writer.create_label(creation.label)
            self._shelf.stock(creation)
            self._tell(creation, Status.PLANNED if self._writer is None else Status.DONE)

    def _tell(
        self,
        action: IssueAction | CreateLabel,
        status: Status,
        iid: int | None = None,
        web_url: str = "",
        problem: str = "",
    ) -> None:
        entry = Entry(
            status=status,
            rule=action.rule,
            what=what(action),
            reason=action.reason,
            iid=iid,
            web_url=web_url,
            text=_text(action),
            problem=problem,
        )
        self._report.add(entry)


class LabelShelf:
    """Knows which labels the project has; asks GitLab once, and only when a label is needed."""

    def __init__(self, reader: Reader, labels: Labels) -> None:
        self._reader = reader
        self._labels = labels
        self._stock: set[str] | None = None

    def missing(self, names: Iterable[str], *, alone: bool = False) -> list[CreateLabel]:
        """Name the labels that must be created first: GitLab would leave them out or give them no meaning.

        When one is missing the project is new to the bot, so the rest of the catalogue comes with it: people are to
        find the labels that they are asked to choose from; unless these are meant to come alone.
        """
        names = list(names)
        if not names:
            return []
        if self._stock is None:
            self._stock = self._reader.label_names()
        if self._stock.issuperset(names):
            return []
        rest = () if alone else self._labels.catalogue
        wanted = dict.fromkeys([*names, *(label.name for label in rest)])
        return [CreateLabel(self._labels.described(name)) for name in wanted if name not in self._stock]

    def stock(self, creation: CreateLabel) -> None:
        """Remember a label that is there now."""
        assert self._stock is not None  # noqa: S101 - `missing` has read it
        self._stock.add(creation.label.name)


def _status(problem: BotError) -> Status:
    return Status.LEFT if isinstance(problem, HaltedError) else Status.FAILED


def _do(writer: Writer, action: IssueAction, iid: int, web_url: str) -> tuple[int, str]:
    match action:
        case FileIssue():
            filed = writer.file(action)
            iid, web_url = filed.iid, filed.web_url
            if filed.dropped:
                raise dropped_error(f"filed as #{iid}, but GitLab", filed.dropped)
        case WriteNote():
            writer.write_note(iid, action)
        case UpdateIssue():
            writer.update(iid, action)
        case RelateIssue():
            writer.relate(iid, action)
        case Reply():
            writer.reply(iid, action)
        case EditNote():
            writer.edit_note(iid, action)
        case React():
            writer.react(iid, action)
        case DeleteNote():
            writer.delete_note(iid, action)
    return iid, web_url


def _labels_of(action: IssueAction) -> tuple[str, ...]:
    match action:
        case FileIssue():
            return action.labels
        case UpdateIssue():
            return action.labels.add
        case WriteNote() | RelateIssue() | Reply() | EditNote() | React() | DeleteNote():
            return ()


def _text(action: IssueAction | CreateLabel) -> str:
    match action:
        case FileIssue():
            return f"{action.title}\n\n{action.description}"
        case WriteNote() | Reply() | EditNote():
            return action.body
        case UpdateIssue():
            return "\n\n".join(filter(None, (action.title, action.description)))
        case CreateLabel():
            return action.label.description
        case RelateIssue() | React() | DeleteNote():
            return ""
