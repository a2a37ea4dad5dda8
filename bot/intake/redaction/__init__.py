"""Private data out: what customers wrote loses addresses, numbers and secrets before anything leaves the machine."""

from bot.intake.redaction.kinds import Kind
from bot.intake.redaction.privacy import Privacy
from bot.intake.redaction.redactor import Redactor

__all__ = ["Kind", "Privacy", "Redactor"]
