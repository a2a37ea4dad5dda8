"""What is odd about all rows of one file together, though each of them can be read."""

from collections.abc import Iterator, Mapping
from itertools import chain

from bot.intake.mapping.finds import Finds
from bot.intake.mapping.mapping import Mapping as SourceMapping
from bot.intake.mapping.orders import DayMonthOrders
from bot.intake.mapping.repeats import Repeats

_TIMES = ("responded_at", "changeable_until")


class Watch:
    """Looks at each row of one file; `repeats` looks at its surveys."""

    def __init__(self, mapping: SourceMapping | None) -> None:
        self.repeats = Repeats()
        self._finds = Finds(mapping) if mapping else None
        self._orders = DayMonthOrders(mapping.times if mapping else ())

    def see(self, found: Mapping[str, object]) -> None:
        """Look at what a mapping finds in a row, whatever becomes of it."""
        if self._finds:
            self._finds.see(found)
        for name in _TIMES:
            if name in found:
                self._orders.see(name, found[name])

    def failures(self) -> Iterator[str]:
        """Tell what makes the file useless."""
        return self._finds.failures() if self._finds else iter(())

    def warnings(self) -> Iterator[str]:
        """Tell what people should look at."""
        return chain(self._finds.warnings() if self._finds else (), self._orders.warnings(), self.repeats.warnings())
