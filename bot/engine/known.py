"""Which issue a survey has become, as its mark tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import DamagedMarkError
from bot.intake import fingerprint
from bot.model.context import Context
from bot.model.history import filed_as, filing_mark
from bot.model.issue import Issue

AT_ONCE = timedelta(hours=1)  # what passes that ran at the same time have filed is seldom further apart


@dataclass(frozen=True, slots=True)
class Known:
    """Which issue a survey has become, and when the answer it holds was given; None if its mark does not say."""

    iid: int
    responded_at: datetime | None
    created_at: datetime
    is_open: bool

    def is_original_of(self, later: "Known") -> bool:
        """Tell whether a later issue of the same survey is there because two passes filed it at the same moment.

        Not so when the customer answered again after a time in which the bot no longer looks back; and not yet when the
        later one holds a newer answer than this.
        """
        at_once = later.created_at - self.created_at < AT_ONCE or later.responded_at == self.responded_at
        is_newer = bool(self.responded_at and later.responded_at and later.responded_at > self.responded_at)
        return self.is_open and self.iid < later.iid and at_once and not is_newer


def known_as(issue: Issue, ctx: Context) -> tuple[int, Known] | None:
    """Tell which survey an issue of the bot's holds, by its fingerprint; None when its mark does not tell."""
    mark = filing_mark(issue, ctx)
    if mark is None or "survey" not in mark.facts:
        return None
    try:
        filing = filed_as(issue, ctx)
    except DamagedMarkError:
        filing = None
    known = Known(issue.iid, filing.responded_at if filing else None, issue.created_at, issue.is_open)
    return fingerprint(mark.facts["survey"]), known
