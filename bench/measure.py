"""Run a program as a process of its own, and tell what it used."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.sandbox import Sandbox
from bot.shipped import shipped

_LAUNCHER = Path(__file__).with_name("launcher.py")
_MEBIBYTE = 1024 * 1024
_ONLY_WITH_NOW = "/api/v4/version"  # --now asks whether this is the sandbox; a pass on a schedule does not


class FailedError(Exception):
    """A program did not do what is to be measured."""


@dataclass(frozen=True, slots=True)
class Used:
    """What one process used, and how it ended; `output` is its standard output."""

    code: int
    seconds: float
    cpu: float
    mebibytes: float
    output: str


def run(command: Sequence[str], variables: Mapping[str, str], *, may_fail: bool = False) -> Used:
    """Run a command with some more variables; raises FailedError when it fails and may not."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        result, out, err = (Path(folder, name) for name in ("result", "out", "err"))
        with out.open("wb") as stdout, err.open("wb") as stderr:
            launch = [sys.executable, "-S", str(_LAUNCHER), str(result), *command]
            subprocess.run(launch, env=_clean() | dict(variables), stdout=stdout, stderr=stderr, check=True)  # noqa: S603 - our own command
        code, seconds, cpu, peak = json.loads(result.read_text(encoding="utf-8"))
        if code and not may_fail:
            raise FailedError(f"{' '.join(command)} ended with {code}:\n{_end_of(err)}\n{_end_of(out)}")
        return Used(code, seconds, cpu, peak / _MEBIBYTE, out.read_text(encoding="utf-8"))


def run_bot(sandbox: Sandbox, *arguments: str, now: datetime | None = None, may_fail: bool = False) -> Used:
    """Run one pass of the bot on a sandbox, without the policy's limits, and at a pace that never makes it wait."""
    command = [sys.executable, "-m", "bot", "run", "--no-limit", *arguments]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        policy = Path(folder, "policy.yml")
        text = shipped("config/feedback-bot.yml").read_text(encoding="utf-8")
        policy.write_text(text.replace("_per_minute: auto", "_per_minute: 1000000"), encoding="utf-8")
        command += ["--config", str(policy), *(["--now", now.isoformat()] if now else [])]
        return run(command, connection(sandbox), may_fail=may_fail)


def connection(sandbox: Sandbox) -> dict[str, str]:
    """Say by variables where the sandbox is."""
    return {
        "FEEDBACK_BOT_URL": sandbox.url,
        "FEEDBACK_BOT_TOKEN": sandbox.bot_token,
        "FEEDBACK_BOT_PROJECT": sandbox.project,
    }


def requests_of(sandbox: Sandbox) -> tuple[int, int]:
    """Count the requests that a sandbox has got since they were cleared: reads and writes."""
    methods = [request.method for request in sandbox.requests if request.path != _ONLY_WITH_NOW]
    reads = sum(method in {"GET", "HEAD"} for method in methods)
    return reads, len(methods) - reads


def _clean() -> dict[str, str]:
    """Give the environment without what a pipeline or a user may have set for the bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("FEEDBACK_BOT_", "CI_"))}


def _end_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")[-2000:]
