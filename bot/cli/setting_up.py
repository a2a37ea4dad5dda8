"""The work of `feedback-bot setup`: read, show the plan, do it, show what came of it."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from bot.cli.ending import ending_in_good_order
from bot.cli.order import present
from bot.cli.setup_screen import JsonScreen, SetupScreen
from bot.cli.stage import client_for
from bot.cli.wish import Output
from bot.engine import rehearsed
from bot.engine.surroundings import context_of, form_from, is_confidential
from bot.errors import BotError, ConfigurationError, ExitCode
from bot.intake.zendesk import ZendeskSource
from bot.model.context import Texts
from bot.model.labels import Labels
from bot.reports.issue_template import issue_template
from bot.settings import Policy, PolicyAndMore, Settings, load_policy, load_settings
from bot.settings.environment import PREFIX
from bot.setup.doing import Doer
from bot.setup.manual import HOURLY, schedule_manual
from bot.setup.outcome import Outcomes
from bot.setup.plan import plan
from bot.setup.reading import found_in, insist_on_writing, place_of
from bot.setup.renames import renames_of
from bot.setup.wanted import Wanted, WantedSchedule
from bot.texts import JinjaTexts
from bot.tracker import Client, Reader, Waiting
from bot.tracker.furnishing import Furnisher

_CRON = re.compile(r"\S+( +\S+){4}")
_ONE_MINUTE = re.compile(r"\d+ .*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupWish:
    """The options of the command as they were typed."""

    config: Path | None
    output: Output
    dry_run: bool
    renames: Sequence[str]
    schedule: str | None
    schedule_project: str | None


def print_offline(wish: SetupWish, *, schedule: bool, template: bool) -> None:
    """Print the issue template, and how to make the schedule by hand; raises ConfigurationError."""
    policy = load_policy(wish.config)
    if template:
        sys.stdout.write(_template(policy, JinjaTexts(policy.template_folders)))
    if schedule:
        wanted = _schedule(wish, policy.policy)
        sys.stdout.write(
            schedule_manual(wanted.cron if wanted else HOURLY, policy.policy.timezone.key, _secrets(policy))
        )


def set_up(wish: SetupWish) -> ExitCode:
    """Make the project ready, and say how the process is to end."""
    screen = JsonScreen() if wish.output == "json" else SetupScreen()
    outcomes = Outcomes(screen.hear, dry_run=wish.dry_run)
    try:
        _set_up(wish, load_settings(wish.config), screen, outcomes)
    except BotError as stopped:
        outcomes.stopped = stopped
    screen.close(outcomes)
    return outcomes.exit_code


def _set_up(wish: SetupWish, settings: Settings, screen: SetupScreen, outcomes: Outcomes) -> None:
    """Do it; raises what ends it early."""
    texts = rehearsed(settings, present())
    schedule = _schedule(wish, settings.policy)
    renames = renames_of(wish.renames, _places(settings.labels))
    waiting = Waiting(tell=_warn)
    client, pipeline = _clients(wish, settings, waiting)
    try:
        with ending_in_good_order(waiting):
            bot = Reader(client).me()
            if not wish.dry_run:
                insist_on_writing(client)
            wanted = Wanted(
                ctx=context_of(present(), settings, texts, bot),
                template=_template(settings, texts),
                renames=renames,
                schedule=schedule,
            )
            _work(client, pipeline, wanted, screen, outcomes)
    finally:
        clients = [client, pipeline] if pipeline else [client]
        outcomes.reads, outcomes.writes = sum(one.reads for one in clients), sum(one.writes for one in clients)


def _work(client: Client, pipeline: Client | None, wanted: Wanted, screen: SetupScreen, outcomes: Outcomes) -> None:
    place = place_of(client, wanted.ctx.bot)
    holder = place_of(pipeline, wanted.ctx.bot) if pipeline else None
    steps = plan(found_in(place, holder, wanted), wanted)
    screen.plan(steps)
    if outcomes.dry_run:
        for step in steps:
            outcomes.foresee(step)
        return
    furnisher = Furnisher(client)
    doer = Doer(place.inventory, furnisher, Furnisher(pipeline) if pipeline else furnisher, screen.progress)
    doer.carry_out(steps, outcomes)


def _clients(wish: SetupWish, settings: Settings, waiting: Waiting) -> tuple[Client, Client | None]:
    """Connect the feedback project, and the one that holds the pipeline where a schedule is wanted."""
    client = client_for(settings, waiting)
    if wish.schedule is None:
        return client, None
    holder = wish.schedule_project or settings.pipeline or settings.project
    return client, client_for(replace(settings, project=holder.strip("/")), waiting)


def _template(settings: Settings | PolicyAndMore, texts: Texts) -> str:
    policy, labels = settings.policy, settings.labels
    return issue_template(labels, form_from(policy, labels), texts, confidential=is_confidential(policy))


def _schedule(wish: SetupWish, policy: Policy) -> WantedSchedule | None:
    """Read when the bot is to run; raises ConfigurationError."""
    if wish.schedule is None:
        if wish.schedule_project:
            raise ConfigurationError("--schedule-project: without --schedule there is nothing to put there")
        return None
    cron = wish.schedule.strip()
    if not _CRON.fullmatch(cron):
        raise ConfigurationError(f"--schedule {cron!r}: write five fields in quotes, such as '{HOURLY}' for hourly")
    if not _ONE_MINUTE.fullmatch(cron):
        _warn(f"--schedule {cron!r}: on GitLab.com's tier Free a schedule runs 24 times a day at most, which is hourly")
    return WantedSchedule(cron=cron, timezone=policy.timezone.key)


def _places(labels: Labels) -> dict[str, str]:
    """Tell of every name that is wanted where it is written."""
    catalogue = "the label catalogue (labels.yml beside the policy, else the shipped one, to be copied there)"
    in_catalogue = {label.name: catalogue for label in labels.catalogue}
    return in_catalogue | dict.fromkeys(labels.names.all(), "the policy (labels)")


def _secrets(policy: PolicyAndMore) -> list[str]:
    """Name the variables that the policy's sources need."""
    sources = (source.settings for source in policy.sources.values())
    names = dict.fromkeys(source.credentials for source in sources if isinstance(source, ZendeskSource))
    return [f"{PREFIX}{name}_{part}" for name in names for part in ("CLIENT_ID", "CLIENT_SECRET")]


def _warn(detail: str) -> None:
    structlog.get_logger().warning("look", detail=detail)
