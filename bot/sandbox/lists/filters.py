"""The filters of a project's issue list: each becomes one cheap check of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.lists.due import due_check
from bot.sandbox.lists.search import search_check
from bot.sandbox.world.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.web.arguments import Arguments
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue

    Check = Callable[[Issue], bool]
    Builder = Callable[[Call, Arguments], Check | None]


def issue_checks(call: Call) -> list[Check]:
    """Give the checks that an issue must pass to be listed, the caller's right to see it among them."""
    checks: list[Check] = [] if call.rights.role >= Role.PLANNER else [call.rights.sees]
    checks += [check for build in _FILTERS if (check := build(call, call.args)) is not None]
    refused = call.args.nested("not")
    hits = [check for build in _NEGATED if (check := build(call, refused)) is not None]
    if hits:
        checks.append(lambda issue: not any(hit(issue) for hit in hits))
    return checks


def _state(_call: Call, args: Arguments) -> Check | None:
    state = args.choice("state", ("opened", "closed", "all"), "all")
    return None if state == "all" else lambda issue: issue.state == state


def _labels(call: Call, args: Arguments) -> Check | None:
    names = args.names("labels")
    if not names:
        return None
    word = names[0].lower() if len(names) == 1 else ""
    if word in {"none", "any"}:
        return lambda issue: bool(issue.labels) == (word == "any")
    wanted = {call.world.label_named(name) for name in names}
    return lambda issue: wanted <= issue.labels


def _any_label(call: Call, args: Arguments) -> Check | None:
    unwanted = {call.world.label_named(name) for name in args.names("labels")}
    return (lambda issue: not unwanted.isdisjoint(issue.labels)) if unwanted else None


def _iids(_call: Call, args: Arguments) -> Check | None:
    wanted = frozenset(args.integers("iids"))
    return (lambda issue: issue.iid in wanted) if wanted else None


def _author(_call: Call, args: Arguments) -> Check | None:
    number, username = args.integer("author_id"), args.text("author_username")
    if number is not None:
        return lambda issue: issue.author.id == number
    return (lambda issue: issue.author.username == username) if username else None


def _assignee(_call: Call, args: Arguments) -> Check | None:
    usernames = frozenset(args.names("assignee_username"))
    if usernames:
        return lambda issue: usernames <= {user.username for user in issue.assignees}
    word = (args.text("assignee_id") or "").lower()
    if word in {"none", "any"}:
        return lambda issue: bool(issue.assignees) == (word == "any")
    number = args.integer("assignee_id")
    return (lambda issue: any(user.id == number for user in issue.assignees)) if number is not None else None


def _confidential(_call: Call, args: Arguments) -> Check | None:
    wanted = args.boolean("confidential")
    return None if wanted is None else lambda issue: issue.confidential is wanted


def _created(_call: Call, args: Arguments) -> Check | None:
    after, before = args.instant("created_after"), args.instant("created_before")
    if after is None and before is None:
        return None
    return lambda issue: (after is None or issue.created_at >= after) and (before is None or issue.created_at <= before)


def _updated(_call: Call, args: Arguments) -> Check | None:
    after, before = args.instant("updated_after"), args.instant("updated_before")
    if after is None and before is None:
        return None
    return lambda issue: (after is None or issue.updated_at >= after) and (before is None or issue.updated_at <= before)


def _reaction(call: Call, args: Arguments) -> Check | None:
    name = args.text("my_reaction_emoji")
    if not name:
        return None
    mine = call.user
    if name.lower() in {"none", "any"}:
        return lambda issue: any(award.user is mine for award in issue.awards) == (name.lower() == "any")
    return lambda issue: any(award.user is mine and award.name == name for award in issue.awards)


def _scope(call: Call, args: Arguments) -> Check | None:
    scopes = ("created_by_me", "assigned_to_me", "all", "created-by-me", "assigned-to-me")
    scope = args.choice("scope", scopes, "all").replace("-", "_")
    if scope == "created_by_me":
        return lambda issue: issue.author is call.user
    return (lambda issue: call.user in issue.assignees) if scope == "assigned_to_me" else None


def _issue_type(_call: Call, args: Arguments) -> Check | None:
    wanted = args.text("issue_type")
    return (lambda issue: issue.issue_type == wanted) if wanted else None


def _closed_by(_call: Call, args: Arguments) -> Check | None:
    number = args.integer("closed_by_id")
    return None if number is None else lambda issue: issue.closed_by is not None and issue.closed_by.id == number


def _milestone(_call: Call, args: Arguments) -> Check | None:
    """No issue of the sandbox has a milestone."""
    wanted = args.text("milestone") or args.text("milestone_id")
    return (lambda _issue: wanted.lower() == "none") if wanted else None


def _weight(_call: Call, args: Arguments) -> Check | None:
    word = (args.text("weight") or "").lower()
    if word in {"none", "any"}:
        return lambda issue: (issue.weight is not None) == (word == "any")
    number = args.integer("weight")
    return None if number is None else lambda issue: issue.weight == number


_FILTERS: tuple[Builder, ...] = (
    _state,
    _labels,
    _iids,
    _author,
    _assignee,
    _confidential,
    _created,
    _updated,
    due_check,
    _reaction,
    _scope,
    _issue_type,
    _closed_by,
    _milestone,
    _weight,
    search_check,
)
_NEGATED: tuple[Builder, ...] = (_any_label, _iids, _author, _assignee, _milestone, _weight)
