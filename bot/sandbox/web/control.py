"""The sandbox's own endpoints under ``/sandbox``: no token, no request log, no faults."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.clock import stamp
from bot.sandbox.faults import Fault
from bot.sandbox.world.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from bot.sandbox.state import State
    from bot.sandbox.web.params import Nested

    Control = Callable[[State, Nested], object]


def control_routes(state: State) -> list[Route]:
    """Build the endpoints for one sandbox."""
    return [_route(state, method, path, control) for method, path, control in _CONTROLS]


def _route(state: State, method: str, path: str, control: Control) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            body = _object(await request.body())
            with state.world.lock:
                answer = control(state, body)
        except (ValueError, KeyError, OverflowError, re.error) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)
        return JSONResponse(answer)

    return Route(path, endpoint, methods=[method])


def _object(content: bytes) -> Nested:
    value = json.loads(content) if content else {}
    if not isinstance(value, dict):
        message = "the body must be a JSON object"
        raise ValueError(message)  # noqa: TRY004 (all refusals look alike)
    return value


def _list_requests(state: State, _body: Nested) -> object:
    return [entry.shape() for entry in state.journal.entries]


def _clear_requests(state: State, _body: Nested) -> object:
    state.journal.clear()
    return []


def _show_clock(state: State, _body: Nested) -> object:
    return {"now": stamp(state.clock.now()), "ticking": state.clock.ticking}


def _set_clock(state: State, body: Nested) -> object:
    state.clock.set(datetime.fromisoformat(str(body["now"])), ticking=bool(body.get("ticking", False)))
    return _show_clock(state, body)


def _advance_clock(state: State, body: Nested) -> object:
    state.clock.advance(float(str(body["seconds"])))
    return _show_clock(state, body)


def _add_fault(state: State, body: Nested) -> object:
    unknown = body.keys() - {item.name for item in fields(Fault) if item.init}
    if unknown:
        message = f"a fault has no {', '.join(sorted(unknown))}"
        raise ValueError(message)
    times = body.get("times", 1)
    fault = state.faults.add(
        kind=str(body["kind"]),
        method=str(body["method"]) if body.get("method") else None,
        path=str(body["path"]) if body.get("path") else None,
        skip=int(str(body.get("skip", 0))),
        times=None if times is None else int(str(times)),
        seconds=float(str(body.get("seconds", 0.3))),
        retry_after=int(str(body.get("retry_after", 1))),
    )
    return {"kind": fault.kind, "method": fault.method, "path": fault.path, "skip": fault.skip, "times": fault.times}


def _clear_faults(state: State, _body: Nested) -> object:
    state.faults.clear()
    return []


def _change_settings(state: State, body: Nested) -> object:
    state.settings.change(body)
    return state.settings.shape()


def _add_user(state: State, body: Nested) -> object:
    role = Role[str(body["role"]).upper()]
    username = str(body["username"])
    world = state.world
    user = world.add_user(username, str(body.get("name", username)), role, str(body.get("token") or ""))
    token = world.people.token_of(username)
    return {"id": user.id, "username": user.username, "role": role.name.lower(), "token": token}


def _add_token(state: State, body: Nested) -> object:
    user = state.world.people.named(str(body["username"]))
    if user is None:
        message = f"there is no user {body['username']}"
        raise ValueError(message)
    expiry = date.fromisoformat(str(body["expires_at"])) if body.get("expires_at") else None
    scopes = body.get("scopes")
    names = [str(name) for name in scopes] if isinstance(scopes, list) else ["api"]
    token = state.world.people.grant(user, str(body["token"]), state.clock.now(), names, expiry)
    token.revoked = bool(body.get("revoked", False))
    return {"id": token.id, "username": user.username, "scopes": names, "revoked": token.revoked}


def _reset(state: State, body: Nested) -> object:
    state.reset()
    return _show_clock(state, body)


_CONTROLS: tuple[tuple[str, str, Control], ...] = (
    ("GET", "/requests", _list_requests),
    ("DELETE", "/requests", _clear_requests),
    ("GET", "/clock", _show_clock),
    ("POST", "/clock", _set_clock),
    ("POST", "/clock/advance", _advance_clock),
    ("POST", "/faults", _add_fault),
    ("DELETE", "/faults", _clear_faults),
    ("POST", "/settings", _change_settings),
    ("POST", "/users", _add_user),
    ("POST", "/tokens", _add_token),
    ("POST", "/reset", _reset),
)
