"""Several sources in one pass, and passes for some surveys alone."""

import itertools
from typing import Any

import pytest
from builders import DAY
from passes import CutError, Passes
from scenarios import seed, survey


@pytest.fixture
def effort() -> dict[str, Any]:
    """What a second source says of ticket 1."""
    return survey(1, "bad") | {"comment": "It took me three weeks."}


def links(passes: Passes) -> list[tuple[int, int]]:
    """Name the pairs of issues that are linked, each once."""
    issues = passes.sandbox.world.issues.values()
    return sorted((issue.iid, link.issue.iid) for issue in issues for link in issue.links if link.issue.iid < issue.iid)


def filings(passes: Passes) -> int:
    return sum("file_survey survey=" in (issue.description or "") for issue in passes.sandbox.world.issues.values())


def test_one_ticket_from_two_sources_gives_two_issues_that_are_related(passes: Passes, effort: dict[str, Any]) -> None:
    outcome = passes.run([survey(1, "bad"), survey(2, "bad")], effort=[effort])
    assert outcome.report.exit_code == 0
    assert (filings(passes), links(passes)) == (3, [(3, 1)])
    again = passes.run([survey(1, "bad"), survey(2, "bad")], effort=[effort])
    assert (again.report.exit_code, again.did) == (0, [])


def test_a_second_source_that_comes_later_finds_the_older_issue(passes: Passes, effort: dict[str, Any]) -> None:
    passes.run([survey(1, "bad")])
    passes.sandbox.clock.advance(10 * 86_400)
    outcome = passes.run([survey(1, "bad")], effort=[effort])
    assert ("relate_sources", 3) in outcome.did
    assert links(passes) == [(3, 1)]
    assert passes.run([survey(1, "bad")], effort=[effort]).did == []


def test_a_dry_run_shows_the_link(passes: Passes, effort: dict[str, Any]) -> None:
    passes.run([survey(1, "bad")])
    assert ("relate_sources", 0) in passes.run(effort=[effort], dry=True).did


def test_a_link_that_somebody_takes_off_stays_off(passes: Passes, effort: dict[str, Any]) -> None:
    passes.run([survey(1, "bad")], effort=[effort])
    for issue in passes.sandbox.world.issues.values():
        issue.links.clear()
    passes.sandbox.clock.advance(1 * 86_400)
    passes.run([survey(1, "bad")], effort=[effort], full=True)
    assert links(passes) == []


@pytest.mark.parametrize("first", [True, False], ids=["the first of them", "the second of them"])
def test_an_issue_that_was_filed_without_an_answer_is_linked_by_the_next_pass(
    passes: Passes, effort: dict[str, Any], *, first: bool
) -> None:
    """The answer to its filing is lost, and so is the look whether it was carried out."""
    passes.stock_labels()
    passes.run([survey(2, "bad")])
    faults = passes.sandbox.faults
    faults.add(kind="lost", method="POST", path="/issues$", skip=int(not first))
    before = len(passes.sandbox.requests)
    passes.run([survey(1, "bad"), survey(2, "bad")], effort=[effort], dry=True)
    reads = len([one for one in passes.sandbox.requests[before:] if one.path.endswith("/issues")])
    faults.add(kind="403", method="GET", path="/issues$", skip=reads)
    outcome = passes.run([survey(1, "bad"), survey(2, "bad")], effort=[effort])
    assert (outcome.report.exit_code, filings(passes), links(passes)) == (1, 3, [])
    faults.clear()
    passes.sandbox.clock.advance(600)
    assert passes.run([survey(1, "bad"), survey(2, "bad")], effort=[effort]).report.exit_code == 0
    assert (filings(passes), len(links(passes))) == (3, 1)


@pytest.mark.parametrize("later", [False, True], ids=["both in one pass", "the second one later"])
def test_a_pass_cut_off_anywhere_is_completed_with_the_link(
    passes: Passes, effort: dict[str, Any], *, later: bool
) -> None:
    """Killed after each of its writes in turn, each time on a fresh tracker."""
    for after in itertools.count(1):
        passes.sandbox.reset()
        passes.stock_labels()
        if later:
            passes.run([survey(1, "bad")])
            passes.sandbox.clock.advance(1 * 86_400)
        try:
            passes.run([survey(1, "bad")], effort=[effort], cut_after=after)
        except CutError:
            passes.sandbox.clock.advance(600)
            assert passes.run([survey(1, "bad")], effort=[effort]).report.exit_code == 0
            assert (filings(passes), len(links(passes))) == (2, 1), f"cut after {after}"
            passes.sandbox.clock.advance(600)
            assert passes.run([survey(1, "bad")], effort=[effort]).did == []
        else:
            assert after > 4
            return


def test_surveys_alone_leave_everything_else_for_a_whole_pass(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=9)
    outcome = passes.run([survey(1, "bad")], alone=True)
    assert [rule for rule, _ in outcome.did] == ["file_survey", "ask_review"]
    assert [rule for rule, _ in passes.run([survey(1, "bad")]).did] == ["close_inactive"]


def test_surveys_alone_follow_a_rating(passes: Passes) -> None:
    passes.run([survey(1, "bad")])
    passes.sandbox.clock.advance(1 * 86_400)
    better = survey(1, "good") | {"responded_at": (passes.sandbox.clock.now() - DAY / 2).isoformat()}
    assert {rule for rule, _ in passes.run([better], alone=True).did} == {"follow_rating"}
    assert passes.run([better], alone=True).did == []
