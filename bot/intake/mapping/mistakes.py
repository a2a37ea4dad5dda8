"""What is wrong with a mapping, said so that whoever knows the file can name its line and the nearest right word."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, NoReturn

from pydantic_core import PydanticCustomError


class Mistake(NamedTuple):
    """One wrong key: the way to it from where the error is raised, and why it is wrong."""

    key: tuple[str | int, ...]
    sentence: str


def refuse(mistakes: Sequence[Mistake]) -> None:
    """Raise one error for all mistakes, if there are any."""
    if mistakes:
        said = "; ".join(f"{'.'.join(map(str, mistake.key))}: {mistake.sentence}" for mistake in mistakes)
        raise PydanticCustomError("mistakes", "{said}", {"said": said, "mistakes": tuple(mistakes)})


def unknown(sentence: str, known: Collection[str]) -> NoReturn:
    """Raise an error for a word that is none of the known ones."""
    raise PydanticCustomError("unknown_word", "{sentence}", {"sentence": sentence, "known": tuple(known)})
