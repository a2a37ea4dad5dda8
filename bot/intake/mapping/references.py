"""Ids and ticket numbers: what of a value is kept, and what it must look like."""

import re
from typing import Annotated

from pydantic import AfterValidator

from bot.intake.damage import undamaged
from bot.intake.mapping.words import scalar
from bot.intake.shown import shown

_LONGEST = 200  # a pattern with nested repetitions takes for ever on a long text


def _checked(pattern: str) -> str:
    try:
        groups = re.compile(pattern).groups
    except re.error as problem:
        raise ValueError(f"is no regular expression: {problem.msg}") from None
    if groups > 1:
        raise ValueError("has more than one group, so that nobody knows which is kept; write (?:…) for the others")
    return pattern


Pattern = Annotated[str, AfterValidator(_checked)]


def reference(value: object, pattern: str) -> str:
    """Keep of an id what its pattern says, an empty one allowing all; raises ValueError for one that does not fit."""
    if isinstance(value, bool):
        raise ValueError("is yes or no, and no id")  # noqa: TRY004 - a ValueError is what becomes a rejection
    text = scalar(undamaged(value))
    if not text or not pattern:
        return text
    match = re.fullmatch(pattern, text) if len(text) <= _LONGEST else None
    kept = match and match[match.re.groups]
    if kept is None:
        raise ValueError(f"{shown(text)} does not fit its pattern".lstrip())
    return kept
