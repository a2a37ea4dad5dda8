"""What the bot does, one behaviour in one file.

`close_inactive.py` holds the rule `close_inactive`, whose words are `templates/close_inactive.md.j2`, whose settings
are the policy's `rules: close_inactive:`, and whose tests are `tests/rules/test_close_inactive.py`. Rules do not know
each other; `bot.engine.plan` asks them in the order below.
"""

from pydantic import BaseModel, ConfigDict

from bot.rules.ask_after_closing import AskAfterClosing
from bot.rules.ask_missing import AskMissing
from bot.rules.ask_review import AskReview
from bot.rules.chase_contact import ChaseContact
from bot.rules.close_duplicate import CloseDuplicate
from bot.rules.close_inactive import CloseInactive
from bot.rules.delete_repeat import DeleteRepeat
from bot.rules.file_survey import FileSurvey
from bot.rules.follow_rating import FollowRating
from bot.rules.keep_one_label import KeepOneLabel
from bot.rules.nag_unanswered import NagUnanswered
from bot.rules.obey_commands import ObeyCommands
from bot.rules.read_review import ReadReview
from bot.rules.relate_sources import RelateSources
from bot.rules.rule import Rule

__all__ = ["RULE_NAMES", "Rule", "Rules"]


class Rules(BaseModel):
    """The policy's `rules` section: a rule whose section is present is on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_survey: FileSurvey | None = None
    follow_rating: FollowRating | None = None
    obey_commands: ObeyCommands | None = None
    relate_sources: RelateSources | None = None
    keep_one_label: KeepOneLabel | None = None
    close_duplicate: CloseDuplicate | None = None
    ask_review: AskReview | None = None
    ask_after_closing: AskAfterClosing | None = None
    close_inactive: CloseInactive | None = None
    read_review: ReadReview | None = None
    nag_unanswered: NagUnanswered | None = None
    ask_missing: AskMissing | None = None
    chase_contact: ChaseContact | None = None
    delete_repeat: DeleteRepeat | None = None

    def switched_on(self) -> tuple[Rule, ...]:
        """List the rules that are on, in the order in which they are asked."""
        return tuple(rule for name in RULE_NAMES if isinstance(rule := getattr(self, name), Rule))


RULE_NAMES = tuple(Rules.model_fields)
