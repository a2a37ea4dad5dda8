"""`--now` shows what a pass of a later moment will do if nothing happens in between, with the tracker as it is.

Over all scenarios, for days of the two weeks to come on which something is due, and others. Hand-written.
"""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from builders import DAY, NOW
from engine.test_laws import every_scenario
from passes import Outcome, Passes
from scenarios import ALL, Scenario, filed, survey


def said(outcome: Outcome) -> list[tuple[int | None, str, str, str, str]]:
    """List what was planned about feedback by the issues' numbers: a whole reading goes by their age."""
    entries = [entry for entry in outcome.memory.entries if entry.rule != "dashboard"]
    found = [(entry.iid, entry.rule, entry.what, entry.reason, entry.text) for entry in entries]
    return sorted(found, key=lambda one: one[0] or 0)


def compare(scenario: Scenario, passes: Passes, days_ahead: Iterable[int]) -> None:
    for days in days_ahead:
        passes.sandbox.clock.set(NOW)
        ahead = passes.run(scenario.surveys, now=NOW + days * DAY, dry=True)
        passes.sandbox.clock.set(NOW + days * DAY)
        then = passes.run(scenario.surveys, dry=True)
        assert said(ahead) == said(then), f"in {days} days"


@every_scenario
def test_a_look_ahead_shows_what_a_pass_of_that_day_plans(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    passes.run(scenario.surveys)
    compare(scenario, passes, (0, 1, 3, 7, 8, 14))


@every_scenario
def test_so_does_one_before_the_pass_that_is_due_now(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    compare(scenario, passes, (1, 8))


@pytest.mark.parametrize("days", [1, 8])
def test_a_plan_that_looks_ahead_holds_what_is_planned_then(days: int, passes: Passes) -> None:
    scenario = next(one for one in ALL if one.name == "the cases of the main job")
    scenario.before(passes)
    ahead = passes.plan(preview=NOW + days * DAY)
    passes.sandbox.clock.set(NOW + days * DAY)
    then = passes.plan()
    assert ahead.changes == then.changes
    assert ahead.made.preview == NOW + days * DAY


def test_a_look_over_midnight_finds_what_is_over_then(passes: Passes) -> None:
    passes.policy = "timezone: UTC\nrules: {file_survey: , nag_unanswered: }"
    filed(survey(1, "bad"), ago=7)(passes)
    midnight = NOW + DAY / 2
    passes.sandbox.clock.set(midnight - timedelta(minutes=15))
    assert passes.run().did == []
    assert passes.run(now=midnight + timedelta(minutes=15), dry=True).did == [("nag_unanswered", 1)]
