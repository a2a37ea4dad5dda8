"""Users, tokens and members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.lists.paging import paged
from bot.sandbox.shapes import people as shapes
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, gone, ok
from bot.sandbox.web.errors import forbidden, not_found
from bot.sandbox.web.routing import route
from bot.sandbox.world.ghost import bury

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Member, User


def show_current_user(call: Call) -> Answer:
    """Show the caller to itself."""
    return ok(shapes.current_user(view_of(call), call.user))


def list_users(call: Call) -> Answer:
    """List accounts, newest first, all of them or those of a username or a word of their names."""
    username = (call.args.text("username") or "").lower()
    word = (call.args.text("search") or "").lower()
    users = [
        user
        for user in call.world.people.users.values()
        if (not username or user.username.lower() == username) and word in f"{user.username} {user.name}".lower()
    ]
    users.sort(key=lambda user: user.id, reverse=True)
    view = view_of(call)
    return paged(call, users, lambda user: shapes.basic_user(view, user))


def _the_user(call: Call) -> User:
    user = call.world.people.users.get(call.number("id"))
    if user is None:
        raise not_found("User")
    return user


def show_user(call: Call) -> Answer:
    """Show an account."""
    return ok(shapes.profile(view_of(call), _the_user(call)))


def delete_user(call: Call) -> Answer:
    """Delete an account; only administrators may, and what it wrote stays."""
    if not call.user.admin:
        raise forbidden()
    bury(call.world, _the_user(call))
    return gone()


def show_token(call: Call) -> Answer:
    """Show the token that the request carries."""
    return ok(shapes.token(call.token, call.now))


def revoke_token(call: Call) -> Answer:
    """Revoke the token that the request carries."""
    call.token.revoked = True
    return gone()


def list_members(call: Call) -> Answer:
    """List the members, all of them or those whose names have a word."""
    word, view = (call.args.text("query") or "").lower(), view_of(call)
    members = [
        member
        for member in call.world.people.members.values()
        if word in f"{member.user.username} {member.user.name}".lower()
    ]
    return paged(call, members, lambda member: shapes.member(view, member))


def show_member(call: Call) -> Answer:
    """Show one member."""
    member: Member | None = call.world.people.members.get(call.number("user_id"))
    if member is None:
        raise not_found()
    return ok(shapes.member(view_of(call), member))


ROUTES = (
    route("GET", "/user", show_current_user),
    route("GET", "/users", list_users),
    route("GET", "/users/:id", show_user),
    route("DELETE", "/users/:id", delete_user),
    route("GET", "/personal_access_tokens/self", show_token),
    route("DELETE", "/personal_access_tokens/self", revoke_token),
    route("GET", "/projects/:id/members", list_members),
    route("GET", "/projects/:id/members/all", list_members),
    route("GET", "/projects/:id/members/all/:user_id", show_member),
    route("GET", "/projects/:id/members/:user_id", show_member),
)
