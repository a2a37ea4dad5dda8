"""The present rating of one ticket, for accounts with the older ratings: their list cannot be asked for a ticket."""

from collections.abc import Iterator

from bot.intake.outcomes import Gap
from bot.intake.zendesk.client import Client
from bot.intake.zendesk.listing import Found, Listing, Record
from bot.intake.zendesk.shapes import object_in
from bot.intake.zendesk.tickets import DETAILS, GONE, read_ticket
from bot.intake.zendesk.trouble import NOT_FOUND, ZendeskError


def rating_of(client: Client, listing: Listing, ticket: str) -> Iterator[Found]:
    """Read a ticket's rating; none where the customer was not asked.

    The ticket itself tells the rating's id, but not when it was given, so the rating is read as well.
    """
    try:
        found, details = read_ticket(client, ticket)
    except ZendeskError as problem:
        yield GONE if problem.status == NOT_FOUND else Gap(str(problem))
        return
    identity = object_in(found.get("satisfaction_rating")).get("id")
    if not isinstance(identity, int):
        return
    place = f"rating {identity}"
    try:
        answer = client.get(place, f"/api/v2/satisfaction_ratings/{identity}")
    except ZendeskError as problem:
        yield Gap(str(problem))
        return
    record = listing.only(_one(answer.get("satisfaction_rating")), place)
    yield record.with_value(DETAILS, details) if isinstance(record, Record) else record


def _one(value: object) -> object:
    """Take the record out of a list of one: Zendesk's examples show it either way."""
    return value[0] if isinstance(value, list) and value else value
