"""How far has a plan come that was cut off? Its own first actions are no change that anybody else has made."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from bot.engine.saved.looks import Looks, differences
from bot.model.actions import IssueAction, React, RelateIssue, Reply, UpdateIssue, WriteNote
from bot.model.context import Context
from bot.model.issue import Issue, Note, Person
from bot.model.marks import Mark
from bot.model.signature import unsigned

Actions = tuple[IssueAction, ...]
IsThere = Callable[[React | RelateIssue], bool]  # tells whether a reaction or a link, which no issue shows, is there


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the actions of a plan have come: some are done, in their order, and the rest is not."""

    done: Actions
    rest: Actions


def stands(actions: Actions) -> Iterator[Stand]:
    """Go through all stands at which a plan may have been cut off, the latest first; an action may be half done."""
    for count in range(len(actions), -1, -1):
        before, rest = actions[:count], actions[count:]
        if rest:
            yield from (Stand((*before, done), (left, *rest[1:])) for done, left in _halves(rest[0]))
        yield Stand(before, rest)


def _halves(action: IssueAction) -> Iterator[tuple[IssueAction, IssueAction]]:
    """Part an action for which more than one request may be needed; what comes with a note may be sent after it."""
    if isinstance(action, WriteNote):
        note = replace(action, close=False, due_date=None)
        closing = UpdateIssue(rule=action.rule, reason=action.reason, state_event="close")
        dating = UpdateIssue(rule=action.rule, reason=action.reason, due_date=action.due_date)
        if action.close and action.due_date:
            yield replace(note, due_date=action.due_date), closing
            yield replace(note, close=True), dating
            yield note, replace(closing, due_date=action.due_date)
        elif action.close or action.due_date:
            yield note, closing if action.close else dating
    if isinstance(action, React):
        given, taken = len(action.add), len(action.remove)
        for count in range(given + taken - 1, 0, -1):
            over = max(0, count - given)
            done = replace(action, add=action.add[:count], remove=action.remove[:over])
            yield done, replace(action, add=action.add[count:], remove=action.remove[over:])


@dataclass(frozen=True, slots=True)
class Inspection:
    """An issue of which everything has been read, beside what it looked like; `since` is when it was planned about."""

    before: Looks
    issue: Issue
    since: datetime
    ctx: Context

    def stand(self, actions: Actions, is_there: IsThere) -> Stand | None:
        """Tell how far a plan has come; None where something else has changed.

        Where nothing is done yet the issue must be as it was; else all but the moment of its last change must be as
        the plan's own actions have left it, and nobody else may have done anything since.
        """
        if self._is_by_itself():
            for stand in stands(actions):
                if stand.done and self._has_come_to(stand) and _are_there(stand.done, is_there):
                    return stand
        return Stand((), actions) if self.before.alike(self.issue) == self.before else None

    def changes(self, actions: Actions) -> list[str]:
        """Name what has changed beside what the plan's own actions may have done, judging by what the bot has said."""
        own = [unsigned(note.body) for note in self._new_comments() if note.author.id == self.ctx.bot.id]
        likely = [stand.done for stand in stands(actions) if _said(stand.done) == own] or [()]
        found = [list(differences(self._after(done), self._now)) for done in likely]
        return min(found, key=len) or ["somebody has changed something since"]

    @property
    def _now(self) -> Looks:
        return self.before.alike(self.issue)

    def _after(self, done: Sequence[IssueAction]) -> Looks:
        return reduce(lambda looks, action: looks.after(action, self.ctx), done, self.before)

    def _has_come_to(self, stand: Stand) -> bool:
        now, after = self._now, self._after(stand.done)
        is_alike = now == after.model_copy(update={"updated_at": now.updated_at})
        return is_alike and [unsigned(note.body) for note in self._new_comments()] == _said(stand.done)

    def _new_comments(self) -> list[Note]:
        known = {one.id for one in self.before.comments or ()}
        comments = (note for note in self.issue.notes or () if not note.system and note.id not in known)
        return [note for note in comments if self.before.comments is not None or note.created_at >= self.since]

    def _is_by_itself(self) -> bool:
        """Tell whether only the bot's user has done something since."""
        return all(who.id == self.ctx.bot.id for who, at in self._acts() if at >= self.since)

    def _acts(self) -> Iterator[tuple[Person, datetime]]:
        yield from ((event.author, event.created_at) for event in self.issue.label_events or ())
        yield from ((event.author, event.created_at) for event in self.issue.state_events or ())
        yield from ((note.author, note.created_at) for note in self.issue.notes or () if note.system)
        yield from ((note.author, self.since) for note in self._new_comments())
        if self.before.comments is None:  # nothing else would tell that an old one was edited
            yield from ((note.author, note.updated_at or note.created_at) for note in self.issue.notes or ())


def _said(done: Actions) -> list[tuple[Mark, ...]]:
    """Tell by which marks the comments are known that actions have written."""
    return [unsigned(action.body) for action in done if isinstance(action, WriteNote | Reply)]


def _are_there(done: Sequence[IssueAction], is_there: IsThere) -> bool:
    return all(is_there(action) for action in done if isinstance(action, React | RelateIssue))
