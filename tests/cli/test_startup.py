import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.sandbox import Sandbox

HERE = Path(__file__).parents[2]
HEAVY = {"gitlab", "requests", "jinja2", "yaml", "uvicorn", "starlette"}

# The real door in a fresh process; whatever else it prints, the last line names everything that was imported.
PROBE = """
import sys
from bot.cli import main
try:
    main()
except SystemExit as ended:
    print(ended.code or 0, *sys.modules, sep=" ")
"""


def start(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """Start the command line; give its exit code and the heavy libraries that it has imported."""
    ended = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", PROBE, *arguments], env={**os.environ, "PYTHONPATH": str(HERE)},
        cwd=folder, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    code, *modules = ended.stdout.splitlines()[-1].split()
    return int(code), HEAVY & set(modules)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", 2),
        ("--help", 0),
        ("--version", 0),
        ("run --help", 0),
        ("plan --help", 0),
        ("apply --help", 0),
        ("explain --help", 0),
        ("doctor --help", 0),
        ("setup --help", 0),
        ("demo --help", 0),
        ("sandbox --help", 0),
        ("run --dry", 2),
        ("apply", 2),
        ("explain", 2),
        ("sandbox --port many", 2),
    ],
)
def test_what_needs_no_gitlab_and_no_web_server_waits_for_none(line: str, code: int, tmp_path: Path) -> None:
    assert start(tmp_path, *line.split()) == (code, set())


def test_a_run_imports_what_it_needs_and_no_web_server(tmp_path: Path) -> None:
    assert start(tmp_path, "run") == (2, {"gitlab", "requests", "jinja2", "yaml"})


def test_the_sandbox_imports_the_web_server_and_not_the_bot(tmp_path: Path, sandbox: Sandbox) -> None:
    taken = sandbox.url.rpartition(":")[2]
    assert start(tmp_path, "sandbox", "--port", taken) == (2, {"uvicorn", "starlette"})
