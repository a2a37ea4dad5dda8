"""Real processes, killed (SIGKILL) at one of their writes. `make chaos` kills at all of them."""

from pathlib import Path

from chaos.kill import Killing
from chaos.player import Player


def test_a_killed_process_leaves_nothing_lost_and_nothing_twice(player: Player, tmp_path: Path) -> None:
    killing = Killing(player, tmp_path)
    first, middle, last = killing.writes[0], killing.writes[len(killing.writes) // 2], killing.writes[-1]
    verdicts = [
        killing.judge(first, "after"),
        killing.judge(middle, "before"),
        killing.judge(middle, "after"),
        killing.judge(last, "after"),
    ]
    assert [complaint for verdict in verdicts for complaint in verdict.complaints] == []
