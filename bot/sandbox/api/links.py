"""Links between issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.shapes.events import linked_issue_shape
from bot.sandbox.shapes.issues import issue_row
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, ok
from bot.sandbox.web.errors import forbidden, message, not_found
from bot.sandbox.web.routing import route
from bot.sandbox.world.editing import relate
from bot.sandbox.world.store import PROJECT_ID, PROJECT_PATH

if TYPE_CHECKING:
    from bot.sandbox.shapes.view import Json
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue, IssueLink

_KINDS = ("relates_to", "blocks", "is_blocked_by")


def list_links(call: Call) -> Answer:
    """List the issues that an issue is linked to; this list has no pages."""
    view = view_of(call)
    links = [link for link in call.issue().links if call.rights.sees(link.issue)]
    return ok([linked_issue_shape(view, link) for link in links])


def create_link(call: Call) -> Answer:
    """Link two issues of the project."""
    issue = call.issue()
    target = _target(call)
    kind = call.args.choice("link_type", _KINDS, "relates_to")
    if not call.rights.sets_metadata:
        raise forbidden()
    if target is issue:
        raise message(400, "Source and target cannot be the same")
    link = relate(call.world, issue, target, kind)
    if link is None:
        raise message(409, "Issue(s) already assigned")
    return created(_shape(call, issue, link))


def delete_link(call: Call) -> Answer:
    """Remove a link from both issues."""
    issue, number = call.issue(), call.number("issue_link_id")
    link = next((link for link in issue.links if link.id == number), None)
    if link is None:
        raise not_found("Issue Link")
    if not call.rights.sets_metadata:
        raise forbidden()
    shown = _shape(call, issue, link)
    for end in (issue, link.issue):
        end.links = [other for other in end.links if other.id != number]
    return ok(shown)


def _target(call: Call) -> Issue:
    project = call.args.required("target_project_id")
    if project not in {str(PROJECT_ID), PROJECT_PATH}:
        raise not_found("Project")
    call.args.required("target_issue_iid")
    target = call.world.issues.get(call.args.integer("target_issue_iid") or 0)
    if target is None or not call.rights.sees(target):
        raise not_found()
    return target


def _shape(call: Call, issue: Issue, link: IssueLink) -> Json:
    view = view_of(call)
    return {
        "id": link.id,
        "source_issue": issue_row(view, issue),
        "target_issue": issue_row(view, link.issue),
        "link_type": link.kind,
    }


_LIST = "/projects/:id/issues/:issue_iid/links"
ROUTES = (
    route("GET", _LIST, list_links),
    route("POST", _LIST, create_link),
    route("DELETE", f"{_LIST}/:issue_link_id", delete_link),
)
