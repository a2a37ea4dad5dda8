"""Who did what and when: activity is human, and only the bot's own marks count.

Judged from notes and state events, never from `updated_at`, which the bot's own writes move as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.errors import DamagedMarkError
from bot.model.context import Context
from bot.model.gitlabs_own import is_gitlabs_own
from bot.model.issue import Issue, Note, Person, StateEvent
from bot.model.marks import Mark, marks_in
from bot.model.survey import Rating

_AT_ONCE = timedelta(minutes=1)  # after the filing the bot asks for the review
_YOUNG = timedelta(days=1)
_ROUNDED = timedelta(seconds=1)  # GitLab tells its time in whole seconds


class UnreadError(Exception):
    """A rule looked at something that was not read: a mistake of the program, never an answer of "no"."""


def notes_of(issue: Issue) -> tuple[Note, ...]:
    """Hand out the notes, oldest first; raises UnreadError when they have not been read."""
    if issue.notes is None:
        raise UnreadError(f"the notes of issue #{issue.iid} have not been read")
    return tuple(sorted(issue.notes, key=lambda note: note.created_at))


def turns_of(issue: Issue) -> tuple[StateEvent, ...]:
    """Hand out who closed and reopened the issue, oldest first; raises UnreadError when that was not read."""
    if issue.state_events is None:
        raise UnreadError(f"the state events of issue #{issue.iid} have not been read")
    return tuple(sorted(issue.state_events, key=lambda event: event.created_at))


def is_person(author: Person, ctx: Context) -> bool:
    """Tell whether somebody is a human being and not this bot or another one the policy names.

    A former user of the bot's passes for one: GitLab gives the texts of all deleted users to its Ghost User.
    """
    return author.id != ctx.bot.id and author.username.lower() not in ctx.other_bots


def comments_of_people(issue: Issue, ctx: Context) -> list[Note]:
    """List what people wrote, oldest first."""
    return [note for note in notes_of(issue) if not note.system and _is_persons(note, ctx)]


def _is_persons(note: Note, ctx: Context) -> bool:
    formerly_ours = note.author.id in ctx.former_bots and any(marks_in(note.body))
    return is_person(note.author, ctx) and not formerly_ours


def last_human_act(issue: Issue, ctx: Context) -> datetime | None:
    """Tell when a person last commented or reopened the issue; None if nobody did."""
    acts = [note.created_at for note in comments_of_people(issue, ctx)]
    reopened = last_reopening(issue, ctx)
    return max([*acts, reopened] if reopened else acts, default=None)


def last_reopening(issue: Issue, ctx: Context) -> datetime | None:
    """Tell when a person last reopened the issue; None if nobody did."""
    events = (event for event in turns_of(issue) if event.state == "reopened" and is_person(event.author, ctx))
    return max((event.created_at for event in events), default=None)


def closing_by_a_person(issue: Issue, ctx: Context) -> StateEvent | None:
    """Find the closing by which an issue is closed, if it was a person's: who, and when; None if nobody is known.

    Whoever is no longer a user (the id 0) may have been the bot under a former one; GitLab's own users are nobody.
    """
    last = next(reversed(turns_of(issue)), None)
    if last is None or last.state != "closed":
        return None
    who = last.author
    is_somebody = who.id and is_person(who, ctx) and not ctx.is_bot(who) and not is_gitlabs_own(who)
    return last if is_somebody else None


def marks_of(issue: Issue, rule: str, ctx: Context) -> Iterator[tuple[Mark, datetime]]:
    """Go through the marks a rule left in the bot's own notes, oldest first, each with the time of its note."""
    for note in notes_of(issue):
        if ctx.is_bot(note.author) and not note.system:
            yield from ((mark, note.created_at) for mark in marks_in(note.body) if mark.rule == rule)


@dataclass(frozen=True, slots=True)
class Filing:
    """What the bot noted when it last wrote an issue's description.

    `due` is the due date that it set, `cause` the cause label; `contact` whether the customer has asked to be
    contacted, `followed` whether there was an answer after the first, `confidential` whether the issue was to be;
    `beside` are the issues that it was filed beside, since other sources spoke of the same ticket.
    """

    survey: str
    responded_at: datetime
    rating: Rating
    due: date | None
    cause: str | None
    contact: bool
    followed: bool
    confidential: bool
    beside: tuple[int, ...] = ()


def filing_mark(issue: Issue, ctx: Context) -> Mark | None:
    """Find the mark of the survey an issue was filed for; None if it is not the bot's."""
    if not ctx.is_bot(issue.author):
        return None
    return next((mark for mark in marks_in(issue.description) if mark.rule == "file_survey"), None)


def filed_as(issue: Issue, ctx: Context) -> Filing | None:
    """Read the mark of the survey an issue was filed for; None if it is not the bot's.

    Raises DamagedMarkError when somebody has changed the mark by hand.
    """
    mark = filing_mark(issue, ctx)
    if mark is None:
        return None
    due = mark.facts.get("due")
    try:
        filing = Filing(
            survey=mark.facts["survey"],
            responded_at=datetime.fromisoformat(mark.facts["responded"]),
            rating=Rating(mark.facts["rating"]),
            due=date.fromisoformat(due) if due else None,
            cause=mark.facts.get("cause"),
            contact="contact" in mark.facts,
            followed="followed" in mark.facts,
            confidential="confidential" in mark.facts,
            beside=tuple(int(iid) for iid in mark.facts.get("beside", "").split(",") if iid),
        )
    except (KeyError, ValueError):
        filing = None
    if filing is None or filing.responded_at.tzinfo is None:
        raise DamagedMarkError(
            f"#{issue.iid}: the hidden mark in the description was changed by hand; put it back (the issue's history "
            f"has it), or let the label {ctx.labels.names.hands_off} keep the bot away"
        )
    return filing


def rating_since(issue: Issue, ctx: Context) -> datetime:
    """Tell since when the issue has had its rating: the customer's last change of it, or the issue's creation."""
    changes = (at for mark, at in marks_of(issue, "follow_rating", ctx) if "rating" in mark.facts)
    return max(changes, default=issue.created_at)


def asked_since(issue: Issue, ctx: Context) -> datetime:
    """Tell since when an answer has been expected: the customer's last word that asks for one, or the creation.

    A change for the better leaves what people have answered before as it is.
    """
    words = marks_of(issue, "follow_rating", ctx)
    return max((at for mark, at in words if mark.facts.get("answer") == "expected"), default=issue.created_at)


def customer_spoke(issue: Issue, ctx: Context) -> datetime:
    """Tell when the bot last passed on a word of the customer's; the issue's creation is the first."""
    return max((at for _, at in marks_of(issue, "follow_rating", ctx)), default=issue.created_at)


def needs_answer(issue: Issue, ctx: Context) -> bool:
    """Tell whether a person is expected to answer: a bad or neutral rating, a review or a contact asked for."""
    names = ctx.labels.names
    if names.review.done in issue.labels:
        return False
    return (
        ctx.labels.contact_is_open(issue.labels)
        or names.review.needed in issue.labels
        or ctx.labels.rating_of(issue.labels) in {Rating.BAD, Rating.NEUTRAL}
    )


def words_to_people(issue: Issue, ctx: Context) -> list[Note]:
    """List what people wrote to each other since an answer has been expected, without what they told the bot."""
    since = asked_since(issue, ctx)
    notes = (note for note in comments_of_people(issue, ctx) if note.created_at >= since)
    spoken = (replace(note, body=ctx.to_people(note.body)) for note in notes)
    return [note for note in spoken if note.body.strip()]


def answer_of(issue: Issue, ctx: Context) -> Note | None:
    """Find a person's first words to people since an answer has been expected: that is the answer."""
    return next(iter(words_to_people(issue, ctx)), None)


def last_word_on_the_date(issue: Issue) -> Note | None:
    """Find GitLab's own note on the last change of the due date.

    GitLab writes "changed due date to …" or "removed due date …" for whoever does it (GitLab's source, its
    TimeTrackingService).
    """
    return next((note for note in reversed(notes_of(issue)) if note.system and "due date" in note.body), None)


def has_only_the_question(issue: Issue, ctx: Context) -> bool:
    """Tell whether the one comment is surely the bot's own: it asks for the review as soon as it has filed the issue.

    A person may comment in that minute as well, where the bot could not ask: so it is not sure of an issue that was
    left undone or filed by a pass that was cut off, nor of a very young one where nothing is known of the last pass.
    """
    last = ctx.last_pass
    sure_until = last.settled_until + _ROUNDED if last else ctx.now - _YOUNG
    is_asked = issue.created_at <= sure_until and not (last and issue.iid in last.again)
    at_once = issue.updated_at - issue.created_at < _AT_ONCE
    is_asked &= ctx.labels.rating_of(issue.labels) in ctx.asks_for
    return is_asked and issue.notes_count == 1 and at_once and filing_mark(issue, ctx) is not None
