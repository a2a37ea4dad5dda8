"""Do what is planned: the only place that acts."""

from collections.abc import Iterable

from bot.engine.plan import IssuePlan
from bot.engine.report import Entry, Report, Status, what
from bot.errors import BotError, TrackerError
from bot.model.actions import CreateLabel, FileIssue, IssueAction, UpdateIssue, WriteNote
from bot.model.labels import Labels
from bot.tracker import Reader, Writer


class Executor:
    """Applies plans one by one; without a writer it only says what it would do."""

    def __init__(self, writer: Writer | None, shelf: "LabelShelf", report: Report) -> None:
        self._writer = writer
        self._shelf = shelf
        self._report = report

    def apply(self, plan: IssuePlan) -> None:
        """Do the actions of a plan in their order; after a failure the rest is left for the next pass.

        Raises UnreachableError when going on with other issues makes no sense either.
        """
        iid, web_url = plan.iid, plan.web_url
        broken = False
        for action in plan.actions:
            if broken:
                self._tell(action, Status.LEFT, iid, web_url)
                continue
            try:
                self._stock_labels(action)
                if self._writer is not None:
                    iid, web_url = _do(self._writer, action, iid, web_url)
            except TrackerError as problem:
                broken = True
                self._tell(action, Status.FAILED, iid, web_url, str(problem))
            except BotError as problem:
                self._tell(action, Status.FAILED, iid, web_url, str(problem))
                raise
            else:
                self._tell(action, Status.PLANNED if self._writer is None else Status.DONE, iid, web_url)

    def _stock_labels(self, action: IssueAction) -> None:
        for creation in self._shelf.missing(_labels_of(action)):
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

    def missing(self, names: Iterable[str]) -> list[CreateLabel]:
        """Name the labels that must be created first: GitLab would leave them out or give them no meaning.

        When one is missing the project is new to the bot, so the rest of the catalogue comes with it: people are to
        find the labels that they are asked to choose from.
        """
        names = list(names)
        if not names:
            return []
        if self._stock is None:
            self._stock = self._reader.label_names()
        if self._stock.issuperset(names):
            return []
        wanted = dict.fromkeys([*names, *(label.name for label in self._labels.catalogue)])
        return [CreateLabel(self._labels.described(name)) for name in wanted if name not in self._stock]

    def stock(self, creation: CreateLabel) -> None:
        """Remember a label that is there now."""
        assert self._stock is not None  # noqa: S101 - `missing` has read it
        self._stock.add(creation.label.name)


def _do(writer: Writer, action: IssueAction, iid: int, web_url: str) -> tuple[int, str]:
    match action:
        case FileIssue():
            filed = writer.file(action)
            iid, web_url = filed.iid, filed.web_url
            if filed.dropped:
                raise TrackerError(f"filed as #{iid}, but GitLab left out: {', '.join(filed.dropped)}")
        case WriteNote():
            writer.write_note(iid, action)
        case UpdateIssue():
            writer.update(iid, action)
    return iid, web_url


def _labels_of(action: IssueAction) -> tuple[str, ...]:
    match action:
        case FileIssue():
            return action.labels
        case UpdateIssue():
            return action.labels.add
        case WriteNote():
            return ()


def _text(action: IssueAction | CreateLabel) -> str:
    match action:
        case FileIssue():
            return f"{action.title}\n\n{action.description}"
        case WriteNote():
            return action.body
        case UpdateIssue():
            return "\n\n".join(filter(None, (action.title, action.description)))
        case CreateLabel():
            return action.label.description
