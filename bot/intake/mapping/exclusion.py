"""Surveys that are left out on purpose: by the ticket's tags, the organization, or the form."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from bot.intake.mapping.words import same, scalar
from bot.model.pattern import matching

Word = Annotated[str, matching(r"\s*\S.{0,199}", "must be one line of words")]
_AROUND_TAGS = " #[]{}\"'"


class Exclusion(BaseModel):
    """What is left out, in words of which letter case and blanks do not matter."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    tags: tuple[Word, ...] = ()
    organizations: tuple[Word, ...] = ()
    forms: tuple[Word, ...] = ()


# Each list of the exclusion with the field that it is compared with, which is also what its reason begins with.
COMPARED = {"tags": "tags", "organizations": "organization", "forms": "form"}


def compared(exclusion: Exclusion) -> set[str]:
    """Name the fields without which nothing could be left out."""
    return {COMPARED[plural] for plural, words in exclusion if words}


def reasons(exclusion: Exclusion) -> Iterator[str]:
    """Name all reasons that there can be."""
    return (_reason(plural, word) for plural, words in exclusion for word in words)


def reason_to_leave_out(exclusion: Exclusion, found: Callable[[str], object]) -> str | None:
    """Find the first word of the policy that leaves a survey out, as `tag internal`; None when it is to be filed.

    Raises ValueError, which names the field, for a value that cannot be compared.
    """
    for plural, words in exclusion:
        given = _given(plural, found) if words else set()
        for word in words:
            if _comparable(plural, word) in given:
                return _reason(plural, word)
    return None


def _reason(plural: str, word: str) -> str:
    return f"{plural.removesuffix('s')} {word}"


def _given(plural: str, found: Callable[[str], object]) -> set[str]:
    name = COMPARED[plural]
    try:
        value = found(name)
        return _tags(value) if plural == "tags" else {same(scalar(value))}
    except ValueError as problem:
        raise ValueError(f"{name} {problem}") from None


def _tags(value: object) -> set[str]:
    """Take tags apart: a list, or text in which commas, blanks, brackets or quotes part them, since tools do either."""
    if isinstance(value, list):
        return {_comparable("tags", scalar(tag)) for tag in value}
    text = scalar(value)
    pieces = *re.split(r"[,;|]", text), *re.split(r"[\s,;|]+", text)
    return {_comparable("tags", tag) for tag in pieces} - {""}


def _comparable(plural: str, text: str) -> str:
    return same(text).strip(_AROUND_TAGS) if plural == "tags" else same(text)
