"""Turns quick actions into changes, as far as their author may make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.quick.names import ALIASES
from bot.sandbox.world.updates import Updates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.sandbox.quick.names import Command
    from bot.sandbox.world.default import World
    from bot.sandbox.world.model import Issue, User
    from bot.sandbox.world.rights import Rights

    Action = Callable[["Run", str], str | None]


@dataclass(slots=True)
class Run:
    """One text's quick actions on one issue; there is no issue yet when the text is to open one.

    An action gives the sentence that says what it did, or nothing when it could not be applied.
    """

    world: World
    rights: Rights
    issue: Issue | None
    updates: Updates = field(default_factory=Updates)
    messages: list[str] = field(default_factory=list)
    applied: int = 0

    @property
    def user(self) -> User:
        """Whose text it is."""
        return self.rights.user

    @property
    def may_update(self) -> bool:
        """Whether text and state of an existing issue may be changed."""
        return self.issue is not None and self.rights.updates(self.issue)

    @property
    def may_set_metadata(self) -> bool:
        """Whether labels, assignees and the like may be changed."""
        return self.rights.sets_metadata

    def execute(self, commands: Sequence[Command], actions: Mapping[str, Action]) -> None:
        """Collect the changes of all commands, and a sentence for each."""
        for command in commands:
            name = ALIASES.get(command.name, command.name)
            action = actions.get(name)
            said = action(self, command.argument) if action else None
            self.applied += said is not None
            self.messages.append(said if said is not None else f"Could not apply {name} command.")

    @property
    def summary(self) -> str:
        """What was done, in one line."""
        return " ".join(self.messages)
