"""What the bot answers to a comment that speaks to it: once, in its thread, and only if there is something to say."""

from dataclasses import dataclass

from bot.commands import Mistake, help_lines
from bot.model.context import Context
from bot.model.inert import inline
from bot.model.told import RULE


@dataclass(frozen=True, slots=True)
class ShownMistake:
    """A mistake as the template gets to see it: every word of it inert Markdown."""

    line: int
    text: str
    problem: str
    nearest: str
    valid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Denial:
    """Somebody has no say: which role it takes, and which one he has as far as GitLab shows (empty: none)."""

    needed: str
    has: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is to say; `limit` is how many commands an hour may have, where there were more.

    `edited` tells that nobody knows what was in the comment before, `memory` that the bot will remember things here.
    """

    help: bool = False
    explanation: str = ""
    mistakes: tuple[Mistake, ...] = ()
    denial: Denial | None = None
    limit: int | None = None
    edited: bool = False
    memory: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return self != SILENCE


SILENCE = Answer()


def text_of(answer: Answer, ctx: Context) -> str:
    """Write the answer."""
    return ctx.texts.render(RULE, **facts_of(answer, ctx))


def facts_of(answer: Answer, ctx: Context) -> dict[str, object]:
    """Say what the template gets."""
    return {
        "bot": inline(f"@{ctx.bot.username}"),
        "help": help_lines() if answer.help else (),
        "explanation": answer.explanation,
        "mistakes": [_shown(mistake) for mistake in answer.mistakes],
        "denial": answer.denial,
        "limit": answer.limit,
        "edited": answer.edited,
        "memory": answer.memory,
    }


def _shown(mistake: Mistake) -> ShownMistake:
    return ShownMistake(
        line=mistake.line,
        text=inline(mistake.text),
        problem=mistake.problem,
        nearest=_code(mistake.nearest) if mistake.nearest else "",
        valid=tuple(map(_code, mistake.valid)),
    )


def _code(word: str) -> str:
    """Show a word of the catalogue as code, since it is to be written just so."""
    return inline(word) if "`" in word else f"`{word}`"
