"""Surveys in: files of rows become surveys; what cannot be understood is rejected by name, and the rest goes on."""

from bot.intake.files import InputFile, find_files
from bot.intake.inbox import Inbox, Sighting, fingerprint
from bot.intake.outcomes import Rejection

__all__ = ["Inbox", "InputFile", "Rejection", "Sighting", "find_files", "fingerprint"]
