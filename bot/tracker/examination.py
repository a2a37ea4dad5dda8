"""Look at all that the bot needs of GitLab, with GET requests alone, and go on behind whatever cannot be read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import requests

from bot.errors import BotError, ConfigurationError, HaltedError, TrackerError, UnreachableError
from bot.model.examined import Allowance, Examined, ProjectState, Token, Trouble, Unread
from bot.model.issue import Issue, Person
from bot.tracker.client import Client, Json
from bot.tracker.patience import Headers
from bot.tracker.reader import Reader
from bot.tracker.shapes import issue_from, person_from, read_as

T = TypeVar("T")
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _SERVER_ERROR = 401, 403, 404, 500
_DASHBOARDS: dict[str, object] = {"order_by": "created_at", "sort": "asc"}
_NEWEST: dict[str, object] = {"scope": "created_by_me", "order_by": "created_at", "sort": "desc", "per_page": 10}
_NO_POLICY = Unread("not looked at, since the policy cannot be read")


def examine(client: Client, dashboard: str | None) -> Examined:
    """Read everything, in seven requests and one more for each hundred labels; raises nothing.

    `dashboard` is the label of the bot's own issue, None where nobody knows it.
    """
    look = _Look()
    version = look.at(lambda: str(client.first("/version").get("version")))
    token = look.at(lambda: read_as(_token_from, client.outside("/personal_access_tokens/self")))
    user = token.user if isinstance(token, Token) else look.at(lambda: read_as(person_from, client.outside("/user")).id)
    project = look.at(lambda: read_as(_project_from, client.get("")))
    role = look.at(lambda: _role(client, user, project))
    labels = look.at(lambda: frozenset(Reader(client).label_names()))
    dashboards = look.at(lambda: _listed(client, labels=dashboard, **_DASHBOARDS)) if dashboard else _NO_POLICY
    newest = look.at(lambda: _listed(client, **_NEWEST))
    return Examined(
        version=version,
        server_time=client.server_time,
        token=token,
        user=user,
        project=project,
        role=role,
        labels=labels,
        dashboards=dashboards.issues if isinstance(dashboards, _Listed) else dashboards,
        newest=newest.issues if isinstance(newest, _Listed) else newest,
        has_weights=_has_weights(dashboards, newest),
        allowance=_allowance(client.last_headers),
    )


class _Look:
    """Looks at one thing after the other, until something stands in the way of all that follows."""

    def __init__(self) -> None:
        self._obstacle = ""

    def at(self, read: Callable[[], T]) -> T | Unread:
        if self._obstacle:
            return Unread(f"not looked at, since {self._obstacle}")
        try:
            return read()
        except BotError as problem:
            self._obstacle = _obstacle(problem)
            return Unread(str(problem), _code(problem), _trouble(problem))


def _obstacle(problem: BotError) -> str:
    if isinstance(problem, ConfigurationError):
        return "the project is not shown"
    if isinstance(problem, HaltedError):
        return "GitLab takes too long"
    if not isinstance(problem, UnreachableError) or problem.code == _FORBIDDEN:
        return ""  # another request may well be answered
    return "GitLab refuses the token" if problem.code == _UNAUTHORIZED else "GitLab does not answer"


def _code(problem: BotError) -> int | None:
    code: int | None = _NOT_FOUND if isinstance(problem, ConfigurationError) else getattr(problem, "code", None)
    return code


def _trouble(problem: BotError) -> Trouble:
    code = _code(problem)
    if isinstance(problem, HaltedError) or (code and code >= _SERVER_ERROR) or _is_cut(problem):
        return Trouble.SILENT
    is_other = isinstance(problem, UnreachableError) and code not in {_UNAUTHORIZED, _FORBIDDEN}
    return Trouble.STRANGE if code is None or is_other else Trouble.REFUSED


def _is_cut(problem: BaseException | None) -> bool:
    """Tell whether there was no answer; one that leads in a circle or makes no sense is an answer."""
    if isinstance(problem, requests.RequestException):
        return not isinstance(problem, (requests.TooManyRedirects, requests.JSONDecodeError))
    return problem is not None and _is_cut(problem.__cause__)


def _token_from(answer: Json) -> Token:
    """Read a token; GitLab shows it to itself, whatever its scopes (GitLab's source)."""
    expires = answer.get("expires_at")
    return Token(
        user=answer["user_id"],
        scopes=frozenset(map(str, answer["scopes"])),
        is_active=bool(answer["active"]) and not answer.get("revoked"),
        expires_on=date.fromisoformat(expires) if expires else None,
    )


def _project_from(answer: Json) -> ProjectState:
    """Read the project; keys that are not there are as they are in most projects."""
    if "id" not in answer:
        raise KeyError("id")  # whatever this is, it is no project
    permissions = answer.get("permissions") or {}
    roles = [(permissions.get(access) or {}).get("access_level") for access in ("project_access", "group_access")]
    return ProjectState(
        has_issues=has_issues(answer),
        is_archived=bool(answer.get("archived")),
        is_to_be_deleted=bool(answer.get("marked_for_deletion_on") or answer.get("marked_for_deletion_at")),
        role=max((role for role in roles if role), default=None),
    )


def has_issues(project: Json) -> bool:
    """Tell whether a project has issues switched on; where its answer does not say so, it has."""
    return bool(project.get("issues_enabled", True)) and project.get("issues_access_level") != "disabled"


def scopes_of(client: Client) -> frozenset[str] | None:
    """Ask what the token may do; None where it does not tell, as fine-grained ones do not."""
    try:
        scopes = read_as(_token_from, client.outside("/personal_access_tokens/self")).scopes
    except TrackerError:
        return None  # an older GitLab, or a token of another kind: it shows when something is written
    return None if "granular" in scopes else scopes


def _role(client: Client, user: int | Unread, project: ProjectState | Unread) -> int | Unread | None:
    """Ask for the role among all members, inherited ones too; where GitLab keeps these to itself, see the project."""
    if isinstance(user, Unread):
        return user
    own = None if isinstance(project, Unread) else project.role
    return Reader(client).role_of(Person(user, username="")) or own


@dataclass(frozen=True, slots=True)
class _Listed:
    """A page of issues, and whether these have weights: on paid tiers alone (recorded answers of gitlab.com)."""

    issues: tuple[Issue, ...]
    has_weights: bool


def _listed(client: Client, **filters: object) -> _Listed:
    rows = client.first_page("/issues", **filters)
    return _Listed(tuple(read_as(issue_from, row) for row in rows), any("weight" in row for row in rows))


def _has_weights(*lists: _Listed | Unread) -> bool | None:
    found = [one.has_weights for one in lists if isinstance(one, _Listed) and one.issues]
    return any(found) if found else None


def _allowance(headers: Headers) -> Allowance | None:
    """Read what GitLab says of its limits, which it often does not (recorded answers of gitlab.com)."""
    numbers = [headers.get(f"RateLimit-{name}", "").strip() for name in ("Limit", "Remaining")]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    return Allowance(*map(int, numbers))
