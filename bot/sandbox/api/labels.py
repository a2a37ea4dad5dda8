"""Labels of the project: list, create, read, update, delete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.lists.paging import paged
from bot.sandbox.shapes.labels import label_counts, label_row
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, gone, ok
from bot.sandbox.web.errors import forbidden, invalid, message, not_found
from bot.sandbox.web.routing import route

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Label

_COLOR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def list_labels(call: Call) -> Answer:
    """List the labels by name, all of them or those whose names or descriptions have a word."""
    word, view = (call.args.text("search") or "").lower(), view_of(call)
    counted = call.args.boolean("with_counts") or False
    labels = [label for label in call.world.labels.values() if word in f"{label.name} {label.description}".lower()]
    labels.sort(key=lambda label: label.name)
    return paged(
        call,
        labels,
        lambda label: label_row(view, label) | (label_counts(call.world, label) if counted else {}),
        include_ancestor_groups="true",
        with_counts="false",
    )


def _the_label(call: Call, text: str) -> Label:
    """Find a label by its name or else by its id."""
    label = call.world.label_named(text)
    if label is None and text.isdecimal():
        label = call.world.labels.get(int(text))
    if label is None:
        raise not_found("Label")
    return label


def _own_label(call: Call, text: str) -> Label:
    """Find a label that can be changed through the project: those of its groups cannot (GitLab's source)."""
    label = _the_label(call, text)
    if label.of_group:
        raise not_found("Label")
    return label


def _must_manage(call: Call) -> None:
    if not call.rights.manages_labels:
        raise forbidden()


def show_label(call: Call) -> Answer:
    """Show one label."""
    return ok(label_row(view_of(call), _the_label(call, call.route["label_id"])))


def create_label(call: Call) -> Answer:
    """Create a label."""
    name, color = call.args.required("name").strip(), call.args.required("color")
    _must_manage(call)
    if call.world.label_named(name) is not None:
        raise message(409, "Label already exists")
    _check_name(name)
    _check_color(color)
    priority = call.args.integer("priority")
    label = call.world.add_label(name, color, call.args.text("description"))
    label.priority = priority
    return created(label_row(view_of(call), label))


def update_label(call: Call) -> Answer:
    """Change a label named in the path."""
    return _update(call, _own_label(call, call.route["label_id"]))


def update_label_by_name(call: Call) -> Answer:
    """Change a label named in the body, the older form that clients still send."""
    return _update(call, _own_label(call, call.args.required("name")))


def _update(call: Call, label: Label) -> Answer:
    _must_manage(call)
    args = call.args
    if not any(name in args for name in ("new_name", "color", "description", "priority")):
        raise invalid("new_name, color, description, priority are missing, at least one parameter must be provided")
    name, color = (args.text("new_name") or label.name).strip(), args.text("color") or label.color
    if name != label.name and call.world.label_named(name) is not None:
        raise message(400, {"title": ["has already been taken"]})
    _check_name(name)
    _check_color(color)
    label.priority = args.integer("priority") if "priority" in args else label.priority
    label.description = args.text("description") if "description" in args else label.description
    label.color = color
    call.world.rename_label(label, name)
    return ok(label_row(view_of(call), label))


def delete_label(call: Call) -> Answer:
    """Delete a label named in the path."""
    return _delete(call, call.route["label_id"])


def delete_label_by_name(call: Call) -> Answer:
    """Delete a label named in the parameters, the older form that clients still send."""
    return _delete(call, call.args.required("name"))


def _delete(call: Call, text: str) -> Answer:
    label = _own_label(call, text)
    _must_manage(call)
    call.world.remove_label(label)
    return gone()


def _check_name(name: str) -> None:
    if not name:
        raise message(400, {"title": ["can't be blank"]})
    if "," in name:
        raise message(400, {"title": ["is invalid"]})


def _check_color(color: str) -> None:
    if not _COLOR.fullmatch(color):
        raise message(400, {"color": ["must be a valid color code"]})


_LIST = "/projects/:id/labels"
ROUTES = (
    route("GET", _LIST, list_labels),
    route("POST", _LIST, create_label),
    route("PUT", _LIST, update_label_by_name),
    route("DELETE", _LIST, delete_label_by_name),
    route("GET", f"{_LIST}/:label_id", show_label),
    route("PUT", f"{_LIST}/:label_id", update_label),
    route("DELETE", f"{_LIST}/:label_id", delete_label),
)
