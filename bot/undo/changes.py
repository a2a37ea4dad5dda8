"""Labels and state as they were before a pass, each only where nobody has changed it since."""

from collections.abc import Iterator, Sequence
from typing import Literal

from bot.model.history import turns_of
from bot.model.issue import LabelEvent, StateEvent
from bot.model.labels import LabelChange
from bot.undo.work import Work

Turn = Literal["close", "reopen"]


def labels_back(work: Work) -> tuple[LabelChange, list[str]]:
    """Tell which labels to put back and to take off, and which stay as they are, and why."""
    come: list[str] = []
    gone: list[str] = []
    left: list[str] = []
    for label, events in _changed(work):
        added = events[-1].added
        if _is_last(events[-1], _events_of(label, work)):
            (gone if added else come).append(label)
        else:
            left.append(f"label {label}: {_last_name(_events_of(label, work))} has changed it since")
    if any(not event.label and not event.added and work.did(event.author, event.created_at) for event in _events(work)):
        left.append("a label that exists no more cannot be put back")
    for label in list(come):
        if rivals := _set_since(label, gone, work):
            come.remove(label)
            left.append(f"label {label}: {', '.join(rivals)} excludes it, which was set since")
    return LabelChange(tuple(come), tuple(gone)), left


def state_back(work: Work) -> tuple[Turn | None, list[str]]:
    """Tell whether to close or to reopen the issue, or why it stays as it is."""
    turns = turns_of(work.issue)
    ours = [turn for turn in turns if work.did(turn.author, turn.created_at)]
    was_open = bool(ours) and ours[0].state == "closed"
    if not ours or was_open is work.issue.is_open:
        return None, []
    if not _is_last(ours[-1], turns):
        return None, [f"{work.issue.state}: {_last_name(turns)} has changed that since"]
    return "reopen" if was_open else "close", []


def _changed(work: Work) -> Iterator[tuple[str, list[LabelEvent]]]:
    """Go through the labels that are not as they were before the pass, each with what the pass did to it."""
    ours: dict[str, list[LabelEvent]] = {}
    for event in _events(work):
        if event.label and work.did(event.author, event.created_at):  # a label that exists no more has no name
            ours.setdefault(event.label, []).append(event)
    for label, events in sorted(ours.items()):
        was_there = not events[0].added
        if was_there is not (label in work.issue.labels):
            yield label, events


def _events(work: Work) -> list[LabelEvent]:
    return sorted(work.issue.label_events or (), key=lambda event: event.created_at)


def _events_of(label: str, work: Work) -> list[LabelEvent]:
    return [event for event in _events(work) if event.label == label]


def _set_since(label: str, gone: Sequence[str], work: Work) -> list[str]:
    """Name the labels that must not stand beside one, and were set after the pass had taken it off."""
    taken_off = _events_of(label, work)[-1].created_at
    rivals = work.ctx.labels.rivals(label, work.issue.labels) & work.issue.labels - set(gone)
    added = {event.label: event.created_at for event in _events(work) if event.added}
    return sorted(rival for rival in rivals if rival in added and added[rival] > taken_off)


def _is_last(event: LabelEvent | StateEvent, events: Sequence[LabelEvent | StateEvent]) -> bool:
    return events[-1] is event


def _last_name(events: Sequence[LabelEvent | StateEvent]) -> str:
    return events[-1].author.username
