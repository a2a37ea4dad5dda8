"""The recipe of the image, read and partly followed by hand: no engine that could build it runs here.

The installation itself needs a package registry, so of the build stage only the wheel is built, of the files it copies.
"""

import re
import shutil
import subprocess
import sys
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import pytest

TOP = Path(__file__).parent.parent
Steps = list[tuple[str, str]]  # instruction and arguments
COMPILERS = re.compile(r"\b(gcc|g\+\+|clang|make|build-essential|cargo|rustc|python3-dev|apt-get|apk)\b")


def stages() -> list[Steps]:
    text = re.sub(r"^#.*\n", "", (TOP / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    stages: list[Steps] = [[]]
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        instruction, _, arguments = line.partition(" ")
        if instruction == "FROM":
            stages.append([])
        stages[-1].append((instruction, " ".join(arguments.split())))
    return stages[1:]


BUILD, FINAL = stages()


def said(stage: Steps, instruction: str) -> list[str]:
    return [arguments for name, arguments in stage if name == instruction]


def copied() -> list[str]:
    """Name what the build stage copies from the source tree."""
    return [name for arguments in said(BUILD, "COPY") for name in arguments.split()[:-1]]


def is_kept_out(name: str) -> bool:
    """Say what .dockerignore says of a path: the last pattern that fits the path, or a folder above it, decides."""
    verdict = False
    places = [str(place) for place in (PurePosixPath(name), *PurePosixPath(name).parents)][:-1]
    for line in (TOP / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#") and any(fits(place, line.removeprefix("!")) for place in places):
            verdict = not line.startswith("!")
    return verdict


def fits(place: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatchcase(PurePosixPath(place).name, pattern.removeprefix("**/"))
    return place.count("/") == pattern.count("/") and fnmatchcase(place, pattern)


def test_the_image_runs_as_nobody_special() -> None:
    assert int(said(FINAL, "USER")[-1]) > 0
    assert f"--uid {said(FINAL, 'USER')[-1]} " in said(FINAL, "RUN")[0]


def test_the_image_holds_no_tools_to_build_with() -> None:
    assert not COMPILERS.search(" ".join(said(FINAL, "RUN")))
    assert said(FINAL, "FROM") == [said(BUILD, "FROM")[0].removesuffix(" AS build")]
    assert all("-slim" in image for image in said(FINAL, "FROM"))


def test_nothing_stands_between_a_runner_and_its_shell() -> None:
    assert said(FINAL, "ENTRYPOINT") == ["[]"]
    assert said(FINAL, "CMD") == ['["feedback-bot", "--help"]']


def test_the_bot_is_on_the_path_of_the_image() -> None:
    folder = said(FINAL, "COPY")[0].split()[-1]
    assert said(FINAL, "COPY") == [f"--from=build {folder} {folder}"]
    assert f'PATH="{folder}/bin:${{PATH}}"' in said(FINAL, "ENV")[0]
    assert f"python -m venv {folder} && {folder}/bin/pip install" in said(BUILD, "RUN")[0]


def test_versions_are_pinned() -> None:
    assert "--constraint .ci/constraints.txt" in said(BUILD, "RUN")[0]
    assert ".ci/constraints.txt" in copied()


@pytest.mark.parametrize("name", copied())
def test_what_is_copied_is_there_and_gets_in(name: str) -> None:
    assert (TOP / name).exists()
    assert not is_kept_out(name)


@pytest.mark.parametrize(
    "name", [".env", ".git/config", ".venv/bin/python", "tests/conftest.py", "surveys.csv", "bot/__pycache__/x.pyc"]
)
def test_nothing_else_gets_in(name: str) -> None:
    assert is_kept_out(name)


def test_what_is_copied_is_enough_for_the_wheel(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name in copied():
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (TOP / name).is_dir():
            shutil.copytree(TOP / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(TOP / name, target)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), "."]
    subprocess.run(command, cwd=source, check=True, capture_output=True)  # noqa: S603 - ourselves
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert {"bot/__main__.py", "bot/data/config/feedback-bot.yml", "bot/data/templates/file_survey.md.j2"} <= names
