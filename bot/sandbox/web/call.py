"""One call of the API, with everything a handler needs to answer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.web.errors import ApiError, not_found

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.limits import Limits
    from bot.sandbox.settings import Settings
    from bot.sandbox.web.arguments import Arguments
    from bot.sandbox.world.default import World
    from bot.sandbox.world.model import Issue, Token, User
    from bot.sandbox.world.rights import Rights


@dataclass(frozen=True, slots=True)
class Call:
    """The caller, the path's own parameters, and all others."""

    world: World
    limits: Limits
    rights: Rights
    token: Token
    host: str
    path: str
    route: dict[str, str]
    args: Arguments
    headers: dict[str, str]

    @property
    def user(self) -> User:
        """Who calls."""
        return self.rights.user

    @property
    def settings(self) -> Settings:
        """The sandbox's switches."""
        return self.world.settings

    @property
    def now(self) -> datetime:
        """The instant on the sandbox's clock."""
        return self.world.clock.now()

    def number(self, name: str) -> int:
        """Give a number out of the path; GitLab refuses anything else there as invalid."""
        text = self.route[name]
        if not text.isdecimal():
            raise ApiError(400, {"error": f"{name} is invalid"})
        return int(text)

    def issue(self, name: str = "issue_iid", missing: str | None = None) -> Issue:
        """Find the issue that the path names; one that the caller may not see does not exist."""
        issue = self.world.issues.get(self.number(name))
        if issue is None or not self.rights.sees(issue):
            raise not_found(missing)
        return issue
