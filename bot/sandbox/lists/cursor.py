"""The cursor of keyset pagination: the last row of a page, packed into the address of the next one."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.clock import stamp
from bot.sandbox.lists.ordering import COLUMNS
from bot.sandbox.web.errors import invalid

if TYPE_CHECKING:
    from bot.sandbox.world.model import Issue


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row's value in the column of the order, and its id."""

    value: Any
    id: int


def encode(issue: Issue, column: str) -> str:
    """Write the cursor that stands for an issue."""
    value = COLUMNS[column](issue)
    if isinstance(value, datetime):
        value = stamp(value)
    elif isinstance(value, date):
        value = value.isoformat()
    text = json.dumps({column: value, "id": issue.id, "_kd": "n"})
    return base64.urlsafe_b64encode(text.encode()).decode()


def decode(text: str, column: str) -> Cursor:
    """Read a cursor, or refuse what is none."""
    try:
        content = json.loads(base64.urlsafe_b64decode(text))
        value, number = content[column], int(content["id"])
        if column in {"created_at", "updated_at"}:
            value = datetime.fromisoformat(value).astimezone(UTC)
        elif column == "due_date" and value is not None:
            value = date.fromisoformat(value)
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise invalid("cursor is invalid") from error
    return Cursor(value, number)
