"""The due date as it was before a pass, as far as GitLab's history and the bot's reminders tell."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from bot.model.history import notes_of
from bot.model.issue import Note
from bot.model.marks import marks_in
from bot.undo.work import Work

# GitLab's source, its TimeTrackingService: "changed due date to September 20, 2018", "removed due date", in newer
# versions with the date that it was; a start date may stand before.
_DAY = r"([A-Z][a-z]+ +[0-9]{1,2}, [0-9]{4})"
_CHANGED = re.compile(rf"changed due date to {_DAY}")
_REMOVED = re.compile(rf"removed due date(?: {_DAY})?")


class NotToldError(Exception):
    """What the date was cannot be read."""


@dataclass(frozen=True, slots=True)
class DateBack:
    """The due date to be set, None to remove it."""

    due: date | None


def date_back(work: Work) -> tuple[DateBack | None, list[str]]:
    """Tell what due date to set back, or why it stays as it is."""
    words = [note for note in notes_of(work.issue) if note.system and "due date" in note.body]
    ours = [note for note in work.history if "due date" in note.body]
    if not ours:
        return None, []
    try:
        was, is_now = _before(ours[0], words, work), _after(ours[-1])
    except NotToldError:
        return None, ["due date: GitLab's history does not tell what it was"]
    if was == work.issue.due_date:
        return None, []
    if words[-1] is not ours[-1] or is_now != work.issue.due_date:
        return None, [f"due date: {words[-1].author.username} has changed it since"]
    return DateBack(was), []


def _before(first: Note, words: list[Note], work: Work) -> date | None:
    """Tell the date before a change: what GitLab says has gone, what was set before, or what a reminder remembers.

    Without any of these there was none: GitLab writes a line for every date, also when an issue is opened (its source).
    """
    removed = _REMOVED.search(first.body)
    if removed and removed[1]:
        return _day(removed[1])
    if earlier := words[: words.index(first)]:
        return _after(earlier[-1])
    reminded = _reminded_of(work)
    return None if reminded == _after(first) else reminded


def _reminded_of(work: Work) -> date | None:
    """Tell the date that a reminder of the pass found over; None where it found none."""
    facts = [mark.facts for note in work.notes for mark in marks_in(note.body) if "due" in mark.facts]
    return _iso(facts[0]["due"]) if facts and "undated" not in facts[0] else None


def _after(word: Note) -> date | None:
    if changed := _CHANGED.search(word.body):
        return _day(changed[1])
    if _REMOVED.search(word.body):
        return None
    raise NotToldError


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%B %d, %Y").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise NotToldError from None


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotToldError from None
