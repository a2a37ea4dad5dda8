"""All the records of an account since some time: page after page, and what was read stays read when a page fails."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Self

from bot.intake.outcomes import Gap, Rejection, Skipped
from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.apis import Api, Query
from bot.intake.zendesk.shapes import ticket_in
from bot.intake.zendesk.trouble import ZendeskError

_MOST_PAGES = 2000  # a hundred thousand surveys; a list without an end must not keep a pass for ever
_IDS = re.compile(r"[A-Za-z0-9_-]{1,64}")

Fetch = Callable[[str, str, Query], Json]


@dataclass(frozen=True, slots=True)
class Record:
    """One survey as Zendesk shows it; `ticket` is a number in digits, or empty where there is none to look up."""

    id: str
    place: str
    ticket: str
    rated: bool
    values: Json = field(repr=False)

    def with_value(self, key: str, value: object) -> Self:
        """Say something more about it."""
        return replace(self, values={**self.values, key: value})


Found = Record | Rejection | Skipped | Gap


@dataclass(slots=True)
class Listing:
    """One list of a source, read through `fetch`, which gets what is asked for in words, a path and a query."""

    source: str
    base: str
    api: Api
    fetch: Fetch
    _seen: set[str] = field(default_factory=set, init=False)

    def records(self, query: Query) -> Iterator[Found]:
        """Give every record once, in Zendesk's order; behind a page that fails nothing can be reached in this pass."""
        asked: list[Query] = []
        following: Query | None = query
        while following is not None:
            asked.append(following)
            what = f"page {len(asked)} of the {self.api.words}"
            try:
                page = self.fetch(what, self.api.path, following)
                rows = self._rows(page, what)
            except ZendeskError as problem:
                yield Gap(f"{problem}; {_kept(len(asked) - 1)}")
                return
            yield from self._fresh(rows, len(asked))
            try:
                following = self.api.following(page, following, self.base)
                _go_on(following, asked)
            except ValueError as problem:
                yield Gap(f"{self.source}: {what} {problem}; what comes behind it was not read")
                return

    def only(self, values: object, place: str) -> Record | Rejection:
        """Take one record that was read by itself."""
        identity = values.get("id") if isinstance(values, dict) else None
        if not isinstance(values, dict) or not isinstance(identity, str | int) or not _IDS.fullmatch(str(identity)):
            return Rejection(self.source, place, "is not an object with an id, as Zendesk's documentation has it")
        return Record(
            id=str(identity),
            place=f"{self.api.record} {identity}",
            ticket=ticket_in(self.api.ticket(values)),
            rated=self.api.is_rated(values),
            values=values,
        )

    def _rows(self, page: Json, what: str) -> list[object]:
        rows = page.get(self.api.key)
        if not isinstance(rows, list):
            raise ZendeskError(f"{self.source}: {what}: there is no list of {self.api.words} in it; check `api`")
        return rows

    def _fresh(self, rows: list[object], page: int) -> Iterator[Record | Rejection]:
        """Leave out what an earlier page held already: pages may shift while they are read."""
        for number, values in enumerate(rows, start=1):
            record = self.only(values, f"page {page}, record {number}")
            if isinstance(record, Rejection):
                yield record
            elif record.id not in self._seen:
                self._seen.add(record.id)
                yield record


def _go_on(following: Query | None, asked: list[Query]) -> None:
    if following in asked:
        raise ValueError("leads back to a page that was read already")
    if following is not None and len(asked) >= _MOST_PAGES:
        raise ValueError("is not the last one, but no list should be as long as this")


def _kept(pages: int) -> str:
    if not pages:
        return "nothing was read"
    before = "the page before it was read" if pages == 1 else f"the {pages} pages before it were read"
    return f"{before}, what comes behind it cannot be reached without it"
