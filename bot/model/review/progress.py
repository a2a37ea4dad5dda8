"""How far the review of an issue has come: what its comments say together, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.context import Context
from bot.model.history import UnreadError, answer_of, asked_since, comments_of_people, marks_of
from bot.model.issue import Issue, LabelEvent
from bot.model.labels import scope_of
from bot.model.review.answers import is_nothing, yes_or_no
from bot.model.review.reading import Filled, read_comment


@dataclass(frozen=True, slots=True)
class Gap:
    """A line of the review that is not filled in; `seen` is what stands there where that is not understood."""

    line: str
    seen: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Review:
    """What people have filled in, the newest word for each line.

    `answered` tells whether a person has commented at all, `begun` whether a review is expected: it was asked for, or
    somebody has filled in a line of his own accord. `cause` is the label that the comments name, if they name one.
    """

    answered: bool
    begun: bool
    values: Mapping[str, str] = field(repr=False)
    cause: str | None
    gaps: tuple[Gap, ...]

    @property
    def contact(self) -> bool | None:
        """Whether the customer is to be contacted; None where nobody has said."""
        return _decision(self.values.get("contact", ""))


def review_of(issue: Issue, ctx: Context) -> Review:
    """Read the review from the comments of people since an answer has been expected; raises UnreadError."""
    since = asked_since(issue, ctx)
    comments = [note for note in comments_of_people(issue, ctx) if note.created_at >= since]
    filled = [(note.created_at, read_comment(note.body, ctx.form)) for note in comments]
    values: dict[str, str] = {}
    for _, comment in filled:
        values |= comment.values
    has_cause = any(scope_of(label) == ctx.labels.names.causes for label in issue.labels)
    cause = None if has_cause else _named(filled, issue, ctx)
    return Review(
        answered=answer_of(issue, ctx) is not None,
        begun=bool(values) or any(True for _ in marks_of(issue, "ask_review", ctx)),
        values=values,
        cause=cause,
        gaps=tuple(_gaps(values, has_cause=has_cause or cause is not None, ctx=ctx)),
    )


def _gaps(values: Mapping[str, str], *, has_cause: bool, ctx: Context) -> list[Gap]:
    gaps = []
    for line in ctx.form.fields:
        value = values.get(line.name, "")
        if not value or (line.yes_or_no and _decision(value) is None):
            gaps.append(Gap(line.line, value))
    if ctx.form.causes and not has_cause:
        gaps.append(Gap(f"a label {ctx.labels.names.causes}::…"))
    return gaps


def _decision(value: str) -> bool | None:
    return False if is_nothing(value) else yes_or_no(value)


def _named(filled: list[tuple[datetime, Filled]], issue: Issue, ctx: Context) -> str | None:
    """Find the cause that the newest comment names which names just one, unless a person has taken it off since."""
    named = [(at, next(iter(comment.causes))) for at, comment in filled if len(comment.causes) == 1]
    if not named:
        return None
    at, cause = named[-1]
    review = ctx.labels.names.review
    if not issue.labels & {review.incomplete, review.done}:
        return cause  # the bot has not read this review yet
    taken_off = (event for event in events_of(issue) if event.label == cause and not event.added)
    return None if any(event.created_at > at for event in taken_off) else cause


def events_of(issue: Issue) -> tuple[LabelEvent, ...]:
    """Hand out who labelled and unlabelled the issue, oldest first; raises UnreadError when that was not read."""
    if issue.label_events is None:
        raise UnreadError(f"the label events of issue #{issue.iid} have not been read")
    return tuple(sorted(issue.label_events, key=lambda event: event.created_at))


def last_to_add(label: str, issue: Issue) -> LabelEvent | None:
    """Tell who put a label on the issue last; None if nobody is known to have done so."""
    return next((event for event in reversed(events_of(issue)) if event.label == label and event.added), None)
