"""Where the surveys of a pass come from: the files that somebody named, or else every source of the policy."""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.cli.wish import Wish
from bot.engine import Report
from bot.errors import ConfigurationError
from bot.intake import Feed, FileFeed, find_files
from bot.intake.inbox import Hearer
from bot.intake.mapping import Translation
from bot.intake.sources import FileSource
from bot.intake.zendesk import Client, Waiter, ZendeskFeed, ZendeskSource, credentials_from
from bot.settings import Settings
from bot.settings.load import PolicyAndMore
from bot.settings.suggest import suggestion

_WILD = "*?["


def feeds_of(wish: Wish, settings: Settings, now: datetime, report: Report, waiter: Waiter) -> list[Feed]:
    """Find the surveys; a file that is not there makes the pass red. Raises ConfigurationError."""
    if wish.surveys:
        return [*files_of(wish.surveys, source_of(wish, settings), settings, now, report)]
    names = [wish.source] if wish.source else list(settings.sources)
    feeds: list[Feed] = []
    for name in names:
        source = settings.sources[name].settings
        if isinstance(source, FileSource):
            if wish.source and not source.files:
                raise ConfigurationError(f"--source {name}: its section names no `files`; name some with --surveys")
            feeds += files_of(source.files, name, settings, now, report)
        else:
            feeds.append(zendesk_feed(name, source, settings, now, waiter))
    return feeds


def source_of(wish: Wish, settings: Settings | PolicyAndMore) -> str:
    """Say what the surveys of named files are known as; raises ConfigurationError for a source nobody knows."""
    policy, known = settings.policy, settings.sources
    name = wish.source or policy.source
    if known and name not in {*known, policy.source}:
        # By another name every survey would be a new one.
        hint = suggestion(name, [*known, policy.source])
        raise ConfigurationError(f"--source {name}: the policy has no such source{hint}")
    return name


def files_of(
    patterns: Sequence[str], source: str, settings: Settings | PolicyAndMore, now: datetime, hearer: Hearer
) -> Iterator[FileFeed]:
    """Read files as the surveys of a source."""
    mapping = settings.sources[source].mapping if source in settings.sources else None
    files, nothing = find_files(patterns)
    for pattern in nothing:
        if Path(pattern).is_dir():
            hearer.fail(f"{pattern}: is a folder; name its files, such as '{pattern.rstrip('/')}/*.csv'")
        elif any(sign in pattern for sign in _WILD):
            hearer.warn(f"{pattern}: matches no file")
        else:
            hearer.fail(f"{pattern}: there is no such file")
    return (FileFeed(file, source, now, mapping) for file in files)


def zendesk_feed(name: str, source: ZendeskSource, settings: Settings, now: datetime, waiter: Waiter) -> ZendeskFeed:
    """Connect a Zendesk source, without a request yet; raises ConfigurationError when its credentials are missing."""
    client = Client(name, source, credentials_from(os.environ, source.credentials), waiter)
    mapping = settings.sources[name].mapping
    translate = partial(Translation(mapping, name, now).read, name)
    return ZendeskFeed(source, client, translate, now)
