"""Declarative mappings: how the rows of a source become surveys is configuration, not code."""

from bot.intake.mapping.mapping import Mapping
from bot.intake.mapping.recognising import recognises
from bot.intake.mapping.translation import Translation

__all__ = ["Mapping", "Translation", "recognises"]
