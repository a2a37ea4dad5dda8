"""The server's version and the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.shapes.project import project_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, ok
from bot.sandbox.web.routing import route

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call

VERSION = "18.5.0-sandbox"
REVISION = "sandbox"


def show_version(_call: Call) -> Answer:
    """Show the version, by which a client can tell the sandbox from a real GitLab."""
    kas = {"enabled": False, "externalUrl": None, "externalK8sProxyUrl": None, "version": None}
    return ok({"version": VERSION, "revision": REVISION, "kas": kas, "enterprise": True})


def show_project(call: Call) -> Answer:
    """Show the project."""
    return ok(project_shape(view_of(call), call.world, call.rights))


ROUTES = (
    route("GET", "/version", show_version),
    route("GET", "/projects/:id", show_project),
)
