"""Keyset pagination of a project's issues, in GitLab since 18.3: the next page is known only to the Link header."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.clock import stamp
from bot.sandbox.lists.ordering import COLUMNS
from bot.sandbox.lists.paging import page_size, page_url
from bot.sandbox.web.answers import Answer
from bot.sandbox.web.errors import ApiError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue

KEYSET_COLUMNS = ("created_at", "updated_at", "title", "weight", "due_date", "relative_position")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: its value in the column of the order, and its id."""

    value: Any
    id: int

    def precedes(self, value: Any, number: int, *, descending: bool) -> bool:  # noqa: ANN401 (columns differ in kind)
        """Whether a row comes later in the order; rows without a value come last either way."""
        if value is None or self.value is None:
            if (value is None) != (self.value is None):
                return value is None
            return number < self.id if descending else number > self.id
        here, there = (self.value, self.id), (value, number)
        return there < here if descending else there > here


def keyset_page(call: Call, rows: Sequence[Issue], show: Callable[[Issue], object], **defaults: object) -> Answer:
    """Answer with the rows after the cursor; rows are in order already."""
    column, descending = str(defaults["order_by"]), defaults["sort"] == "desc"
    if column not in KEYSET_COLUMNS:
        raise ApiError(405, {"error": "Keyset pagination is not yet available for this type of request"})
    size = page_size(call)
    text = call.args.text("cursor")
    rest = _after(rows, _decode(text, column), column, descending=descending) if text else list(rows)
    headers: dict[str, str] = {}
    if len(rest) > size:
        cursor = _encode(rest[size - 1], column)
        url = page_url(call, defaults | {"pagination": "keyset", "per_page": size, "cursor": cursor})
        headers["link"] = f'<{url}>; rel="next"'
    return Answer(200, [show(row) for row in rest[:size]], headers)


def _after(rows: Sequence[Issue], cursor: Cursor, column: str, *, descending: bool) -> list[Issue]:
    value = COLUMNS[column]
    return [row for row in rows if cursor.precedes(value(row), row.id, descending=descending)]


def _encode(issue: Issue, column: str) -> str:
    value = COLUMNS[column](issue)
    if isinstance(value, datetime):
        value = stamp(value)
    elif isinstance(value, date):
        value = value.isoformat()
    text = json.dumps({column: value, "id": issue.id, "_kd": "n"})
    return base64.urlsafe_b64encode(text.encode()).decode()


def _decode(text: str, column: str) -> Cursor:
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
