"""Lets a request in: who calls, whether the token is good for it, and whether the project is theirs to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.web.errors import dead_token, forbidden, insufficient_scope, not_found, unauthorized
from bot.sandbox.world.roles import Role
from bot.sandbox.world.store import PROJECT_ID, PROJECT_PATH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.world.default import World
    from bot.sandbox.world.model import Token
    from bot.sandbox.world.rights import Rights

_READING = ("api", "read_api")
_WRITING = ("api",)


def token_value(headers: Mapping[str, str], query: Mapping[str, object]) -> str | None:
    """Find the token: in either header, or in the query as older clients send it."""
    scheme, _, credential = headers.get("authorization", "").partition(" ")
    bearer = credential.strip() if scheme.lower() == "bearer" else None
    sent = query.get("private_token") or query.get("access_token")
    return headers.get("private-token") or bearer or (str(sent) if sent else None)


def admit(world: World, value: str | None, *, reading: bool, any_scope: bool = False) -> Token:
    """Accept a living token of sufficient scope, or of ``any_scope``."""
    token = world.people.tokens.get(value or "")
    if token is None:
        raise unauthorized()
    if token.revoked:
        raise dead_token("Token was revoked. You have to re-authorize from the user.")
    now = world.clock.now()
    if token.expires_at is not None and token.expires_at <= now.date():
        raise dead_token("Token is expired. You can either do re-authorization or token refresh.")
    needed = _READING if reading else _WRITING
    if not any_scope and not set(needed) & set(token.scopes):
        raise insufficient_scope(needed)
    token.last_used_at = now
    return token


def check_project(rights: Rights | None, name: str, *, reading: bool) -> None:
    """Let members of the project in; for all others, strangers included, a private project does not exist."""
    known = name == str(PROJECT_ID) or name.lower() == PROJECT_PATH
    if rights is None and not reading:
        raise unauthorized()
    if rights is None or not known or rights.role is Role.NONE:
        raise not_found("Project")


def check_project_is_open(world: World, *, about_issues: bool, reading: bool) -> None:
    """Refuse issues where the project has none (recorded), and every change of an archived one (its documentation)."""
    settings = world.settings
    if (about_issues and not settings.issues_enabled) or (settings.archived and not reading):
        raise forbidden()
