"""What every rule is: its settings in the policy, what it must read, and what it decides."""

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from bot.model.actions import Decision
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.issue import Issue
from bot.model.listing import Listing

CLOSED_LATELY = timedelta(days=7)  # a pass that reads everything goes back so far; others follow every change


class Rule(BaseModel, ABC):
    """One behaviour of the bot; an instance holds the policy's section of the same name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]

    def wants(self, issue: Issue, ctx: Context) -> Evidence:  # noqa: ARG002 - for rules that need more than the issue
        """Tell what must be read before this rule can decide about an issue."""
        return Evidence.NOTHING

    def ripened(self, since: datetime, ctx: Context) -> tuple[Listing, ...]:  # noqa: ARG002 - for rules with a clock
        """Tell where to look for issues that time alone may have made due since an instant."""
        return ()

    def closed_since(self, ctx: Context) -> datetime | None:  # noqa: ARG002 - for rules that look at closed issues
        """Tell since when a closed issue must have changed to concern this rule; None if closed issues never do."""
        return None

    @abstractmethod
    def decide(self, case: Case, ctx: Context) -> Decision:
        """Decide what to do, with final texts and a reason; the same question always gets the same answer."""
