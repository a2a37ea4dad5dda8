"""Telling a ticket about its issue, once: a note that only agents see, and the tag by which it is known to be told."""

import re

from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.client import Client
from bot.intake.zendesk.settings import WriteBack
from bot.intake.zendesk.shapes import object_in, objects_in
from bot.intake.zendesk.tickets import read_ticket
from bot.intake.zendesk.trouble import NOT_FOUND, UnansweredError, ZendeskError

_TRIES = 2
_DONE, _CHANGED_MEANWHILE, _CANNOT_BE_CHANGED = 200, 409, 422
_NEWEST = {"sort_order": "desc", "per_page": "100"}  # Zendesk, "List Comments": a hundred at most


def tell_ticket(client: Client, ticket: str, note: str, issue_url: str, telling: WriteBack) -> bool:
    """Leave a note on a ticket, and the tag; gives False where there is nothing to tell. Raises ZendeskError.

    That is so where the ticket bears the tag, is closed (Zendesk changes none of these), or is gone. Where somebody
    else has changed the ticket, or nobody knows what became of the request, reading it again tells. The `status` of
    the error is 422 where the ticket cannot be changed before a person has mended it.
    """
    failed: ZendeskError | None = None
    for left in reversed(range(_TRIES + 1)):
        found = _changeable(client, ticket)
        if found is None:
            return False
        if telling.tag in found["tags"]:
            return failed is not None
        if failed and (not left or failed.status == _CANNOT_BE_CHANGED):
            raise failed
        said = note if telling.note and not _is_noted(client, ticket, issue_url) else ""
        try:
            _change(client, ticket, found, said, telling.tag)
        except ZendeskError as problem:
            failed = _unsettled(problem, client, ticket)
        else:
            return True
    raise AssertionError  # the last turn writes nothing


def _changeable(client: Client, ticket: str) -> Json | None:
    """Read a ticket; None where it cannot be told any more."""
    try:
        found, _ = read_ticket(client, ticket)
    except ZendeskError as problem:
        if problem.status == NOT_FOUND:
            return None
        raise
    if not isinstance(found.get("tags"), list) or not isinstance(found.get("updated_at"), str):
        raise ZendeskError(f"{client.source}: ticket {ticket}: its tags or its time are missing; please report this")
    return None if found.get("status") == "closed" else found


def _is_noted(client: Client, ticket: str, issue_url: str) -> bool:
    """See whether the issue's address stands in a comment already: somebody may have taken the tag away."""
    what = f"the comments of ticket {ticket}"
    answer = client.get(what, f"/api/v2/tickets/{ticket}/comments", _NEWEST)
    if not isinstance(answer.get("comments"), list):
        raise ZendeskError(f"{client.source}: {what}: there are none in the answer; please report this")
    whole = re.compile(rf"{re.escape(issue_url)}(?![0-9])")
    return any(whole.search(str(comment.get("body"))) for comment in objects_in(answer["comments"]))


def _change(client: Client, ticket: str, found: Json, note: str, tag: str) -> None:
    """Ask for all of it at once, and only if the ticket is still as it was read: this replaces all its tags.

    Adding a tag to those that are there is for changes of many tickets only (Zendesk, "Adding tags to tickets").
    """
    change: Json = {"tags": [*found["tags"], tag], "updated_stamp": found["updated_at"], "safe_update": True}
    if note:
        change["comment"] = {"body": note, "public": False}
    answer = client.put(f"ticket {ticket}", f"/api/v2/tickets/{ticket}", {"ticket": change})
    tags = object_in(answer.get("ticket")).get("tags")
    if not isinstance(tags, list) or tag not in tags:
        raise ZendeskError(
            f"{client.source}: ticket {ticket}: Zendesk did not keep the tag {tag}; see whether a trigger removes "
            "it, or whether tags are switched off in the account",
            _DONE,
        )


def _unsettled(problem: ZendeskError, client: Client, ticket: str) -> ZendeskError:
    """Give back a failure after which the ticket is to be read again; raises any other."""
    if problem.status == _CANNOT_BE_CHANGED:
        return ZendeskError(
            f"{client.source}: ticket {ticket}: cannot be changed; probably a field that must be filled in is empty: "
            f"see to it in Zendesk ({_CANNOT_BE_CHANGED})",
            _CANNOT_BE_CHANGED,
        )
    if isinstance(problem, UnansweredError) or problem.status == _CHANGED_MEANWHILE:
        return problem
    raise problem
