"""The component in the pipelines of other projects, and several trackers in one.

Fetching a component is not covered: it lies where gitlab-ci-local puts what it has fetched.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pipelines.conftest import COMPONENT, TOP, surveys
from pipelines.runner import Project

from bot import __version__
from bot.sandbox import Sandbox

_EXAMPLES = re.findall(r"```yaml\n(.*?)```", (TOP / "docs/gitlab-ci.md").read_text(encoding="utf-8"), re.DOTALL)
FIVE_LINES = _EXAMPLES[0]
SOURCES = "sources: {survey: {files: ['in/*.csv']}}\n"
UNIT = "unit:\n  script: [exit 1]\n"
TRACKERS = """
feedback-bot:
  parallel: &trackers
    matrix:
      - TRACKER_PROJECT: support/feedback
        TRACKER_CONFIG: config/emea.yml
        TRACKER_TOKEN: EMEA_TOKEN
        FEEDBACK_BOT_URL: "{emea}"
      - TRACKER_PROJECT: "{number}"
        TRACKER_CONFIG: config/apac.yml
        TRACKER_TOKEN: APAC_TOKEN
        FEEDBACK_BOT_URL: "{apac}"

feedback-bot-preview:
  parallel: *trackers
"""
EMEA = "feedback-bot: [support/feedback,config/emea.yml,EMEA_TOKEN,{url}]"
APAC = f"feedback-bot: [{Sandbox.project_id},config/apac.yml,APAC_TOKEN,{{url}}]"


@pytest.fixture
def second() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def helpdesk(tmp_path: Path) -> Project:
    """A project that holds a pipeline, a policy and surveys, and nothing of the bot."""
    project = Project(tmp_path / "helpdesk")
    fetched = f".gitlab-ci-local/includes/gitlab.example.com/support/feedback-bot/{__version__}"
    project.lay({f"{fetched}/{COMPONENT}": TOP / COMPONENT})
    return project


def test_five_lines_are_enough(helpdesk: Project, gitlab: Sandbox) -> None:
    assert len(FIVE_LINES.splitlines()) == 5
    policy = f"{SOURCES}rules: {{file_survey: }}\n"
    helpdesk.commit(
        {".gitlab-ci.yml": FIVE_LINES, "in/july.csv": surveys(4101), "config/feedback-bot.yml": policy}, "team/helpdesk"
    )
    helpdesk.variables.update({"FEEDBACK_BOT_URL": gitlab.url, "FEEDBACK_BOT_TOKEN": gitlab.bot_token})
    ended = helpdesk.pipeline("schedule")
    assert ended.codes == {"feedback-bot": 0}, ended.log
    assert "file_survey" in ended.log
    assert any(write.path.endswith("/issues") for write in gitlab.writes)


def test_a_project_can_let_only_schedules_start_it(helpdesk: Project) -> None:
    helpdesk.commit({".gitlab-ci.yml": f"{FIVE_LINES}      schedule_only: true\n"}, "team/helpdesk")
    assert [job for source in ("web", "trigger", "merge_request_event", "push") for job in helpdesk.jobs(source)] == []
    assert helpdesk.jobs("schedule") == ["feedback-bot"]


def test_a_pass_does_not_fall_with_what_else_the_pipeline_does(helpdesk: Project, gitlab: Sandbox) -> None:
    files = {
        ".gitlab-ci.yml": f"stages: [build, test]\n{UNIT}  stage: build\n{FIVE_LINES}",
        "config/feedback-bot.yml": "rules: {file_survey: }\n",
    }
    helpdesk.commit(files, "team/helpdesk")
    helpdesk.variables.update({"FEEDBACK_BOT_URL": gitlab.url, "FEEDBACK_BOT_TOKEN": gitlab.bot_token})
    assert helpdesk.pipeline("schedule").codes == {"unit": 1, "feedback-bot": 0}


@pytest.mark.parametrize("dry", ["", "true"], ids=["pass", "dry run"])
def test_one_schedule_can_be_the_bot_s(helpdesk: Project, dry: str) -> None:
    helpdesk.commit({".gitlab-ci.yml": f"{UNIT}{FIVE_LINES}      schedule: Feedback bot\n"}, "team/helpdesk")

    def jobs(description: str) -> set[str]:
        variables = {"CI_PIPELINE_SCHEDULE_DESCRIPTION": description, "DRY_RUN": dry}
        return set(helpdesk.jobs("schedule", variables=variables)) - {"unit"}

    assert jobs("Feedback bot") == {"feedback-bot-preview" if dry else "feedback-bot"}
    assert jobs("Nightly") == set()


def test_no_pipeline_of_a_merge_request_begins_unasked(helpdesk: Project) -> None:
    """Jobs without rules, such as `unit`, would not be in it (GitLab's documentation); gitlab-ci-local lists them."""
    helpdesk.commit({".gitlab-ci.yml": UNIT + FIVE_LINES}, "team/helpdesk")
    assert helpdesk.jobs("merge_request_event") == ["unit"]
    assert set(helpdesk.jobs("push")) == {"unit", "feedback-bot-check"}


def test_checks_and_previews_of_merge_requests_can_be_had(helpdesk: Project) -> None:
    helpdesk.commit({".gitlab-ci.yml": f"{FIVE_LINES}      merge_requests: true\n"}, "team/helpdesk")
    assert helpdesk.jobs("merge_request_event") == ["feedback-bot-preview", "feedback-bot-check"]
    open_one = {"CI_OPEN_MERGE_REQUESTS": "team/helpdesk!1"}
    assert helpdesk.jobs("push", variables=open_one) == []


@pytest.fixture
def trackers(helpdesk: Project, gitlab: Sandbox, second: Sandbox) -> Project:
    """Two trackers, one with the review and one without; each token fits only its own tracker."""
    known = second.world.people.tokens
    known["of-apac"] = known.pop(second.bot_token)
    files = {
        ".gitlab-ci.yml": FIVE_LINES + TRACKERS.format(emea=gitlab.url, apac=second.url, number=second.project_id),
        "in/july.csv": surveys(4101),
        "config/emea.yml": f"{SOURCES}rules: {{file_survey: }}\n",
        "config/apac.yml": f"{SOURCES}rules: {{file_survey: , ask_review: }}\n",
    }
    helpdesk.commit(files, "team/helpdesk")
    tokens = {"FEEDBACK_BOT_TOKEN": "of-nobody", "EMEA_TOKEN": gitlab.bot_token, "APAC_TOKEN": "of-apac"}
    helpdesk.variables.update(tokens)
    return helpdesk


def asked(gitlab: Sandbox) -> list[bool]:
    """Say of each issue with feedback whether it was asked for a review."""
    feedback = (issue for issue in gitlab.world.issues.values() if "4101" in issue.title)
    return [any("feedback-bot ask_review" in note.body for note in issue.notes.values()) for issue in feedback]


def test_each_tracker_has_its_own_job_policy_and_token(trackers: Project, gitlab: Sandbox, second: Sandbox) -> None:
    ended = trackers.pipeline("schedule")
    assert ended.codes == {EMEA.format(url=gitlab.url): 0, APAC.format(url=second.url): 0}, ended.log
    assert (asked(gitlab), asked(second)) == ([False], [True])


def test_a_tracker_without_its_token_says_which_one_and_stops_no_other(
    trackers: Project, gitlab: Sandbox, second: Sandbox
) -> None:
    del trackers.variables["EMEA_TOKEN"]
    ended = trackers.pipeline("schedule")
    assert ended.codes == {EMEA.format(url=gitlab.url): 2, APAC.format(url=second.url): 0}, ended.log
    assert "EMEA_TOKEN is not set" in ended.log
    assert gitlab.requests == []
