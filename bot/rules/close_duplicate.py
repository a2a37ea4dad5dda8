"""Close the second issue of a survey that two passes have filed at the same moment."""

from typing import ClassVar

from bot.model.actions import Decision, WriteNote, act, decline
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import marks_of
from bot.model.marks import Mark, stamp
from bot.rules.rule import Rule


class CloseDuplicate(Rule):
    """Close the second issue of a survey that two passes have filed at the same moment; the older one goes on."""

    name: ClassVar[str] = "close_duplicate"

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Close it with a link to the older one; whoever reopens it keeps it."""
        issue = case.issue
        if issue is None or case.original is None:
            return decline("the only issue of its survey")
        if not issue.is_open:
            return decline("closed")
        if any(True for _ in marks_of(issue, self.name, ctx)):
            return decline("a person has reopened it")
        text = ctx.texts.render(self.name, original=case.original)
        reason = f"#{case.original} holds the same survey"
        return act(WriteNote(rule=self.name, reason=reason, body=stamp(text, Mark(self.name)), close=True))
