"""How long to wait after which trouble, and when to give up."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 10.0  # seconds, after an error
_FIRST_REFUSED, _LONGEST_REFUSED = 4.0, 64.0  # after a 429 without a word: GitLab counts by the minute
_LONGEST_ASKED = 3600.0  # a server that asks for more is not worth waiting for

Headers = Mapping[str, str]


def after_error(attempt: int) -> float:
    """Tell how long to wait after the first, second, … failure in a row."""
    return min(_FIRST_WAIT * 2.0 ** (attempt - 1), _LONGEST_WAIT)


def after_refusal(attempt: int, headers: Headers) -> float:
    """Tell how long to wait after a 429, by whatever header is there; most have none (GitLab's source)."""
    asked = _asked(headers)
    return asked if asked is not None else min(_FIRST_REFUSED * 2.0 ** (attempt - 1), _LONGEST_REFUSED)


def before_next(headers: Headers) -> float:
    """Tell how long to wait when an answer says that it was the last one allowed for now."""
    if headers.get("RateLimit-Remaining", "").strip() != "0":
        return 0.0
    return _until_reset(headers) or 0.0


def server_time(headers: Headers) -> datetime | None:
    """Read the server's own time, in UTC, to the second."""
    return _date(headers.get("Date", ""))


def _asked(headers: Headers) -> float | None:
    wish = headers.get("Retry-After", "").strip()
    if _is_number(wish):
        return min(float(wish), _LONGEST_ASKED)
    until, now = _date(wish), server_time(headers)
    if until and now:
        return _within_reason((until - now).total_seconds())
    return _until_reset(headers)


def _until_reset(headers: Headers) -> float | None:
    """Count from the server's clock, not from ours: the two may differ."""
    reset, now = headers.get("RateLimit-Reset", "").strip(), server_time(headers)
    return _within_reason(float(reset) - now.timestamp()) if _is_number(reset) and now else None


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _within_reason(seconds: float) -> float:
    return min(max(0.0, seconds), _LONGEST_ASKED)
