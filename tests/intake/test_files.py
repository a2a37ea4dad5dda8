from __future__ import annotations

import gc
import io
import os
import warnings
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from bot.intake import Rejection, find_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.conftest import ReadFiles

LINE = b'{"ticket": 1, "rating": "good", "responded_at": "2026-11-22T09:30:00+01:00"}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with some exports."""
    for name in ("b.csv", "a.csv", "c.json", "sub/d.csv", "sub/deep/e.csv", "odd[1].csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    (tmp_path / "folder.csv").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Puts bytes on standard input, which can be read once."""

    def put(content: bytes) -> None:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))

    return put


@pytest.mark.parametrize(
    ("patterns", "names", "nothing"),
    [
        pytest.param(["a.csv"], ["a.csv"], [], id="a file"),
        pytest.param(["c.json", "a.csv"], ["c.json", "a.csv"], [], id="files in the order given"),
        pytest.param(["?.csv"], ["a.csv", "b.csv"], [], id="a pattern, in the order of names"),
        pytest.param(["*.csv"], ["a.csv", "b.csv", "odd[1].csv"], [], id="folders are left out"),
        pytest.param(["sub/**/*.csv"], ["sub/d.csv", "sub/deep/e.csv"], [], id="all folders below"),
        pytest.param(["odd[1].csv"], ["odd[1].csv"], [], id="a name that looks like a pattern"),
        pytest.param(["b.csv", "?.csv", "b.csv"], ["b.csv", "a.csv"], [], id="each file once"),
        pytest.param(["x.csv", "a.csv", "*.xml"], ["a.csv"], ["x.csv", "*.xml"], id="what matches nothing"),
        pytest.param(["x.csv", "x.csv"], [], ["x.csv"], id="what matches nothing is told once"),
        pytest.param(["folder.csv"], [], ["folder.csv"], id="a folder is no file"),
        pytest.param([""], [], [""], id="no name at all"),
        pytest.param([], [], [], id="nothing asked"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_files_are_found_by_name_and_pattern(patterns: list[str], names: list[str], nothing: list[str]) -> None:
    files, missing = find_files(patterns)
    assert ([file.name for file in files], missing) == (names, nothing)


def test_patterns_may_be_absolute(folder: Path) -> None:
    files, nothing = find_files([str(folder / "?.csv")])
    assert ([file.name for file in files], nothing) == ([str(folder / "a.csv"), str(folder / "b.csv")], [])


@pytest.mark.usefixtures("folder")
def test_a_file_can_be_read_again_from_its_start() -> None:
    (file,), _ = find_files(["a.csv"])
    for _ in range(2):
        with file.open() as stream:
            assert stream.read() == b"a.csv"
        assert stream.closed


def test_standard_input_can_be_read_twice(type_in: Callable[[bytes], None], read_files: ReadFiles) -> None:
    type_in(LINE)
    files, nothing = find_files(["-", "-"])
    assert ([file.name for file in files], nothing) == (["standard input"], [])
    assert read_files(files).tickets == ["1"]


def test_the_copy_of_standard_input_has_no_name_that_could_stay_behind(type_in: Callable[[bytes], None]) -> None:
    type_in(LINE)
    (file,), _ = find_files(["-"])
    with file.open() as stream:
        assert os.fstat(stream.fileno()).st_nlink == 0


def test_a_pipe_can_be_read_twice_like_a_file(tmp_path: Path, read_files: ReadFiles) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=lambda: pipe.write_bytes(LINE))
    writer.start()
    files, nothing = find_files([str(pipe)])
    writer.join()
    assert nothing == []
    assert read_files(files).tickets == ["1"]


def test_rejections_name_standard_input(type_in: Callable[[bytes], None], read_files: ReadFiles) -> None:
    type_in(b"")
    files, _ = find_files(["-"])
    (rejection,) = read_files(files).rejections
    assert rejection.startswith("standard input: is empty")


@pytest.mark.usefixtures("folder")
def test_standard_input_and_files_go_together(type_in: Callable[[bytes], None]) -> None:
    type_in(LINE)
    files, _ = find_files(["a.csv", "-", "b.csv"])
    assert [file.name for file in files] == ["a.csv", "standard input", "b.csv"]


def test_a_file_that_vanishes_is_rejected_and_the_others_go_on(tmp_path: Path, read_files: ReadFiles) -> None:
    gone, kept = tmp_path / "gone", tmp_path / "kept"
    for path in (gone, kept):
        path.write_bytes(LINE)
    files, _ = find_files([str(gone), str(kept)])
    gone.unlink()
    reading = read_files(files)
    assert reading.rejections == [f"{gone}: cannot be read: No such file or directory"]
    assert reading.tickets == ["1"]


@pytest.mark.parametrize(
    "content",
    [
        b"ticket,rating,responded_at\n1,good,2026-11-22T09:30:00+01:00\n",
        b"sep=,\nticket,rating,responded_at\n1,good,2026-11-22T09:30:00+01:00\n",
        b"[" + LINE + b"]",
        LINE,
    ],
    ids=["csv", "csv for Excel", "array", "lines"],
)
def test_a_file_is_closed_in_order(tmp_path: Path, read_files: ReadFiles, content: bytes) -> None:
    path = tmp_path / "in"
    path.write_bytes(content)
    files, _ = find_files([str(path)])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert read_files(files).tickets == ["1"]
        gc.collect()
    assert [str(warning.message) for warning in caught] == []


@pytest.mark.parametrize(
    ("place", "said"), [("row 3", "in.csv row 3: is odd"), ("", "in.csv: is odd")], ids=["row", "whole file"]
)
def test_a_rejection_is_said_in_one_line(place: str, said: str) -> None:
    assert str(Rejection("in.csv", place, "is odd")) == said
