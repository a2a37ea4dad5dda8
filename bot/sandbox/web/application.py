"""The web application: GitLab's API, and the sandbox's own controls beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.sandbox.web.control import control_routes
from bot.sandbox.web.gateway import Gateway

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.sandbox.state import State

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def application(state: State) -> Starlette:
    """Build the application for one sandbox."""
    gateway = Gateway(state)

    async def answer(request: Request) -> Response:
        return await gateway(request)

    return Starlette(
        routes=[
            Mount("/sandbox", routes=control_routes(state)),
            Route("/{path:path}", answer, methods=_METHODS),
        ],
    )
