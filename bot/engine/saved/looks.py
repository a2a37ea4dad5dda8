"""What an issue looks like: all that people can change about it, their words as fingerprints."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Self

from pydantic import AwareDatetime

from bot.engine.saved.actions import Number, Part, SavedPerson
from bot.model.actions import DeleteNote, EditNote, FileIssue, IssueAction
from bot.model.context import Context
from bot.model.issue import Issue, State
from bot.model.projection import project
from bot.model.signature import without_signature
from bot.model.visible import visible

_UNCHANGED = ""  # stands for a title or a description of which only the fingerprint is known
_PLAIN = {
    "title": "another title",
    "description": "another description",
    "assignees": "other assignees",
    "confidential": "it was hidden or made public",
    "author": "another author",
    "goes_on_elsewhere": "it goes on in another issue",
    "web_url": "another address",
}


class SavedComment(Part):
    """A comment, its words as a fingerprint."""

    id: Number
    body: str


class Looks(Part):
    """What an issue looks like; `comments` are those that were read with it, null where none were."""

    state: State
    labels: tuple[str, ...]
    due_date: date | None
    confidential: bool
    title: str
    description: str
    author: SavedPerson
    assignees: tuple[SavedPerson, ...]
    closed_by: SavedPerson | None
    goes_on_elsewhere: bool
    notes_count: int
    created_at: AwareDatetime
    updated_at: AwareDatetime
    web_url: str
    comments: tuple[SavedComment, ...] | None

    @classmethod
    def of(cls, issue: Issue) -> Self:
        """Look at an issue."""
        comments = (note for note in issue.notes or () if not note.system and note.id)
        return cls(
            state=issue.state,
            labels=tuple(sorted(issue.labels)),
            due_date=issue.due_date,
            confidential=issue.confidential,
            title=_print_of(issue.title),
            description=_print_of(issue.description),
            author=SavedPerson.of(issue.author),
            assignees=tuple(map(SavedPerson.of, issue.assignees)),
            closed_by=SavedPerson.of(issue.closed_by) if issue.closed_by else None,
            goes_on_elsewhere=issue.goes_on_elsewhere,
            notes_count=issue.notes_count,
            created_at=issue.created_at,
            updated_at=issue.updated_at,
            web_url=issue.web_url,
            comments=None
            if issue.notes is None
            else tuple(SavedComment(id=note.id, body=_print_of(note.body)) for note in comments),
        )

    def after(self, action: IssueAction, ctx: Context) -> Self:
        """Tell what the issue will look like once an action is done; a new comment shows in the count alone.

        A filing changes nothing: what looks like something has been filed.
        """
        if isinstance(action, FileIssue):
            return self
        then = project(self._as_issue(), action, ctx)
        closer = SavedPerson.of(ctx.bot) if then.state == "closed" else None
        after = {
            "state": then.state,
            "labels": tuple(sorted(then.labels)),
            "due_date": then.due_date,
            "title": self.title if then.title == _UNCHANGED else _print_of(then.title),
            "description": self.description if then.description == _UNCHANGED else _print_of(then.description),
            "assignees": tuple(map(SavedPerson.of, then.assignees)),
            "closed_by": self.closed_by if then.state == self.state else closer,
            "notes_count": then.notes_count,
            "comments": self._comments_after(action),
        }
        return self.model_copy(update=after)

    def _comments_after(self, action: IssueAction) -> tuple[SavedComment, ...] | None:
        if self.comments is None:
            return None
        if isinstance(action, DeleteNote):
            return tuple(one for one in self.comments if one.id != action.note_id)
        if isinstance(action, EditNote):
            edited = SavedComment(id=action.note_id, body=_print_of(action.body))
            return tuple(edited if one.id == action.note_id else one for one in self.comments)
        return self.comments

    def _as_issue(self) -> Issue:
        return Issue(
            iid=0,
            title=_UNCHANGED,
            description=_UNCHANGED,
            state=self.state,
            labels=frozenset(self.labels),
            author=self.author.person,
            assignees=tuple(one.person for one in self.assignees),
            due_date=self.due_date,
            created_at=self.created_at,
            updated_at=self.updated_at,
            confidential=self.confidential,
            notes_count=self.notes_count,
            web_url=self.web_url,
        )

    def alike(self, issue: Issue) -> Self:
        """Look at an issue again, at no more comments than before: those that have come show in the count."""
        if self.comments is None:
            return type(self).of(replace(issue, notes=None))
        known = {one.id for one in self.comments}
        return type(self).of(replace(issue, notes=tuple(note for note in issue.notes or () if note.id in known)))


def differences(before: Looks, now: Looks) -> Iterator[str]:
    """Name what has changed, without a word of anybody's."""
    if before.state != now.state:
        yield f"it is {'open' if now.state == 'opened' else 'closed'} now"
    come, gone = set(now.labels) - set(before.labels), set(before.labels) - set(now.labels)
    if come:
        yield f"labels set: {visible(', '.join(sorted(come)))}"
    if gone:
        yield f"labels taken off: {visible(', '.join(sorted(gone)))}"
    if before.due_date != now.due_date:
        yield f"the due date is {now.due_date or 'gone'} now"
    if before.notes_count != now.notes_count:
        yield f"has {_comments(now.notes_count)} now, had {before.notes_count or 'none'} when planned"
    if before.comments != now.comments:
        yield "a comment was edited or deleted"
    yield from (words for name, words in _PLAIN.items() if getattr(before, name) != getattr(now, name))
    if before.state == now.state and before.closed_by != now.closed_by:
        yield "somebody else has closed it"


def _comments(count: int) -> str:
    return f"{count or 'no'} comment{'' if count == 1 else 's'}"


def _print_of(text: str) -> str:
    return sha256(without_signature(text).encode("utf-8", "surrogatepass")).hexdigest()[:32]
