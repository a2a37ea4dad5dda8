"""An answer of Zendesk, read with care: no more than we can hold, only JSON, and without what must not come in."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import requests

from bot.intake.zendesk.trouble import UnansweredError

_LARGEST = 32 * 1024 * 1024  # bytes, unpacked; a hundred tickets with everything beside them stay far below
_PIECE = 64 * 1024
# These carry a token with which anybody can answer for the customer (Zendesk, "CSAT Survey Responses").
_STAYS_OUT = frozenset({"rating_links", "url_path"})
_HALF = re.compile("[\ud800-\udfff]")  # half of a character outside the first plane: no text can be written with it

Json = dict[str, Any]


def read_json(response: requests.Response, place: str, go_on: Callable[[], None], largest: int = _LARGEST) -> Json:
    """Read an answer's JSON object, as it arrives; `place` begins an error, `largest` is in bytes.

    Whatever `go_on` raises between two pieces ends it. Raises UnansweredError, and an error of urllib3 where the
    connection is cut.
    """
    if "json" not in response.headers.get("Content-Type", ""):
        raise UnansweredError(f"{place}: the answer is no JSON; see whether the address is the account's own")
    body = bytearray()
    # Whatever has arrived: iter_content would wait until a piece is full, however slowly it fills.
    response.raw.decode_content = True
    while piece := response.raw.read1(_PIECE):
        body += piece
        if len(body) > largest:
            raise UnansweredError(
                f"{place}: the answer is larger than any that Zendesk should give; please report this"
            )
        go_on()
    return parsed(bytes(body), place)


def parsed(body: bytes, place: str) -> Json:
    """Turn bytes into a JSON object, whole characters only and no links that let others answer.

    Raises UnansweredError.
    """
    try:
        found = json.loads(body, object_hook=_admitted, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise UnansweredError(f"{place}: the answer's JSON is damaged; the next pass reads it again") from None
    if not isinstance(found, dict):
        raise UnansweredError(f"{place}: the answer is no JSON object; see whether the address is the account's own")
    return found


def _admitted(found: Json) -> Json:
    return {_whole(key): _whole(value) for key, value in found.items() if key not in _STAYS_OUT}


def _whole(value: Any) -> Any:  # noqa: ANN401 - what it is given it gives back
    """Replace halves of characters; the objects in a list were made whole before."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    return [_whole(item) for item in value] if isinstance(value, list) else value


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")
