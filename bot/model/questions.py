"""What a rule may want to know besides the issue: it asks, and is asked again once there is an answer.

So rules stay pure, and nothing is read that none of them needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from bot.model.issue import Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji that somebody gave to a note, by its name without colons."""

    id: int
    name: str
    author: Person
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """An issue that is there and that the bot's user may see; `project` is a path or an id.

    `linkable` tells whether the user has the role in that project that GitLab wants for a link (Guest).
    """

    project: str
    iid: int
    web_url: str
    linkable: bool


class Question(Generic[T]):
    """Something to be read from GitLab; the answer is a T."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RoleOf(Question[int | None]):
    """Which access level has a user in the project? None: GitLab shows none."""

    user: Person


@dataclass(frozen=True, slots=True)
class UserNamed(Question[Person | None]):
    """Who has a username? None: nobody."""

    username: str


@dataclass(frozen=True, slots=True)
class ReactionsTo(Question[tuple[Reaction, ...]]):
    """Which reactions has a note of an issue? A note that is gone has none."""

    iid: int
    note_id: int


@dataclass(frozen=True, slots=True)
class IssueAt(Question[Place | None]):
    """Where is an issue (a project of None is the tracker's own)? None: nowhere, or nowhere that the bot may see."""

    project: str | None
    iid: int


@dataclass(frozen=True, slots=True)
class LinksOf(Question[frozenset[int]]):
    """To which issues of its own project is an issue linked? By their numbers."""

    iid: int


class UnansweredError(Exception):
    """A rule wants to know something first: no failure, but the way in which it asks."""

    def __init__(self, *questions: Question[Any]) -> None:
        super().__init__(", ".join(map(str, questions)))
        self.questions = questions


@dataclass(frozen=True, slots=True)
class Answers:
    """What has been asked so far, and found."""

    known: Mapping[Question[Any], object] = field(default_factory=dict)

    def to(self, question: Question[T]) -> T:
        """Give the answer; raises UnansweredError if the question has not been asked yet."""
        if question not in self.known:
            raise UnansweredError(question)
        return cast("T", self.known[question])

    def insist(self, questions: Iterable[Question[Any]]) -> None:
        """Ask several questions at once; raises UnansweredError for those that have not been asked yet."""
        if unasked := tuple(dict.fromkeys(question for question in questions if question not in self.known)):
            raise UnansweredError(*unasked)

    def and_to(self, answers: Mapping[Question[Any], object]) -> "Answers":
        """Add answers."""
        return Answers({**self.known, **answers})
