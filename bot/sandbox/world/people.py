"""The accounts, their tokens and their places in the project."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.sandbox.world.model import Member, Token, User
from bot.sandbox.world.rights import Rights
from bot.sandbox.world.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


class People:
    """Who there is, found by id, username or token."""

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.members: dict[int, Member] = {}
        self.tokens: dict[str, Token] = {}
        self._by_username: dict[str, User] = {}
        self._numbers: Counter[str] = Counter(token=500)

    def add(self, username: str, name: str, role: Role, now: datetime, *, bot: bool = False) -> User:
        """Create an account; everybody but administrators and the roleless becomes a member."""
        if username.lower() in self._by_username:
            message = f"there is a user {username} already"
            raise ValueError(message)
        self._numbers["user"] += 1
        user = User(self._numbers["user"], username, name, now, admin=role is Role.ADMIN, bot=bot)
        self.users[user.id] = user
        self._by_username[username.lower()] = user
        if Role.NONE < role < Role.ADMIN:
            self.members[user.id] = Member(user, role, now)
        return user

    def remove(self, user: User) -> None:
        """Delete an account with its tokens and its membership."""
        del self.users[user.id]
        del self._by_username[user.username.lower()]
        self.members.pop(user.id, None)
        self.tokens = {value: token for value, token in self.tokens.items() if token.user is not user}

    def named(self, username: str) -> User | None:
        """Find an account by its username, whatever the case of its letters."""
        return self._by_username.get(username.lower())

    def rights(self, user: User) -> Rights:
        """Tell what a user may do in the project."""
        if user.admin:
            return Rights(user, Role.ADMIN)
        member = self.members.get(user.id)
        return Rights(user, member.role if member else Role.NONE)

    def grant(
        self,
        user: User,
        value: str,
        now: datetime,
        scopes: Sequence[str] = ("api",),
        expires_at: date | None = None,
    ) -> Token:
        """Give a user a token."""
        self._numbers["token"] += 1
        token = Token(self._numbers["token"], value, user, tuple(scopes), now, expires_at)
        self.tokens[value] = token
        return token

    def token_of(self, username: str) -> str:
        """Give the first token of a user."""
        for token in self.tokens.values():
            if token.user.username == username:
                return token.value
        message = f"{username} has no token"
        raise KeyError(message)
