"""Ids that a spreadsheet has damaged: it keeps 15 digits of a number, and writes the longer ones as 5.7E+17."""

import re
from decimal import Decimal

_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
_LARGEST = 2**53  # beyond it a floating-point number no longer tells one whole number from the next


def undamaged(value: object) -> object:
    """Hand back an id as it came; raises ValueError when its last digits are lost."""
    rounded = isinstance(value, float | Decimal) and not abs(float(value)) < _LARGEST
    if rounded or _SCIENTIFIC.fullmatch(str(value).strip()):
        raise ValueError(
            "was damaged by a spreadsheet, which keeps 15 digits of a number and writes the rest as zeros or as E+17; "
            "export anew, with this column as text, and do not save the file from a spreadsheet in between"
        )
    return value
