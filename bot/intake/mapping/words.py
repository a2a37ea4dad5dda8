"""Words and single values, as they are compared."""

from datetime import datetime
from decimal import Decimal

_LARGEST = 2**53  # beyond it a floating-point number no longer tells one whole number from the next


def same(text: str) -> str:
    """Bring a text into the form in which it is compared: letter case and blanks do not matter."""
    return " ".join(text.split()).casefold()


def scalar(value: object) -> str:
    """Write a single value as text, empty for none; raises ValueError for a list or an object."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise ValueError("is not a single value")  # noqa: TRY004 - a ValueError is what becomes a rejection
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float | Decimal) and (number := float(value)).is_integer() and abs(number) < _LARGEST:
        return str(int(number))  # some programs write whole numbers as 210.0
    return str(value)
