"""An explanation in a manager's words, fit for a comment: nobody is notified by it, and nothing in it is at work."""

from dataclasses import asdict
from datetime import datetime

from bot.model.context import Context
from bot.model.inert import inline, sentence
from bot.reports.explanation import Explanation

NAME = "explain"

_PEOPLE = {"who", "author"}
_LINES = {"line", "read"}  # the policy's own words, shown as they are wherever the review is asked for
_VALUES = {"seen"}


def said(explanation: Explanation, ctx: Context, *, inside: bool = False) -> str:
    """Write it down with the words of the template, without the footer where it is put inside another text.

    Raises ConfigurationError for a broken template.
    """
    return ctx.texts.render(NAME, **facts_of(explanation), inside=inside)


def facts_of(explanation: Explanation) -> dict[str, object]:
    """Give what the template gets: the names are those of the JSON document, every word is inert."""
    return {name: _shown(fact, name) for name, fact in asdict(explanation).items() if name != "url"}


def day_or_time(instant: datetime) -> str:
    """Name an instant by its day, and by the time of day unless the day begins with it."""
    starts_the_day = (instant.hour, instant.minute) == (0, 0)
    return f"{instant:%Y-%m-%d}" if starts_the_day else f"{instant:%Y-%m-%d %H:%M %Z}"


def _shown(fact: object, name: str) -> object:
    """Make a fact fit for the template."""
    match fact:
        case dict():
            return {part: _shown(value, part) for part, value in fact.items()}
        case list() | tuple():
            return [_shown(one, name) for one in fact]
        case datetime():
            return day_or_time(fact)
        case str():
            return _words(fact, name)
        case _:
            return fact


def _words(text: str, name: str) -> str:
    """Make words inert, and name people so that they are not notified."""
    if name in _PEOPLE:
        return inline(f"@{text}")
    if name in _LINES:
        return text
    return inline(text) if name in _VALUES else sentence(text)
