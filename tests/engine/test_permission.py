"""Nothing is filed where GitLab would leave out its labels, or publish what is to be confidential."""

import pytest
import requests
from passes import Passes
from scenarios import seed, survey

from bot.errors import ConfigurationError, ExitCode
from bot.tracker.writer import ExposedError


def test_nothing_more_is_filed_once_an_issue_is_not_confidential(
    passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(passes.sandbox, "satisfaction::good", "feedback-bot::hands-off", age=1)
    passes.token = passes.sandbox.token("gus")
    monkeypatch.setattr("bot.tracker.Reader.role_of", lambda *_: None)
    with pytest.raises(ExposedError, match="to be confidential and is not"):
        passes.run([survey(1, "good"), survey(2, "good")])
    assert len(passes.sandbox.writes) == 1


@pytest.mark.parametrize("dry", [True, False], ids=["dry", "real"])
def test_with_too_small_a_role_nothing_is_filed_at_all(passes: Passes, *, dry: bool) -> None:
    passes.token = passes.sandbox.token("gus")
    with pytest.raises(ConfigurationError, match=r"@gus has access level 10 .* Planner \(15\)"):
        passes.run([survey(1, "bad")], dry=dry)
    assert passes.sandbox.writes == []


def test_a_gitlab_that_keeps_its_members_to_itself_is_served(passes: Passes) -> None:
    passes.sandbox.faults.add(kind="403", method="GET", path="/members/all", times=1)
    assert passes.run([survey(1, "good")]).did == [("file_survey", 1)]


def test_an_administrator_need_not_be_a_member(passes: Passes) -> None:
    passes.token = passes.sandbox.token("root")
    assert passes.run([survey(1, "good")]).did == [("file_survey", 1)]


def test_a_role_that_cannot_be_read_leaves_the_surveys(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.tracker.client._READ_TRIES", 1)
    passes.sandbox.faults.add(kind="500", method="GET", path="/members/all", times=1)
    outcome = passes.run([survey(1, "good")])
    assert outcome.did == []
    assert "found out whether the bot may" in outcome.memory.problems[0]
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


@pytest.fixture
def exposed(passes: Passes) -> Passes:
    """Let GitLab have published what was filed last (#1); its history has no line about that."""
    passes.run([survey(1, "good")])
    passes.sandbox.world.issues[1].confidential = False
    return passes


def test_nor_is_anything_filed_by_the_next_pass(exposed: Passes) -> None:
    for _ in range(2):
        outcome = exposed.run([survey(1, "good"), survey(2, "good")])
        assert outcome.did == []
        assert "#1 was to be confidential and is not" in outcome.memory.problems[0]
        assert outcome.report.exit_code is ExitCode.INCOMPLETE


def test_once_it_is_hidden_the_bot_goes_on(exposed: Passes) -> None:
    exposed.sandbox.world.issues[1].confidential = True
    outcome = exposed.run([survey(1, "good"), survey(2, "good")])
    assert outcome.did == [("file_survey", 3)]  # the dashboard is #2
    assert outcome.report.exit_code is ExitCode.DONE


def test_what_a_person_makes_public_stops_nothing(passes: Passes) -> None:
    passes.run([survey(1, "good")])
    address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}/issues/1"
    headers = {"PRIVATE-TOKEN": passes.sandbox.token("mia")}
    requests.put(address, json={"confidential": False}, headers=headers, timeout=10).raise_for_status()
    assert passes.run([survey(1, "good"), survey(2, "good")]).did == [("file_survey", 3)]  # the dashboard is #2


def test_what_was_public_before_the_policy_changed_stops_nothing(passes: Passes) -> None:
    passes.policy = "rules: {file_survey: {confidential: false}}"
    passes.run([survey(1, "good")])
    passes.policy = "rules: {file_survey: {confidential: true}}"
    assert passes.run([survey(1, "good"), survey(2, "good")]).did == [("file_survey", 3)]


def test_where_feedback_is_for_everybody_nothing_is_asked(passes: Passes) -> None:
    passes.policy = "rules: {file_survey: {confidential: false}}"
    passes.run([survey(1, "good")])
    passes.sandbox.clear_requests()
    assert len(passes.run([survey(1, "good"), survey(2, "good")]).did) == 1
    assert not [request for request in passes.sandbox.requests if request.path.endswith("/issues/1/notes")]
