"""A wish is checked against the policy and turned into an order for a pass."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from difflib import get_close_matches
from secrets import token_hex

from pydantic import TypeAdapter, ValidationError

from bot.cli.feeds import feeds_of
from bot.cli.wish import Wish
from bot.engine import Order, Report
from bot.errors import ConfigurationError
from bot.intake import Feed, Inbox
from bot.intake.redaction import Redactor
from bot.intake.zendesk import ZendeskFeed
from bot.model.duration import parse_duration
from bot.model.survey import SourceName
from bot.rules import RULE_NAMES
from bot.settings import ALL_OFF, SWITCH_ON, Settings
from bot.settings.suggest import suggestion
from bot.tracker import Reader, Waiting

_SURVEYS = {"file_survey", "follow_rating"}  # the rules that read them
_MISTYPED = 0.8  # how alike two names must be to be taken for one
_FIRST_YEAR = 2000
_LAST_YEAR = 9000  # beyond it the calendar of the program ends before the next due date


@dataclass(frozen=True, slots=True)
class Tools:
    """What an order may need to be found out: GitLab, and a way to wait for others."""

    reader: Reader
    waiting: Waiting


def order_from(wish: Wish, settings: Settings, report: Report, tools: Tools) -> Order:
    """Make an order of a wish; raises ConfigurationError naming every option that cannot be."""
    now = instant_of(wish.now, settings.policy.timezone)
    if problems := [*_contradictions(wish, settings), *_source_problems(wish, settings)]:
        raise ConfigurationError(*problems)
    reads_surveys = wish.issue is None and _SURVEYS & _rules(wish, settings)
    feeds = feeds_of(wish, settings, now, report, tools.waiting) if reads_surveys else []
    return Order(
        now=now,
        nonce=nonce(),
        inbox=inbox_of(feeds, settings, report) if feeds else None,
        only=frozenset(wish.only),
        iid=wish.issue,
        full=wish.full,
        alone=wish.alone,
        explains=True,
        limited=wish.limited,
    )


def inbox_of(feeds: Sequence[Feed], settings: Settings, report: Report) -> Inbox:
    """Bring feeds together; nothing leaves them that the policy wants redacted."""
    redactor = Redactor(settings.policy.privacy)
    report.redacted = redactor.counts
    tellers = [feed for feed in feeds if isinstance(feed, ZendeskFeed) and feed.tells]
    return Inbox(feeds=feeds, redact=redactor.survey, tellers=tellers)


def rehearsing(order: Order, report: Report) -> Order:
    """Keep a rehearsal on the embedded GitLab from telling real tickets of issues that are not real."""
    inbox = order.inbox
    strangers = [teller for teller in inbox.tellers if not teller.is_loopback] if inbox else []
    if inbox is None or not strangers:
        return order
    for teller in strangers:
        report.warn(f"{teller.source}: this is the sandbox, so no ticket of a real Zendesk is told of its issues")
    kept = [teller for teller in inbox.tellers if teller not in strangers]
    return replace(order, inbox=replace(inbox, tellers=kept))


def budget_of(wish: Wish) -> timedelta | None:
    """Tell how long the pass may take; raises ConfigurationError when it was mistyped."""
    if wish.time_budget is None:
        return None
    try:
        return parse_duration(wish.time_budget)
    except ValueError as problem:
        raise ConfigurationError(f"--time-budget {wish.time_budget}: {problem}") from None


def nonce() -> str:
    """Make up what tells two passes of one second apart."""
    return token_hex(2)


def present() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)  # noqa: TID251 - here, and only here, the clock is read


def instant_of(now: str | None, zone: tzinfo, option: str = "--now") -> datetime:
    """Read what an option says, or the clock; raises ConfigurationError when it was mistyped.

    A time without an offset is one of the policy's time zone, a day alone is its beginning there.
    """
    if now is None:
        return present()
    try:
        instant = datetime.fromisoformat(now)
    except ValueError:
        raise ConfigurationError(
            f"{option} {now}: not an instant; write it as 2026-11-30, 2026-11-30T08:00 or 2026-11-30T08:00:00+01:00"
        ) from None
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise ConfigurationError(f"{option} {now}: is not within the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def _contradictions(wish: Wish, settings: Settings) -> Iterator[str]:
    on = {rule.name for rule in settings.policy.rules.switched_on()}
    if not on:
        yield f"{ALL_OFF}: {SWITCH_ON}"
    for name in wish.only:
        if name not in RULE_NAMES:
            yield f"--only {name}: no such rule{suggestion(name, RULE_NAMES)}"
        elif name not in on:
            yield f"--only {name}: the policy has switched this rule off"
    if wish.source and not wish.surveys and (wish.issue is not None or not _SURVEYS & _rules(wish, settings)):
        yield "--source: no surveys are read in this pass, so it would do nothing"
    if wish.surveys and wish.issue is not None:
        yield "--surveys and --issue do not go together: surveys find their issues themselves"
    if wish.full and wish.issue is not None:
        yield "--full and --issue do not go together: of one issue everything is read anyway"
    if wish.surveys and not _SURVEYS & _rules(wish, settings):
        yield "--surveys: neither file_survey nor follow_rating is to run, so nothing would read them"


def _rules(wish: Wish, settings: Settings) -> set[str]:
    return set(wish.only) or {rule.name for rule in settings.policy.rules.switched_on()}


def _source_problems(wish: Wish, settings: Settings) -> Iterator[str]:
    if wish.source is None:
        return
    try:
        TypeAdapter(SourceName).validate_python(wish.source)
    except ValidationError as error:
        yield f"--source {wish.source}: {error.errors()[0]['msg'].removeprefix('Value error, ')}"
        return
    usual = settings.policy.source
    if wish.surveys and not settings.sources and get_close_matches(wish.source, [usual], cutoff=_MISTYPED):
        if wish.source != usual:  # by another name every survey would be a new one
            yield f"--source {wish.source}: did you mean {usual}? If it is another source, name it in `sources:`"
        return
    if not wish.surveys and wish.source not in settings.sources:
        hint = suggestion(wish.source, settings.sources) or "; name the files with --surveys"
        yield f"--source {wish.source}: the policy has no such source{hint}"
