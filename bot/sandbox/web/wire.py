"""Below HTTP: uvicorn's protocol, made to tell its connection, and the cutting of connections."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox.trouble import Cut

if TYPE_CHECKING:
    import asyncio

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class OpenProtocol(H11Protocol):
    """HTTP as uvicorn speaks it; the application finds the connection in its state."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn itself
        """Pass the connection on."""
        super().connection_made(transport)
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else every answer waits 40 ms for an ACK
        self.app_state = {**self.app_state, "transport": transport}

    def hang_up(self) -> None:
        """Close the connection at once."""
        self.transport.abort()


class NoAnswer(Response):
    """Ends the connection instead of answering."""

    def __init__(self, transport: asyncio.Transport, cut: Cut) -> None:
        super().__init__()
        self._transport = transport
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 (ASGI's signature)
        """End the connection and wait until it is gone."""
        if self._cut is Cut.RESET and not self._transport.is_closing():
            connection = self._transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


def cut_off(request: Request, cut: Cut) -> NoAnswer:
    """Cut the connection of a request."""
    return NoAnswer(request.state.transport, cut)
