"""From an empty project to one that runs, and back, as an operator does it: setup, doctor, run, plan, apply, undo."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders import DAY, NOW
from cli.conftest import Command
from scenarios import survey

from bot.sandbox import Sandbox

Json = dict[str, Any]
GOOD, BAD = 2, 3  # the first issue is the dashboard


@pytest.fixture
def surveys(tmp_path: Path) -> str:
    rows = [survey(1, "good", comment="Thank you"), survey(2, "bad", comment="Too slow")]
    (tmp_path / "surveys.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return "surveys.jsonl"


def at(sandbox: Sandbox) -> str:
    return sandbox.clock.now().isoformat()


def states(sandbox: Sandbox) -> dict[int, str]:
    return {iid: issue.state for iid, issue in sandbox.world.issues.items()}


def comments(sandbox: Sandbox, iid: int) -> int:
    return sum(not note.system for note in sandbox.world.issues[iid].notes.values())


def test_from_an_empty_project_to_one_that_runs_and_back(
    feedback_bot: Command, connected: Sandbox, surveys: str
) -> None:
    shown = feedback_bot("setup", "--dry-run", "--output", "json")
    assert (shown.code, connected.writes) == (0, [])
    assert feedback_bot("setup").code == 0
    assert {label.name for label in connected.world.labels.values()} >= {"satisfaction::bad", "review::needed"}
    connected.clear_requests()
    assert feedback_bot("setup").code == 0
    assert connected.writes == [], "a second setup has nothing to do"

    checks = feedback_bot("doctor", "--output", "json", "--now", at(connected))
    assert checks.code == 0
    assert {one["verdict"] for one in checks.document["checks"]} == {"ok"}

    filed = feedback_bot("run", "--surveys", surveys, "--now", at(connected), "--output", "json")
    assert (filed.code, filed.document["done"] > 0, len(connected.world.issues)) == (0, True, 3)
    assert feedback_bot("doctor", "--now", at(connected)).code == 0

    connected.clock.advance(8 * DAY.total_seconds())
    connected.clear_requests()
    plan = feedback_bot("plan", "--out", "plan.json", "--now", at(connected), "--output", "json")
    assert (plan.code, connected.writes) == (0, [])
    assert {action["rule"] for action in plan.document["actions"] if action["issue"] in {GOOD, BAD}} == {
        "close_inactive",
        "nag_unanswered",
    }
    before = comments(connected, BAD)
    applied = feedback_bot("apply", "plan.json", "--output", "json")
    assert (applied.code, states(connected)[GOOD], comments(connected, BAD)) == (0, "closed", before + 1)
    connected.clear_requests()
    assert feedback_bot("apply", "plan.json").code == 0
    assert connected.writes == [], "what is done is not done again"

    undone = feedback_bot("undo", applied.document["pass"], "--yes", "--now", at(connected))
    assert undone.code == 0
    assert (states(connected)[GOOD], comments(connected, BAD)) == ("opened", before)
    back = feedback_bot("undo", filed.document["pass"], "--yes", "--now", at(connected))
    assert back.code == 0
    assert (states(connected)[GOOD], states(connected)[BAD]) == ("closed", "closed")
    assert len(connected.world.issues) == 3, "what was filed is closed, not deleted"


def test_what_somebody_did_since_the_plan_is_left_alone_and_named(
    feedback_bot: Command, connected: Sandbox, surveys: str
) -> None:
    feedback_bot("setup")
    feedback_bot("run", "--surveys", surveys, "--now", NOW.isoformat())
    connected.clock.advance(8 * DAY.total_seconds())
    feedback_bot("plan", "--out", "plan.json", "--now", at(connected))
    connected.world.seed_state_event(BAD, "mia", "closed", connected.clock.now())
    before = comments(connected, BAD)
    ended = feedback_bot("apply", "plan.json", "--output", "json")
    assert ended.code == 1
    assert (states(connected)[GOOD], comments(connected, BAD)) == ("closed", before)
    (problem,) = ended.document["problems"]
    assert problem["detail"].startswith(f"#{BAD}: ")
    assert "closed" in problem["detail"]
