"""Whether the body of a web hook is of the kind that a mapping describes."""

from bot.intake.mapping.mapping import Mapping
from bot.intake.mapping.paths import finder


def recognises(mapping: Mapping, body: object) -> bool:
    """Tell whether `recognise` is true for a body, in JMESPath's sense: neither false nor null nor empty."""
    if not mapping.recognise:
        return False
    try:
        return finder(f"!({mapping.recognise})")(body) is False
    except ValueError:
        return False
