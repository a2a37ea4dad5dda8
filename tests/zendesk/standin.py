"""A stand-in for Zendesk on a port of this machine: entering the context starts it, leaving it stops it."""

from __future__ import annotations

import base64
import binascii
import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from zendesk.account import Account, Json
from zendesk.api import Api, RefusedError
from zendesk.faults import Fault, Faults

_JSON, _TEXT, _HTML = "application/json; charset=utf-8", "text/plain", "text/html"


@dataclass(frozen=True)
class Seen:
    """One request as it came; `status` is 0 where no answer went out."""

    method: str
    path: str
    query: dict[str, str]
    body: Json
    status: int


class StandIn:
    """The account, its API, what is to go wrong, and every request so far."""

    def __init__(self, now: datetime) -> None:
        self.account = Account(now)
        self.api = Api(self.account)
        self.faults = Faults()
        self.journal: list[Seen] = []

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"standin": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="zendesk", daemon=True)
        self._thread.start()
        self.api.base = self.url
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def asked(self, part: str) -> list[Seen]:
        """All requests so far whose path holds some words."""
        return [seen for seen in self.journal if part in seen.path]


class _Handler(BaseHTTPRequestHandler):
    standin: StandIn

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_GET  # noqa: N815 - names of the library

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Write nothing to standard error."""

    def _answer(self) -> None:
        where = urlsplit(self.path)
        query = dict(parse_qsl(where.query))
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(sent) if sent else {}
        fault = self.standin.faults.draw(self.command, where.path)
        if fault and fault.kind == "drip":
            self.standin.journal.append(Seen(self.command, where.path, query, body, 0))
            self._drip(fault.seconds)
            return
        reply = _refusal(fault) if fault else None
        if reply is None:
            reply = self._handled(where.path, query, body)
            reply = _spoiled(fault, reply) if fault else reply
        self.standin.journal.append(Seen(self.command, where.path, query, body, reply.status if reply else 0))
        if reply:
            self._send(reply)

    def _handled(self, path: str, query: dict[str, str], body: Json) -> Reply:
        try:
            found = self.standin.api.answer(self.command, path, query, body, self._authorization())
        except RefusedError as refusal:
            return Reply(refusal.status, json.dumps({"error": str(refusal)}).encode())
        return Reply(200, json.dumps(found).encode())

    def _authorization(self) -> object:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return value
        try:
            name, _, word = base64.b64decode(value).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return ""
        return name, word

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(reply.length or len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _drip(self, seconds: float) -> None:
        """Answer in drops until the other side has had enough of it."""
        self.send_response(200)
        self.send_header("Content-Type", _JSON)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.close_connection = True
        with suppress(OSError):
            for _ in range(3_000):
                self.wfile.write(b" ")
                time.sleep(seconds)


@dataclass(frozen=True)
class Reply:
    """An answer; `length` is the one it claims to have where that is more than it has."""

    status: int
    body: bytes
    kind: str = _JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None


def _refusal(fault: Fault) -> Reply | None:
    """Answer without carrying anything out; None: it is to be carried out."""
    match fault.kind:
        case "status":  # some 429 come as plain text
            kind = _TEXT if fault.status == 429 else _JSON
            return Reply(fault.status, b'{"error": "see ann@example.com"}', kind, fault.headers)
        case "page":
            return Reply(200, b"<html>We are back soon</html>", _HTML)
        case "garbage":
            return Reply(200, b'{"half":')
        case "redirect":
            return Reply(302, b"", _HTML, {"Location": "http://127.0.0.1:9/elsewhere?a=secret"})
        case "cut" | "lost" | "hang" | "drip":
            return None


def _spoiled(fault: Fault, reply: Reply) -> Reply | None:
    """Spoil the answer to what was carried out; None: the connection ends without one."""
    if fault.kind == "hang":
        time.sleep(fault.seconds)
    if fault.kind == "cut":
        return replace(reply, body=reply.body[: len(reply.body) // 2], length=len(reply.body))
    return None
