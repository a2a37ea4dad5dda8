"""Conditional requests."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.sandbox.web.errors import message

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.web.call import Call


def check_unmodified(call: Call, changed: datetime) -> None:
    """Refuse to delete what changed after ``If-Unmodified-Since``; a header that is no date is ignored."""
    header = call.headers.get("if-unmodified-since")
    if header is None:
        return
    try:
        since = parsedate_to_datetime(header)
    except ValueError:
        return
    if changed > since:
        raise message(412, "412 Precondition Failed")
