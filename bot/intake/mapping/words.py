"""Words and single values, as they are compared."""

from datetime import datetime
from decimal import Decimal
from unicodedata import category, normalize

from bot.intake.damage import whole


def same(text: str) -> str:
    """Bring a text into the form in which it is compared.

    Letter case, blanks, invisible characters, and whether an umlaut is one character or two, do not matter.
    """
    if not text.isascii():  # NFC, since NFKC would read 5² as 52
        text = normalize("NFC", "".join(character for character in text if category(character) != "Cf"))
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
    number = whole(value) if isinstance(value, float | Decimal) else None
    return str(value if number is None else number)


def is_empty(value: object) -> bool:
    """Tell whether nothing stands there."""
    return value is None or (isinstance(value, str) and not value.strip())
