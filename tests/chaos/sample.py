"""A few cases out of thousands, always the same: every way to fail, and every kind of write."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from chaos.trial import Case, Trial
from chaos.ways import LOOKS, WAYS

from bot.sandbox.journal import LoggedRequest

_SEED = 20261116
_EACH = 2  # cases for each way
_FIELDS = {
    "title": "update text",
    "add_labels": "update labels",
    "remove_labels": "update labels",
    "state_event": "update state",
    "due_date": "update due date",
}
READING = "read"


def kinds_of(request: LoggedRequest) -> set[str]:  # noqa: PLR0911 - one for each kind
    """Say what a request is for."""
    if request.method == "GET":
        return {READING}
    if request.path.endswith("/award_emoji"):
        return {"react"}
    if request.method == "DELETE":
        return {"delete a note"}
    if request.method == "PUT":
        return _kinds_of_update(request)
    if request.path.endswith("/labels"):
        return {"create a label"}
    if request.path.endswith("/links"):
        return {"relate"}
    if "/discussions/" in request.path:
        return {"answer a comment"}
    if request.path.endswith("/issues"):
        return {"file the dashboard" if "dashboard" in str(request.body["labels"]) else "file"}
    return {_kind_of_note(str(request.body["body"]))}


def _kinds_of_update(request: LoggedRequest) -> set[str]:
    if "feedback-bot dashboard" in str(request.body.get("description")):
        return {"edit the dashboard"}
    return {_FIELDS[name] for name in request.body if name in _FIELDS}


def _kind_of_note(body: str) -> str:
    if "feedback-bot close_duplicate" in body:
        return "close a duplicate"
    last = body.splitlines()[-1]
    return "note, close" if last == "/close" else "note, due" if last.startswith("/due") else "note"


def requests_by_kind(trial: Trial) -> Mapping[str, list[tuple[int, int]]]:
    """Sort all requests of the history, each with its day and its number, by what they are for."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for day, morning in enumerate(trial.mornings):
        for number, request in enumerate(morning.requests, start=1):
            for kind in kinds_of(request):
                found[kind].append((day, number))
    return found


def sample(trial: Trial, way_name: str) -> Iterator[Case]:
    """Choose cases for one way to fail; the kinds of writes take turns from one way to the next."""
    by_kind = requests_by_kind(trial)
    kinds = sorted(by_kind)
    index = next(index for index, way in enumerate(WAYS) if way.name == way_name)
    dice = random.Random(f"{_SEED} {way_name}")
    for turn in range(_EACH):
        day, number = dice.choice(by_kind[kinds[(index * _EACH + turn) % len(kinds)]])
        yield Case(day, number, WAYS[index])


def sample_of_looks(trial: Trial) -> Iterator[Case]:
    """Choose a write for each way in which the look what came of it can fail."""
    dice = random.Random(_SEED)
    writes = [case for day in range(len(trial.mornings)) for case in trial.looks(day, LOOKS[0])]
    for way in LOOKS:
        yield replace(dice.choice(writes), way=way)
