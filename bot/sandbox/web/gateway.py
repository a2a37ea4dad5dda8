"""Takes each request of the API through the sandbox: read, let fail or handle, log, answer."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING

from bot.sandbox.api import ROUTES
from bot.sandbox.trouble import Cut, linger, play
from bot.sandbox.web.answers import Answer
from bot.sandbox.web.arguments import Arguments
from bot.sandbox.web.call import Call
from bot.sandbox.web.door import admit, check_project, check_project_is_open, token_value
from bot.sandbox.web.errors import ApiError
from bot.sandbox.web.params import Nested, read_body, read_query
from bot.sandbox.web.routing import Router
from bot.sandbox.web.wire import cut_off

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.sandbox.state import State


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it was read."""

    method: str
    path: str
    host: str
    headers: dict[str, str]
    query: Nested
    body: Nested
    refusal: ApiError | None = None

    @property
    def reading(self) -> bool:
        """Whether the request only asks."""
        return self.method in {"GET", "HEAD"}


async def read(request: Request) -> Incoming:
    """Read a request; a body that makes no sense is kept as the refusal it will get."""
    content = await request.body()
    body: Nested = {}
    refusal = None
    try:
        body = read_body(content, request.headers.get("content-type", ""))
    except ApiError as error:
        refusal = error
    return Incoming(
        method=request.method,
        path=request.scope["raw_path"].decode("ascii"),
        host=f"{request.url.scheme}://{request.headers.get('host', '')}",
        headers=dict(request.headers),
        query=read_query(request.url.query),
        body=body,
        refusal=refusal,
    )


class Gateway:
    """Answers requests below ``/api/v4``."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._router = Router(ROUTES)

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        incoming = await read(request)
        fault = self._state.faults.draw(incoming.method, incoming.path)
        now = self._state.clock.now()
        answer = await play(fault, lambda: self.handle(incoming), now) if fault else self.handle(incoming)
        self._log(incoming, answer)  # before any hanging, so that nothing is logged long after its client is gone
        if fault:
            await linger(fault)
        if isinstance(answer, Cut):
            return cut_off(request, answer)
        return answer.response(format_datetime(self._state.clock.now(), usegmt=True))

    def handle(self, incoming: Incoming) -> Answer:
        """Carry a request out, one at a time."""
        with self._state.world.lock:
            try:
                return self._carry_out(incoming)
            except ApiError as error:
                return Answer(error.status, error.body)

    def _carry_out(self, incoming: Incoming) -> Answer:
        found, names = self._router.find(incoming.method, incoming.path)
        value = token_value(incoming.headers, incoming.query)
        world = self._state.world
        if found.in_project and value is None:
            check_project(None, names["id"], reading=incoming.reading)
        token = admit(world, value, reading=incoming.reading, any_scope=found.any_scope)
        rights = world.people.rights(token.user)
        if found.in_project:
            check_project(rights, names["id"], reading=incoming.reading)
            check_project_is_open(world, about_issues=found.about_issues, reading=incoming.reading)
        if incoming.refusal:
            raise incoming.refusal
        return found.handler(
            Call(
                world=world,
                limits=self._state.limits,
                rights=rights,
                token=token,
                host=incoming.host,
                path=incoming.path,
                route=names,
                args=Arguments(incoming.query | incoming.body),
                headers=incoming.headers,
            ),
        )

    def _log(self, incoming: Incoming, answer: Answer | Cut) -> None:
        value = token_value(incoming.headers, incoming.query)
        token = self._state.world.people.tokens.get(value or "")
        self._state.journal.add(
            incoming.method,
            incoming.path,
            incoming.query,
            incoming.body,
            0 if isinstance(answer, Cut) else answer.status,
            token.user.username if token else None,
        )
