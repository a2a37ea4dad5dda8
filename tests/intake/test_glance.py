"""Files on a real disk; none of them is opened."""

import os
from pathlib import Path

import pytest

from bot.intake.files import InputFile
from bot.intake.glance import Files, files_seen


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(InputFile, "open", lambda _: pytest.fail("opened a file"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("x", encoding="utf-8")
    (tmp_path / "in" / "b.csv").touch()


@pytest.mark.parametrize(
    ("patterns", "seen"),
    [
        pytest.param([], Files(), id="nothing"),
        pytest.param(["-"], Files(), id="standard input waits for a pass"),
        pytest.param(["in/a.csv"], Files(count=1), id="a name"),
        pytest.param(["in/a.csv", "in/a*.csv"], Files(count=1), id="a file counts once"),
        pytest.param(["in/*.csv"], Files(count=2, empty=("in/b.csv",)), id="an empty one"),
        pytest.param(["out/*.csv", "gone.csv"], Files(missing=("gone.csv",), unmatched=("out/*.csv",)), id="none"),
        pytest.param(["in"], Files(folders=("in",)), id="a folder"),
        pytest.param(["i*"], Files(unmatched=("i*",)), id="a pattern that matches a folder alone"),
    ],
)
def test_what_is_there(patterns: list[str], seen: Files) -> None:
    assert files_seen(patterns) == seen


def test_what_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda name, mode: (name, mode) != ("in/a.csv", os.R_OK))
    assert files_seen(["in/a.csv"]).unreadable == ("in/a.csv",)


def test_a_pipe_is_left_full(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert files_seen(["pipe"]) == Files(count=1)
