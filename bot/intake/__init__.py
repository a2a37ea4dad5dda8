"""Surveys in: rows become surveys; what cannot be understood is rejected by name, and the rest goes on."""

from bot.intake.feed import Feed, FileFeed, ReadyFeed, Teller
from bot.intake.files import InputFile, find_files
from bot.intake.inbox import Inbox, Sighting, fingerprint
from bot.intake.outcomes import Gap, Rejection, Skipped

__all__ = [
    "Feed",
    "FileFeed",
    "Gap",
    "Inbox",
    "InputFile",
    "ReadyFeed",
    "Rejection",
    "Sighting",
    "Skipped",
    "Teller",
    "find_files",
    "fingerprint",
]
