"""The word with which an issue is closed whose filing is undone."""

from bot.model.actions import WriteNote
from bot.model.context import Context
from bot.model.marks import Mark, stamp
from bot.model.signature import began_of

NAME = "undo"


def closing(identity: str, ctx: Context) -> WriteNote:
    """Say how to close an issue that a pass has filed."""
    began = began_of(identity)
    when = f"{began.astimezone(ctx.calendar.zone):%Y-%m-%d %H:%M %Z}" if began else ""
    text = ctx.texts.render(NAME, identity=identity, when=when)
    body = stamp(text, Mark(NAME, {"pass": identity}))
    return WriteNote(rule=NAME, reason=f"filed by pass {identity}", body=body, close=True)
