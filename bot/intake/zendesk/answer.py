"""An answer of Zendesk, read with care: no more than we can hold, only JSON, and without what must not come in."""

import json
from decimal import Decimal
from typing import Any

import requests

from bot.intake.zendesk.trouble import UnansweredError

_LARGEST = 32 * 1024 * 1024  # bytes, unpacked; a hundred tickets with everything beside them stay far below
_PIECE = 64 * 1024
# These carry a token with which anybody can answer for the customer (Zendesk, "CSAT Survey Responses").
_STAYS_OUT = frozenset({"rating_links", "url_path"})

Json = dict[str, Any]


def read_json(response: requests.Response, place: str, largest: int = _LARGEST) -> Json:
    """Read an answer's JSON object; `place` begins an error, `largest` is in bytes.

    Raises UnansweredError, and an error of requests where the connection is cut.
    """
    if "json" not in response.headers.get("Content-Type", ""):
        raise UnansweredError(f"{place}: the answer is no JSON; see whether the address is the account's own")
    body = bytearray()
    for piece in response.iter_content(_PIECE):
        body += piece
        if len(body) > largest:
            raise UnansweredError(
                f"{place}: the answer is larger than any that Zendesk should give; please report this"
            )
    return parsed(bytes(body), place)


def parsed(body: bytes, place: str) -> Json:
    """Turn bytes into a JSON object without links that let others answer; raises UnansweredError."""
    try:
        found = json.loads(body, object_hook=_admitted, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise UnansweredError(f"{place}: the answer's JSON is damaged; the next pass reads it again") from None
    if not isinstance(found, dict):
        raise UnansweredError(f"{place}: the answer is no JSON object; see whether the address is the account's own")
    return found


def _admitted(found: Json) -> Json:
    return {key: value for key, value in found.items() if key not in _STAYS_OUT}


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")
