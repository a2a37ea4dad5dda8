"""Keyset pagination of a project's issues, in GitLab since 18.3: the next page is known only to the Link header."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.sandbox.lists.cursor import encode
from bot.sandbox.lists.paging import page_size, page_url
from bot.sandbox.web.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue

KEYSET_COLUMNS = {"created_at", "updated_at", "title", "weight", "due_date", "relative_position"}


def keyset_page(call: Call, rows: Iterable[Issue], show: Callable[[Issue], object], **defaults: object) -> Answer:
    """Answer with the first of the rows, which are in order and begin after the cursor."""
    size = page_size(call)
    page = list(islice(rows, size + 1))  # one more tells whether there is a next page
    headers: dict[str, str] = {}
    if len(page) > size:
        cursor = encode(page[size - 1], str(defaults["order_by"]))
        url = page_url(call, defaults | {"pagination": "keyset", "per_page": size, "cursor": cursor})
        headers["link"] = f'<{url}>; rel="next"'
    return Answer(200, [show(row) for row in page[:size]], headers)
