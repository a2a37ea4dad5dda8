"""Look at everything that the doctor judges by: the configuration, the templates, the sources, and GitLab."""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot.doctor import Findings
from bot.engine import rehearsed
from bot.errors import BotError, ConfigurationError
from bot.intake.glance import Account, Files, Seen, files_seen
from bot.intake.sources import FileSource
from bot.intake.zendesk import Client as Zendesk
from bot.intake.zendesk import ZendeskSource, credentials_from, try_account
from bot.intake.zendesk.apis import APIS
from bot.model.examined import Examined, unexamined
from bot.settings import Configuration, PolicyAndMore
from bot.settings.strangers import idle, known_variables
from bot.tracker import Client, Waiting
from bot.tracker.examination import examine

_NOWHERE = "not looked at, since the environment does not say where, with which token, or in which project"
_PATIENCE = timedelta(minutes=1)  # with GitLab, and with each source


def findings_of(configuration: Configuration, now: datetime) -> Findings:
    """Look at everything else, GitLab first, since its clock is compared with `now`; raises nothing."""
    examined = _examined(configuration)
    policy = configuration.policy
    return Findings(
        now=now,
        configuration=configuration,
        template_problems=tuple(_template_problems(policy, configuration, now)) if policy else None,
        strangers=tuple(idle(os.environ, known_variables(policy.sections))) if policy else (),
        sources=dict(_sources(policy, now)) if policy else {},
        gitlab=examined,
    )


def _examined(configuration: Configuration) -> Examined:
    environment, policy, project = configuration.environment, configuration.policy, configuration.project
    if environment is None or environment.token is None or project is None:
        return unexamined(_NOWHERE)
    client = Client(
        url=environment.url.rstrip("/"),
        token=environment.token.get_secret_value(),
        project=project,
        waiting=Waiting(_PATIENCE),
    )
    return examine(client, policy.labels.names.dashboard if policy else None)


def _template_problems(policy: PolicyAndMore, configuration: Configuration, now: datetime) -> Iterator[str]:
    url = configuration.environment.url if configuration.environment else ""
    settings = policy.connected(url, SecretStr(""), configuration.project or "")
    try:
        rehearsed(settings, now)
    except ConfigurationError as problem:
        yield from problem.problems


def _sources(policy: PolicyAndMore, now: datetime) -> Iterator[tuple[str, Seen]]:
    for name, source in policy.sources.items():
        if isinstance(source.settings, FileSource):
            yield name, _files(source.settings.files)
        else:
            yield name, _account(name, source.settings, now)


def _files(patterns: Sequence[str]) -> Files:
    try:
        return files_seen(patterns)
    except OSError:  # a folder on the way may not be entered, or a file went away meanwhile
        return Files(unreadable=tuple(patterns))


def _account(name: str, source: ZendeskSource, now: datetime) -> Account:
    surveys = APIS[source.api].words
    try:
        client = Zendesk(name, source, credentials_from(os.environ, source.credentials), Waiting(_PATIENCE))
        try_account(client, source, now)
    except BotError as problem:
        return Account(surveys, problem=str(problem))
    return Account(surveys, warning=client.warning or "")
