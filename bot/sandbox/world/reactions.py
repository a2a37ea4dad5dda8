"""Emoji reactions on issues and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.world.model import Award, Note

if TYPE_CHECKING:
    from bot.sandbox.world.default import World
    from bot.sandbox.world.model import Issue, User

_ALIASES = {"+1": "thumbsup", "-1": "thumbsdown"}


def emoji_name(text: str) -> str:
    """Give the name under which GitLab keeps an emoji: without colons, aliases resolved."""
    name = text.strip(":")
    return _ALIASES.get(name, name)


def react(world: World, user: User, awardable: Issue | Note, text: str) -> Award | None:
    """Add a reaction; nobody can give the same one twice. On a note it moves the note's ``updated_at``."""
    name, now = emoji_name(text), world.clock.now()
    if any(award.user is user and award.name == name for award in awardable.awards):
        return None
    award = Award(world.number("award"), name, user, now)
    awardable.awards.append(award)
    if isinstance(awardable, Note):
        awardable.updated_at = now
    return award
