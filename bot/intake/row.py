"""One record of a source, and what its columns are called."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One record: where it stands (`row 5` is a spreadsheet's fifth, the header being the first) and what it says.

    The values of a table stand under `column_name`s: text, or the datetime of a spreadsheet's date cell. Those of JSON
    that has a mapping are as they came, however deeply nested.
    """

    place: str
    values: Mapping[str, object]


def column_name(written: str) -> str:
    """Normalise a column's name: blanks of all kinds, line breaks and letter case do not matter."""
    return "_".join(written.removeprefix("\ufeff").split()).casefold()
