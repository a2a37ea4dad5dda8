"""Two issues for one survey: the older goes on, the later is closed with a link to it.

Two passes that run at the same moment can file a survey twice, since GitLab knows no key of ours. Hand-written.
"""

from typing import Any

import pytest
import requests
from builders import DAY, NOW
from passes import Passes
from scenarios import Survey, at, filed, survey

from bot.errors import ExitCode

BAD, GOOD = survey(1, "bad", days_ago=1.5), survey(2, "good", days_ago=1.5)
BOTH_KNOWN = [BAD, GOOD]
with_and_without_surveys = pytest.mark.parametrize("surveys", [BOTH_KNOWN, ()], ids=["with surveys", "without"])
once_all_are_read = pytest.mark.parametrize("full", [True, False], ids=["all", "changed"])


def file_again(passes: Passes, iid: int, by: str = "feedback-bot") -> int:
    """Open the same issue once more, as a pass does that runs beside."""
    issue = passes.sandbox.world.issues[iid]
    body = {"title": issue.title, "description": issue.description or "", "labels": ",".join(issue.label_names)}
    if issue.due_date:
        body["due_date"] = issue.due_date.isoformat()
    copy: int = ask(passes, "POST", "", by, **body)["iid"]
    return copy


def ask(passes: Passes, method: str, place: str, by: str, **body: str) -> dict[str, Any]:
    address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}/issues{place}"
    headers = {"PRIVATE-TOKEN": passes.sandbox.token(by)}
    with requests.request(method, address, headers=headers, json=body, timeout=10) as answer:
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
def twice(passes: Passes) -> int:
    """File a bad survey (#1) and a good one (#2), and the bad one again (#4, since #3 is the dashboard)."""
    at(passes, 1)
    assert len(passes.run(BOTH_KNOWN).did) == 3
    second = file_again(passes, 1)
    passes.sandbox.clock.advance(600)
    return second


def said_about(passes: Passes, iid: int) -> list[str]:
    return [note.body for note in passes.sandbox.world.issues[iid].notes.values() if not note.system]


def state_of(passes: Passes, iid: int) -> str:
    return passes.sandbox.world.issues[iid].state


@with_and_without_surveys
@once_all_are_read
def test_the_later_issue_is_closed_with_a_link_to_the_first(
    surveys: list[Survey], *, full: bool, twice: int, passes: Passes
) -> None:
    before = said_about(passes, 1)
    outcome = passes.run(surveys, full=full)
    assert outcome.did == [("close_duplicate", twice)]
    assert outcome.report.exit_code is ExitCode.DONE
    assert state_of(passes, twice) == "closed"
    (words,) = said_about(passes, twice)
    assert "goes on in #1" in words
    assert state_of(passes, 1) == "opened"
    assert said_about(passes, 1) == before


@with_and_without_surveys
def test_the_next_pass_leaves_both_alone(surveys: list[Survey], twice: int, passes: Passes) -> None:
    passes.run(surveys)
    assert passes.run(surveys, full=True).did == []
    assert len(said_about(passes, twice)) == 1


@with_and_without_surveys
def test_the_copy_of_a_third_pass_is_closed_as_well(surveys: list[Survey], twice: int, passes: Passes) -> None:
    third = file_again(passes, 1)
    assert passes.run(surveys).did == [("close_duplicate", twice), ("close_duplicate", third)]
    assert said_about(passes, third) == said_about(passes, twice)


@with_and_without_surveys
def test_where_a_person_has_closed_the_first_the_copy_goes_on(
    surveys: list[Survey], twice: int, passes: Passes
) -> None:
    ask(passes, "PUT", "/1", "mia", state_event="close")
    done = passes.run(surveys).did
    assert ("ask_review", twice) in done, "else nobody would see the feedback any more"
    assert ("close_duplicate", twice) not in done


@once_all_are_read
def test_of_two_copies_one_goes_on_where_a_person_has_closed_the_first(
    *, full: bool, twice: int, passes: Passes
) -> None:
    third = file_again(passes, 1)
    ask(passes, "PUT", "/1", "mia", state_event="close")
    done = passes.run(full=full).did
    assert [iid for rule, iid in done if rule == "close_duplicate"] == [third]
    assert state_of(passes, twice) == "opened"


@with_and_without_surveys
def test_a_copy_that_a_person_reopens_stays(surveys: list[Survey], twice: int, passes: Passes) -> None:
    passes.run(surveys)
    ask(passes, "PUT", f"/{twice}", "mia", state_event="reopen")
    for full in (False, True):
        assert ("close_duplicate", twice) not in passes.run(surveys, full=full).did
    assert state_of(passes, twice) == "opened"


@with_and_without_surveys
@once_all_are_read
def test_a_copy_that_a_person_has_closed_is_left_alone(
    surveys: list[Survey], *, full: bool, twice: int, passes: Passes
) -> None:
    ask(passes, "PUT", f"/{twice}", "mia", state_event="close")
    assert passes.run(surveys, full=full).did == []
    assert said_about(passes, twice) == []


def test_hands_off_keeps_a_copy(twice: int, passes: Passes) -> None:
    ask(passes, "PUT", f"/{twice}", "mia", add_labels="feedback-bot::hands-off")
    assert passes.run(BOTH_KNOWN).did == []
    assert state_of(passes, twice) == "opened"


def test_the_limit_of_changes_does_not_stop_it(twice: int, passes: Passes) -> None:
    passes.policy = "rules: {file_survey: , follow_rating: , close_duplicate: }\nlimits: {changes: 0}"
    assert passes.run(BOTH_KNOWN).did == [("close_duplicate", twice)]


def test_the_customers_next_answer_goes_to_the_first(twice: int, passes: Passes) -> None:
    passes.sandbox.clock.set(NOW)
    outcome = passes.run([survey(1, "good", days_ago=0.1), GOOD])
    assert sorted(set(outcome.did)) == [("close_duplicate", twice), ("follow_rating", 1)]


def test_a_good_copy_is_closed_as_a_copy_and_not_for_its_age(passes: Passes) -> None:
    filed(survey(1, "good"), ago=9)(passes)
    at(passes, 9)
    copy = file_again(passes, 1)
    passes.sandbox.clock.set(NOW)
    assert passes.run().did == [("close_inactive", 1), ("close_duplicate", copy)]


def test_a_reminder_goes_to_the_first_only(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=9)(passes)
    at(passes, 9)
    copy = file_again(passes, 1)
    passes.sandbox.clock.set(NOW)
    assert passes.run().did == [("nag_unanswered", 1), ("close_duplicate", copy)]


def test_what_somebody_else_has_copied_is_no_copy_of_ours(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    copy = file_again(passes, 1, by="mia")
    assert passes.run([survey(1, "bad", days_ago=1.1)]).did == []
    assert state_of(passes, copy) == "opened"


def test_two_tickets_are_two_issues(passes: Passes) -> None:
    surveys = [survey(1, "good"), survey(11, "good")]
    passes.run(surveys)
    assert passes.run(surveys, full=True).did == []


def test_without_the_rule_both_stay(twice: int, passes: Passes) -> None:
    passes.policy = "rules: {file_survey: , follow_rating: }"
    assert passes.run(BOTH_KNOWN).did == []
    assert state_of(passes, twice) == "opened"


def test_a_closing_that_fails_is_done_by_the_next_pass(twice: int, passes: Passes) -> None:
    passes.sandbox.faults.add(kind="403", method="POST", path=rf"/issues/{twice}/notes", times=1)
    assert passes.run().report.exit_code is ExitCode.INCOMPLETE
    passes.sandbox.clock.advance(DAY.total_seconds())
    assert passes.run().did == [("close_duplicate", twice)]
