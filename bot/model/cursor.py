"""How far the last complete pass has read, so that the next one need not read everything again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

# GitLab hides a note behind a change less than a minute before it (GitLab's source), and replicas of its database
# answer some seconds late: a minute for each. What is read twice costs little, what is missed stays missed.
OVERLAP = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the last complete pass has read.

    `read_at` is when it began to read, by GitLab's clock. `due_seen` is the newest due date that it found over: issues
    with this date or an older one were looked at, and need no look unless they change. `again` names the issues to look
    at again, each with the instant, though nothing may have changed. `policy` tells whether the rules are still those.
    `ended_at` is when it had done all else, by GitLab's clock.
    """

    read_at: datetime
    policy: str
    due_seen: date | None = None
    again: Mapping[int, datetime] = field(default_factory=dict)
    ended_at: datetime | None = None

    @property
    def settled_until(self) -> datetime:
        """Until when everything was done, but for what it names to be looked at again."""
        return self.ended_at or self.read_at

    @property
    def since(self) -> datetime:
        """From when on changes must be read."""
        return self.read_at - OVERLAP

    def facts(self) -> dict[str, str]:
        """Write it down for a mark."""
        facts = {"read": self.read_at.isoformat(), "policy": self.policy}
        facts |= {"due": self.due_seen.isoformat()} if self.due_seen else {}
        facts |= {"ended": self.ended_at.isoformat()} if self.ended_at else {}
        again = (f"{iid}@{at.isoformat()}" for iid, at in sorted(self.again.items()))
        return facts | ({"again": ",".join(again)} if self.again else {})

    @classmethod
    def from_facts(cls, facts: Mapping[str, str]) -> "Cursor | None":
        """Read it from a mark; None when somebody has changed it by hand."""
        due, again, ended = facts.get("due"), facts.get("again", ""), facts.get("ended")
        try:
            pairs = (entry.split("@") for entry in again.split(",") if entry)
            cursor = cls(
                read_at=datetime.fromisoformat(facts["read"]),
                policy=facts["policy"],
                due_seen=date.fromisoformat(due) if due else None,
                again={int(iid): datetime.fromisoformat(at) for iid, at in pairs},
                ended_at=datetime.fromisoformat(ended) if ended else None,
            )
        except (KeyError, ValueError):
            return None
        instants = (cursor.read_at, cursor.ended_at or cursor.read_at, *cursor.again.values())
        return cursor if all(instant.tzinfo for instant in instants) else None
