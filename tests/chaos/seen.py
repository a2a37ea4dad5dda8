"""What people see of a tracker, and what else the future depends on, in comparable pieces.

Issues are known by the survey in their mark, since their numbers follow the order in which they were filed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from chaos.history import FIRST_MORNING, SLOT

from bot.model.marks import Mark, marks_in
from bot.model.signature import unsigned
from bot.sandbox import Sandbox
from bot.sandbox.world.model import Issue, Note

DASHBOARD = "the dashboard"
_BOT = "feedback-bot"
_DIFFERING = {"note", "at", "done", "said", "refused", "links"}
Face = dict[str, Any]
Names = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """A tracker at one moment: its issues by their names, how many of each are open, and the bot's marks in notes."""

    issues: Mapping[str, Sequence[Face]]
    open: Counter[str]
    marks: Counter[tuple[str, str]]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be."""

    kind: Literal["twice", "lost", "other"]
    about: str


def see(sandbox: Sandbox) -> Seen:
    """Look at all that a person can see, but for numbers, times, and what the dashboard says."""
    names = _names(sandbox)
    seen = Seen({}, Counter(), Counter(), frozenset(label.name for label in sandbox.world.labels.values()))
    faces: dict[str, list[Face]] = {}
    for iid, issue in sandbox.world.issues.items():
        faces.setdefault(names[iid], []).append(_face(issue, names))
        seen.open[names[iid]] += issue.state == "opened"
        notes = _own_notes(issue)
        seen.marks.update((names[iid], _timeless(str(mark))) for note in notes for mark in unsigned(note.body))
    return Seen(faces, seen.open, seen.marks, seen.labels)


def either(one: Seen, other: Seen) -> Seen:
    """Allow whatever is there in one of two trackers."""
    most = {name: max(other.issues.get(name, ()), faces, key=len) for name, faces in one.issues.items()}
    return Seen(dict(other.issues) | most, one.open | other.open, one.marks | other.marks, one.labels | other.labels)


def differences(expected: Seen, found: Seen) -> list[Difference]:
    """Compare two trackers."""
    return [*repetitions(expected, found), *_losses(expected, found), *_changes(expected, found)]


def repetitions(expected: Seen, found: Seen) -> Iterator[Difference]:
    """Name what is there more often than it should be."""
    for name in found.open - expected.open:
        yield Difference("twice", f"{name} has {found.open[name]} open issues")
    for name, faces in found.issues.items():
        if len(faces) > len(expected.issues.get(name, ())):
            yield Difference("twice", f"{name} has {len(faces)} issues")
    for name, mark in found.marks - expected.marks:
        yield Difference("twice", f"{name} has {found.marks[name, mark]} notes with {mark}")


def _losses(expected: Seen, found: Seen) -> Iterator[Difference]:
    for name, faces in expected.issues.items():
        if len(faces) > len(found.issues.get(name, ())):
            yield Difference("lost", f"{name} has no issue")
    for name, mark in expected.marks - found.marks:
        yield Difference("lost", f"{name} has no note with {mark}")
    for label in expected.labels - found.labels:
        yield Difference("lost", f"there is no label {label}")


def _changes(expected: Seen, found: Seen) -> Iterator[Difference]:
    for name, faces in expected.issues.items():
        for right, wrong in zip(faces, found.issues.get(name, ()), strict=False):
            for key in right:
                if right[key] != wrong[key]:
                    yield Difference("other", f"{name}: {key} is {wrong[key]!r} instead of {right[key]!r}")


def fate(sandbox: Sandbox) -> str:
    """Sum up everything that decides what will happen to a tracker; times only to the slot."""
    names = _names(sandbox)
    faces = sorted((names[iid], iid, _face(issue, names), _times(issue)) for iid, issue in sandbox.world.issues.items())
    told = [(name, face, times) for name, _, face, times in faces]
    labels = sorted(label.name for label in sandbox.world.labels.values())
    return sha256(repr((told, labels, list(_cursors(sandbox, names)))).encode()).hexdigest()


def _names(sandbox: Sandbox) -> dict[int, str]:
    return {iid: _name(issue) for iid, issue in sandbox.world.issues.items()}


def _name(issue: Issue) -> str:
    if issue.author.username == _BOT:
        for mark in marks_in(issue.description or ""):
            if mark.rule == "dashboard":
                return DASHBOARD
            if mark.rule == "file_survey":
                return mark.facts["survey"]
    return issue.title


def _face(issue: Issue, names: Names) -> Face:
    return {
        "title": issue.title,
        "description": None if names[issue.iid] == DASHBOARD else _timeless(issue.description or ""),
        "state": issue.state,
        "labels": issue.label_names,
        "due date": str(issue.due_date),
        "confidential": issue.confidential,
        "assignees": [user.username for user in issue.assignees],
        "notes": [] if names[issue.iid] == DASHBOARD else [_words(note, names) for note in issue.notes.values()],
        "links": sorted(names[link.issue.iid] for link in issue.links),
        "states": [(event.user.username, event.state) for event in issue.state_events],
    }


def _words(note: Note, names: Names) -> tuple[str, ...]:
    """Quote a note, with its reactions; an issue that the bot names there is called by its name."""
    reactions = sorted(award.name for award in note.awards)
    words = re.sub(r"#(\d+)\b", lambda found: names.get(int(found[1]), found[0]), note.body)
    return note.author.username, _timeless(words), *reactions


def _timeless(text: str) -> str:
    """Leave out of a command's mark what differs where a pass was disturbed: which comment it was, when, numbers."""
    text = re.sub(r" beside=\S+", "", text)  # whether the older issue was filed in the same pass
    text = re.sub(r"\n<!-- feedback-bot pass [^>]*-->", "", text)  # which pass came to do it
    return re.sub(r"( obey_commands)((?: [a-z]+=\S*)*)", lambda found: found[1] + _lasting(found[2]), text)


def _lasting(facts: str) -> str:
    return " ".join(["", *(fact for fact in facts.split() if fact.split("=")[0] not in _DIFFERING)])


def _own_notes(issue: Issue) -> list[Note]:
    return [note for note in issue.notes.values() if note.author.username == _BOT and not note.system]


def _times(issue: Issue) -> list[int]:
    instants = [issue.created_at, issue.updated_at, *(note.created_at for note in issue.notes.values())]
    return [_slot(instant) for instant in (*instants, *(event.created_at for event in issue.state_events))]


def _slot(instant: datetime) -> int:
    return (instant - FIRST_MORNING) // SLOT


def _cursors(sandbox: Sandbox, names: Names) -> Iterator[dict[str, Any]]:
    """Read where the next pass will begin; what the bot did last decides nothing."""
    for issue in sandbox.world.issues.values():
        if names[issue.iid] == DASHBOARD:
            mark = next(mark for mark in marks_in(issue.description or "") if mark.rule == "dashboard")
            yield _cursor(mark, names)


def _cursor(mark: Mark, names: Names) -> dict[str, Any]:
    facts: dict[str, Any] = {key: fact for key, fact in mark.facts.items() if key not in {"did", "when"}}
    facts["read"] = _slot(datetime.fromisoformat(facts["read"]))
    for key in {"again", "overdue"} & facts.keys():
        pairs = (entry.split("@") for entry in facts[key].split(","))
        facts[key] = sorted(
            (names[int(iid)], _slot(datetime.fromisoformat(at)) if key == "again" else at) for iid, at in pairs
        )
    return facts
