"""Awards, state events, label events and links between issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.clock import stamp
from bot.sandbox.shapes.issues import issue_row
from bot.sandbox.shapes.people import basic_user
from bot.sandbox.world.model import Issue

if TYPE_CHECKING:
    from bot.sandbox.shapes.view import Json, View
    from bot.sandbox.world.model import Award, IssueLink, LabelEvent, Note, StateEvent


def award_shape(view: View, awardable: Issue | Note, award: Award) -> Json:
    """Show an emoji reaction."""
    return {
        "id": award.id,
        "name": award.name,
        "user": basic_user(view, award.user),
        "created_at": stamp(award.created_at),
        "updated_at": stamp(award.created_at),
        "awardable_id": awardable.id,
        "awardable_type": "Issue" if isinstance(awardable, Issue) else "Note",
        "url": None,
    }


def state_event_shape(view: View, issue: Issue, event: StateEvent) -> Json:
    """Show that an issue was closed or reopened."""
    return _event(view, issue, event) | {"state": event.state}


def label_event_shape(view: View, issue: Issue, event: LabelEvent) -> Json:
    """Show that a label was put on or taken off."""
    label = event.label
    shown = label and {"id": label.id, "name": label.name, "color": label.color, "description": label.description}
    return _event(view, issue, event) | {"label": shown, "action": event.action}


def _event(view: View, issue: Issue, event: StateEvent | LabelEvent) -> Json:
    return {
        "id": event.id,
        "user": basic_user(view, event.user),
        "created_at": stamp(event.created_at),
        "resource_type": "Issue",
        "resource_id": issue.id,
    }


def linked_issue_shape(view: View, link: IssueLink) -> Json:
    """Show an issue that another is linked to."""
    return issue_row(view, link.issue) | {
        "issue_link_id": link.id,
        "link_type": link.kind,
        "link_created_at": stamp(link.created_at),
        "link_updated_at": stamp(link.created_at),
    }
