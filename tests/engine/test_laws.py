"""The laws: a second pass does nothing, a pass cut anywhere is completed by the next one, and cost follows change.

Costs are counted in requests, from the sandbox's log.
"""

from datetime import timedelta
from typing import Any

import pytest
from builders import DAY, NOW
from passes import CutError, Outcome, Passes
from scenarios import ALL, Scenario, at, both_tiers, filed, seed, survey

from bot.sandbox import Sandbox

every_scenario = pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.name)


def tracker(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Show everything that people and customers have said, in one comparable piece."""
    return [
        {
            "iid": issue.iid,
            "title": issue.title,
            "description": issue.description,
            "state": issue.state,
            "labels": issue.label_names,
            "due_date": issue.due_date,
            "confidential": issue.confidential,
            "notes": [note.body for note in issue.notes.values()],
            "reactions": sorted(
                (note.id, award.name, award.user.username) for note in issue.notes.values() for award in note.awards
            ),
        }
        for issue in sandbox.world.issues.values()
        if "feedback-bot::dashboard" not in issue.label_names
    ]


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
    assert passes.run(scenario.surveys, full=True).did == []


@every_scenario
def test_reading_everything_does_the_same_as_reading_what_has_changed(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    begun = passes.sandbox.save()
    done = []
    for full in (False, True):
        passes.sandbox.restore(begun)
        passes.run(scenario.surveys, full=full)
        done.append(tracker(passes.sandbox))
    assert done[0] == done[1]


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


@every_scenario
def test_a_pass_cut_after_any_write_is_completed_by_the_next(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    begun = passes.sandbox.save()
    writes = passes.run(scenario.surveys).writes
    undisturbed = tracker(passes.sandbox)
    for after in range(1, writes + 1):
        passes.sandbox.restore(begun)
        with pytest.raises(CutError):
            passes.run(scenario.surveys, cut_after=after)
        passes.run(scenario.surveys)
        assert tracker(passes.sandbox) == undisturbed, f"cut after write {after} of {writes}"


# --- cost follows change, not size

EVERYTHING_ON = (
    "rules: {file_survey: , follow_rating: , close_duplicate: , ask_review: , close_inactive: , nag_unanswered: , "
    "delete_repeat: }\n"
)
KNOWN = [survey(1, "good", days_ago=0.2), survey(2, "bad", days_ago=0.2), survey(3, "neutral", days_ago=0.2)]
both_sizes = pytest.mark.parametrize("size", [20, 1000])


def crowd(passes: Passes, size: int) -> None:
    """Fill the tracker with open issues of a realistic mix, about which nothing is to be done."""
    sandbox, world = passes.sandbox, passes.sandbox.world
    for number in range(size // 10):
        age = 1 + number % 60 / 10
        for _ in range(4):
            seed(sandbox, "satisfaction::good", age=age)
        thanked = seed(sandbox, "satisfaction::good", age=20)
        world.seed_note(thanked, "mia", "Let us thank Vicki.", NOW - 2 * DAY)
        for rating in ("bad", "neutral"):
            seed(sandbox, f"satisfaction::{rating}", "review::needed", age=age, due_date=(NOW + 3 * DAY).date())
        answered = seed(sandbox, "satisfaction::bad", "review::needed", age=20, due_date=(NOW - 9 * DAY).date())
        world.seed_note(answered, "jonas", "I called the customer.", NOW - 10 * DAY)
        seed(sandbox, "satisfaction::bad", "review::done", age=20, due_date=(NOW - 9 * DAY).date())
        seed(sandbox, "satisfaction::neutral", "feedback-bot::hands-off", age=20)
    at(passes, 0.1)
    assert {rule for rule, _ in passes.run(KNOWN).did} == {"file_survey", "ask_review"}
    sandbox.clock.set(NOW)


def asked(passes: Passes) -> list[str]:
    """Name the requests since they were last forgotten."""
    return [
        f"{request.method} {request.path.partition('/support%2Ffeedback')[2] or request.path}"
        for request in passes.sandbox.requests
    ]


@both_sizes
def test_a_pass_with_nothing_to_do_makes_six_requests_at_most_however_many_issues_are_open(
    size: int, passes: Passes
) -> None:
    passes.policy = EVERYTHING_ON
    crowd(passes, size)
    for hours in range(3):
        passes.sandbox.clock.set(NOW + timedelta(hours=hours))
        # The dashboard; what was filed since the surveys; and four lists: changed, overdue, and good by two times.
        assert (cost := passes.run(KNOWN)).reads == 6, cost.memory.entries
        assert passes.run().reads == 5
        assert (cost.writes, cost.did, cost.report.exit_code) == (0, [], 0)


@both_sizes
def test_where_the_day_has_ended_before_gitlabs_it_is_one_more(size: int, passes: Passes) -> None:
    # GitLab's list of overdue issues ends with its own yesterday; what is due on its today needs a list of its own.
    passes.policy = f"timezone: Pacific/Kiritimati\n{EVERYTHING_ON}"
    crowd(passes, size)
    cost = passes.run(KNOWN)
    assert (cost.reads, cost.writes, cost.did) == (7, 0, [])
    assert passes.run().reads == 6


@pytest.mark.parametrize("count", [1, 30])
def test_a_reminder_costs_one_read_of_the_notes_one_look_and_one_write(count: int, passes: Passes) -> None:
    filed(*(survey(ticket, "bad") for ticket in range(count)), ago=9)(passes)
    passes.sandbox.clear_requests()
    cost = passes.run()
    assert len(cost.did) == count
    # Five lists; the notes of each issue, and a look right before; at the end the dashboard is read again and written.
    assert (cost.reads, cost.writes) == (5 + 2 * count + 1, count + 1)
    numbers = {issue.iid for issue in passes.sandbox.world.issues.values() if issue.due_date}
    assert {f"GET /issues/{iid}/notes" for iid in numbers} | {f"POST /issues/{iid}/notes" for iid in numbers} == {
        request for request in asked(passes) if request.endswith("/notes")
    }


@pytest.mark.parametrize("count", [1, 30])
def test_a_closing_costs_one_look_and_one_write(count: int, passes: Passes) -> None:
    filed(*(survey(ticket, "good") for ticket in range(count)), ago=9)(passes)
    passes.sandbox.clear_requests()
    cost = passes.run()
    assert len(cost.did) == count
    # Nobody has commented, so there are no notes to be read; right before each closing the issue is looked at again.
    assert (cost.reads, cost.writes) == (5 + count + 1, count + 1)
    closings = [number for number, request in enumerate(asked(passes)) if request.startswith("POST /issues/")]
    for number in closings:
        assert asked(passes)[number - 1] == asked(passes)[number].replace("POST", "GET").removesuffix("/notes")


def test_a_closing_after_a_comment_costs_one_read_of_the_notes(passes: Passes) -> None:
    filed(survey(1, "good"), ago=20)(passes)
    passes.sandbox.world.seed_note(1, "mia", "Let us thank Vicki.", NOW - 8 * DAY)
    passes.sandbox.clear_requests()
    assert passes.run().did == [("close_inactive", 1)]
    assert asked(passes).count("GET /issues/1/notes") == 1


@pytest.mark.parametrize(("rating", "writes"), [("good", 1), ("neutral", 1), ("bad", 2)])
def test_a_survey_costs_one_write_or_two_and_all_of_them_one_listing(rating: str, writes: int, passes: Passes) -> None:
    crowd(passes, 20)

    def file(*tickets: int) -> Outcome:
        return passes.run([survey(ticket, rating, days_ago=0.1) for ticket in tickets])

    nothing = passes.run()
    few, many = file(11), file(*range(21, 51))
    assert (few.writes, many.writes) == (writes + 1, 30 * writes + 1), "and the dashboard"
    # What was filed before, the bot's role, the project's labels, and the dashboard again at the end.
    assert few.reads == many.reads == nothing.reads + 4


def test_a_first_pass_reads_every_hundred_issues_twice(passes: Passes) -> None:
    # Those that are open, and all of the look-back time: the bot may have worked under another user before.
    reads = []
    for count in (50, 200):
        for _ in range(count):
            seed(passes.sandbox, "satisfaction::good", age=1)
        reads.append(passes.run(dry=True).reads)
    assert reads[1] - reads[0] == 2 * 2
