"""What one pass did to an issue, and how it is taken back: decided from what GitLab tells. Pure."""

from bot.reports.undo import NAME as RULE
from bot.undo.span import CAP, Span, span_of
from bot.undo.undoing import Undoing, is_filed_by, undoing_of

__all__ = ["CAP", "RULE", "Span", "Undoing", "is_filed_by", "span_of", "undoing_of"]
