"""The long trial in pieces, for several processes; each process keeps what its pieces have in common."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from chaos.crowd import Crowd
from chaos.history import DAYS, mixed, morning
from chaos.kill import Killing
from chaos.player import Player
from chaos.source import SETTINGS, SourceTrial, source_trial
from chaos.source_ways import SOURCE_WAYS
from chaos.trial import Trial
from chaos.verdict import Verdict
from chaos.ways import LOOKS, WAYS

from bot.sandbox import Sandbox
from bot.sandbox.settings import Tier

Job = Callable[[], list[Verdict]]

_TIERS: tuple[Tier, ...] = ("free", "premium")
_SHARES = 20  # of all the kills
_SURVEYS, _OVERDUE = 200, 50  # the policy's limit lets one pass remind of fifty
_open = ExitStack()  # until the process ends


def all_jobs() -> Iterator[Job]:
    """List everything that is to be tried."""
    for processes in (True, False):
        yield partial(_four_at_once, processes=processes)
    for share in range(_SHARES):
        yield partial(_kill, share)
    for tier in _TIERS:
        for way in range(len(WAYS)):
            for day in range(len(DAYS)):
                yield partial(_disturb, tier, way, day)
    for way in range(len(LOOKS)):
        yield partial(_disturb_the_look, way)
    for settings in range(len(SETTINGS)):
        for way in range(len(SOURCE_WAYS)):
            yield partial(_disturb_the_source, settings, way)


def _disturb(tier: Tier, way: int, day: int) -> list[Verdict]:
    trial = _trial(tier)
    return [trial.judge(case) for case in trial.cases(day, WAYS[way])]


def _disturb_the_look(way: int) -> list[Verdict]:
    trial = _trial("free")
    return [trial.judge(case) for day in range(len(DAYS)) for case in trial.looks(day, LOOKS[way])]


def _disturb_the_source(settings: int, way: int) -> list[Verdict]:
    trial = _source_trial(settings)
    days = range(len(trial.mornings))
    return [trial.judge(case) for day in days for case in trial.cases(day, SOURCE_WAYS[way])]


def _kill(share: int) -> list[Verdict]:
    killing = _killing()
    writes = killing.writes[share::_SHARES]
    return [killing.judge(number, moment) for number in writes for moment in ("before", "after")]


def _four_at_once(*, processes: bool) -> list[Verdict]:
    player = _player("free")
    crowd = Crowd(player, _folder())
    with_surveys = crowd.judge_surveys(mixed(_SURVEYS), processes=processes)
    player.sandbox.reset()
    return [with_surveys, crowd.judge_reminders(_OVERDUE, processes=processes)]


@cache
def _trial(tier: Tier) -> Trial:
    return Trial(_player(tier))


@cache
def _source_trial(settings: int) -> SourceTrial:
    return source_trial(_open, *SETTINGS[settings])


@cache
def _killing() -> Killing:
    return Killing(_player("free"), _folder())


def _player(tier: Tier) -> Player:
    sandbox = _open.enter_context(Sandbox(now=morning(0), tier=tier))
    return _open.enter_context(Player(sandbox))


@cache
def _folder() -> Path:
    return Path(_open.enter_context(TemporaryDirectory()))
