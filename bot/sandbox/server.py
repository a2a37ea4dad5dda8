"""Runs the sandbox: in a thread for tests and demos, or in the foreground for a command."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from typing import TYPE_CHECKING, Self

from uvicorn import Config
from uvicorn.server import ServerState

from bot.sandbox.settings import Settings, Shapes, Tier
from bot.sandbox.state import State
from bot.sandbox.web.application import application
from bot.sandbox.web.wire import OpenProtocol
from bot.sandbox.world.default import BOT_TOKEN
from bot.sandbox.world.store import PROJECT_ID, PROJECT_PATH

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.sandbox.clock import Clock
    from bot.sandbox.faults import Faults
    from bot.sandbox.journal import LoggedRequest
    from bot.sandbox.saving import Saved
    from bot.sandbox.world.default import World

_ADDRESS = "127.0.0.1"  # the control endpoints ask for no token, so the sandbox is never reachable from elsewhere
_KEEP_ALIVE = 3600  # an idle connection closed by the server would look like a fault


class Sandbox:
    """A stand-in for GitLab on a port of this machine; entering the context starts it, leaving it stops it.

    Port 0 picks a free one. With ``now`` the clock stands still at that instant, otherwise it shows real time.
    """

    project = PROJECT_PATH
    project_id = PROJECT_ID
    bot_token = BOT_TOKEN

    def __init__(
        self,
        port: int = 0,
        tier: Tier = "free",
        shapes: Shapes = "2026",
        now: datetime | None = None,
    ) -> None:
        self._state = State(Settings(tier, shapes), now)
        self._port = port
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        listener = socket.create_server((_ADDRESS, self._port), backlog=128)
        self._port = listener.getsockname()[1]
        work = self._serve(listener)
        self._thread = threading.Thread(target=asyncio.run, args=(work,), name="gitlab-sandbox", daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        self._ready.clear()

    @property
    def url(self) -> str:
        """Where GitLab seems to be."""
        return f"http://{_ADDRESS}:{self._port}"

    @property
    def clock(self) -> Clock:
        """The sandbox's time."""
        return self._state.clock

    @property
    def world(self) -> World:
        """What the sandbox remembers, for seeding."""
        return self._state.world

    @property
    def settings(self) -> Settings:
        """The switches."""
        return self._state.settings

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self._state.faults

    @property
    def requests(self) -> list[LoggedRequest]:
        """All requests so far."""
        return self._state.journal.entries

    @property
    def writes(self) -> list[LoggedRequest]:
        """All requests so far that could have changed something."""
        return self._state.journal.writes

    def clear_requests(self) -> None:
        """Forget the requests so far."""
        self._state.journal.clear()

    def token(self, username: str) -> str:
        """Give a user's token."""
        return self.world.people.token_of(username)

    def reset(self) -> None:
        """Return to the beginning."""
        self._state.reset()

    def save(self) -> Saved:
        """Freeze what the project holds, with clock and switches."""
        return self._state.save()

    def restore(self, saved: Saved) -> None:
        """Return to what was saved, as often as wanted; faults, requests and limits begin anew.

        Objects taken from the world before are no longer part of it.
        """
        self._state.restore(saved)

    async def _serve(self, listener: socket.socket) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        config = Config(
            application(self._state),
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        config.load()
        connections = ServerState()
        server = await self._loop.create_server(lambda: OpenProtocol(config, connections, {}), sock=listener)
        self._ready.set()
        await self._over.wait()
        server.close()
        await _hang_up(connections)


async def _hang_up(connections: ServerState) -> None:
    """Drop all connections and wake the requests that still hang."""
    for connection in list(connections.connections):
        if isinstance(connection, OpenProtocol):
            connection.hang_up()
    for task in connections.tasks:
        task.cancel()
    await asyncio.gather(*connections.tasks, return_exceptions=True)


def serve(port: int, announce: Callable[[Sandbox], None]) -> None:
    """Run a sandbox until Ctrl-C or SIGTERM, after announcing where it is."""
    over = threading.Event()
    before = {number: signal.signal(number, lambda *_: over.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with Sandbox(port) as sandbox:
            announce(sandbox)
            while not over.wait(0.5):  # in slices, because on Windows a signal does not end a wait
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
