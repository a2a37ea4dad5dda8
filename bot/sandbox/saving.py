"""Copies of everything a sandbox holds, quick enough to try one situation in many ways."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from bot.sandbox.world.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELDS = tuple(item.name for item in fields(Issue))


@dataclass(frozen=True, slots=True)
class Saved:
    """World, clock and switches as they were at one moment."""

    content: bytes = field(repr=False)


def freeze(things: object, issues: Iterable[Issue]) -> Saved:
    """Copy things, in one piece so that what refers to the same object goes on doing so.

    Of each issue a blank is written first and its values beside it: a long chain of linked issues, written one inside
    the other, would go too deep.
    """
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream)
    pickler.dispatch_table = {Issue: lambda _issue: (_blank, ())}
    pickler.dump((things, [(issue, [getattr(issue, name) for name in _FIELDS]) for issue in issues]))
    return Saved(stream.getvalue())


def thaw(saved: Saved) -> Any:  # noqa: ANN401 (whatever was frozen)
    """Give another copy of what was frozen."""
    things, issues = pickle.loads(saved.content)  # noqa: S301 (nothing is read but what this process wrote)
    for issue, values in issues:
        for name, value in zip(_FIELDS, values, strict=True):
            setattr(issue, name, value)
    return things


def _blank() -> Issue:
    return Issue.__new__(Issue)
