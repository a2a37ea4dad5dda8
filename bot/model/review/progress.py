"""How far the review of an issue has come: what its comments say together, and what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.context import Context
from bot.model.history import is_person, marks_of, rating_since, words_to_people
from bot.model.inert import inline
from bot.model.issue import Issue, LabelEvent, Note
from bot.model.labels import scope_of
from bot.model.review.answers import decision, is_nothing
from bot.model.review.form import Field
from bot.model.review.reading import Filled, read_comment
from bot.model.told import label_history

_SHOWN = 60  # characters of what was not understood


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
        return decision(self.said["contact"].value) if "contact" in self.said else None

    @property
    def asks_for_nothing(self) -> bool:
        """Whether nothing is to be done, and nobody to be contacted."""
        return "action" in self.said and is_nothing(self.said["action"].value) and self.contact is False


def review_of(issue: Issue, ctx: Context) -> Review:
    """Read the review from the comments of people since an answer has been expected; raises UnreadError."""
    comments = words_to_people(issue, ctx)
    read = [(note, read_comment(note.body, ctx.form)) for note in comments]
    said: dict[str, Said] = {}
    for note, filled in read:
        is_open = issue.confidential and not note.internal
        said |= {name: Said(value, note.created_at, is_open) for name, value in filled.values.items()}
    labelled = has_cause(issue, ctx)
    cause = None if labelled else _named(read, issue, ctx)
    asked = any(at >= rating_since(issue, ctx) for _, at in marks_of(issue, "ask_review", ctx))
    return Review(
        newest=comments[-1].created_at if comments else None,
        begun=bool(said) or asked,
        said=said,
        cause=cause,
        gaps=tuple(_gaps(said, issue, named=labelled or cause is not None, ctx=ctx)),
    )


def has_cause(issue: Issue, ctx: Context) -> bool:
    """Tell whether the issue bears a cause label, one of the catalogue or another of its scope."""
    return any(scope_of(label) == ctx.labels.names.causes for label in issue.labels)


def cause_gap(ctx: Context) -> Gap:
    """Name the cause label as something that is missing."""
    return Gap(f"a label {ctx.labels.names.causes}::…")


def shown_gap(gap: Gap) -> dict[str, str]:
    """Make a gap fit for a template: of what was not understood the beginning, as inert Markdown."""
    return {"line": gap.line, "seen": inline(gap.seen[:_SHOWN]) if gap.seen else ""}


def _gaps(said: Mapping[str, Said], issue: Issue, *, named: bool, ctx: Context) -> list[Gap]:
    """List what is missing; whoever has closed the issue has said by that what there is to say about the contact."""
    expected = (line for line in ctx.form.fields if issue.is_open or line.name != "contact")
    gaps = [Gap(line.line, _seen(said, line)) for line in expected if not _is_there(said, line)]
    return gaps if named or not ctx.form.causes else [*gaps, cause_gap(ctx)]


def _is_there(said: Mapping[str, Said], line: Field) -> bool:
    return line.name in said and not (line.yes_or_no and decision(said[line.name].value) is None)


def _seen(said: Mapping[str, Said], line: Field) -> str:
    return said[line.name].value if line.name in said and said[line.name].open else ""


def _named(read: Sequence[tuple[Note, Filled]], issue: Issue, ctx: Context) -> str | None:
    """Find the cause that the newest comment names which names just one, unless somebody has taken it off since."""
    named = [(note.created_at, next(iter(filled.causes))) for note, filled in read if len(filled.causes) == 1]
    if not named:
        return None
    at, cause = named[-1]
    taken_off = (event for event in label_history(issue, ctx) if event.label == cause and not event.added)
    return None if any(event.created_at > at for event in taken_off) else cause


def last_change_of(label: str, issue: Issue, ctx: Context) -> LabelEvent | None:
    """Tell who put a label on the issue, or took it off, last; None if nobody is known to have done so."""
    return next((event for event in reversed(label_history(issue, ctx)) if event.label == label), None)


def last_to_add(label: str, issue: Issue, ctx: Context) -> LabelEvent | None:
    """Tell who put a label on the issue last; None if nobody is known to have done so."""
    return next((event for event in reversed(label_history(issue, ctx)) if event.label == label and event.added), None)


def is_persons(event: LabelEvent | None, ctx: Context) -> bool:
    """Tell whether a person did this, and not the bot under any of its users."""
    return event is not None and is_person(event.author, ctx) and not ctx.is_bot(event.author)
