"""What a handler gives back, before it becomes bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from starlette.responses import Response

JSON = "application/json"


@dataclass(slots=True)
class Answer:
    """Status, body and headers; a body of ``None`` is an empty one."""

    status: int
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = JSON

    def content(self) -> bytes:
        """Write the body as it goes over the wire."""
        if self.body is None:
            return b""
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()

    def response(self, date: str) -> Response:
        """Make the HTTP response, dated by the sandbox's own clock."""
        media_type = self.media_type if self.body is not None else None
        return Response(self.content(), self.status, {**self.headers, "date": date}, media_type)


def ok(body: object) -> Answer:
    """Answer with what was asked for."""
    return Answer(200, body)


def created(body: object) -> Answer:
    """Answer with what has come into being."""
    return Answer(201, body)


def gone() -> Answer:
    """Answer that something was deleted."""
    return Answer(204)
