"""A wish is checked against the policy and turned into an order for a pass."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.cli.wish import Wish
from bot.engine import Order, Report
from bot.errors import ConfigurationError
from bot.intake import FileFeed, Inbox, find_files
from bot.model.duration import parse_duration
from bot.model.survey import SourceName
from bot.rules import RULE_NAMES
from bot.settings import Settings
from bot.settings.suggest import suggestion

_FIRST_YEAR = 2000
_LAST_YEAR = 9000  # beyond it the calendar of the program ends before the next due date


def order_from(wish: Wish, settings: Settings, report: Report) -> Order:
    """Make an order of a wish; raises ConfigurationError naming every option that cannot be."""
    now = instant_of(wish.now)
    source = wish.source or settings.policy.source
    if problems := [*_contradictions(wish, settings), *_source_problems(source)]:
        raise ConfigurationError(*problems)
    return Order(
        now=now,
        inbox=_inbox(wish, source, now, report),
        only=frozenset(wish.only),
        iid=wish.issue,
        full=wish.full,
        limited=wish.limited,
    )


def budget_of(wish: Wish) -> timedelta | None:
    """Tell how long the pass may take; raises ConfigurationError when it was mistyped."""
    if wish.time_budget is None:
        return None
    try:
        return parse_duration(wish.time_budget)
    except ValueError as problem:
        raise ConfigurationError(f"--time-budget {wish.time_budget}: {problem}") from None


def instant_of(now: str | None) -> datetime:
    """Read what --now says, or the clock; raises ConfigurationError when it was mistyped."""
    if now is None:
        return datetime.now(UTC)  # noqa: TID251 - here, and only here, the clock is read
    try:
        instant = datetime.fromisoformat(now)
    except ValueError:
        raise ConfigurationError(f"--now {now}: not an instant; write it as 2026-11-30T08:00:00+01:00") from None
    if instant.tzinfo is None:
        raise ConfigurationError(f"--now {now}: has no UTC offset; write it as 2026-11-30T08:00:00+01:00")
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise ConfigurationError(f"--now {now}: is not within the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return instant


def _contradictions(wish: Wish, settings: Settings) -> Iterator[str]:
    on = {rule.name for rule in settings.policy.rules.switched_on()}
    if not on:
        yield "the policy has switched every rule off: give `rules:` a section for each rule that is to run"
    for name in wish.only:
        if name not in RULE_NAMES:
            yield f"--only {name}: no such rule{suggestion(name, RULE_NAMES)}"
        elif name not in on:
            yield f"--only {name}: the policy has switched this rule off"
    if wish.surveys and wish.issue is not None:
        yield "--surveys and --issue do not go together: surveys find their issues themselves"
    if wish.full and wish.issue is not None:
        yield "--full and --issue do not go together: of one issue everything is read anyway"
    if wish.surveys and not {"file_survey", "follow_rating"} & (set(wish.only) or on):
        yield "--surveys: neither file_survey nor follow_rating is to run, so nothing would read them"


def _inbox(wish: Wish, source: str, now: datetime, report: Report) -> Inbox | None:
    if not wish.surveys:
        return None
    files, nothing = find_files(wish.surveys)
    for pattern in nothing:
        if Path(pattern).is_dir():
            report.fail(f"{pattern}: is a folder; name its files, such as '{pattern.rstrip('/')}/*.csv'")
        elif any(sign in pattern for sign in "*?["):
            report.listener.warning(f"{pattern}: matches no file")
        else:
            report.fail(f"{pattern}: there is no such file")
    return Inbox(feeds=[FileFeed(file, source, now) for file in files], redact=lambda survey: survey)


def _source_problems(source: str) -> Iterator[str]:
    try:
        TypeAdapter(SourceName).validate_python(source)
    except ValidationError as error:
        yield f"--source {source}: {error.errors()[0]['msg'].removeprefix('Value error, ')}"
