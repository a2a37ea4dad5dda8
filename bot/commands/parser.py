"""Find what is said to the bot in a comment: commands, and what was meant as one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.commands.blocks import own_lines, split_lines
from bot.commands.catalogue import VERBS
from bot.commands.command import Command
from bot.commands.mistake import Mistake, Refusal, mistake
from bot.commands.wording import flat, small, spaced, unescaped
from bot.model.labels import Labels

MOST = 50  # commands in one comment
LONGEST = 20_000  # characters of a comment that are read
_MOST_PARTS = 20  # between commas
_PUNCTUATION = " .!;:"


@dataclass(frozen=True, slots=True)
class Found:
    """A command of a comment, and the line where it stands, counted from 1."""

    line: int
    command: Command

    @property
    def identity(self) -> str:
        """The same text for every command that means the same."""
        return str(self.command)


def commands_in(body: str, bot_username: str, labels: Labels) -> list[Found | Mistake]:
    """Read what a comment says to the bot, in the order in which it says it; whatever it holds, this does not fail."""
    return list(_commands_in(body[:LONGEST], bot_username, labels))


@lru_cache(1024)  # several rules ask, and whoever looks ahead asks them again for every day
def _commands_in(body: str, bot_username: str, labels: Labels) -> tuple[Found | Mistake, ...]:
    found: list[Found | Mistake] = []
    for line, text, said in islice(_addressed(body, bot_username), MOST + 1):
        reading = _read(said, labels) if len(found) < MOST else _too_many()
        if isinstance(reading, Refusal):
            found.append(mistake(line, text, flat(said), reading))
        else:
            found.append(Found(line, reading))
    return tuple(found)


def words_to_people(body: str, bot_username: str, labels: Labels) -> str:
    """Take the commands out of a comment, and what was surely meant as one; other words to the bot stay."""
    lines = {one.line for one in commands_in(body, bot_username, labels) if not _is_talk(one)}
    if not lines:
        return body
    return "\n".join(line for number, line in enumerate(split_lines(body), start=1) if number not in lines)


def _is_talk(one: Found | Mistake) -> bool:
    """Tell whether a line begins with nothing like a verb, as in "@bot I have called the customer"."""
    return isinstance(one, Mistake) and one.nearest is None and one.valid == tuple(VERBS)


def _addressed(body: str, bot_username: str) -> Iterator[tuple[int, str, str]]:
    """Go through the lines that speak to the bot, each with what they say to it."""
    # GitLab's source: dots at the end do not belong to a username, and a slash would make it a group.
    address = re.compile(
        rf" {{0,3}}(?:@{re.escape(bot_username)}|!feedback)(?=\.*(?:[ ,:;!?]|$)) *[,:]?(.*)",
        re.IGNORECASE | re.ASCII | re.DOTALL,
    )
    for number, text in own_lines(body):
        line = spaced(text)
        # A backslash before the mark is how one writes about a command.
        if line.lstrip(" ").startswith(("@", "!")) and (spoken := address.fullmatch(unescaped(line))):
            yield number, text, spoken[1]


def _read(said: str, labels: Labels) -> Command | Refusal:
    first, *others = said.split(",", _MOST_PARTS)
    verb, reading = _command(first, labels)
    if isinstance(reading, Refusal):
        return reading
    for other in others:
        if not isinstance(_command(other, labels)[1], Refusal) or _also(verb, other, labels):
            return Refusal("One command in each line; only words that are no command may follow a comma.")
    return reading


def _command(said: str, labels: Labels) -> tuple[str, Command | Refusal]:
    word, _, argument = _tidy(said).partition(" ")
    verb = VERBS.get(small(word.rstrip(_PUNCTUATION)))
    if verb is None:
        problem = "This is no verb that the bot knows." if word else "A verb is missing after the name."
        return "", Refusal(problem, word, tuple(VERBS))
    return verb.name, verb.read(argument, labels)


def _also(verb: str, said: str, labels: Labels) -> bool:
    """Tell whether words after a comma would do after the verb as well, as in "label this, that"."""
    words = _tidy(said)
    return bool(words) and not isinstance(VERBS[verb].read(words, labels), Refusal)


def _tidy(said: str) -> str:
    return flat(said).rstrip(_PUNCTUATION).lstrip(" ")


def _too_many() -> Refusal:
    return Refusal(f"A comment may hold {MOST} commands; this one, and those that follow it, were left out.")
