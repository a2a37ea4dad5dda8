"""Issues: list, create, read, update, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.api.conditions import check_unmodified
from bot.sandbox.api.issue_params import refuse_empty, wanted_updates
from bot.sandbox.clock import milliseconds
from bot.sandbox.lists.cursor import decode
from bot.sandbox.lists.keyset import KEYSET_COLUMNS, keyset_page
from bot.sandbox.lists.ordering import COLUMNS
from bot.sandbox.lists.paging import page_size, paged
from bot.sandbox.lists.selection import selected
from bot.sandbox.shapes.issues import issue_row, single_issue
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, gone, ok
from bot.sandbox.web.errors import ApiError, forbidden, invalid, message, not_found
from bot.sandbox.web.routing import route
from bot.sandbox.world.editing import Edit

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue

MAX_OFFSET = 50_000
_TOO_FAR = (
    f"Offset pagination has a maximum allowed offset of {MAX_OFFSET} for requests that return objects of type "
    "Issue. Remaining records can be retrieved using keyset pagination."
)


def list_issues(call: Call) -> Answer:
    """List the issues that pass all filters."""
    args, view = call.args, view_of(call)
    column = args.choice("order_by", tuple(COLUMNS), "created_at")
    sort = args.choice("sort", ("asc", "desc"), "desc")
    details = args.boolean("with_labels_details") or False
    keyset = args.text("pagination") == "keyset" and column in KEYSET_COLUMNS  # else by offsets (GitLab's source)
    if not keyset:
        _refuse_far_pages(call)
    text = args.text("cursor") if keyset else None
    cursor = decode(text, column) if text else None
    rows = selected(call, column, cursor, descending=sort == "desc")

    def show(issue: Issue) -> object:
        return issue_row(view, issue, details=details)

    defaults = {"order_by": column, "sort": sort, "state": "all", "with_labels_details": "false"}
    return keyset_page(call, rows, show, **defaults) if keyset else paged(call, [*rows], show, **defaults)


def _refuse_far_pages(call: Call) -> None:
    """Refuse offsets beyond 50,000 rows, as GitLab does since keyset pagination is there (its documentation)."""
    if ((call.args.integer("page") or 1) - 1) * page_size(call) > MAX_OFFSET:
        raise ApiError(405, {"error": _TOO_FAR})


def create_issue(call: Call) -> Answer:
    """Open an issue."""
    call.args.required("title")
    call.limits.spend("issues", call.user)
    number = call.args.integer("iid") if call.rights.sets_times else None
    born = call.args.instant("created_at") if call.rights.sets_times else None
    if number in call.world.issues:
        raise message(409, "Duplicated issue")
    updates = wanted_updates(call, None)
    issue = call.world.add_issue(updates["title"], call.user, milliseconds(born or call.now), number)
    issue.updated_at = call.now
    issue.description = updates.get("description")
    Edit(call.world, call.user, issue, is_new=True).apply(updates)
    return created(single_issue(view_of(call), issue, call.user))


def show_issue(call: Call) -> Answer:
    """Show one issue."""
    return ok(single_issue(view_of(call), call.issue(), call.user))


def update_issue(call: Call) -> Answer:
    """Change an issue; all changes of one request are applied together."""
    refuse_empty(call)
    issue = call.world.issues.get(call.number("issue_iid"))
    if issue is None:
        raise not_found()
    if not (call.rights.updates(issue) and call.rights.sees(issue)):
        raise forbidden()
    updates = wanted_updates(call, issue)
    Edit(call.world, call.user, issue).apply(updates)
    _set_updated_at(call, issue)
    return ok(single_issue(view_of(call), issue, call.user))


def _set_updated_at(call: Call, issue: Issue) -> None:
    if call.rights.sets_times and "updated_at" in call.args:
        instant = call.args.instant("updated_at")
        if instant is None:
            raise invalid("updated_at is invalid")
        issue.updated_at = milliseconds(instant)


def delete_issue(call: Call) -> Answer:
    """Delete an issue with all that hangs on it."""
    issue = call.issue(missing="Issue")
    if not call.rights.deletes_issues:
        raise forbidden()
    check_unmodified(call, issue.updated_at)
    call.world.remove_issue(issue)
    return gone()


ROUTES = (
    route("GET", "/projects/:id/issues", list_issues),
    route("POST", "/projects/:id/issues", create_issue),
    route("GET", "/projects/:id/issues/:issue_iid", show_issue),
    route("PUT", "/projects/:id/issues/:issue_iid", update_issue),
    route("DELETE", "/projects/:id/issues/:issue_iid", delete_issue),
)
