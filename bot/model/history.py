"""Who did what and when: activity is human, and only the bot's own marks count.

Judged from notes and state events, never from `updated_at`, which the bot's own writes move as well.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.model.context import Context
from bot.model.issue import Issue, Note, Person
from bot.model.marks import Mark, marks_in
from bot.model.survey import Rating


class UnreadError(Exception):
    """A rule looked at something that was not read: a mistake of the program, never an answer of "no"."""


def notes_of(issue: Issue) -> tuple[Note, ...]:
    """Hand out the notes, oldest first; raises UnreadError when they have not been read."""
    if issue.notes is None:
        raise UnreadError(f"the notes of issue #{issue.iid} have not been read")
    return tuple(sorted(issue.notes, key=lambda note: note.created_at))


def is_person(author: Person, ctx: Context) -> bool:
    """Tell whether somebody is a human being and not this bot or another one the policy names."""
    return author.id != ctx.bot.id and author.username.lower() not in ctx.other_bots


def comments_of_people(issue: Issue, ctx: Context) -> list[Note]:
    """List what people wrote, oldest first."""
    return [note for note in notes_of(issue) if not note.system and is_person(note.author, ctx)]


def last_human_act(issue: Issue, ctx: Context) -> datetime | None:
    """Tell when a person last commented or reopened the issue; None if nobody did."""
    if issue.state_events is None:
        raise UnreadError(f"the state events of issue #{issue.iid} have not been read")
    acts = [note.created_at for note in comments_of_people(issue, ctx)]
    acts += [event.created_at for event in issue.state_events if _is_reopening(event.state, event.author, ctx)]
    return max(acts, default=None)


def _is_reopening(state: str, author: Person, ctx: Context) -> bool:
    return state == "reopened" and is_person(author, ctx)


def marks_of(issue: Issue, rule: str, ctx: Context) -> Iterator[tuple[Mark, datetime]]:
    """Go through the marks a rule left in the bot's own notes, oldest first, each with the time of its note."""
    for note in notes_of(issue):
        if note.author.id == ctx.bot.id and not note.system:
            yield from ((mark, note.created_at) for mark in marks_in(note.body) if mark.rule == rule)


def filed_as(issue: Issue, ctx: Context) -> Mark | None:
    """Read the mark of the survey an issue was filed for; None if it is not the bot's."""
    if issue.author.id != ctx.bot.id:
        return None
    return next((mark for mark in marks_in(issue.description) if mark.rule == "file_survey"), None)


def rating_since(issue: Issue, ctx: Context) -> datetime:
    """Tell since when the issue has had its rating: the customer's last change of it, or the issue's creation."""
    return max((at for _, at in _changes_of_rating(issue, ctx)), default=issue.created_at)


def asked_since(issue: Issue, ctx: Context) -> datetime:
    """Tell since when an answer has been expected: the last change for the worse, or the issue's creation.

    A change for the better leaves what people have answered before as it is.
    """
    worse = (at for mark, at in _changes_of_rating(issue, ctx) if mark.facts.get("answer") == "expected")
    return max(worse, default=issue.created_at)


def _changes_of_rating(issue: Issue, ctx: Context) -> Iterator[tuple[Mark, datetime]]:
    return marks_of(issue, "follow_rating", ctx)


def needs_answer(issue: Issue, ctx: Context) -> bool:
    """Tell whether a person is expected to answer: a bad or neutral rating, a review or a contact asked for."""
    names = ctx.labels.names
    if names.review.done in issue.labels:
        return False
    asked = {names.review.needed, names.contact.requested} & issue.labels
    return bool(asked) or ctx.labels.rating_of(issue.labels) in {Rating.BAD, Rating.NEUTRAL}


def answer_of(issue: Issue, ctx: Context) -> Note | None:
    """Find a person's first comment since an answer has been expected: that is the answer."""
    since = asked_since(issue, ctx)
    return next((note for note in comments_of_people(issue, ctx) if note.created_at >= since), None)
