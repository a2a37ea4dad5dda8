"""A dashboard too many: two passes opened one at the same moment, or a former user of the bot's kept one."""

from bot.model.actions import WriteNote
from bot.model.context import Context
from bot.model.marks import Mark, stamp
from bot.reports.dashboard import NAME


def closing(kept: int, ctx: Context) -> WriteNote:
    """Say how to close a dashboard too many; `kept` is the number of the one that stays."""
    text = ctx.texts.render("close_dashboard", kept=kept)
    return WriteNote(rule=NAME, reason="one dashboard is enough", body=stamp(text, Mark(NAME)), close=True)
