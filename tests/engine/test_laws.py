"""The two laws: a second pass does nothing, and a pass that was cut anywhere is completed by the next one."""

from typing import Any

import pytest
import requests
from builders import NOW
from passes import CutError, Passes
from scenarios import ALL, Scenario

from bot.sandbox import Sandbox

every_scenario = pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.name)
both_tiers = pytest.mark.parametrize("tier", ["free", "premium"])


def tracker(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Ask for everything that people and customers have said, in one comparable piece."""
    with requests.Session() as session:
        session.headers["PRIVATE-TOKEN"] = sandbox.token("mia")
        base = f"{sandbox.url}/api/v4/projects/{sandbox.project_id}/issues"
        issues = session.get(base, params={"per_page": "100", "sort": "asc"}).json()
        for issue in issues:
            issue["notes"] = [note["body"] for note in session.get(f"{base}/{issue['iid']}/notes").json()]
    keys = ("iid", "title", "description", "state", "labels", "due_date", "confidential", "notes")
    return [{key: issue[key] for key in keys} for issue in issues if "feedback-bot::dashboard" not in issue["labels"]]


@every_scenario
@both_tiers
def test_one_pass_does_what_is_due_and_a_second_nothing(scenario: Scenario, tier: str, passes: Passes) -> None:
    passes.sandbox.settings.tier = tier  # type: ignore[assignment]  # one of two words
    scenario.before(passes)
    first = passes.run(scenario.surveys)
    assert first.did == scenario.did
    assert first.report.exit_code == 0, first.memory.problems
    passes.sandbox.clear_requests()
    second = passes.run(scenario.surveys)
    assert second.did == []
    assert passes.sandbox.writes == []


@every_scenario
def test_a_dry_run_plans_the_same_and_only_reads(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    passes.sandbox.clear_requests()
    planned = passes.run(scenario.surveys, dry=True)
    assert passes.sandbox.writes == []
    assert planned.report.exit_code == 0
    done = passes.run(scenario.surveys)
    new = [(entry.rule, entry.what, entry.reason, entry.text) for entry in planned.memory.entries]
    assert new == [(entry.rule, entry.what, entry.reason, entry.text) for entry in done.memory.entries]


def begin(scenario: Scenario, passes: Passes) -> None:
    if scenario.name != "one bad survey":  # one project without labels is enough: each label is a write
        passes.stock_labels()
    scenario.before(passes)


@every_scenario
def test_a_pass_cut_after_any_write_is_completed_by_the_next(scenario: Scenario, passes: Passes) -> None:
    begin(scenario, passes)
    writes = passes.run(scenario.surveys).writes
    undisturbed = tracker(passes.sandbox)
    for after in range(1, writes + 1):
        passes.sandbox.reset()
        passes.sandbox.clock.set(NOW)
        begin(scenario, passes)
        with pytest.raises(CutError):
            passes.run(scenario.surveys, cut_after=after)
        passes.run(scenario.surveys)
        assert tracker(passes.sandbox) == undisturbed, f"cut after write {after} of {writes}"
