"""One ticket or id in rows that cannot be about one answer, such as a placeholder in the column of the ticket."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from bot.intake.shown import shown
from bot.model.survey import Survey

_SLOTS = 512
_NAMED = 5
_COUNTED = 1000
_CHANGES = 3  # ids that one ticket may have: some tools give a changed answer an id of its own


class _Memory:
    """Keeps one number for each of some hundred keys, the latest ones, so that memory does not follow the file."""

    def __init__(self) -> None:
        self._keys, self._values = (array("Q", bytes(8 * _SLOTS)) for _ in range(2))

    def first(self, key: int, value: int) -> int:
        """Hand back what was kept first for a key."""
        slot = key % _SLOTS
        if self._keys[slot] != key:
            self._keys[slot], self._values[slot] = key, value
        return self._values[slot]


@dataclass(slots=True)
class _Shared:
    """A ticket that several customers have, or several ids where nobody is named."""

    what: str
    place: str
    ticket: str = field(repr=False)
    who: set[int]

    @property
    def is_odd(self) -> bool:
        return len(self.who) > (1 if self.what == "customers" else _CHANGES)

    def __str__(self) -> str:
        count = f"{len(self.who)}{' and more' if len(self.who) >= _COUNTED else ''}"
        return f"ticket{shown('ticket', self.ticket)} of {self.place} ({count} {self.what})"


class Repeats:
    """Remembers of the surveys of one file what tells whether two of them are at odds."""

    def __init__(self) -> None:
        self._rated = _Memory()
        self._first = _Memory()
        self._shared: dict[int, _Shared] = {}
        self._at_odds: list[str] = []
        self._contradictions = 0

    def see(self, survey: Survey, place: str) -> None:
        """Look at one survey."""
        rating = _number(survey.rating)
        if self._rated.first(_number(survey.key, survey.responded_at.isoformat()), rating) != rating:
            self.contradiction(place)
        if survey.ticket and survey.identity == "ticket":
            self._share(survey, place)

    def contradiction(self, place: str) -> None:
        """Take notice of a row that rates a survey otherwise than another row does for the same instant."""
        self._contradictions += 1
        if len(self._at_odds) < _NAMED:
            self._at_odds.append(place)

    def warnings(self) -> Iterator[str]:
        """Tell of tickets that several customers share, and of ratings that contradict one another."""
        odd = [shared for shared in self._shared.values() if shared.is_odd]
        if odd:
            yield (
                f"{_listed([str(shared) for shared in odd[:_NAMED]], len(odd))}: the answers of one ticket count as "
                "one survey, the newest of them; where it is no ticket but stands for none, name it in `blank`"
            )
        if self._contradictions:
            yield (
                f"{_listed(self._at_odds, self._contradictions)}: rated otherwise than another row of the same survey "
                "for the same instant, so that none is the newest; does its id tell one survey from another?"
            )

    def _share(self, survey: Survey, place: str) -> None:
        what = "customers" if survey.customer else "ids"
        group, who = _number(survey.key, what), _number(survey.customer.casefold() or survey.id)
        first = self._first.first(group, who)
        if who != first and len(self._shared) < _COUNTED:
            shared = self._shared.setdefault(group, _Shared(what, place, survey.ticket, {first}))
            if len(shared.who) < _COUNTED:
                shared.who.add(who)


def _number(*parts: str) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _listed(names: list[str], count: int) -> str:
    more = count - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
