"""What is taken from an answer whose shape nobody vouches for: what is not as it should be is not there."""

import re

from bot.intake.zendesk.answer import Json

_TICKET = re.compile(r"[1-9][0-9]{0,19}")


def object_in(value: object) -> Json:
    """Take a JSON object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects_in(value: object) -> list[Json]:
    """Take the JSON objects of a list; none of anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def ticket_in(value: object) -> str:
    """Take a ticket's number, in digits; empty text for anything else."""
    return str(value) if _TICKET.fullmatch(str(value)) else ""
