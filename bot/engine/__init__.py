"""One pass: gather, plan, check, apply, report."""

from bot.engine.order import Order
from bot.engine.passing import run_pass
from bot.engine.rehearsal import rehearsed
from bot.engine.report import Entry, Listener, Report, Status

__all__ = ["Entry", "Listener", "Order", "Report", "Status", "rehearsed", "run_pass"]
