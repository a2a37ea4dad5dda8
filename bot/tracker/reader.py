"""What the bot reads from GitLab, as snapshots."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.errors import TrackerError
from bot.model.issue import Issue, Person
from bot.tracker.client import Client
from bot.tracker.shapes import issue_from, label_name_from, note_from, person_from, read_as, state_event_from

_FORBIDDEN, _NOT_FOUND = 403, 404
# Oldest first and by cursor: an issue that is opened or closed meanwhile shifts no page.
_IN_ORDER = {"order_by": "created_at", "sort": "asc", "pagination": "keyset"}


class Reader:
    """Reads; cannot write.

    Every method may raise TrackerError, UnreachableError, and ConfigurationError when there is no such project.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def me(self) -> Person:
        """Ask who the token belongs to: the bot knows its own texts by this id, never by a name."""
        return read_as(person_from, self._client.first("/user"))

    def is_sandbox(self) -> bool:
        """Ask whether this is the embedded stand-in, which says so in its version."""
        return self._client.first("/version").get("revision") == "sandbox"

    def issue(self, iid: int) -> Issue:
        """Read one issue."""
        return read_as(issue_from, self._client.get(f"/issues/{iid}"))

    def open_issues(self) -> Iterator[Issue]:
        """Go through all open issues."""
        return map(partial(read_as, issue_from), self._client.pages("/issues", state="opened", **_IN_ORDER))

    def issues_by(self, author: Person, created_after: datetime | None) -> Iterator[Issue]:
        """Go through all issues of an author, open and closed, from an instant on or from the beginning."""
        since = {"created_after": created_after.isoformat()} if created_after else {}
        return map(
            partial(read_as, issue_from), self._client.pages("/issues", author_id=author.id, **since, **_IN_ORDER)
        )

    def with_notes(self, issue: Issue) -> Issue:
        """Add an issue's notes to its snapshot."""
        notes = self._client.pages(f"/issues/{issue.iid}/notes", sort="asc", order_by="created_at")
        return replace(issue, notes=tuple(map(partial(read_as, note_from), notes)))

    def with_state_events(self, issue: Issue) -> Issue:
        """Add to an issue's snapshot who closed and reopened it."""
        events = self._client.pages(f"/issues/{issue.iid}/resource_state_events")
        return replace(issue, state_events=tuple(map(partial(read_as, state_event_from), events)))

    def role_of(self, person: Person) -> int | None:
        """Read a user's access level in the project; None if there is none or it is not for us to see.

        An administrator need not be a member, and a GitLab may keep its members to itself.
        """
        try:
            level = self._client.get(f"/members/all/{person.id}").get("access_level")
        except TrackerError as problem:
            if problem.code in {_FORBIDDEN, _NOT_FOUND}:
                return None
            raise
        return level if isinstance(level, int) else None

    def label_names(self) -> set[str]:
        """Read the names of all labels the project can use, its groups' labels included."""
        return {read_as(label_name_from, label) for label in self._client.pages("/labels")}
