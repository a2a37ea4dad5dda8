"""GitLab's answers become snapshots; unknown keys are ignored and no optional key is needed.

An answer without a key that is needed raises KeyError, one of another kind TypeError or ValueError; `read_as` makes a
ShapeError of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from bot.errors import ShapeError
from bot.model.issue import Issue, LabelEvent, Note, Person, StateEvent
from bot.model.questions import Reaction

T = TypeVar("T")
_GHOST = Person(id=0, username="ghost")  # whoever is no longer a user


def read_as(shape: Callable[[dict[str, Any]], T], answer: dict[str, Any]) -> T:
    """Read an answer; raises ShapeError when it has not the shape GitLab documents."""
    try:
        return shape(answer)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        iid = answer.get("iid")
        words = f"GitLab's answer is not understood ({type(problem).__name__}: {shape.__name__})"
        raise ShapeError(words, iid if isinstance(iid, int) else 0) from problem


def person_from(answer: dict[str, Any]) -> Person:
    """Read a user."""
    return Person(id=answer["id"], username=answer["username"])


def issue_from(answer: dict[str, Any]) -> Issue:
    """Read an issue, from a list or by itself; its notes and events are still unknown."""
    due_date = answer.get("due_date")
    links = answer.get("_links") or {}
    return Issue(
        iid=answer["iid"],
        title=answer["title"],
        description=answer.get("description") or "",
        state=answer["state"],
        labels=frozenset(answer["labels"]),
        author=person_from(answer["author"]),
        assignees=tuple(person_from(assignee) for assignee in answer.get("assignees") or ()),
        due_date=date.fromisoformat(due_date) if due_date else None,
        created_at=datetime.fromisoformat(answer["created_at"]),
        updated_at=datetime.fromisoformat(answer["updated_at"]),
        confidential=bool(answer.get("confidential")),
        notes_count=answer["user_notes_count"],
        web_url=answer["web_url"],
        closed_by=person_from(answer["closed_by"]) if answer.get("closed_by") else None,
        goes_on_elsewhere=bool(links.get("closed_as_duplicate_of") or answer.get("moved_to_id")),
    )


def note_from(answer: dict[str, Any]) -> Note:
    """Read a note."""
    return Note(
        author=person_from(answer["author"]),
        body=answer.get("body") or "",
        created_at=datetime.fromisoformat(answer["created_at"]),
        system=bool(answer.get("system")),
        id=answer["id"],
        internal=bool(answer.get("internal")),
        updated_at=datetime.fromisoformat(answer["updated_at"]) if answer.get("updated_at") else None,
    )


def state_event_from(answer: dict[str, Any]) -> StateEvent:
    """Read the record of a closing or a reopening."""
    return StateEvent(
        author=person_from(answer["user"]) if answer.get("user") else _GHOST,
        state=answer["state"],
        created_at=datetime.fromisoformat(answer["created_at"]),
    )


def label_event_from(answer: dict[str, Any]) -> LabelEvent:
    """Read the record of a label that was put on or taken off."""
    return LabelEvent(
        author=person_from(answer["user"]) if answer.get("user") else _GHOST,
        label=str(answer["label"]["name"]) if answer.get("label") else "",
        added=answer["action"] == "add",
        created_at=datetime.fromisoformat(answer["created_at"]),
    )


@dataclass(frozen=True, slots=True)
class Thread:
    """A discussion: the ids of its notes."""

    id: str
    notes: frozenset[int]


def thread_from(answer: dict[str, Any]) -> Thread:
    """Read a discussion."""
    return Thread(id=str(answer["id"]), notes=frozenset(note["id"] for note in answer["notes"]))


def reaction_from(answer: dict[str, Any]) -> Reaction:
    """Read an emoji reaction."""
    return Reaction(
        id=answer["id"],
        name=str(answer["name"]),
        author=person_from(answer["user"]),
        created_at=datetime.fromisoformat(answer["created_at"]),
    )


def label_name_from(answer: dict[str, Any]) -> str:
    """Read a label's name."""
    return str(answer["name"])


@dataclass(frozen=True, slots=True)
class Linked:
    """An issue that another one is linked to, and its project by path and by id."""

    iid: int
    projects: tuple[str, str]

    def is_in(self, project: str) -> bool:
        """Tell whether it is an issue of a project, given by its path or its id."""
        return project in self.projects


def linked_from(answer: dict[str, Any]) -> Linked:
    """Read an issue of a list of links."""
    path = str((answer.get("references") or {}).get("full")).rpartition("#")[0]
    return Linked(answer["iid"], (path, str(answer.get("project_id"))))
