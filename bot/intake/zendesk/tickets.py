"""What tickets tell about rated surveys: who worked on them, for whom, and how they stand; a hundred at a time."""

from collections.abc import Iterable, Iterator, Sequence

from bot.intake.outcomes import Gap
from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.client import Client
from bot.intake.zendesk.listing import Found, Record
from bot.intake.zendesk.trouble import ZendeskError

_MOST_AT_ONCE = 100  # Zendesk, "Show Multiple Tickets"
_BESIDE = {"include": "users,groups,organizations"}
DETAILS = "ticket_details"


def with_details(client: Client, found: Iterable[Found], *, needed: bool) -> Iterator[Found]:
    """Add its ticket's details to every rated record, the order staying as it is.

    A deleted ticket has none. Where a request fails, a gap tells of it, and its records go on without details; where
    these are needed to know what is to be left out, they wait for the next pass instead.
    """
    for batch, tickets in _batches(found):
        details: dict[str, Json] = {}
        if tickets:
            try:
                details = _read(client, sorted(tickets, key=int))
            except ZendeskError as problem:
                yield Gap(f"{problem}; {_consequence(len(tickets), needed=needed)}")
                yield from (item for item in batch if not (needed and _is_rated(item)))
                continue
        yield from (_completed(item, details) for item in batch)


def details_of(ticket: Json, beside: Json, base: str) -> Json:
    """Say in names what a ticket says in numbers; `beside` is the answer it came in, `base` the account's address."""
    number = ticket.get("id")
    people, groups, organizations = (_names(beside.get(key)) for key in ("users", "groups", "organizations"))
    return {
        "id": number,
        "status": ticket.get("status"),
        "tags": ticket.get("tags"),
        "url": f"{base}/agent/tickets/{number}",
        "assignee": people.get(str(ticket.get("assignee_id"))),
        "requester": people.get(str(ticket.get("requester_id"))),
        "group": groups.get(str(ticket.get("group_id"))),
        "organization": organizations.get(str(ticket.get("organization_id"))),
    }


def read_ticket(client: Client, ticket: str) -> tuple[Json, Json]:
    """Read one ticket, and its details; raises ZendeskError."""
    answer = client.get(f"ticket {ticket}", f"/api/v2/tickets/{ticket}", _BESIDE)
    found = answer.get("ticket")
    if not isinstance(found, dict):
        raise ZendeskError(f"{client.source}: ticket {ticket}: there is no ticket in the answer; please report this")
    return found, details_of(found, answer, client.base)


def _read(client: Client, tickets: Sequence[str]) -> dict[str, Json]:
    query = {"ids": ",".join(tickets), **_BESIDE}
    answer = client.get(
        f"{len(tickets)} tickets from {tickets[0]} to {tickets[-1]}", "/api/v2/tickets/show_many", query
    )
    rows = answer.get("tickets")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {str(ticket.get("id")): details_of(ticket, answer, client.base) for ticket in found}


def _batches(found: Iterable[Found]) -> Iterator[tuple[list[Found], set[str]]]:
    """Give records in their order with the tickets to look up: as many tickets as one request may ask for."""
    batch: list[Found] = []
    tickets: set[str] = set()
    for item in found:
        wanted = {item.ticket} if isinstance(item, Record) and _is_rated(item) else set()
        if len(tickets | wanted) > _MOST_AT_ONCE:
            yield batch, tickets
            batch, tickets = [], set()
        batch.append(item)
        tickets |= wanted
    yield batch, tickets


def _completed(item: Found, details: dict[str, Json]) -> Found:
    if isinstance(item, Record) and item.rated and item.ticket in details:
        return item.with_value(DETAILS, details[item.ticket])
    return item


def _is_rated(item: Found) -> bool:
    return isinstance(item, Record) and item.rated and bool(item.ticket)


def _consequence(count: int, *, needed: bool) -> str:
    if needed:
        return f"{count} tickets wait for the next pass, since they may be among those to be left out"
    return f"{count} tickets go on without agent, team, organization, tags and status"


def _names(rows: object) -> dict[str, object]:
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {str(row.get("id")): row.get("name") for row in found}
