"""Where the last complete pass left off, and where this one does: kept in the dashboard's mark."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot import __version__
from bot.model.context import Context
from bot.model.cursor import Cursor
from bot.model.issue import Issue, Person
from bot.reports.dashboard import TITLE, Dashboard, dashboard_mark, read_dashboard
from bot.settings import Policy

SKEW = timedelta(hours=1)  # two clocks may differ; beyond this somebody wants to see another time


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The dashboards of the bot's user, oldest first (two passes may both have opened one), and what the first says.

    It is not `kept` when the pass is to do only a part of the work.
    """

    issues: Sequence[Issue] = ()
    before: Dashboard | None = None
    kept: bool = True

    @property
    def issue(self) -> Issue | None:
        """The dashboard."""
        return self.issues[0] if self.issues else None

    @property
    def owner(self) -> Person | None:
        """The bot's user, as far as a dashboard tells."""
        return self.issues[0].author if self.issues else None

    @property
    def overlapped(self) -> bool:
        """Whether passes before this one ran at the same time."""
        return len(self.issues) > 1 or bool(self.before and self.before.overlapped)

    def cursor(self, policy: str, *, began: datetime, ctx: Context) -> Cursor | None:
        """Give the cursor if it can be trusted: written under the same policy, and nothing in it from the future.

        Nor can it serve a look ahead, `now` being later than GitLab's time: it cannot list what will be overdue then.
        """
        cursor = self.before.cursor if self.before else None
        if cursor is None or looks_ahead(ctx.now, began):
            return None
        if cursor.due_seen and not ctx.calendar.is_over(cursor.due_seen, ctx.now):
            return None
        return cursor if cursor.policy == policy and cursor.read_at <= began else None

    def settled(self, now: datetime) -> Cursor | None:
        """Give the cursor for what it tells of the past: how far the last complete pass came, whatever its policy."""
        cursor = self.before.cursor if self.before else None
        return cursor if cursor and cursor.read_at <= now else None

    def is_still(self, issues: Sequence[Issue]) -> bool:
        """Tell whether the dashboards are as they were when this pass began, so that it was alone."""
        return [(one.iid, one.description) for one in issues] == [(one.iid, one.description) for one in self.issues]


def looks_ahead(now: datetime, began: datetime) -> bool:
    """Tell whether somebody wants to see another time than that at which GitLab is read."""
    return now - began > SKEW


def bookmark_of(issues: Iterable[Issue]) -> Bookmark:
    """Pick the dashboards out of the bot's own issues.

    They have the mark or, where somebody has removed that, the title. The oldest comes first, open or closed; another
    one that is closed is none any more.
    """
    by_number = {issue.iid: issue for issue in issues if dashboard_mark(issue) or issue.title == TITLE}
    if not by_number:
        return Bookmark()
    first, *others = (by_number[iid] for iid in sorted(by_number))
    return Bookmark((first, *(issue for issue in others if issue.is_open)), read_dashboard(first))


def fingerprint_of(policy: Policy) -> str:
    """Tell policies apart: under another policy, or another version of the bot, other issues may be due."""
    content: Mapping[str, object] = policy.model_dump(mode="json", exclude={"limits", "pace"})
    ordered = {key: sorted(value) if isinstance(value, list) else value for key, value in content.items()}
    return sha256(json.dumps([__version__, ordered], sort_keys=True).encode()).hexdigest()[:12]
