"""What tickets tell about rated surveys: who worked on them, for whom, and how they stand; a hundred at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

from bot.intake.outcomes import Gap, Skipped
from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.client import Client
from bot.intake.zendesk.listing import Found, Record
from bot.intake.zendesk.shapes import objects_in, ticket_in
from bot.intake.zendesk.trouble import ZendeskError

_MOST_AT_ONCE = 100  # Zendesk, "Show Multiple Tickets"
_BESIDE = {"include": "users,groups,organizations"}
DETAILS = "ticket_details"
GONE = Skipped("ticket gone")  # what somebody has deleted is not to be filed


def with_details(client: Client, found: Iterable[Found]) -> Iterator[Found]:
    """Add its ticket's details to every rated record, the order staying as it is; a deleted ticket's is skipped.

    Where a request fails, a gap tells of it, and its records wait for the next pass: only the ticket tells what may
    have to be left out, and the customer's name, which is to be taken out of the comment.
    """
    for batch, tickets in _batches(found):
        try:
            details = _read(client, sorted(tickets, key=int)) if tickets else {}
        except ZendeskError as problem:
            yield Gap(f"{problem}; the surveys of {len(tickets)} tickets wait until these can be read")
            yield from (item for item in batch if not _is_looked_up(item))
        else:
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
    """Read many tickets; whoever is not in an answer of the expected shape is gone."""
    what = f"{len(tickets)} tickets from {tickets[0]} to {tickets[-1]}"
    answer = client.get(what, "/api/v2/tickets/show_many", {"ids": ",".join(tickets), **_BESIDE})
    rows = answer.get("tickets")
    found = objects_in(rows)
    if not isinstance(rows, list) or len(found) < len(rows) or not all(ticket_in(ticket.get("id")) for ticket in found):
        raise ZendeskError(f"{client.source}: {what}: there is no list of tickets in the answer; please report this")
    return {str(ticket["id"]): details_of(ticket, answer, client.base) for ticket in found}


def _batches(found: Iterable[Found]) -> Iterator[tuple[list[Found], set[str]]]:
    """Give records in their order with the tickets to look up: as many tickets as one request may ask for."""
    batch: list[Found] = []
    tickets: set[str] = set()
    for item in found:
        wanted = {item.ticket} if _is_looked_up(item) else set()
        if len(tickets | wanted) > _MOST_AT_ONCE:
            yield batch, tickets
            batch, tickets = [], set()
        batch.append(item)
        tickets |= wanted
    yield batch, tickets


def _completed(item: Found, details: dict[str, Json]) -> Found:
    if not _is_looked_up(item):
        return item
    return item.with_value(DETAILS, details[item.ticket]) if item.ticket in details else GONE


def _is_looked_up(item: Found) -> TypeGuard[Record]:
    return isinstance(item, Record) and item.rated and bool(item.ticket)


def _names(rows: object) -> dict[str, object]:
    return {str(row.get("id")): row.get("name") for row in objects_in(rows)}
