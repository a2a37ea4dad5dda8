"""The bot as a process of its own, started as a pipeline starts it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chaos.history import POLICY, Row

from bot.sandbox import Sandbox


@contextmanager
def process(sandbox: Sandbox, rows: Sequence[Row] | None, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a pass at the sandbox's present moment; it is killed in the end if it still runs."""
    policy, surveys = folder / "policy.yml", folder / "surveys.jsonl"
    policy.write_text(POLICY, encoding="utf-8")
    surveys.write_text("".join(json.dumps(row) + "\n" for row in rows or ()), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--now", sandbox.clock.now().isoformat()]
    command += [] if rows is None else ["--surveys", str(surveys)]
    environment = os.environ | {
        "FEEDBACK_BOT_URL": sandbox.url,
        "FEEDBACK_BOT_TOKEN": sandbox.bot_token,
        "FEEDBACK_BOT_PROJECT": sandbox.project,
        "FEEDBACK_BOT_CONFIG": str(policy),
    }
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - ourselves
    try:
        yield running
    finally:
        running.kill()
        running.wait()
