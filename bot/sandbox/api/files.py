"""Files of the repository, which has one branch: the default one, which is protected."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from bot.sandbox.shapes.furniture import file_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, ok
from bot.sandbox.web.errors import forbidden, message, not_found
from bot.sandbox.web.routing import route
from bot.sandbox.world.furniture import DEFAULT_BRANCH, File

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call

_NAMES = {DEFAULT_BRANCH, "HEAD", f"refs/heads/{DEFAULT_BRANCH}"}


def show_file(call: Call) -> Answer:
    """Show a file; a repository without a commit has none (refusals as in GitLab's source)."""
    ref = call.args.required("ref")
    if not call.rights.reads_code:
        raise forbidden()
    if ref not in _NAMES or not call.world.files:
        raise not_found("Commit")
    file = call.world.files.get(call.route["file_path"])
    if file is None:
        raise not_found("File")
    return ok(file_shape(file, ref))


def create_file(call: Call) -> Answer:
    """Commit a new file."""
    path, branch, content = _commit(call)
    if path in call.world.files:
        raise message(400, "A file with this name already exists")
    call.world.files[path] = File(path, content, call.world.number("commit"))
    return created({"file_path": path, "branch": branch})


def update_file(call: Call) -> Answer:
    """Commit a file that changes; who names the commit last known is refused when there is a newer one."""
    path, branch, content = _commit(call)
    file = call.world.files.get(path)
    if file is None:
        raise message(400, "A file with this name doesn't exist")
    if call.args.text("last_commit_id") not in {None, file.last_commit}:
        raise message(400, "You are attempting to update a file that has changed since you started editing it.")
    call.world.files[path] = File(path, content, call.world.number("commit"))
    return ok({"file_path": path, "branch": branch})


def _commit(call: Call) -> tuple[str, str, bytes]:
    branch, content = call.args.required("branch"), call.args.required("content")
    call.args.required("commit_message")
    if not call.rights.writes_code:
        raise forbidden()
    if branch != DEFAULT_BRANCH:
        raise message(400, "You can only create or edit files when you are on a branch")
    if not call.rights.pushes_to_default_branch:
        raise message(400, "You are not allowed to push into this branch")
    return call.route["file_path"], branch, _decoded(content, call.args.choice("encoding", ("text", "base64"), "text"))


def _decoded(content: str, encoding: str) -> bytes:
    if encoding == "text":
        return content.encode()
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise message(400, "content is invalid") from error


def show_branch(call: Call) -> Answer:
    """Show the default branch, and whether the caller may push to it; it begins with the first commit."""
    if not call.rights.reads_code:
        raise forbidden()
    if call.route["branch"] != DEFAULT_BRANCH or not call.world.files:
        raise not_found("Branch")
    newest = max(call.world.files.values(), key=lambda file: file.commits)
    return ok(
        {
            "name": DEFAULT_BRANCH,
            "commit": {"id": newest.last_commit, "short_id": newest.last_commit[:8]},
            "merged": False,
            "protected": True,
            "developers_can_push": False,
            "developers_can_merge": False,
            "can_push": call.rights.pushes_to_default_branch,
            "default": True,
            "web_url": f"{view_of(call).project_web}/-/tree/{DEFAULT_BRANCH}",
        }
    )


_FILE = "/projects/:id/repository/files/:file_path"
ROUTES = (
    route("GET", _FILE, show_file),
    route("POST", _FILE, create_file),
    route("PUT", _FILE, update_file),
    route("GET", "/projects/:id/repository/branches/:branch", show_branch),
)
