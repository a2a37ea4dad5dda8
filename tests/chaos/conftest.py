"""The history, played undisturbed once for all tests of a process."""

from collections.abc import Iterator

import pytest
from chaos.history import morning
from chaos.player import Player
from chaos.trial import Trial

from bot.sandbox import Sandbox


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Sandbox(now=morning(0)) as sandbox, Player(sandbox) as player:
        yield Trial(player)


@pytest.fixture
def player() -> Iterator[Player]:
    with Sandbox(now=morning(0)) as sandbox, Player(sandbox) as ready:
        yield ready
