"""Issues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox.clock import stamp
from bot.sandbox.shapes.labels import label_detail
from bot.sandbox.shapes.people import basic_user
from bot.sandbox.world.store import PROJECT_ID, PROJECT_PATH

if TYPE_CHECKING:
    from bot.sandbox.shapes.view import Json, View
    from bot.sandbox.world.model import Issue, User

_TASK = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+\[([ xX])\]", re.MULTILINE)


def issue_row(view: View, issue: Issue, *, details: bool = False) -> Json:
    """Show an issue as lists do; with ``details`` its labels are objects."""
    return (
        _head(view, issue)
        | {"labels": _labels(view, issue, details=details), "milestone": None}
        | _people(view, issue)
        | _counters(issue)
        | _facts(view, issue)
        | _tasks(view, issue)
        | _addresses(view, issue)
        | _tail(view)
    )


def single_issue(view: View, issue: Issue, reader: User) -> Json:
    """Show one issue by itself: only then the answer says whether its reader is subscribed."""
    shape: Json = {}
    for key, value in issue_row(view, issue).items():
        shape[key] = value
        if key == "severity":
            shape["subscribed"] = _subscribed(issue, reader)
    return shape


def _subscribed(issue: Issue, reader: User) -> bool:
    involved = issue.author is reader or reader in issue.assignees
    return involved or any(note.author is reader and not note.system for note in issue.notes.values())


def _head(view: View, issue: Issue) -> Json:
    return {
        "id": issue.id,
        "iid": issue.iid,
        "project_id": PROJECT_ID,
        "title": issue.title,
        "description": issue.description,
        "state": issue.state,
        "created_at": stamp(issue.created_at),
        "updated_at": stamp(issue.updated_at),
        "closed_at": stamp(issue.closed_at) if issue.closed_at else None,
        "closed_by": basic_user(view, issue.closed_by) if issue.closed_by else None,
    }


def _labels(view: View, issue: Issue, *, details: bool) -> list[object]:
    if not details:
        return [*issue.label_names]
    return [label_detail(view, label) for label in sorted(issue.labels, key=lambda label: label.name)]


def _people(view: View, issue: Issue) -> Json:
    assignees = [basic_user(view, user) for user in issue.assignees]
    return {
        "assignees": assignees,
        "author": basic_user(view, issue.author),
        "type": issue.issue_type.upper(),
        "assignee": assignees[0] if assignees else None,
    }


def _counters(issue: Issue) -> Json:
    votes = [award.name for award in issue.awards]
    return {
        "user_notes_count": sum(not note.system for note in issue.notes.values()),
        "merge_requests_count": 0,
        "upvotes": votes.count("thumbsup"),
        "downvotes": votes.count("thumbsdown"),
    }


def _facts(view: View, issue: Issue) -> Json:
    shape: Json = {"start_date": None} if view.settings.modern else {}
    return shape | {
        "due_date": issue.due_date.isoformat() if issue.due_date else None,
        "confidential": issue.confidential,
        "discussion_locked": issue.discussion_locked,
        "issue_type": issue.issue_type,
        "web_url": view.issue_web(issue),
        "time_stats": {
            "time_estimate": 0,
            "total_time_spent": 0,
            "human_time_estimate": None,
            "human_total_time_spent": None,
        },
    }


def _tasks(view: View, issue: Issue) -> Json:
    boxes = _TASK.findall(issue.description or "")
    done = sum(box != " " for box in boxes)
    shape: Json = {"task_completion_status": {"count": len(boxes), "completed_count": done}}
    if view.settings.premium:
        shape["weight"] = issue.weight
    return shape | {
        "blocking_issues_count": sum(link.kind == "blocks" for link in issue.links),
        "has_tasks": bool(boxes),
        "task_status": f"{done} of {len(boxes)} checklist items completed",
    }


def _addresses(view: View, issue: Issue) -> Json:
    address = f"{view.project_api}/issues/{issue.iid}"
    original = issue.duplicate_of
    return {
        "_links": {
            "self": address,
            "notes": f"{address}/notes",
            "award_emoji": f"{address}/award_emoji",
            "project": view.project_api,
            "closed_as_duplicate_of": f"{view.project_api}/issues/{original.iid}" if original else None,
        },
        "references": {
            "short": f"#{issue.iid}",
            "relative": f"#{issue.iid}",
            "full": f"{PROJECT_PATH}#{issue.iid}",
        },
        "severity": "UNKNOWN",
    }


def _tail(view: View) -> Json:
    shape: Json = {"moved_to_id": None, "imported": False, "imported_from": "none", "service_desk_reply_to": None}
    return shape | {"health_status": None} if view.settings.premium else shape
