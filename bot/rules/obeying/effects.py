"""What each command changes: a state that is set, so giving it again does no harm."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase

from bot.commands import (
    Assign,
    Close,
    Command,
    Contact,
    Explain,
    Help,
    Known,
    Kudos,
    Nag,
    Reference,
    Refresh,
    Refusal,
    Relate,
    RemoveLabel,
    ReviewDone,
    SetContact,
    SetLabel,
    SetRating,
    Snooze,
)
from bot.model.actions import RelateIssue, UpdateIssue
from bot.model.context import Context
from bot.model.history import UnreadError
from bot.model.issue import Issue, Person
from bot.model.labels import LabelChange
from bot.model.questions import Answers, IssueAt, RoleOf, UserNamed
from bot.model.survey import Rating
from bot.model.told import RULE, date_is_chosen
from bot.rules.obeying.authority import SEES_CONFIDENTIAL
from bot.rules.wording import retitled

_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Words:
    """A command as it was said: by whom, and when; `allowed` are patterns of labels that may be set by command.

    `snoozed` is the due date that was wished for by what was said just before.
    """

    command: Command
    by: Person
    at: datetime
    allowed: tuple[str, ...] = ("*",)
    snoozed: date | None = None


NOTHING = UpdateIssue(rule=RULE, reason="")
_NOBODY = Refusal("GitLab knows nobody of this username.")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a command comes to: changes of the issue, a link to another one, or an answer.

    `came` and `gone` are the labels that were meant, without those that only give way; `kudos` is who is praised.
    """

    verb: str = ""
    update: UpdateIssue = NOTHING
    relate: RelateIssue | None = None
    help: bool = False
    explain: bool = False
    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    kudos: str | None = None


def effect_of(words: Words, issue: Issue, answers: Answers, ctx: Context) -> Effect | Refusal:
    """Tell what a command does to an issue as it is now; raises UnansweredError or UnreadError to know more first."""
    effect = _effect_of(words, issue, answers, ctx)
    return replace(effect, verb=words.command.verb) if isinstance(effect, Effect) else effect


def _effect_of(  # noqa: C901, PLR0911, PLR0912 - a line or two for each verb
    words: Words, issue: Issue, answers: Answers, ctx: Context
) -> Effect | Refusal:
    names = ctx.labels.names
    match words.command:
        case Help():
            return Effect(help=True)
        case Explain():
            _insist_on_all(issue)
            return Effect(explain=True)
        case Refresh():
            _insist_on_all(issue)
            return Effect()
        case SetLabel(name):
            rating = ctx.labels.rating_of([name])
            meant = _rated(rating, words, issue, ctx) if rating else _labelled(issue, [name], [], ctx)
            return _not_allowed(name, words, ctx) or meant
        case RemoveLabel(name):
            return _not_allowed(name, words, ctx) or _not_without(name, ctx) or _labelled(issue, [], [name], ctx)
        case ReviewDone():
            return _labelled(issue, [names.review.done], [], ctx)
        case Assign(username):
            return _assigned(words.by if username is None else username, issue, answers)
        case Snooze(until):
            return _closed(issue) or _snoozed(until, words, ctx)
        case Nag(on):
            return _closed(issue) or _labelled(issue, [] if on else [names.nag_off], [names.nag_off] if on else [], ctx)
        case SetContact(contact):
            return _contacting(contact, words, issue, ctx)
        case SetRating(rating):
            return _rated(rating, words, issue, ctx)
        case Kudos(username):
            praised = _labelled(issue, [names.kudos], [], ctx, kudos=username)
            return praised if answers.to(UserNamed(username)) else _NOBODY
        case Known(reference):
            link = _link(reference, issue, answers, ctx)
            return link if isinstance(link, Refusal) else _labelled(issue, [names.known], [], ctx, relate=link)
        case Relate(reference):
            link = _link(reference, issue, answers, ctx)
            return link if isinstance(link, Refusal) else Effect(relate=link)
        case Close():
            return Effect(update=replace(NOTHING, state_event="close") if issue.is_open else NOTHING)


def may_be_set(name: str, allowed: tuple[str, ...], ctx: Context) -> bool:
    """Tell whether the policy lets a label be set by command; the dashboard's never is."""
    return name != ctx.labels.names.dashboard and any(fnmatchcase(name, pattern) for pattern in allowed)


def named(relate: RelateIssue) -> str:
    """Write down which issue is to be related."""
    return f"{relate.project or ''}#{relate.other}"


def link_to(name: str) -> RelateIssue:
    """Read again which issue is to be related."""
    project, _, other = name.rpartition("#")
    return RelateIssue(rule=RULE, reason="", other=int(other), project=project or None)


def _not_allowed(name: str, words: Words, ctx: Context) -> Refusal | None:
    if may_be_set(name, words.allowed, ctx):
        return None
    valid = tuple(label.name for label in ctx.labels.catalogue if may_be_set(label.name, words.allowed, ctx))
    return Refusal("The policy does not let this label be set by command.", valid=valid)


def _not_without(name: str, ctx: Context) -> Refusal | None:
    """Refuse to take the rating off: an issue that was filed from a survey has one."""
    if ctx.labels.rating_of([name]) is None:
        return None
    return Refusal("A rating is not taken off, only corrected.", valid=tuple(f"rating {one}" for one in Rating))


def _closed(issue: Issue) -> Refusal | None:
    return None if issue.is_open else Refusal("The issue is closed: reopen it first.")


def _labelled(  # noqa: PLR0913 - labels, and what comes with them
    issue: Issue,
    come: list[str],
    gone: list[str],
    ctx: Context,
    *,
    relate: RelateIssue | None = None,
    kudos: str | None = None,
) -> Effect:
    change = ctx.labels.exclusively(come, issue.labels)
    remove = tuple(sorted({*change.remove, *(set(gone) & issue.labels)}))
    update = replace(NOTHING, labels=LabelChange(change.add, remove))
    return Effect(update=update, relate=relate, came=tuple(come), gone=tuple(gone), kudos=kudos)


def _assigned(who: Person | str, issue: Issue, answers: Answers) -> Effect | Refusal:
    person = answers.to(UserNamed(who)) if isinstance(who, str) else who
    if person is None:
        return _NOBODY
    level = answers.to(RoleOf(person))
    if level is None:
        return Refusal("This person is no member of the project, as far as GitLab shows me.")
    if issue.confidential and level < SEES_CONFIDENTIAL:
        return Refusal("This person may not see confidential issues.")
    already = [one.id for one in issue.assignees] == [person.id]
    return Effect(update=NOTHING if already else replace(NOTHING, assignee=person))


def _snoozed(until: date | timedelta, words: Words, ctx: Context) -> Effect | Refusal:
    said_on = ctx.calendar.day_of(words.at)
    latest = said_on + _LONGEST
    if isinstance(until, timedelta):
        until = ctx.calendar.due(words.at, min(until, 2 * _LONGEST))
    if until > latest:
        return Refusal("This is more than a year away: `nag off` ends the reminders for good.")
    if until < said_on:
        return Refusal("This day is over.")
    return Effect(update=replace(NOTHING, due_date=until))


def _contacting(contact: Contact, words: Words, issue: Issue, ctx: Context) -> Effect | Refusal:
    names = ctx.labels.names.contact
    if contact is Contact.DONE:
        return _labelled(issue, [names.done], [names.requested], ctx)
    if contact is Contact.NO:
        return _labelled(issue, [], [names.requested], ctx)
    if refusal := _closed(issue):
        return refusal
    effect = _labelled(issue, [names.requested], [names.done], ctx)
    if names.requested in issue.labels:
        return effect
    by = ctx.calendar.due(words.at, ctx.contact_within)
    is_chosen = date_is_chosen(issue, ctx) or (words.snoozed and words.snoozed == issue.due_date)
    chosen = issue.due_date if is_chosen else None
    return replace(effect, update=replace(effect.update, due_date=max(by, chosen or by)))


def _rated(rating: Rating, words: Words, issue: Issue, ctx: Context) -> Effect:
    """Correct the rating, and what follows from it: good feedback needs no review, other feedback does."""
    review, contact = ctx.labels.names.review, ctx.labels.names.contact
    title = retitled(issue.title, rating)
    renamed = title if title != issue.title else None
    label = ctx.labels.of_rating(rating)
    if ctx.labels.rating_of(issue.labels) is rating:
        return _labelled(issue, [label], [], ctx)
    if rating is Rating.GOOD:
        effect = _labelled(issue, [label], [review.needed, review.incomplete], ctx)
        calm = issue.is_open and issue.due_date is not None and contact.requested not in issue.labels
        return replace(effect, update=replace(effect.update, title=renamed, remove_due_date=calm))
    reviewed = bool({review.incomplete, review.done} & issue.labels)
    expects = issue.is_open and not reviewed
    effect = _labelled(issue, [label, *([review.needed] if expects else [])], [], ctx)
    due = ctx.calendar.due(words.at, ctx.answer_within) if expects and issue.due_date is None else None
    return replace(effect, update=replace(effect.update, title=renamed, due_date=due))


def _link(reference: Reference, issue: Issue, answers: Answers, ctx: Context) -> RelateIssue | Refusal:
    # The tracker's host is known without its port.
    if reference.host and reference.host.partition(":")[0] != ctx.tracker_host.lower():
        return Refusal("This issue is on another host; only issues of this GitLab can be related.")
    if reference.project is None and reference.iid == issue.iid:
        return Refusal("This is the issue itself.")
    place = answers.to(IssueAt(reference.project, reference.iid))
    if place is None:
        return Refusal("There is no such issue, or none that I may see.")
    if place.web_url == issue.web_url:
        return Refusal("This is the issue itself.")
    if not place.linkable:
        return Refusal("GitLab lets me link it only with a role in its project, Guest at least, and I have none.")
    project = place.project if reference.project else None
    return RelateIssue(rule=RULE, reason="", other=place.iid, project=project)


def _insist_on_all(issue: Issue) -> None:
    if not issue.is_whole:
        raise UnreadError(f"not everything about issue #{issue.iid} has been read")
