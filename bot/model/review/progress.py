"""How far the review of an issue has come: what its comments say together, and what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.context import Context
from bot.model.history import UnreadError, asked_since, comments_of_people, is_person, marks_of, rating_since
from bot.model.issue import Issue, LabelEvent, Note
from bot.model.labels import scope_of
from bot.model.review.answers import is_nothing, yes_or_no
from bot.model.review.form import Field
from bot.model.review.reading import Filled, read_comment


@dataclass(frozen=True, slots=True)
class Gap:
    """A line of the review that is not filled in; `seen` is what stands there where that is not understood."""

    line: str
    seen: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """What a comment says to a line; `open` tells that everybody who sees the issue may see it."""

    value: str = field(repr=False)
    at: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What people have filled in, the newest word for each line.

    `newest` is when a person last commented, None if nobody has. `begun` tells whether a review is expected: it was
    asked for, or somebody has filled in a line of his own accord. `cause` is the label that the comments name, if the
    issue bears none.
    """

    newest: datetime | None
    begun: bool
    said: Mapping[str, Said]
    cause: str | None
    gaps: tuple[Gap, ...]

    @property
    def contact(self) -> bool | None:
        """Whether the customer is to be contacted; None where nobody has said."""
        return _decision(self.said["contact"].value) if "contact" in self.said else None

    @property
    def asks_for_nothing(self) -> bool:
        """Whether nothing is to be done, and nobody to be contacted."""
        return "action" in self.said and is_nothing(self.said["action"].value) and self.contact is False


def review_of(issue: Issue, ctx: Context) -> Review:
    """Read the review from the comments of people since an answer has been expected; raises UnreadError."""
    since = asked_since(issue, ctx)
    comments = [note for note in comments_of_people(issue, ctx) if note.created_at >= since]
    read = [(note, read_comment(note.body, ctx.form)) for note in comments]
    said: dict[str, Said] = {}
    for note, filled in read:
        is_open = issue.confidential and not note.internal
        said |= {name: Said(value, note.created_at, is_open) for name, value in filled.values.items()}
    has_cause = any(scope_of(label) == ctx.labels.names.causes for label in issue.labels)
    cause = None if has_cause else _named(read, issue)
    asked = any(at >= rating_since(issue, ctx) for _, at in marks_of(issue, "ask_review", ctx))
    return Review(
        newest=comments[-1].created_at if comments else None,
        begun=bool(said) or asked,
        said=said,
        cause=cause,
        gaps=tuple(_gaps(said, has_cause=has_cause or cause is not None, ctx=ctx)),
    )


def _gaps(said: Mapping[str, Said], *, has_cause: bool, ctx: Context) -> list[Gap]:
    gaps = [Gap(line.line, _seen(said, line)) for line in ctx.form.fields if not _is_there(said, line)]
    if ctx.form.causes and not has_cause:
        gaps.append(Gap(f"a label {ctx.labels.names.causes}::…"))
    return gaps


def _is_there(said: Mapping[str, Said], line: Field) -> bool:
    return line.name in said and not (line.yes_or_no and _decision(said[line.name].value) is None)


def _seen(said: Mapping[str, Said], line: Field) -> str:
    return said[line.name].value if line.name in said and said[line.name].open else ""


def _decision(value: str) -> bool | None:
    return False if is_nothing(value) else yes_or_no(value)


def _named(read: Sequence[tuple[Note, Filled]], issue: Issue) -> str | None:
    """Find the cause that the newest comment names which names just one, unless somebody has taken it off since."""
    named = [(note.created_at, next(iter(filled.causes))) for note, filled in read if len(filled.causes) == 1]
    if not named:
        return None
    at, cause = named[-1]
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


def is_persons(event: LabelEvent | None, ctx: Context) -> bool:
    """Tell whether a person did this, and not the bot under any of its users."""
    return event is not None and is_person(event.author, ctx) and not ctx.is_bot(event.author)
