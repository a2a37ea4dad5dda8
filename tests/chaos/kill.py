"""Real processes, killed (SIGKILL) at one of their writes: right before it is carried out, or right after."""

from pathlib import Path

from builders import DAY
from chaos.history import LABELS_BEFORE, mixed, morning
from chaos.player import Player
from chaos.process import process
from chaos.seen import differences, either, repetitions, see
from chaos.verdict import Verdict
from chaos.ways import Moment

from bot.sandbox import Sandbox

_FAULTS = {"before": "stall", "after": "hang"}
_LONG = 60.0  # seconds; longer than it takes to kill somebody
_SURVEYS = 30


class Killing:
    """A pass over surveys, idle and overdue issues; `writes` holds the numbers of its requests that write."""

    def __init__(self, player: Player, folder: Path) -> None:
        self._player = player
        self._sandbox = player.sandbox
        self._folder = folder
        self._rows = mixed(_SURVEYS)
        _fill(self._sandbox)
        self._world, before = self._sandbox.save(), see(self._sandbox)
        with process(self._sandbox, self._rows, folder) as running:
            assert running.wait() == 0
        self._after = see(self._sandbox)
        self._meanwhile = either(before, self._after)
        requests = enumerate(self._sandbox.requests, start=1)
        self.writes = [number for number, request in requests if request.method != "GET"]

    def judge(self, number: int, moment: Moment) -> Verdict:
        """Kill a pass at one of its requests, let another one follow, and compare."""
        self._sandbox.restore(self._world)
        fault = self._sandbox.faults.add(kind=_FAULTS[moment], skip=number - 1, seconds=_LONG)
        with process(self._sandbox, self._rows, self._folder) as running:
            assert fault.played.wait(_LONG)
            running.kill()
        self._sandbox.faults.clear()
        twice = list(repetitions(self._meanwhile, see(self._sandbox)))
        self._sandbox.clock.advance(seconds=240)
        code = self._player.run(self._rows).code
        return Verdict(
            group=f"kill -9 {moment} a write",
            case=f"kill -9 {moment} request {number}",
            wrong=[*twice, *differences(self._after, see(self._sandbox))],
            dishonest=f"the next pass ended with {code}" if code else "",
        )


def _fill(sandbox: Sandbox) -> None:
    """Give a pass something to close and something to remind of, typed by hand."""
    for label in LABELS_BEFORE:
        sandbox.world.add_label(label)
    old = morning(0) - 9 * DAY
    for number in range(3):
        sandbox.world.seed_issue(title=f"idle {number}", labels=["satisfaction::good"], created_at=old)
        sandbox.world.seed_issue(
            title=f"overdue {number}", labels=["satisfaction::bad"], created_at=old, due_date=(old + 2 * DAY).date()
        )
