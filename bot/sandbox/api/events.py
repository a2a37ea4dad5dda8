"""The events of an issue: closings and reopenings, labels put on and taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.lists.paging import paged
from bot.sandbox.shapes.events import label_event_shape, state_event_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, ok
from bot.sandbox.web.errors import not_found
from bot.sandbox.web.routing import route

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import LabelEvent, StateEvent

    Event = TypeVar("Event", StateEvent, LabelEvent)


def list_state_events(call: Call) -> Answer:
    """List when the issue was closed and reopened, and by whom."""
    issue, view = call.issue("eventable_id", missing="Issue"), view_of(call)
    return paged(call, issue.state_events, lambda event: state_event_shape(view, issue, event))


def show_state_event(call: Call) -> Answer:
    """Show one closing or reopening."""
    issue = call.issue("eventable_id", missing="Issue")
    return ok(state_event_shape(view_of(call), issue, _one(call, issue.state_events)))


def list_label_events(call: Call) -> Answer:
    """List which labels were put on and taken off, and by whom."""
    issue, view = call.issue("eventable_id", missing="Issue"), view_of(call)
    return paged(call, issue.label_events, lambda event: label_event_shape(view, issue, event))


def show_label_event(call: Call) -> Answer:
    """Show one change of a label."""
    issue = call.issue("eventable_id", missing="Issue")
    return ok(label_event_shape(view_of(call), issue, _one(call, issue.label_events)))


def _one(call: Call, events: Sequence[Event]) -> Event:
    number = call.number("event_id")
    for event in events:
        if event.id == number:
            return event
    raise not_found()


_STATE = "/projects/:id/issues/:eventable_id/resource_state_events"
_LABEL = "/projects/:id/issues/:eventable_id/resource_label_events"
ROUTES = (
    route("GET", _STATE, list_state_events),
    route("GET", f"{_STATE}/:event_id", show_state_event),
    route("GET", _LABEL, list_label_events),
    route("GET", f"{_LABEL}/:event_id", show_label_event),
)
