"""What people have told the bot in comments, and what it made of it: kept in marks, so that nothing is done twice.

An edited comment runs only what was not in it before, and what was set on somebody's word counts as set by him.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.model.context import Context
from bot.model.history import UnreadError, is_person, last_word_on_the_date, notes_of, turns_of
from bot.model.issue import Issue, LabelEvent, Note, Person, StateEvent
from bot.model.marks import Mark, marks_in
from bot.model.survey import Rating

RULE = "obey_commands"
_AT_ONCE = timedelta(hours=1)  # a pass takes minutes
_LINK = re.compile(r"[^#]*#[0-9]{1,10}")
_MOST = 200  # marks in a description; what falls out is still known by its reaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a comment, or of what was new in it when it was edited, or of a part of it.

    `by` is the author's id, `at` when it was said, `done` when the pass began that dealt with it. `said` are
    fingerprints of all that was said, `refused` of what was not done. `came` and `gone` are labels that were wished for
    or away, `until` the due date that was wished for, `kudos` whom to praise, `links` other issues to relate. `closes`
    tells that the issue was to be closed, `denied` that the author was told of having no say, for this comment and all
    before it, `limited` of having said too much.
    """

    note: int
    by: int
    at: datetime
    done: datetime
    said: frozenset[str]
    refused: frozenset[str] = frozenset()
    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    until: date | None = None
    kudos: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    closes: bool = False
    denied: bool = False
    limited: bool = False

    def mark(self, *, dated: bool) -> Mark:
        """Write it down; a mark that is not dated was made when its note was written."""
        lists = {"said": sorted(self.said), "refused": sorted(self.refused), "came": self.came, "gone": self.gone}
        facts = {"note": str(self.note), "by": str(self.by), "at": self.at.isoformat()}
        facts |= {"done": self.done.isoformat()} if dated else {}
        facts |= {name: ",".join(values) for name, values in lists.items() if values}
        facts |= {"until": self.until.isoformat()} if self.until else {}
        facts |= {"kudos": ",".join(self.kudos)} if self.kudos else {}
        facts |= {"links": ",".join(self.links)} if self.links else {}
        facts |= {name: "yes" for name in ("closes", "denied", "limited") if getattr(self, name)}
        return Mark(RULE, facts)


def fingerprint(identity: str) -> str:
    """Shorten what was said to something that tells it from other things, and nothing of what it was."""
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def told_in(issue: Issue, ctx: Context) -> list[Told]:
    """Read what the bot was told on an issue, in the order in which it was said; raises UnreadError."""
    found = [_told(mark, at) for mark, at in _marks(issue, ctx)]
    return sorted((told for told in found if told), key=lambda told: told.at)


def remembering(text: str, marks: Sequence[Mark]) -> str:
    """Put marks under a text of the bot's; of very many the oldest go, and so does what a newer one makes needless."""
    lines = text.rstrip().split("\n")
    old = {index: mark for index, line in enumerate(lines) for mark in marks_in(line) if mark.rule == RULE}
    denied = {mark.facts.get("by") for mark in marks if "denied" in mark.facts}
    over = set(list(old)[: max(0, len(old) - _MOST)])
    over |= {index for index, mark in old.items() if "denied" in mark.facts and mark.facts.get("by") in denied}
    kept = [line for index, line in enumerate(lines) if index not in over]
    return "\n".join([*kept, *map(str, marks)])


def memory_of(issue: Issue, ctx: Context) -> Note | None:
    """Find the note in which the bot remembers what it was told on an issue whose description is not its own."""
    notes = (note for note in notes_of(issue) if note.author.id == ctx.bot.id and not note.system and note.id)
    return next((note for note in notes if any(mark.rule == RULE for mark in marks_in(note.body))), None)


def carried_over(before: str, description: str) -> str:
    """Put what a description remembers under the one that takes its place."""
    return remembering(description, [mark for mark in marks_in(before) if mark.rule == RULE])


def label_history(issue: Issue, ctx: Context) -> tuple[LabelEvent, ...]:
    """Tell who labelled and unlabelled the issue, oldest first; what the bot did on somebody's word is that person's.

    Raises UnreadError when the label events or the notes were not read.
    """
    if issue.label_events is None:
        raise UnreadError(f"the label events of issue #{issue.iid} have not been read")
    words = [event for told in told_in(issue, ctx) for event in _wishes(told)]
    after: dict[str, bool] = {}
    history: list[LabelEvent] = []
    for event in sorted([*words, *issue.label_events], key=lambda event: event.created_at):
        carries_out = ctx.is_bot(event.author) and after.get(event.label) is event.added
        after[event.label] = event.added
        if not carries_out:
            history.append(event)
    return tuple(history)


def date_is_chosen(issue: Issue, ctx: Context) -> bool:
    """Tell whether a person has chosen the due date, by hand or by word; raises UnreadError."""
    if any(told.until and told.until == issue.due_date for told in told_in(issue, ctx)):
        return True
    dated = last_word_on_the_date(issue)
    return dated is not None and is_person(dated.author, ctx) and not ctx.is_bot(dated.author)


def closing_by_word(issue: Issue, ctx: Context) -> StateEvent | None:
    """Find the closing by which an issue is closed, if the bot did it on a person's word: whose, and when."""
    last = next(reversed(turns_of(issue)), None)
    if last is None or last.state != "closed" or not ctx.is_bot(last.author):
        return None
    orders = [told for told in told_in(issue, ctx) if told.closes and abs(told.done - last.created_at) < _AT_ONCE]
    authors = [note.author for note in notes_of(issue) for told in orders if note.id == told.note]
    return replace(last, author=authors[-1]) if authors else None


def has_only_the_closing(issue: Issue, ctx: Context) -> bool:
    """Tell whether the one comment is the bot's own: it says why it closes what nobody has touched."""
    closed = issue.closed_by is not None and ctx.is_bot(issue.closed_by)
    ours = ctx.is_bot(issue.author) and not any(mark.rule == RULE for mark in marks_in(issue.description))
    return issue.notes_count == 1 and closed and ours and ctx.labels.rating_of(issue.labels) is Rating.GOOD


def _wishes(told: Told) -> Iterator[LabelEvent]:
    author = Person(id=told.by, username="")
    yield from (LabelEvent(author, label, added=True, created_at=told.at) for label in told.came)
    yield from (LabelEvent(author, label, added=False, created_at=told.at) for label in told.gone)


def _marks(issue: Issue, ctx: Context) -> Iterator[tuple[Mark, datetime]]:
    if ctx.is_bot(issue.author):
        yield from ((mark, issue.created_at) for mark in marks_in(issue.description) if mark.rule == RULE)
    for note in notes_of(issue):
        if ctx.is_bot(note.author) and not note.system:
            yield from ((mark, note.created_at) for mark in marks_in(note.body) if mark.rule == RULE)


def _told(mark: Mark, written: datetime) -> Told | None:
    """Read a mark; None where somebody has changed it by hand: the reaction to the comment still tells."""
    facts = mark.facts
    try:
        told = Told(
            note=int(facts["note"]),
            by=int(facts["by"]),
            at=datetime.fromisoformat(facts["at"]),
            done=datetime.fromisoformat(facts["done"]) if "done" in facts else written,
            said=frozenset(_list(facts.get("said"))),
            refused=frozenset(_list(facts.get("refused"))),
            came=_list(facts.get("came")),
            gone=_list(facts.get("gone")),
            until=date.fromisoformat(facts["until"]) if "until" in facts else None,
            kudos=_list(facts.get("kudos")),
            links=tuple(map(_link, _list(facts.get("links")))),
            closes="closes" in facts,
            denied="denied" in facts,
            limited="limited" in facts,
        )
    except (KeyError, ValueError):
        return None
    return told if told.at.tzinfo and told.done.tzinfo else None


def _link(name: str) -> str:
    """Take the name of an issue; raises ValueError where it is none."""
    if not _LINK.fullmatch(name):
        raise ValueError(name)
    return name


def _list(words: str | None) -> tuple[str, ...]:
    return tuple(words.split(",")) if words else ()
