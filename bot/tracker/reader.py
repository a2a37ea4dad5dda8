"""What the bot reads from GitLab, as snapshots."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from gitlab.utils import EncodedId

from bot.errors import TrackerError
from bot.model.issue import Issue, Person
from bot.model.listing import Within
from bot.model.questions import Place, Reaction
from bot.tracker.client import Client
from bot.tracker.shapes import (
    issue_from,
    label_event_from,
    label_name_from,
    linked_from,
    note_from,
    person_from,
    reaction_from,
    read_as,
    state_event_from,
)

T = TypeVar("T")
_FORBIDDEN, _NOT_FOUND = 403, 404
# Oldest first and by cursor: an issue that is opened or closed meanwhile shifts no page.
_IN_ORDER: dict[str, object] = {"order_by": "created_at", "sort": "asc", "pagination": "keyset"}

_NAMED = 100  # issues in one request
_AT_ONCE = 4  # GitLab limits reads per minute, and waiting for one answer at a time is what costs


class Reader:
    """Reads; cannot write. `at_once` tells how many of its methods may be called at the same time.

    Every method may raise TrackerError, UnreachableError, and ConfigurationError when there is no such project.
    """

    def __init__(self, client: Client, at_once: int = _AT_ONCE) -> None:
        self._client = client
        self.at_once = at_once

    def me(self) -> Person:
        """Ask who the token belongs to: the bot knows its own texts by this id, never by a name."""
        return read_as(person_from, self._client.first("/user"))

    @property
    def server_time(self) -> datetime | None:
        """When GitLab gave its last answer, by its own clock; None if it does not say."""
        return self._client.server_time

    def is_sandbox(self) -> bool:
        """Ask whether this is the embedded stand-in, which says so in its version."""
        return self._client.first("/version").get("revision") == "sandbox"

    def issue(self, iid: int) -> Issue:
        """Read one issue."""
        return read_as(issue_from, self._client.get(f"/issues/{iid}"))

    def first_own_issues(self, label: str) -> list[Issue]:
        """Read what `own_issues` does, as the pass's first request: raises UnreachableError instead of TrackerError."""
        filters = _IN_ORDER | {"scope": "created_by_me", "labels": label}
        return [read_as(issue_from, answer) for answer in self._client.first_pages("/issues", **filters)]

    def own_issues(self, label: str) -> list[Issue]:
        """Read the issues that the token's own user has written and that bear a label, oldest first."""
        return list(self._issues(scope="created_by_me", labels=label))

    def own_issues_titled(self, title: str) -> list[Issue]:
        """Read the issues that the token's own user has written and whose titles hold the words of a title."""
        return list(self._issues(scope="created_by_me", search=title, **{"in": "title"}))

    def issues_labelled(self, label: str) -> Iterator[Issue]:
        """Go through all issues with a label, open and closed, whoever wrote them."""
        return self._issues(labels=label)

    def open_issues(self) -> Iterator[Issue]:
        """Go through all open issues, oldest first."""
        return self._issues(state="opened")

    def issues_changed(self, since: datetime) -> Iterator[Issue]:
        """Go through the issues, open and closed, that have changed since an instant.

        A note may hide behind the change before it: GitLab leaves `updated_at` as it is for a note less than a minute
        after another change (GitLab's source).
        """
        return self._issues(updated_after=since.isoformat())

    def closed_issues_changed(self, since: datetime) -> Iterator[Issue]:
        """Go through the closed issues that have changed since an instant."""
        return self._issues(state="closed", updated_after=since.isoformat())

    def open_issues_overdue(self) -> Iterator[Issue]:
        """Go through the open issues whose due date is before the server's today, the newest date first."""
        return self._issues(state="opened", due_date="overdue", order_by="due_date", sort="desc")

    def open_issues_due_today(self) -> Iterator[Issue]:
        """Go through the open issues whose due date is the server's today."""
        return self._issues(state="opened", due_date="today")

    def open_issues_within(self, span: Within) -> Iterator[Issue]:
        """Go through the open issues with a label that were created, or last updated, within a span of time."""
        times = {f"{span.of}_after": span.begin.isoformat(), f"{span.of}_before": span.end.isoformat()}
        return self._issues(state="opened", labels=span.label, **times)

    def issues_numbered(self, iids: Collection[int]) -> Iterator[Issue]:
        """Go through some issues, open and closed, as far as they are there."""
        numbers = sorted(iids)
        for begin in range(0, len(numbers), _NAMED):
            yield from self._issues(**{"iids[]": numbers[begin : begin + _NAMED]})

    def issues_since(self, created_after: datetime | None, author: Person | None) -> Iterator[Issue]:
        """Go through all issues, open and closed, of one author or of all, newest first, back to an instant."""
        filters: dict[str, object] = {"author_id": author.id} if author else {}
        filters |= {"created_after": created_after.isoformat()} if created_after else {}
        return self._issues(**filters, sort="desc")

    def _issues(self, **filters: object) -> Iterator[Issue]:
        return map(partial(read_as, issue_from), self._client.pages("/issues", **(_IN_ORDER | filters)))

    def with_notes(self, issue: Issue) -> Issue:
        """Add an issue's notes to its snapshot."""
        notes = self._client.pages(f"/issues/{issue.iid}/notes", sort="asc", order_by="created_at")
        return replace(issue, notes=tuple(map(partial(read_as, note_from), notes)))

    def with_state_events(self, issue: Issue) -> Issue:
        """Add to an issue's snapshot who closed and reopened it."""
        events = self._client.pages(f"/issues/{issue.iid}/resource_state_events")
        return replace(issue, state_events=tuple(map(partial(read_as, state_event_from), events)))

    def with_label_events(self, issue: Issue) -> Issue:
        """Add to an issue's snapshot who put labels on and took them off."""
        events = self._client.pages(f"/issues/{issue.iid}/resource_label_events")
        return replace(issue, label_events=tuple(map(partial(read_as, label_event_from), events)))

    def role_of(self, person: Person, *, insist: bool = False) -> int | None:
        """Read a user's access level in the project; None if there is none or it is not for us to see.

        An administrator need not be a member, and a GitLab may keep its members to itself: who insists gets a
        TrackerError then.
        """
        but = (_NOT_FOUND,) if insist else (_FORBIDDEN, _NOT_FOUND)
        member = self._if_shown(lambda: self._client.get(f"/members/all/{person.id}"), but)
        level = member.get("access_level") if member else None
        return level if isinstance(level, int) else None

    def user_named(self, username: str) -> Person | None:
        """Find a user of GitLab's by the username; None if there is none."""
        found = self._client.list_outside("/users", username=username)
        return read_as(person_from, found[0]) if found else None

    def reactions(self, iid: int, note_id: int) -> tuple[Reaction, ...]:
        """Read the reactions to a note; none if it is gone."""
        path = f"/issues/{iid}/notes/{note_id}/award_emoji"
        found = self._if_shown(lambda: list(self._client.pages(path)), but=(_NOT_FOUND,))
        return tuple(read_as(reaction_from, award) for award in found or ())

    def shows_issue(self, project: str | None, iid: int) -> Place | None:
        """Find an issue of any project on this GitLab; None if there is none, or none for the bot's user to see."""
        path = (project or self._client.project).strip("/")
        if project and self._client.root and path.startswith(f"{self._client.root}/"):
            path = path.removeprefix(f"{self._client.root}/")
        place = f"/projects/{EncodedId(path)}"
        found = self._if_shown(lambda: self._client.outside(f"{place}/issues/{iid}"))
        if not found:
            return None
        linkable = project is None or self._is_member_of(self._client.outside(place))
        return Place(path, iid, str(found.get("web_url")), linkable)

    def _is_member_of(self, project: dict[str, Any]) -> bool:
        """Tell whether the bot's user has a role in a project or in its group."""
        permissions = project.get("permissions") or {}
        return any((permissions.get(access) or {}).get("access_level") for access in ("project_access", "group_access"))

    def _if_shown(self, read: Callable[[], T], but: Collection[int] = (_FORBIDDEN, _NOT_FOUND)) -> T | None:
        try:
            return read()
        except TrackerError as problem:
            if problem.code in but:
                return None
            raise

    def project_url(self) -> str:
        """Read where people find the project."""
        return str(self._client.get("").get("web_url") or "")

    def linked_issues(self, iid: int) -> frozenset[int]:
        """Read which issues of the tracker's own project an issue is linked to."""
        found = (read_as(linked_from, answer) for answer in self._client.pages(f"/issues/{iid}/links"))
        return frozenset(linked.iid for linked in found if linked.is_in(self._client.project))

    def is_linked(self, iid: int, other: int, project: str | None) -> bool:
        """Ask whether an issue is linked to another one; without a project that is in the tracker's own."""
        found = (read_as(linked_from, answer) for answer in self._client.pages(f"/issues/{iid}/links"))
        return any(linked.iid == other and linked.is_in(project or self._client.project) for linked in found)

    def label_names(self) -> set[str]:
        """Read the names of all labels the project can use, its groups' labels included."""
        return {read_as(label_name_from, label) for label in self._client.pages("/labels")}
