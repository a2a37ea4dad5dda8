"""GitLab out there: the only place that knows python-gitlab.

Reading and writing are apart, so that a dry run holds nothing that could write.
"""

from dataclasses import dataclass

from bot.tracker.client import Client
from bot.tracker.effects import REMEDY, dropped_error
from bot.tracker.reader import Reader
from bot.tracker.waiting import Waiting
from bot.tracker.writer import Filed, Writer

__all__ = ["REMEDY", "Client", "Filed", "Reader", "Tracker", "Waiting", "Writer", "dropped_error"]


@dataclass(frozen=True, slots=True)
class Tracker:
    """One feedback project; in a dry run there is no writer."""

    reader: Reader
    writer: Writer | None
