"""Users, the current user, members and tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.sandbox.clock import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sandbox.shapes.view import Json, View
    from bot.sandbox.world.model import Member, Token, User

_LIFETIME = timedelta(days=365)  # the longest that GitLab allows by default
_PROFILE_TEXTS = (
    "bio",
    "location",
    "linkedin",
    "twitter",
    "discord",
    "github",
    "website_url",
    "organization",
    "job_title",
)


def basic_user(view: View, user: User) -> Json:
    """Show a user inside another object."""
    shape: Json = {"id": user.id, "username": user.username}
    if view.settings.modern:
        shape["public_email"] = None
    return shape | {
        "name": user.name,
        "state": "active",
        "locked": False,
        "avatar_url": None,
        "web_url": f"{view.host}/{user.username}",
    }


def profile(view: View, user: User) -> Json:
    """Show a user asked for by id."""
    shape = basic_user(view, user) | {"created_at": stamp(user.created_at)} | dict.fromkeys(_PROFILE_TEXTS, "")
    return shape | {
        "pronouns": None,
        "bot": user.bot,
        "work_information": None,
        "followers": 0,
        "following": 0,
        "is_followed": False,
        "local_time": None,
    }


def current_user(view: View, user: User) -> Json:
    """Show the caller to itself."""
    created = stamp(user.created_at)
    shape: Json = {
        "id": user.id,
        "username": user.username,
        "name": user.name,
        "state": "active",
        "locked": False,
        "avatar_url": None,
        "web_url": f"{view.host}/{user.username}",
        "created_at": created,
        "bio": "",
        "location": "",
        "public_email": None,
    }
    shape |= dict.fromkeys(_PROFILE_TEXTS, "")
    return shape | _account(user, created)


def _account(user: User, created: str) -> Json:
    address = f"{user.username}@sandbox.invalid"
    return {
        "pronouns": None,
        "bot": user.bot,
        "work_information": None,
        "local_time": None,
        "last_sign_in_at": created,
        "confirmed_at": created,
        "last_activity_on": created[:10],
        "email": address,
        "theme_id": None,
        "color_scheme_id": 1,
        "projects_limit": 0,
        "current_sign_in_at": created,
        "identities": [],
        "can_create_group": False,
        "can_create_project": False,
        "two_factor_enabled": False,
        "external": False,
        "private_profile": False,
        "commit_email": address,
        "preferred_language": "en",
        "shared_runners_minutes_limit": None,
        "extra_shared_runners_minutes_limit": None,
        "scim_identities": [],
    }


def member(view: View, place: Member) -> Json:
    """Show a user's place in the project."""
    return basic_user(view, place.user) | {
        "access_level": int(place.role),
        "created_at": stamp(place.created_at),
        "expires_at": None,
        "membership_state": "active",
    }


def token(owned: Token, now: datetime) -> Json:
    """Show a token to its owner, without its value.

    GitLab has left no expiry open since 16.0 (its documentation); that of the sandbox's own tokens moves along with
    the clock, so that nobody who travels in time is locked out.
    """
    expiry = owned.expires_at or (now + _LIFETIME).date()
    return {
        "id": owned.id,
        "name": f"{owned.user.username}'s token",
        "revoked": owned.revoked,
        "created_at": stamp(owned.created_at),
        "scopes": list(owned.scopes),
        "user_id": owned.user.id,
        "last_used_at": stamp(owned.last_used_at) if owned.last_used_at else None,
        "active": not owned.revoked,
        "expires_at": expiry.isoformat(),
    }
