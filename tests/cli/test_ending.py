"""How a pass ends: its exit codes, told to stop, and when its time is up. What it leaves, the next one does."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import NOW
from cli.conftest import Command
from scenarios import seed
from tracker.conftest import VirtualWaiting

from bot.sandbox import Sandbox

HERE = Path(__file__).parents[2]
THEN = ("--now", NOW.isoformat())
Started = subprocess.Popen[str]
Start = Callable[..., Started]


@pytest.fixture
def start(sandbox: Sandbox, tmp_path: Path) -> Iterator[Start]:
    """Start `feedback-bot run` in a process of its own."""
    running: list[Started] = []

    def started(*arguments: str, **variables: str) -> Started:
        connection = {"URL": sandbox.url, "TOKEN": sandbox.bot_token, "PROJECT": sandbox.project} | variables
        environment = {**os.environ, "PYTHONPATH": str(HERE)}
        environment |= {f"FEEDBACK_BOT_{name}": value for name, value in connection.items()}
        command = [sys.executable, "-m", "bot", "run", "--output", "json", *THEN, *arguments]
        pipe = subprocess.PIPE
        running.append(
            subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True)  # noqa: S603 - ourselves
        )
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.communicate()


def ended(process: Started) -> dict[str, Any]:
    """Wait until a pass has ended, and read what it says about itself."""
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    document: dict[str, Any] = json.loads(out)
    assert document["exit_code"] == process.returncode
    return document


def overdue(sandbox: Sandbox, count: int) -> None:
    for _ in range(count):
        seed(sandbox, "satisfaction::bad", age=9)


def idle(sandbox: Sandbox, count: int) -> None:
    for _ in range(count):
        seed(sandbox, "satisfaction::good", age=9)


def notes(sandbox: Sandbox) -> list[int]:
    """Count the bot's words under each piece of feedback."""
    issues = [issue for issue in sandbox.world.issues.values() if "dashboard" not in issue.title]
    return [sum(not note.system for note in issue.notes.values()) for issue in issues]


def left(document: dict[str, Any]) -> int:
    """Count the issues that a pass says it has left for the next one."""
    tried = {action["issue"] for action in document["actions"] if action["status"] == "left"}
    return len(tried) + int(document["remaining"])


# -- exit codes of the real process ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "begin", "code"),
    [
        pytest.param(0, lambda start: start(), 0, id="0 nothing to do"),
        pytest.param(1, lambda start: start(), 0, id="0 everything done"),
        pytest.param(1, lambda start: start("--surveys", "nowhere.csv"), 1, id="1 something failed"),
        pytest.param(1, lambda start: start("--time-budget", "1"), 2, id="2 the command line"),
        pytest.param(51, lambda start: start(), 3, id="3 more changes than allowed"),
        pytest.param(1, lambda start: start(TOKEN="wrong"), 4, id="4 the token is refused"),
    ],
)
def test_each_exit_code_is_what_the_readme_says(
    count: int, begin: Callable[[Start], Started], code: int, start: Start, sandbox: Sandbox
) -> None:
    overdue(sandbox, count)
    assert ended(begin(start))["exit_code"] == code
    assert notes(sandbox) == [int(code < 2)] * count


# -- told to stop ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_told_to_stop_it_ends_after_the_request_in_flight_and_says_what_is_left(
    stop: signal.Signals, start: Start, sandbox: Sandbox
) -> None:
    overdue(sandbox, 5)
    in_flight = sandbox.faults.add(kind="hang", method="POST", path="/notes", skip=1, times=1, seconds=1)
    process = start()
    assert in_flight.played.wait(30)
    process.send_signal(stop)
    document = ended(process)
    assert document["exit_code"] == 1
    assert document["problems"][-1]["kind"] == "stopped"
    assert f"stopped by {stop.name}" in document["problems"][-1]["detail"]
    assert document["done"] == 1
    assert left(document) == 4
    assert len(sandbox.writes) == 2
    assert sandbox.requests[-1].method == "POST"


def test_what_was_left_the_next_pass_does_and_nothing_twice(
    start: Start, feedback_bot: Command, connected: Sandbox
) -> None:
    overdue(connected, 3)
    in_flight = connected.faults.add(kind="hang", method="POST", path="/notes", skip=1, times=1, seconds=1)
    process = start()
    assert in_flight.played.wait(30)
    process.send_signal(signal.SIGTERM)
    ended(process)
    assert notes(connected) == [1, 1, 0]  # the second was carried out, though its answer never came
    assert feedback_bot("run", *THEN).code == 0
    assert notes(connected) == [1, 1, 1]
    connected.clear_requests()
    assert feedback_bot("run", *THEN).code == 0
    assert connected.writes == []


def test_an_answer_that_comes_after_the_signal_still_counts(start: Start, sandbox: Sandbox) -> None:
    overdue(sandbox, 3)
    first = sandbox.faults.add(kind="latency", method="POST", path="/notes", times=1, seconds=0)
    sandbox.faults.add(kind="latency", method="POST", path="/notes", times=None, seconds=1)
    process = start()
    assert first.played.wait(30)
    process.send_signal(signal.SIGTERM)
    document = ended(process)
    assert document["exit_code"] == 1
    assert document["done"] + left(document) == 3
    assert notes(sandbox).count(1) == document["done"] == len(sandbox.writes)


def test_told_to_stop_while_it_reads_it_writes_nothing(start: Start, sandbox: Sandbox) -> None:
    overdue(sandbox, 1)
    in_flight = sandbox.faults.add(kind="stall", method="GET", path="/notes", times=1, seconds=1)
    process = start()
    assert in_flight.played.wait(30)
    process.send_signal(signal.SIGTERM)
    document = ended(process)
    assert (document["exit_code"], document["writes"]) == (1, 0)
    assert "stopped by SIGTERM" in document["problems"][-1]["detail"]
    assert sandbox.writes == []


def test_told_to_stop_at_the_look_before_a_closing_it_counts_that_issue_as_left(start: Start, sandbox: Sandbox) -> None:
    idle(sandbox, 3)
    in_flight = sandbox.faults.add(kind="stall", method="GET", path=r"/issues/2$", times=1, seconds=1)
    process = start()
    assert in_flight.played.wait(30)
    process.send_signal(signal.SIGTERM)
    document = ended(process)
    assert (document["exit_code"], document["done"]) == (1, 1)
    assert left(document) == 2


def test_a_second_ctrl_c_ends_it_at_once(start: Start, sandbox: Sandbox) -> None:
    overdue(sandbox, 2)
    in_flight = sandbox.faults.add(kind="hang", method="POST", path="/notes", times=1, seconds=600)
    process = start()
    assert in_flight.played.wait(30)
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):  # the first one waits for the answer
        process.wait(timeout=0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130  # 128 + SIGINT, as shells count


# -- its time is up ----------------------------------------------------------------------------------------------


class Ticking(VirtualWaiting):
    """A clock by which every request takes a second: for each one, the time that is left is asked for."""

    def at_most(self, seconds: float) -> float:
        self.time += 1
        return min(seconds, super().at_most(seconds) + 5)  # the time-outs of these requests are real


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.stage.Waiting", Ticking)


@pytest.mark.usefixtures("ticking")
def test_when_its_time_is_up_it_says_what_is_left_and_the_next_pass_does_it(
    feedback_bot: Command, connected: Sandbox
) -> None:
    overdue(connected, 9)
    document = feedback_bot("run", "--time-budget", "22s", "--output", "json", *THEN).document
    assert document["exit_code"] == 1
    assert "time budget" in document["problems"][-1]["detail"]
    assert 0 < document["done"] < 9
    assert document["done"] + left(document) == 9
    assert sum(notes(connected)) == len(connected.writes) == document["done"]
    assert feedback_bot("run", *THEN).code == 0
    assert notes(connected) == [1] * 9


@pytest.mark.usefixtures("ticking")
@pytest.mark.parametrize("seconds", range(1, 20, 2))
def test_wherever_the_time_ends_the_next_pass_completes_the_work(
    seconds: int, feedback_bot: Command, connected: Sandbox
) -> None:
    overdue(connected, 3)
    idle(connected, 2)
    assert feedback_bot("run", "--time-budget", f"{seconds}s", *THEN).code in {0, 1}
    assert feedback_bot("run", *THEN).code == 0
    assert notes(connected) == [1] * 5
    connected.clear_requests()
    assert feedback_bot("run", *THEN).code == 0
    assert connected.writes == []


@pytest.mark.usefixtures("ticking")
def test_time_enough_is_no_reason_to_end(feedback_bot: Command, connected: Sandbox) -> None:
    overdue(connected, 3)
    document = feedback_bot("run", "--time-budget", "25min", "--output", "json", *THEN).document
    assert (document["exit_code"], document["problems"]) == (0, [])


@pytest.mark.usefixtures("ticking")
def test_a_gitlab_that_asks_for_more_patience_than_there_is_time_ends_the_pass(
    feedback_bot: Command, connected: Sandbox
) -> None:
    overdue(connected, 2)
    connected.faults.add(kind="429_throttle", method="POST", path="/notes", times=None, retry_after=600)
    document = feedback_bot("run", "--time-budget", "2min", "--output", "json", *THEN).document
    assert document["exit_code"] == 1
    assert "would be used up by waiting" in document["problems"][-1]["detail"]
    assert left(document) == 2
    assert len(connected.writes) == 1


def test_a_real_budget_ends_a_real_pass(start: Start, sandbox: Sandbox) -> None:
    overdue(sandbox, 3)
    sandbox.faults.add(kind="hang", method="GET", path="/notes", times=None, seconds=600)
    document = ended(start("--time-budget", "1s"))
    assert document["exit_code"] == 1
    assert "time budget" in document["problems"][-1]["detail"]
    assert sandbox.writes == []
