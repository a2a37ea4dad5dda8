import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import requests
from builders import DAY
from cli.conftest import Command

from bot.cli.hosting import _announce
from bot.sandbox import Sandbox

HERE = Path(__file__).parents[2]


def test_the_demo_shows_each_day_what_was_filed_asked_nagged_and_closed(feedback_bot: Command) -> None:
    ended = feedback_bot("demo")
    assert ended.code == 0, ended.err
    shown = Counter(re.findall(r"^    (filed|asked|followed|nagged|closed) ", ended.out, re.MULTILINE))
    assert set(shown) == {"filed", "asked", "followed", "nagged", "closed"}
    assert len(re.findall(r"day \d\d March", ended.out)) >= 10
    assert "38 issues" in ended.out
    assert re.search(
        r"^Not shown is #\d+, where the bot keeps its place: Feedback bot: dashboard\.$", ended.out, re.MULTILINE
    )
    assert not re.search(r"^ *#\d+ .*dashboard", ended.out, re.MULTILINE)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_the_sandbox_prints_what_to_export_and_ends_when_told(stop: signal.Signals, tmp_path: Path) -> None:
    output = tmp_path / "out"
    with output.open("w") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "bot", "sandbox", "--port", "0"],
            stdout=out, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONPATH": str(HERE), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        exported = _exported(output)
        answer = requests.get(f"{exported['URL']}/api/v4/user", headers={"PRIVATE-TOKEN": exported["TOKEN"]}, timeout=5)
        assert answer.json()["username"] == "feedback-bot"
        running.send_signal(stop)
        assert running.wait(timeout=10) == 0
    finally:
        running.kill()
        running.wait()


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="needs a shell and curl, as people do")
def test_what_the_sandbox_prints_can_be_typed_in_that_order(
    sandbox: Sandbox, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sandbox.clock.reset()  # it goes on, as it does for people
    _announce(sandbox)
    hints = capsys.readouterr().out
    assert "mia (Maintainer), jonas (Developer), priya (Reporter), gus (Guest)" in hints
    row = {"ticket": "1", "rating": "bad", "responded_at": (sandbox.clock.now() - DAY).isoformat()}
    (tmp_path / "surveys.jsonl").write_text(json.dumps(row), encoding="utf-8")
    typed = "\n".join(line for line in hints.splitlines() if re.match(r"export|feedback-bot|curl|NOW=", line))
    typed = typed.replace("FILE", "surveys.jsonl").replace("feedback-bot run", f"{sys.executable} -m bot run")
    typed = typed.replace("feedback-bot explain", f"{sys.executable} -m bot explain")
    ended = subprocess.run(  # noqa: S603 - what people are told to type
        ["bash", "-euc", typed], env={**os.environ, "PYTHONPATH": str(HERE)},  # noqa: S607 - as people have it
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    now, later = re.findall(r"^#1 .*?(?=^rules)", ended.stdout, re.MULTILINE | re.DOTALL)
    assert "expected  an answer: nobody is assigned" in now
    assert "expected  the rest of the review: mia (assigned)" in later
    assert "just answered again" not in ended.stdout


def test_a_port_that_is_taken_is_named_with_a_way_out(feedback_bot: Command, sandbox: Sandbox) -> None:
    ended = feedback_bot("sandbox", "--port", sandbox.url.rpartition(":")[2])
    assert ended.code == 2
    assert "cannot be had (Address already in use); --port 0 takes a free one" in ended.logged[0]["event"]


def _exported(output: Path) -> dict[str, str]:
    for _ in range(200):
        exported = dict(re.findall(r"export FEEDBACK_BOT_(\w+)=(\S+)", output.read_text()))
        if len(exported) == 3:
            return exported
        time.sleep(0.05)
    raise AssertionError(output.read_text())
