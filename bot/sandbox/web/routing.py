"""Maps methods and paths to handlers; works on the path as sent, so that ``%2F`` stays inside its segment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bot.sandbox.web.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.sandbox.web.answers import Answer
    from bot.sandbox.web.call import Call

    Handler = Callable[[Call], Answer]

PREFIX = "/api/v4"


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint, written the way GitLab's documentation writes it: ``/projects/:id/issues``."""

    method: str
    template: str
    handler: Handler
    pattern: re.Pattern[str]

    @property
    def in_project(self) -> bool:
        """Whether the endpoint lies inside the project."""
        return self.template.startswith("/projects/:id")

    @property
    def about_issues(self) -> bool:
        """Whether the endpoint is about the project's issues."""
        return self.template.startswith("/projects/:id/issues")

    @property
    def any_scope(self) -> bool:
        """Whether every token may do this: see and revoke itself (GitLab's source)."""
        return self.template == "/personal_access_tokens/self"


def route(method: str, template: str, handler: Handler) -> Route:
    """Declare an endpoint."""
    pattern = re.compile(PREFIX + re.sub(r":(\w+)", r"(?P<\1>[^/]+)", template) + r"(?:\.json)?/?")
    return Route(method, template, handler, pattern)


class Router:
    """Finds the endpoint for a request."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = tuple(routes)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Give the endpoint and the decoded parameters of its path; bodies of refusals are Grape's."""
        wanted = "GET" if method == "HEAD" else method
        known_path = False
        for candidate in self._routes:
            match = candidate.pattern.fullmatch(path)
            if match and candidate.method == wanted:
                return candidate, {name: unquote(value) for name, value in match.groupdict().items()}
            known_path = known_path or match is not None
        raise ApiError(405, {"error": "405 Not Allowed"}) if known_path else ApiError(404, {"error": "404 Not Found"})
