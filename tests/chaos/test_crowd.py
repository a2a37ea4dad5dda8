"""Four passes at the same moment. `make chaos` tries them with more issues."""

from pathlib import Path

import pytest
from chaos.crowd import Crowd
from chaos.history import mixed
from chaos.player import Player

both = pytest.mark.parametrize("processes", [True, False], ids=["processes", "threads"])


@both
def test_one_issue_and_one_question_remain_of_each_survey(player: Player, tmp_path: Path, processes: bool) -> None:  # noqa: FBT001 - a parameter of the test
    verdict = Crowd(player, tmp_path).judge_surveys(mixed(40), processes=processes)
    assert verdict.complaints == []


@both
def test_one_reminder_remains_of_each_due_date(player: Player, tmp_path: Path, processes: bool) -> None:  # noqa: FBT001 - a parameter of the test
    verdict = Crowd(player, tmp_path).judge_reminders(12, processes=processes)
    assert verdict.complaints == []
