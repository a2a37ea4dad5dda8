"""What people have said to the bot on an issue, and what of it is new."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands import Found, Mistake, commands_in
from bot.model.context import Context
from bot.model.history import comments_of_people
from bot.model.issue import Issue, Note
from bot.model.told import Told, fingerprint, told_in

_HOUR = timedelta(hours=1)
# Users that GitLab itself makes; numbers may follow (GitLab's source, lib/users/internal.rb). What customers answer to
# a Service Desk mail comes from the support bot.
_GITLABS_OWN = {
    "ghost",
    "support-bot",
    "alert-bot",
    "migration-bot",
    "gitlab-security-bot",
    "automation-bot",
    "llm-bot",
    "gitlabduo",
    "gitlab-admin-bot",
    "visual-review-bot",
    "suggested-reviewers-bot",
}


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

    @property
    def size(self) -> int:
        """How many things were said in it, those that are no longer there included."""
        return len({*_prints(self.said), *(one for told in self.told for one in told.said)})


def speeches_in(issue: Issue, ctx: Context) -> list[Speech]:
    """Find the comments that speak to the bot, in the order in which that was said; raises UnreadError.

    Nobody is heard who is the bot under any of its users, another bot, or one of GitLab's own users.
    """
    told = told_in(issue, ctx)
    found = (_speech(note, told, ctx) for note in comments_of_people(issue, ctx) if _is_heard(note, ctx))
    return sorted((speech for speech in found if speech), key=lambda speech: speech.at)


def beyond_the_limit(speech: Speech, speeches: Sequence[Speech], per_hour: int) -> tuple[Found | Mistake, ...]:
    """Tell what is said in excess of so many things by one person in the hour before."""
    this = (speech.note.created_at, speech.note.id)
    earlier = (
        one.size
        for one in speeches
        if one.note.author.id == speech.note.author.id
        and speech.note.created_at - one.note.created_at < _HOUR
        and (one.note.created_at, one.note.id) < this
    )
    before_in_this = speech.size - len(speech.new)
    return speech.new[max(0, per_hour - sum(earlier) - before_in_this) :]


def _is_heard(note: Note, ctx: Context) -> bool:
    return not ctx.is_bot(note.author) and note.author.username.lower().rstrip("0123456789") not in _GITLABS_OWN


def _speech(note: Note, told: Sequence[Told], ctx: Context) -> Speech | None:
    once = {fingerprint(one.identity): one for one in reversed(commands_in(note.body, ctx.bot.username, ctx.labels))}
    if not once:
        return None
    before = tuple(one for one in told if one.note == note.id)
    known = Counter(print_ for one in before for print_ in one.said)
    said = tuple(sorted(once.values(), key=lambda one: one.line))
    new = tuple(one for one in said if fingerprint(one.identity) not in known)
    at = note.updated_at or ctx.now if before and new else note.created_at
    return Speech(note, said, new, before, at)


def _prints(said: Sequence[Found | Mistake]) -> list[str]:
    return [fingerprint(one.identity) for one in said]
