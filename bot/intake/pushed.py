"""What the body of a web hook is about: an issue of the tracker, a Zendesk ticket, or a survey that it holds itself.

A body proves nothing: whoever knows a trigger token can send any. So of GitLab and Zendesk only a number is taken, by
which the rest is read again; a survey in the body is believed only where the policy says so (`pushed: true`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import BotError
from bot.intake.mapping import Mapping as SourceMapping
from bot.intake.mapping import recognises
from bot.intake.row import Row

_HINT = "docs/hooks.md tells what can be sent"
_CSAT = "zen:event-type:ticket.csat_"
_ABOUT_AN_ISSUE = ("issue", "work_item")
# What else GitLab's web hooks tell (its documentation, "Webhook events").
_NOT_FOR_US = (
    *("push", "tag_push", "merge_request", "wiki_page", "pipeline", "build", "deployment", "feature_flag", "release"),
    *("emoji", "milestone", "access_token", "vulnerability"),
)
_VARIABLES = ("variables", "inputs")  # of the pipeline that the trigger starts (GitLab's documentation)
_LONGEST = 20  # digits of a ticket


class PushError(BotError):
    """The body of a web hook that cannot be used; its text holds nothing of the body."""


@dataclass(frozen=True, slots=True)
class IssuePush:
    """GitLab tells that somebody has changed an issue or commented on it; `by` is that user's id."""

    project_id: int
    project: str
    iid: int
    by: int


@dataclass(frozen=True, slots=True)
class TicketPush:
    """Zendesk tells that a ticket has been rated."""

    source: str
    ticket: str


@dataclass(frozen=True, slots=True)
class RowPush:
    """A form tool hands in a survey."""

    source: str
    row: Row


@dataclass(frozen=True, slots=True)
class NoPush:
    """Something that is known, but is none of the bot's business."""

    reason: str


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the policy expects: the names of its Zendesk sources, and the mappings that may recognise a body.

    `believed` are the sources whose bodies are taken as they are.
    """

    zendesk: Sequence[str]
    mappings: Mapping[str, SourceMapping]
    believed: frozenset[str]


Push = IssuePush | TicketPush | RowPush | NoPush


def recognised(body: object, hooks: Hooks) -> Push:
    """Tell what a body is about; raises PushError, which says what was expected."""
    if not isinstance(body, dict):
        raise PushError(f"the payload is no JSON object; {_HINT}")
    for name in _VARIABLES:
        if body.get(name):
            raise PushError(
                f"the payload sets `{name}` of the pipeline, which no web hook needs: nothing is done; {_HINT}"
            )
    if "object_kind" in body:
        return _from_gitlab(body)
    fitting = [name for name, mapping in hooks.mappings.items() if recognises(mapping, body)]
    believed = [name for name in fitting if name in hooks.believed]
    ticket = _rated_ticket(body) if hooks.zendesk else None
    source = _source_of(body, [*(hooks.zendesk if ticket is not None else ()), *believed])
    if source is None:
        raise _unknown(fitting)
    if ticket is not None and source in hooks.zendesk:
        return TicketPush(source, ticket)
    return RowPush(source, Row("", body))


def _from_gitlab(body: dict[str, object]) -> IssuePush | NoPush:
    kind = body["object_kind"]
    if kind in _NOT_FOR_US:
        return NoPush("an event of GitLab's, but not about an issue or a comment on one")
    if kind != "note" and kind not in _ABOUT_AN_ISSUE:
        raise PushError(f"the payload has an `object_kind` that is not known; {_HINT}")
    about = _section(body, "object_attributes")
    if kind == "note":
        if about.get("noteable_type") != "Issue":
            return NoPush("a comment, but not on an issue")
        if about.get("system") is True:
            return NoPush("a note of GitLab's own, not a comment")
        about = _section(body, "issue")
    project = _section(body, "project")
    return IssuePush(
        project_id=_number(project, "project.id", "id"),
        project=str(project.get("path_with_namespace")),
        iid=_number(about, "the issue's iid", "iid"),
        by=_number(_section(body, "user"), "user.id", "id"),
    )


def _rated_ticket(body: dict[str, object]) -> str | None:
    """Find the ticket in an event of Zendesk's, or in what an administrator has a trigger send."""
    kind = body.get("type")
    if isinstance(kind, str) and kind.startswith(_CSAT):
        return _ticket(_section(body, "detail").get("id"))
    return _ticket(body["ticket_id"]) if "ticket_id" in body else None


def _ticket(value: object) -> str:
    ticket = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not (ticket.isascii() and ticket.isdigit() and len(ticket) <= _LONGEST):
        raise PushError(f"the payload looks like Zendesk's, but its ticket is no number; {_HINT}")
    return ticket


def _source_of(body: dict[str, object], fitting: Sequence[str]) -> str | None:
    """Choose the source that a body is about; it may name one itself where several come into question."""
    if len(fitting) <= 1:
        return next(iter(fitting), None)
    named = body.get("source")
    if named in fitting:
        return str(named)
    known = ", ".join(fitting)
    raise PushError(f'the payload fits several sources: add "source" with one of {known}; {_HINT}')


def _unknown(fitting: Sequence[str]) -> PushError:
    if fitting:
        return PushError(
            f"the payload fits the source {fitting[0]}, whose policy does not say `pushed: true`: a body is believed "
            f"only where it does; {_HINT}"
        )
    return PushError(
        f"the payload is not recognised: it is no event of GitLab's, it names no ticket of a Zendesk source, and the "
        f"`recognise` of no source fits it; {_HINT}"
    )


def _section(body: dict[str, object], name: str) -> dict[str, object]:
    section = body.get(name)
    if not isinstance(section, dict):
        raise PushError(f"the payload lacks `{name}`; {_HINT}")
    return section


def _number(section: dict[str, object], called: str, name: str) -> int:
    value = section.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise PushError(f"the payload has no number as {called}; {_HINT}")
    return value
