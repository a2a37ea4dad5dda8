"""Emoji reactions on issues and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.api.notes import the_note
from bot.sandbox.lists.paging import paged
from bot.sandbox.shapes.events import award_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, gone, ok
from bot.sandbox.web.errors import not_found, unauthorized
from bot.sandbox.web.routing import route
from bot.sandbox.world.reactions import react

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Award, Issue, Note


def _awardable(call: Call) -> Issue | Note:
    issue = call.issue(missing="Issue")
    return the_note(call, issue) if "note_id" in call.route else issue


def _the_award(call: Call, awardable: Issue | Note) -> Award:
    number = call.number("award_id")
    for award in awardable.awards:
        if award.id == number:
            return award
    raise not_found()


def list_awards(call: Call) -> Answer:
    """List the reactions."""
    awardable, view = _awardable(call), view_of(call)
    return paged(call, awardable.awards, lambda award: award_shape(view, awardable, award))


def show_award(call: Call) -> Answer:
    """Show one reaction."""
    awardable = _awardable(call)
    return ok(award_shape(view_of(call), awardable, _the_award(call, awardable)))


def create_award(call: Call) -> Answer:
    """React; the same reaction twice is refused with a 404 that sounds odd (recorded answers of gitlab.com)."""
    awardable = _awardable(call)
    award = react(call.world, call.user, awardable, call.args.required("name"))
    if award is None:
        raise not_found("Award Emoji Name has already been taken")
    return created(award_shape(view_of(call), awardable, award))


def delete_award(call: Call) -> Answer:
    """Take a reaction back; only its author and administrators may."""
    awardable = _awardable(call)
    award = _the_award(call, awardable)
    if award.user is not call.user and not call.user.admin:
        raise unauthorized()
    awardable.awards.remove(award)
    return gone()


_ON_ISSUE = "/projects/:id/issues/:issue_iid/award_emoji"
_ON_NOTE = "/projects/:id/issues/:issue_iid/notes/:note_id/award_emoji"
ROUTES = tuple(
    endpoint
    for place in (_ON_ISSUE, _ON_NOTE)
    for endpoint in (
        route("GET", place, list_awards),
        route("POST", place, create_award),
        route("GET", f"{place}/:award_id", show_award),
        route("DELETE", f"{place}/:award_id", delete_award),
    )
)
