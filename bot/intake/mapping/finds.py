"""JMESPath expressions that find nothing in a whole file: misspelt, or made for another layer of it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bot.intake.mapping.exclusion import compared
from bot.intake.mapping.mapping import Mapping as SourceMapping
from bot.model.survey import IDENTIFYING_COLUMNS

_MANY = 20  # records; fewer may well lack what is seldom given


class Finds:
    """Counts for each field the records in which its path found anything; an empty text or list is a find."""

    def __init__(self, mapping: SourceMapping) -> None:
        self._fields = tuple(mapping.fields) if mapping.format == "json" else ()
        # A missing time needs no word of its own: each answer without one is rejected.
        self._needed = {"rating"} | compared(mapping.exclude)
        self._records = 0
        self._found: Counter[str] = Counter()

    def see(self, found: Mapping[str, object]) -> None:
        """Look at what the paths found in one record."""
        self._records += 1
        self._found.update(name for name in self._fields if found[name] is not None)

    def failures(self) -> Iterator[str]:
        """Tell what makes the file useless: nothing is rated, or what is to be left out cannot be known."""
        return (self._told([name]) for name in self._missing() if name in self._needed)

    def warnings(self) -> Iterator[str]:
        """Tell which other fields are found nowhere; a missing id or ticket decides by what surveys are known."""
        others = [name for name in self._missing() if name not in self._needed]
        if told := [name for name in others if name in IDENTIFYING_COLUMNS or self._records >= _MANY]:
            yield self._told(told)

    def _missing(self) -> list[str]:
        return [name for name in self._fields if self._records and not self._found[name]]

    def _told(self, names: list[str]) -> str:
        listed = ", ".join(f"`{name}`" for name in names)
        return (
            f"{listed}: what the mapping says found nothing in any of {self._records} records; see `fields` and `rows`"
        )
