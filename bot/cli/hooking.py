"""The work of `feedback-bot hook`: what the body of a web hook is about becomes an order for a pass."""

import os
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

from bot.cli.feeds import zendesk_feed
from bot.cli.one_pass import Ordering
from bot.cli.order import Tools, inbox_of, instant_of, nonce
from bot.cli.wish import Wish
from bot.engine import Order, Report
from bot.intake import ReadyFeed
from bot.intake.formats.json_text import parsed
from bot.intake.mapping import Translation
from bot.intake.pushed import Hooks, IssuePush, NoPush, PushError, RowPush, TicketPush, recognised
from bot.intake.sources import FileSource
from bot.intake.zendesk import ZendeskSource
from bot.settings import Settings

VARIABLE = "TRIGGER_PAYLOAD"  # GitLab puts the body of a trigger request into the file that it names
_STANDARD_INPUT = Path("-")
_EXPECTED = "docs/hooks.md tells what can be sent"
_LARGEST = 1_000_000  # bytes; a survey has some thousands


def ordering_for(payload: Path | None) -> Ordering:
    """Make an order of the body of a web hook; the order raises PushError and ConfigurationError."""
    return partial(_order, payload)


def _order(payload: Path | None, wish: Wish, settings: Settings, report: Report, tools: Tools) -> Order | None:
    now = instant_of(wish.now, settings.policy.timezone)
    pushed = recognised(_body(payload), _hooks(settings))
    if isinstance(pushed, NoPush):
        _note(pushed.reason)
        return None
    if isinstance(pushed, IssuePush):
        return _about(pushed, now, settings, tools)
    feed = _feed(pushed, now, settings, tools)
    return Order(now=now, nonce=nonce(), inbox=inbox_of([feed], settings, report), alone=True)


def _about(pushed: IssuePush, now: datetime, settings: Settings, tools: Tools) -> Order | None:
    names = {str(pushed.project_id), pushed.project.lower()}
    if settings.project.lower() not in names:
        raise PushError(
            "the payload is about another project than the one in which the bot works; add the web hook there, or set "
            "FEEDBACK_BOT_PROJECT"
        )
    # Every write of the bot's own fires the web hook again.
    if pushed.by == tools.reader.me().id:
        _note(f"the bot itself has changed #{pushed.iid}")
        return None
    return Order(now=now, nonce=nonce(), iid=pushed.iid)


def _feed(pushed: TicketPush | RowPush, now: datetime, settings: Settings, tools: Tools) -> ReadyFeed:
    source = settings.sources[pushed.source]
    if isinstance(pushed, RowPush):
        translation = Translation(source.mapping, pushed.source, now)
        outcome = translation.read(f"web hook of {pushed.source}", pushed.row)
        return ReadyFeed(pushed.source, (outcome,), heard=tuple(translation.warnings()))
    assert isinstance(source.settings, ZendeskSource)  # noqa: S101 - so it was recognised
    feed = zendesk_feed(pushed.source, source.settings, settings, now, tools.waiting)
    outcomes = tuple(feed.one(pushed.ticket))
    if not outcomes:
        _note(f"{pushed.source}: ticket {pushed.ticket} has no rating")
    return ReadyFeed(pushed.source, outcomes, heard=tuple(feed.warnings()))


def _note(reason: str) -> None:
    structlog.get_logger().info("nothing to do", reason=reason)


def _hooks(settings: Settings) -> Hooks:
    sources = settings.sources.items()
    return Hooks(
        zendesk=[name for name, source in sources if isinstance(source.settings, ZendeskSource)],
        mappings={name: source.mapping for name, source in sources if source.mapping is not None},
        believed=frozenset(
            name for name, source in sources if isinstance(source.settings, FileSource) and source.settings.pushed
        ),
    )


def _body(payload: Path | None) -> object:
    content = _content(payload)
    if not content.strip():
        raise PushError(f"the payload is empty; {_EXPECTED}")
    if len(content) > _LARGEST:
        raise PushError(f"the payload has more than {_LARGEST:,} bytes; no survey is so large")
    try:
        return parsed(content)
    except ValueError:
        # An error of the parser's would quote what it stumbled upon.
        raise PushError(f"the payload is not valid JSON; {_EXPECTED}") from None


def _content(payload: Path | None) -> bytes:
    path = payload or (Path(named) if (named := os.environ.get(VARIABLE)) else None)
    if path is None and sys.stdin.isatty():
        raise PushError(
            f"there is no payload: {VARIABLE} is not set, as it is in a pipeline that a trigger has started; name a "
            "file, or - for standard input"
        )
    if path is None or path == _STANDARD_INPUT:
        return sys.stdin.buffer.read(_LARGEST + 1)
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except OSError as problem:
        raise PushError(f"the payload {path} cannot be read: {problem.strerror}") from None
