"""The work of `feedback-bot apply`: do what the plan in a file says."""

from functools import partial
from pathlib import Path

from bot.cli.ending import ending_in_good_order
from bot.cli.order import nonce, present
from bot.cli.plan_file import read_plan
from bot.cli.stage import Connection, on_screen
from bot.cli.wish import Wish
from bot.engine import Order, Report
from bot.engine.saved.applying import apply_plan
from bot.errors import ExitCode


def apply_file(path: Path, wish: Wish) -> ExitCode:
    """Do what a plan says, show what came of it, and say how the process is to end."""
    return on_screen(wish, partial(_apply, path, wish))


def _apply(path: Path, wish: Wish, to: Connection, report: Report) -> None:
    plan = read_plan(path)
    order = Order(now=present(), nonce=nonce(), limited=wish.limited)
    with ending_in_good_order(to.waiting):
        apply_plan(plan, order, to.settings, to.tracker(dry_run=wish.dry_run), report)
