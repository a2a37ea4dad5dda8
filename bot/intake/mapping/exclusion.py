"""Surveys that are left out on purpose: by the ticket's tags, the organization, or the form."""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from bot.intake.mapping.words import same, scalar
from bot.model.pattern import matching

Word = Annotated[str, matching(r"\s*\S.{0,199}", "must be one line of words")]


class Exclusion(BaseModel):
    """What is left out, in words of which letter case and blanks do not matter."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    tags: tuple[Word, ...] = ()
    organizations: tuple[Word, ...] = ()
    forms: tuple[Word, ...] = ()


# Each list of the exclusion with the field that it is compared with, which is also what its reason begins with.
COMPARED = {"tags": "tags", "organizations": "organization", "forms": "form"}


def reason_to_leave_out(exclusion: Exclusion, found: Callable[[str], object]) -> str | None:
    """Find the first word of the policy that leaves a survey out, as `tag internal`; None when it is to be filed."""
    for plural, words in exclusion:
        if not words:
            continue
        value = found(COMPARED[plural])
        given = _tags(value) if plural == "tags" else {same(scalar(value))}
        for word in words:
            if same(word) in given:
                return f"{plural.removesuffix('s')} {word}"
    return None


def _tags(value: object) -> set[str]:
    """Take tags apart: a list, or text in which commas or blanks part them, since tools do either."""
    if isinstance(value, list):
        return {same(scalar(tag)) for tag in value}
    text = scalar(value)
    return {same(tag) for tag in (*re.split(r"[,;|]", text), *re.split(r"[\s,;|]+", text))}
