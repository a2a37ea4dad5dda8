"""Time zones, as the policy and a mapping name them."""

from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator

from bot.intake.mapping.mistakes import unknown


def is_utc(zone: ZoneInfo | None) -> bool:
    """Tell whether a zone is that of universal time, under any of its names."""
    return zone is not None and zone.key.removeprefix("Etc/") in {"UTC", "GMT", "UCT", "Universal", "Zulu"}


def _zone(value: object) -> object:
    if isinstance(value, ZoneInfo):
        return value
    if not isinstance(value, str) or value not in available_timezones():
        unknown("not a time zone of the IANA database, such as Europe/Berlin", available_timezones())
    return ZoneInfo(value)


Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
