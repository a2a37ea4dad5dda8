"""Telling a ticket about its issue, once: a note that only agents see, and the tag by which it is known to be told."""

from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.client import Client
from bot.intake.zendesk.settings import WriteBack
from bot.intake.zendesk.tickets import read_ticket
from bot.intake.zendesk.trouble import UnansweredError, ZendeskError

_TRIES = 2
_GONE, _CHANGED_MEANWHILE, _CANNOT_BE_CHANGED = 404, 409, 422
_NOTE = "The feedback on this ticket is dealt with in {issue}"


def tell_ticket(client: Client, ticket: str, issue_url: str, telling: WriteBack) -> None:
    """Leave an issue's address on a ticket; raises ZendeskError.

    Nothing is done where the ticket bears the tag, is closed (Zendesk changes none of these), or is gone. Where
    somebody else has changed the ticket, or nobody knows what became of the request, reading it again tells.
    """
    failed = None
    for _ in range(_TRIES):
        found = _untold(client, ticket, telling.tag)
        if found is None:
            return
        try:
            client.put(f"ticket {ticket}", f"/api/v2/tickets/{ticket}", _change(found, issue_url, telling))
        except ZendeskError as problem:
            if not isinstance(problem, UnansweredError) and problem.status not in {
                _CHANGED_MEANWHILE,
                _CANNOT_BE_CHANGED,
            }:
                raise
            failed = problem
        else:
            return
    if failed and _untold(client, ticket, telling.tag):
        raise failed


def _untold(client: Client, ticket: str, tag: str) -> Json | None:
    """Read a ticket that is still to be told."""
    try:
        found, _ = read_ticket(client, ticket)
    except ZendeskError as problem:
        if problem.status == _GONE:
            return None
        raise
    if not isinstance(found.get("tags"), list) or not isinstance(found.get("updated_at"), str):
        raise ZendeskError(f"{client.source}: ticket {ticket}: its tags or its time are missing; please report this")
    return None if tag in found["tags"] or found.get("status") == "closed" else found


def _change(found: Json, issue_url: str, telling: WriteBack) -> Json:
    """Ask for all of it at once, and only if the ticket is still as it was read: this replaces all its tags.

    Adding a tag to those that are there is for changes of many tickets only (Zendesk, "Adding tags to tickets").
    """
    change: Json = {
        "tags": [*found["tags"], telling.tag],
        "updated_stamp": found["updated_at"],
        "safe_update": True,
    }
    if telling.note:
        change["comment"] = {"body": _NOTE.format(issue=issue_url), "public": False}
    return {"ticket": change}
