"""Lists of issues a rule asks for: those that time alone may have made due, though nobody has touched them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Overdue:
    """Open issues whose due date is over."""


@dataclass(frozen=True, slots=True)
class Within:
    """Open issues with a label that were created, or last updated, within a span of time; the ends belong to it."""

    label: str
    of: Literal["created", "updated"]
    begin: datetime
    end: datetime


Listing = Overdue | Within
