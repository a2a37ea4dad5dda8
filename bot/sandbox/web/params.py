"""Reads the parameters of a request: query, form or JSON, with nested names such as ``not[labels][]``."""

from __future__ import annotations

import json
import re
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from bot.sandbox.web.errors import invalid

_PART = re.compile(r"\[([^\]]*)\]")

Nested = dict[str, object]


def read_query(text: str) -> Nested:
    """Read a query string or a URL-encoded form."""
    return _nest(parse_qsl(text, keep_blank_values=True))


def read_body(content: bytes, media_type: str) -> Nested:
    """Read a body by its media type; a JSON body must be an object."""
    if not content:
        return {}
    if "json" in media_type:
        return _read_json(content)
    if media_type.startswith("multipart/form-data"):
        return _nest(_read_multipart(content, media_type))
    return read_query(content.decode("utf-8", "replace"))


def _read_json(content: bytes) -> Nested:
    try:
        value = json.loads(content)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be answered again
    except ValueError as error:
        raise invalid("The request body could not be parsed as JSON") from error
    if not isinstance(value, dict):
        raise invalid("The request body must be a JSON object")
    return value


def _read_multipart(content: bytes, media_type: str) -> list[tuple[str, str]]:
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {media_type}\r\n\r\n".encode() + content)
    pairs = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        pairs.append((str(name), payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""))
    return pairs


def _nest(pairs: list[tuple[str, str]]) -> Nested:
    result: Nested = {}
    for key, value in pairs:
        head = key.partition("[")[0]
        _store(result, [head, *_PART.findall(key)], value)
    return result


def _store(target: Nested, path: list[str], value: str) -> None:
    name, rest = path[0], path[1:]
    if not rest:
        target[name] = value
    elif rest == [""]:
        existing = target.setdefault(name, [])
        if isinstance(existing, list):
            existing.append(value)
    else:
        inner = target.setdefault(name, {})
        if isinstance(inner, dict):
            _store(inner, rest, value)
