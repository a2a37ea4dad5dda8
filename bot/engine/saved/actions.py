"""The actions of a plan as they stand in its file: each with its kind, its final text, its rule and its reason.

What is read back is checked as far as it can be: the kinds, the rules' and labels' names, and that no text is empty or
bears the dashboard's mark.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.model.actions import (
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
from bot.model.issue import Person
from bot.model.labels import LabelChange, LabelName
from bot.model.marks import marks_in
from bot.model.pattern import matching
from bot.model.signature import without_signature
from bot.model.visible import visible
from bot.reports.dashboard import NAME as DASHBOARD
from bot.rules import RULE_NAMES
from bot.rules.obey_commands import ObeyCommands


class Part(BaseModel):
    """A part of a plan's file: nothing unknown is in it, and no error shows what is."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


def _rule(name: str) -> str:
    if name not in RULE_NAMES:
        raise ValueError("is no rule of the bot's")
    return name


def _words(text: str) -> str:
    if not without_signature(text).strip():
        raise ValueError("must not be empty")
    if any(mark.rule == DASHBOARD for mark in marks_in(text)):
        raise ValueError("bears the mark of the dashboard, which no plan may write")
    return text


def _name(text: str) -> str:
    if len(text) > _LONGEST_NAME or not text.isprintable() or " " in text:
        raise ValueError(f"must be one word of at most {_LONGEST_NAME} characters, all of which can be seen")
    return text


_LONGEST_NAME = 2000
_MOST = 2**63 - 1  # what a number of GitLab's may be (its source)

Number = Annotated[int, Field(ge=1, le=_MOST)]
Name = Annotated[str, AfterValidator(_name)]  # of a place or a user: it may be shown
Line = Annotated[str, AfterValidator(lambda text: " ".join(visible(text).split()))]
Words = Annotated[str, AfterValidator(_words)]
Title = Annotated[str, Field(min_length=1)]
# A path or an id, as GitLab may write it (its documentation).
Project = Annotated[str, matching(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,999}", "is no path of a project")]
Emoji = Annotated[str, matching(r"[A-Za-z0-9_+-]+", "is no name of an emoji")]


class SavedPerson(Part):
    """A user of GitLab's."""

    id: Annotated[int, Field(ge=0, le=_MOST)]
    username: Name

    @classmethod
    def of(cls, person: Person) -> "SavedPerson":
        """Write a user down."""
        return cls(id=person.id, username=person.username)

    @property
    def person(self) -> Person:
        """Read the user back."""
        return Person(self.id, self.username)


class _Saved(Part):
    rule: Annotated[str, AfterValidator(_rule)]
    reason: Line


class SavedFiling(_Saved):
    """Open a new issue."""

    kind: Literal["file_issue"]
    title: Title = Field(repr=False)
    description: Words = Field(repr=False)
    labels: tuple[LabelName, ...]
    confidential: bool
    due_date: date | None

    @property
    def action(self) -> FileIssue:
        """Read the action back."""
        return FileIssue(**self.model_dump(exclude={"kind"}))


class SavedNote(_Saved):
    """Write a note; close the issue or move its due date with it."""

    kind: Literal["write_note"]
    body: Words = Field(repr=False)
    close: bool
    due_date: date | None

    @property
    def action(self) -> WriteNote:
        """Read the action back."""
        return WriteNote(**self.model_dump(exclude={"kind"}))


class SavedUpdate(_Saved):
    """Change an issue without a word; null and empty mean "leave as it is"."""

    kind: Literal["update_issue"]
    title: Title | None = Field(repr=False)
    description: Words | None = Field(repr=False)
    add_labels: tuple[LabelName, ...]
    remove_labels: tuple[LabelName, ...]
    state_event: Literal["close", "reopen"] | None
    due_date: date | None
    remove_due_date: bool
    assignee: SavedPerson | None

    @property
    def action(self) -> UpdateIssue:
        """Read the action back."""
        fields = self.model_dump(exclude={"kind", "add_labels", "remove_labels", "assignee"})
        assignee = self.assignee.person if self.assignee else None
        return UpdateIssue(**fields, labels=LabelChange(self.add_labels, self.remove_labels), assignee=assignee)


class SavedRelation(_Saved):
    """Link another issue."""

    kind: Literal["relate_issue"]
    other: Number
    project: Project | None

    @model_validator(mode="after")
    def _reaches_as_far_as_its_rule(self) -> Self:
        if self.project is not None and self.rule != ObeyCommands.name:
            raise ValueError("only what people order may lead to another project")
        return self

    @property
    def action(self) -> RelateIssue:
        """Read the action back."""
        return RelateIssue(**self.model_dump(exclude={"kind"}))


class SavedReply(_Saved):
    """Answer a note in its thread."""

    kind: Literal["reply"]
    note_id: Number
    body: Words = Field(repr=False)

    @property
    def action(self) -> Reply:
        """Read the action back."""
        return Reply(**self.model_dump(exclude={"kind"}))


class SavedEdit(_Saved):
    """Give a note of the bot's own another text."""

    kind: Literal["edit_note"]
    note_id: Number
    body: Words = Field(repr=False)

    @property
    def action(self) -> EditNote:
        """Read the action back."""
        return EditNote(**self.model_dump(exclude={"kind"}))


class SavedReaction(_Saved):
    """Give reactions to a note, and take some of the bot's own back."""

    kind: Literal["react"]
    note_id: Number
    add: tuple[Emoji, ...]
    remove: tuple[Number, ...]

    @property
    def action(self) -> React:
        """Read the action back."""
        return React(**self.model_dump(exclude={"kind"}))


class SavedDeletion(_Saved):
    """Take a note of the bot's own back."""

    kind: Literal["delete_note"]
    note_id: Number

    @property
    def action(self) -> DeleteNote:
        """Read the action back."""
        return DeleteNote(**self.model_dump(exclude={"kind"}))


_Change = SavedNote | SavedUpdate | SavedRelation | SavedReply | SavedEdit | SavedReaction | SavedDeletion
SavedChange = Annotated[_Change, Field(discriminator="kind")]


def saved(action: IssueAction) -> SavedFiling | _Change:  # noqa: PLR0911 - one for each kind
    """Write an action down."""
    said = {"rule": action.rule, "reason": action.reason}
    match action:
        case FileIssue():
            return SavedFiling(
                kind="file_issue",
                title=action.title,
                description=action.description,
                labels=action.labels,
                confidential=action.confidential,
                due_date=action.due_date,
                **said,
            )
        case WriteNote():
            return SavedNote(kind="write_note", body=action.body, close=action.close, due_date=action.due_date, **said)
        case UpdateIssue():
            return SavedUpdate(
                kind="update_issue",
                title=action.title,
                description=action.description,
                add_labels=action.labels.add,
                remove_labels=action.labels.remove,
                state_event=action.state_event,
                due_date=action.due_date,
                remove_due_date=action.remove_due_date,
                assignee=SavedPerson.of(action.assignee) if action.assignee else None,
                **said,
            )
        case RelateIssue():
            return SavedRelation(kind="relate_issue", other=action.other, project=action.project, **said)
        case Reply():
            return SavedReply(kind="reply", note_id=action.note_id, body=action.body, **said)
        case EditNote():
            return SavedEdit(kind="edit_note", note_id=action.note_id, body=action.body, **said)
        case React():
            return SavedReaction(kind="react", note_id=action.note_id, add=action.add, remove=action.remove, **said)
        case DeleteNote():
            return SavedDeletion(kind="delete_note", note_id=action.note_id, **said)
