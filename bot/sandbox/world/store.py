"""Everything the sandbox remembers."""

from __future__ import annotations

import hashlib
import threading
from bisect import insort
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.sandbox.world.model import Issue, Label, Note
from bot.sandbox.world.people import People

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.clock import Clock
    from bot.sandbox.settings import Settings
    from bot.sandbox.world.furniture import Board, File, Schedule
    from bot.sandbox.world.model import User

PROJECT_ID = 4242
PROJECT_PATH = "support/feedback"
DEFAULT_COLOR = "#6699cc"  # what GitLab gives a label that it creates on the fly (GitLab's source)
AGE = attrgetter("created_at", "id")
_FIRST_IDS = {"issue": 910_000, "note": 7_300_000, "label": 31_000}
_NO_CONTENT = {"lock", "clock", "settings"}


class Store:
    """One project's labels, issues and furniture, its people, and the numbers given out so far."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.settings = settings
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._numbers = Counter(_FIRST_IDS)
        self.created_at = self.clock.now()
        self.people = People()
        self.labels: dict[int, Label] = {}
        self.issues: dict[int, Issue] = {}
        self.issues_by_age: list[Issue] = []  # always in order, so that no page of a long list has to sort it
        self._labels_by_name: dict[str, Label] = {}
        self.boards: dict[int, Board] = {}
        self.files: dict[str, File] = {}  # of the default branch, by their paths
        self.schedules: dict[int, Schedule] = {}

    def content(self) -> dict[str, object]:
        """Give everything that is remembered, under the names of this object's attributes."""
        return {name: value for name, value in vars(self).items() if name not in _NO_CONTENT}

    def replace(self, content: dict[str, object]) -> None:
        """Remember something else from now on."""
        vars(self).update(content)

    def number(self, kind: str) -> int:
        """Give the next id of a kind of object; ids only ever grow, so they order what one instant created."""
        self._numbers[kind] += 1
        return self._numbers[kind]

    def label_named(self, name: str) -> Label | None:
        """Find a label by its exact name."""
        return self._labels_by_name.get(name)

    def add_label(
        self, name: str, color: str = DEFAULT_COLOR, description: str | None = None, *, of_group: bool = False
    ) -> Label:
        """Create a label; the name must be free."""
        label = Label(self.number("label"), name, color, description, of_group=of_group)
        self.labels[label.id] = label
        self._labels_by_name[name] = label
        return label

    def rename_label(self, label: Label, name: str) -> None:
        """Give a label another name, on all issues at once."""
        del self._labels_by_name[label.name]
        label.name = name
        self._labels_by_name[name] = label

    def remove_label(self, label: Label) -> None:
        """Delete a label from the project, from every issue and every board; its events stay, without it."""
        del self.labels[label.id]
        del self._labels_by_name[label.name]
        for board in self.boards.values():
            board.lists = [one for one in board.lists if one.label is not label]
        for issue in self.issues.values():
            issue.labels.discard(label)
            for event in issue.label_events:
                event.label = None if event.label is label else event.label

    def add_issue(self, title: str, author: User, created_at: datetime, iid: int | None = None) -> Issue:
        """Open an issue under the next free number, or under the given one."""
        chosen = iid or self._numbers["iid"] + 1
        self._numbers["iid"] = max(chosen, self._numbers["iid"])
        issue = Issue(self.number("issue"), chosen, title, author, created_at, created_at)
        self.issues[chosen] = issue
        insort(self.issues_by_age, issue, key=AGE)
        return issue

    def remove_issue(self, issue: Issue) -> None:
        """Delete an issue together with its notes and events; others forget their relation to it."""
        del self.issues[issue.iid]
        self.issues_by_age.remove(issue)
        for other in self.issues.values():
            other.links = [link for link in other.links if link.issue is not issue]
            if other.duplicate_of is issue:
                other.duplicate_of = None

    def add_note(self, issue: Issue, author: User, body: str, created_at: datetime, *, system: bool = False) -> Note:
        """Write a note that stands by itself."""
        number = self.number("note")
        note = Note(number, author, body, created_at, created_at, thread=thread_id(number), system=system)
        issue.notes[number] = note
        return note


def thread_id(number: int) -> str:
    """Make the 40 hex digits by which a discussion is known."""
    return hashlib.sha1(b"discussion %d" % number, usedforsecurity=False).hexdigest()
