"""What a project should have, as the policy and the command line say."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.model.context import Context
from bot.setup.renames import Rename

BOARD = "Feedback"
TEMPLATE = ".gitlab/issue_templates/Feedback.md"
SCHEDULE = "Feedback bot"  # the description by which a schedule is found again
UNFINISHED = f"{SCHEDULE} (setup not complete)"  # so that one which was cut off is not taken for one switched off


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSchedule:
    """When the bot is to run, in the policy's time zone."""

    cron: str
    timezone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """All that setup is to see to; `template` is the text of the issue template."""

    ctx: Context
    template: str = field(repr=False)
    renames: Sequence[Rename] = ()
    schedule: WantedSchedule | None = None
