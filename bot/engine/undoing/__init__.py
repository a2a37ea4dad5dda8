"""Undo one pass, as a pass of its own."""

from bot.engine.undoing.known import UnknownPassError, described, known_passes, undone_by
from bot.engine.undoing.undo_pass import UndoOrder, UndoPass

__all__ = ["UndoOrder", "UndoPass", "UnknownPassError", "described", "known_passes", "undone_by"]
