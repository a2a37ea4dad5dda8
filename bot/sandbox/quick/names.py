"""A quick action as it is written, and names besides those that the sandbox executes (GitLab's documentation)."""

from __future__ import annotations

from dataclasses import dataclass

ALIASES = {"labels": "label", "remove_label": "unlabel", "award": "react", "reassign": "assign"}


@dataclass(frozen=True, slots=True)
class Command:
    """One quick action as written."""

    name: str
    argument: str


# Their lines are taken out as GitLab does, but what they do lies outside the sandbox.
OUT_OF_REACH = frozenset(
    [
        "add_contacts",
        "add_email",
        "blocked_by",
        "blocks",
        "board_move",
        "clear_health_status",
        "clone",
        "convert_to_ticket",
        "copy_metadata",
        "create_merge_request",
        "done",
        "epic",
        "estimate",
        "estimate_time",
        "health_status",
        "iteration",
        "link",
        "milestone",
        "move",
        "page",
        "promote",
        "promote_to",
        "promote_to_incident",
        "publish",
        "relate",
        "remove_contacts",
        "remove_email",
        "remove_epic",
        "remove_estimate",
        "remove_iteration",
        "remove_milestone",
        "remove_parent",
        "remove_time_estimate",
        "remove_time_spent",
        "remove_zoom",
        "set_parent",
        "severity",
        "spend",
        "spend_time",
        "spent",
        "subscribe",
        "timeline",
        "todo",
        "type",
        "unlink",
        "unsubscribe",
        "zoom",
    ],
)
