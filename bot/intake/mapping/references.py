"""Ids and ticket numbers: what of a value is kept, and what it must look like."""

import re
from typing import Annotated

from pydantic import AfterValidator

from bot.intake.damage import undamaged
from bot.intake.mapping.words import scalar
from bot.intake.shown import shown

_LONGEST = 100  # of an id that is kept; the longer a text, the longer a pattern may take
_GROUP = re.compile(r"\(([^()]*)\)([*+]|\{[0-9]*,[0-9]*\})?")
_MANY = re.compile(r"[*+]|\{[0-9]*,[0-9]*\}")


def _checked(pattern: str) -> str:
    try:
        groups = re.compile(pattern).groups
    except re.error as problem:
        raise ValueError(f"is no regular expression: {problem.msg}") from None
    if _repeats_repetition(pattern):
        raise ValueError(
            "repeats what is a repetition itself, such as (a+)*, which may take for ever; write it simpler"
        )
    if groups > 1:
        raise ValueError("has more than one group, so that nobody knows which is kept; write (?:…) for the others")
    return pattern


def _repeats_repetition(pattern: str) -> bool:
    """Tell whether a group that holds * or + is repeated itself; groups are taken away from the innermost on."""
    rest = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "x", pattern)
    while group := _GROUP.search(rest):
        within, after = group.groups()
        many = _MANY.search(within) is not None
        if many and after:
            return True
        rest = f"{rest[: group.start()]}x{'+' if many or after else ''}{rest[group.end() :]}"
    return False


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
        raise ValueError(f"{shown('id', text)} does not fit its pattern".lstrip())
    return kept
