"""The dashboard: one issue of the bot's own that shows what it did last, and carries the cursor in its mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.model.actions import FileIssue, UpdateIssue
from bot.model.context import Context
from bot.model.cursor import Cursor
from bot.model.issue import Issue
from bot.model.labels import LabelChange
from bot.model.logbook import PassRecord, records_in
from bot.model.marks import Mark, marks_in, stamp

NAME = "dashboard"
TITLE = "Feedback bot: dashboard"
_MOST_SHOWN = 50
# Without news the mark is renewed this often, so that a pass has only half a day of changes to look through; and
# earlier where that spares it some reading.
_RENEWED, _RENEWED_EARLY = timedelta(hours=12), timedelta(hours=1)

Overdue = tuple[tuple[int, date], ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the dashboard says: the cursor, what the bot did last (rule: count) and when, what is past its date.

    `overlapped` tells the next pass that another one ran at the same time as this. `passes` are the newest that wrote
    something, oldest first.
    """

    cursor: Cursor
    did: Mapping[str, int] = field(default_factory=dict)
    when: datetime | None = None
    overdue: Overdue = ()
    overlapped: bool = False
    passes: tuple[PassRecord, ...] = ()

    def shows_the_same_as(self, other: "Dashboard") -> bool:
        """Tell whether people would see no difference."""
        return (self.did, self.when, self.overdue) == (other.did, other.when, other.overdue)

    def mark(self) -> Mark:
        """Write everything down in a mark."""
        facts = self.cursor.facts()
        facts |= {"did": ",".join(f"{rule}:{count}" for rule, count in self.did.items())} if self.did else {}
        facts |= {"when": self.when.isoformat()} if self.when else {}
        facts |= {"overdue": ",".join(f"{iid}@{due}" for iid, due in self.overdue)} if self.overdue else {}
        facts |= {"passes": ",".join(map(str, self.passes))} if self.passes else {}
        return Mark(NAME, facts | ({"overlapped": "yes"} if self.overlapped else {}))


def read_dashboard(issue: Issue) -> Dashboard | None:
    """Read the dashboard from its issue; None when somebody has changed the mark by hand."""
    mark = dashboard_mark(issue)
    cursor = Cursor.from_facts(mark.facts) if mark else None
    if mark is None or cursor is None:
        return None
    try:
        when = mark.facts.get("when")
        did = (entry.split(":") for entry in mark.facts.get("did", "").split(",") if entry)
        overdue = (entry.split("@") for entry in mark.facts.get("overdue", "").split(",") if entry)
        return Dashboard(
            cursor=cursor,
            did={rule: int(count) for rule, count in did},
            when=datetime.fromisoformat(when) if when else None,
            overdue=tuple((int(iid), date.fromisoformat(due)) for iid, due in overdue),
            overlapped="overlapped" in mark.facts,
            passes=records_in(mark.facts.get("passes", "")),
        )
    except ValueError:
        return None


def dashboard_mark(issue: Issue) -> Mark | None:
    """Find the dashboard's mark in an issue's description; whose issue it is, is for the caller to check."""
    return next((mark for mark in marks_in(issue.description) if mark.rule == NAME), None)


def newest_overdue(issues: Sequence[Issue], ctx: Context) -> Overdue:
    """List the open issues that are past their date, the newest dates first, as many as are shown."""
    found = [
        (issue.iid, issue.due_date)
        for issue in issues
        if issue.iid and issue.is_open and issue.due_date and ctx.calendar.is_over(issue.due_date, ctx.now)
    ]
    return tuple(sorted(found, key=lambda one: (one[1], one[0]), reverse=True)[:_MOST_SHOWN])


def renewed(before: Dashboard | None, now: Dashboard) -> Dashboard:
    """Keep what the bot did last when this pass did nothing."""
    return now if now.did or before is None else replace(now, did=before.did, when=before.when)


def is_worth_writing(before: Dashboard | None, now: Dashboard, *, spares_reading: bool) -> bool:
    """Tell whether to write the dashboard: people see something new, or the next pass is spared some reading."""
    if before is None or not now.shows_the_same_as(before) or now.overlapped != before.overlapped:
        return True
    old, new = before.cursor, now.cursor
    age = new.read_at - old.read_at
    is_of_use = timedelta(0) <= age < (_RENEWED_EARLY if spares_reading else _RENEWED)
    is_of_use &= old.due_seen is None or (new.due_seen is not None and old.due_seen <= new.due_seen)
    return not is_of_use or old.again.keys() != new.again.keys() or old.policy != new.policy


def writing(issue: Issue | None, dashboard: Dashboard, ctx: Context) -> FileIssue | UpdateIssue:
    """Say how to write the dashboard: as a new issue, or into the one that is there."""
    text = ctx.texts.render(
        NAME,
        when=f"{dashboard.when.astimezone(ctx.calendar.zone):%Y-%m-%d %H:%M %Z}" if dashboard.when else "",
        did=tuple(dashboard.did.items()),
        newest=dashboard.passes[-1].identity if dashboard.passes else "",
        overdue=dashboard.overdue,
        more=len(dashboard.overdue) == _MOST_SHOWN,
    )
    description = stamp(text, dashboard.mark())
    label = ctx.labels.names.dashboard
    if issue is None:
        return _filing(description, ctx)
    return UpdateIssue(
        rule=NAME,
        reason="it shows what has changed",
        description=description,
        labels=LabelChange(add=() if label in issue.labels else (label,)),
    )


def opening(ctx: Context) -> FileIssue:
    """Say how to open a dashboard before the first pass: its mark tells of no place, so that pass reads everything."""
    text = ctx.texts.render(NAME, when="", did=(), overdue=(), more=False)
    return _filing(stamp(text, Mark(NAME)), ctx)


def _filing(description: str, ctx: Context) -> FileIssue:
    return FileIssue(
        rule=NAME,
        reason="the bot keeps its place there",
        title=TITLE,
        description=description,
        labels=(ctx.labels.names.dashboard,),
        confidential=ctx.confidential,
        due_date=None,
    )
