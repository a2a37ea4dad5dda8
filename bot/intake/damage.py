"""Numbers that a program has written in a way of its own: 210.0 for 210, or 5.7E+17 for an id of 18 digits."""

import re
from decimal import Decimal

_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
_WITH_A_ZERO = re.compile(r"([0-9]{1,15})\.0")
_LARGEST = 2**53  # beyond it a floating-point number no longer tells one whole number from the next


def whole(value: float | Decimal) -> int | None:
    """Find the whole number that a number with a decimal point stands for; None where there is none for certain."""
    number = float(value)
    return int(number) if abs(number) < _LARGEST and number.is_integer() else None


def undamaged(value: object) -> object:
    """Hand back an id, 210.0 as 210; raises ValueError when its last digits are lost."""
    rounded = isinstance(value, float | Decimal) and not abs(float(value)) < _LARGEST
    if rounded or _SCIENTIFIC.fullmatch(str(value).strip()):
        raise ValueError(
            "was damaged by a spreadsheet, which keeps 15 digits of a number and writes the rest as zeros or as E+17; "
            "export anew, with this column as text, and do not save the file from a spreadsheet in between"
        )
    if isinstance(value, float | Decimal):
        number = whole(value)
        return value if number is None else number
    match = _WITH_A_ZERO.fullmatch(value.strip()) if isinstance(value, str) else None
    return match[1] if match else value
