"""What people have said to the bot on an issue, and what of it is new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands import Found, Mistake, commands_in
from bot.model.context import Context
from bot.model.gitlabs_own import is_gitlabs_own
from bot.model.history import comments_of_people
from bot.model.issue import Issue, Note
from bot.model.told import Told, fingerprint, told_in

_HOUR = timedelta(hours=1)
_TOO_OLD = timedelta(days=30)  # whoever waited so long for a command has done it by hand
_MOST_AT_ONCE = 50  # comments with something new, on one issue in one pass
_EDITED = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Speech:
    """A comment that speaks to the bot: all that it says, each thing once, what of it is new, and what came before.

    `at` is when the new things were said.
    """

    note: Note
    said: tuple[Found | Mistake, ...]
    new: tuple[Found | Mistake, ...]
    told: tuple[Told, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """All that was said to the bot on an issue, in the order in which it was said, and what it remembers of it."""

    speeches: tuple[Speech, ...]
    told: tuple[Told, ...]

    def is_denied(self, author: int) -> bool:
        """Tell whether somebody has been told already of having no say."""
        return any(told.denied and told.by == author for told in self.told)


def talk_of(issue: Issue, ctx: Context) -> Talk:
    """Find the comments that speak to the bot; raises UnreadError.

    Nobody is heard who is the bot, another bot, or one of GitLab's own users. What is new is limited: of very many
    comments the later ones have to wait.
    """
    told = tuple(told_in(issue, ctx))
    speeches: list[Speech] = []
    fresh = 0
    for note in _heard(issue, told, ctx):
        if speech := _speech(note, told, ctx):
            fresh += bool(speech.new)
            speeches.append(speech)
        if fresh == _MOST_AT_ONCE:
            break
    return Talk(tuple(sorted(speeches, key=lambda speech: speech.at)), told)


def beyond_the_limit(
    speech: Speech, before: Sequence[Told], earlier: Sequence[Speech], per_hour: int
) -> tuple[Found | Mistake, ...]:
    """Tell what is said in excess of so many things by one person in an hour.

    What was said counts though its comment may be gone; `earlier` are the comments before this one in the same pass.
    """
    author = speech.note.author.id
    known = {
        (told.note, print_)
        for told in before
        if told.by == author and abs(speech.at - told.at) < _HOUR
        for print_ in told.said
    }
    new = {
        (one.note.id, fingerprint(item.identity))
        for one in earlier
        if one.note.author.id == author and abs(speech.at - one.at) < _HOUR
        for item in one.new
    }
    return speech.new[max(0, per_hour - len(known | new)) :]


def _heard(issue: Issue, told: Sequence[Told], ctx: Context) -> Iterator[Note]:
    """Go through the comments of people, without those that somebody wrote before he was last refused."""
    refused = _refused(told)
    known = {one.note for one in told}
    for note in comments_of_people(issue, ctx):
        if not is_gitlabs_own(note.author) and (note.id > refused.get(note.author.id, 0) or note.id in known):
            yield note


def _refused(told: Sequence[Told]) -> dict[int, int]:
    """Tell up to which of his comments somebody has been refused."""
    refused: dict[int, int] = {}
    for one in told:
        if one.denied:
            refused[one.by] = max(one.note, refused.get(one.by, 0))
    return refused


def _speech(note: Note, told: Sequence[Told], ctx: Context) -> Speech | None:
    once = {fingerprint(one.identity): one for one in commands_in(note.body, ctx.bot.username, ctx.labels)}
    if not once:
        return None
    before = tuple(one for one in told if one.note == note.id)
    known = {print_ for one in before for print_ in one.said}
    said = tuple(sorted(once.values(), key=lambda one: one.line))
    is_refused = note.id <= _refused(told).get(note.author.id, 0)
    new = () if is_refused else tuple(one for one in said if fingerprint(one.identity) not in known)
    at = _said_at(note)
    if not before and ctx.now - at > _TOO_OLD:
        return None
    return Speech(note, said, new, before, at)


def _said_at(note: Note) -> datetime:
    """Tell when a comment got its present words: when it was last changed, as far as GitLab tells."""
    changed = note.updated_at or note.created_at
    return changed if changed - note.created_at > _EDITED else note.created_at
