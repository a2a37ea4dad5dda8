"""What was said to the bot and could not be understood: refused with a reason, never guessed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches

_MOST_COMPARED = 60  # characters; comparing two long texts takes long
_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why some words are no command: one sentence without a word of theirs, the odd word, and what could stand there.

    `offered` are the words among which the nearest is looked for, where these are not the `valid` ones themselves.
    """

    problem: str
    word: str = field(default="", repr=False)
    valid: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line that speaks to the bot and is no command.

    `line` counts from 1. `text` is the line as it was written, cut to a length: hostile until made inert. `problem` is
    a sentence, `nearest` the known word that was perhaps meant, `valid` what could stand there: none of the three holds
    a word of the line. `identity` is the same for a line that says the same, and never that of a command.
    """

    line: int
    text: str = field(repr=False)
    problem: str
    nearest: str | None = None
    valid: tuple[str, ...] = ()
    identity: str = field(default="", repr=False)


def mistake(line: int, text: str, said: str, refusal: Refusal) -> Mistake:
    """Make a mistake of a line and the reason why it is none of the commands."""
    return Mistake(
        line=line,
        text=_cut(text.strip()),
        problem=refusal.problem,
        nearest=nearest(refusal.word, refusal.offered or refusal.valid),
        valid=refusal.valid,
        identity=f"? {said}",
    )


def nearest(word: str, known: Collection[str]) -> str | None:
    """Find the known word that was perhaps meant; a name with a scope is also compared by what follows the scope."""
    forms = {form: name for name in known for form in (name.rpartition("::")[2].lower(), name.lower())}
    near = get_close_matches(word[:_MOST_COMPARED].lower(), sorted(forms), n=1, cutoff=0.6)
    return forms[near[0]] if near else None


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
