"""The jobs of .gitlab-ci.yml, really executed by gitlab-ci-local, with an embedded GitLab on the other side.

What this does not cover, because gitlab-ci-local 4.61.1 does not do it: `workflow: rules`, resource groups, timeouts,
`artifacts: access` and `expire_in`, protected and masked variables, and the patterns of inputs (tests/test_ci_files.py
holds them to laws). It asks for no inputs of a pipeline either, so an include hands them over. Images are not used:
feedback-bot is on the PATH, as in the image of the Dockerfile.
"""

import json
import re
from datetime import UTC, datetime

import pytest
from pipelines.runner import Project

from bot.sandbox import Sandbox

DRY = {"dry_run": True, "surveys": "surveys/*.csv"}
# Each writes a file where a shell gets hold of it: as files of surveys, and as an issue.
HOSTILE = [
    pytest.param("$(touch owned)", "`touch owned`", id="substitution"),
    pytest.param("'; touch owned; '", '"; touch owned; "', id="quotes"),
    pytest.param("-- ; touch owned", "x\ntouch owned", id="lines"),
]
PAYLOAD = {
    "object_kind": "note",
    "user": {"id": 3, "username": "mia"},
    "project": {"id": 1, "path_with_namespace": "support/feedback"},
    "object_attributes": {"noteable_type": "Issue", "system": False, "note": "$FEEDBACK_BOT_TOKEN"},
    "issue": {"iid": 1},
}


def changed(gitlab: Sandbox) -> set[str]:
    """Number the issues about which the bot has written anything."""
    return {write.path.partition("/issues/")[2].partition("/")[0] for write in gitlab.writes}


def filed(gitlab: Sandbox) -> int:
    """Count the issues that bear a rating."""
    labels = ({label.name for label in issue.labels} for issue in gitlab.world.issues.values())
    return sum("satisfaction::bad" in names for names in labels)


def test_a_schedule_files_surveys_and_the_next_one_writes_nothing(project: Project, gitlab: Sandbox) -> None:
    ended = project.pipeline("schedule", inputs={"surveys": "surveys/*.csv"})
    assert ended.codes == {"feedback-bot": 0}, ended.log
    assert filed(gitlab) == 2
    assert "Nobody called back" not in ended.log
    assert gitlab.bot_token not in ended.log
    gitlab.clear_requests()
    assert project.pipeline("schedule", inputs={"surveys": "surveys/*.csv"}).codes == {"feedback-bot": 0}
    assert gitlab.writes == []


def test_variables_of_an_older_schedule_go_on_working(project: Project, gitlab: Sandbox) -> None:
    ended = project.pipeline("schedule", variables={"SURVEYS": "surveys/*.csv"})
    assert ended.codes == {"feedback-bot": 0}, ended.log
    assert filed(gitlab) == 2


@pytest.mark.parametrize(
    ("source", "inputs", "variables"),
    [
        pytest.param("web", DRY, {}, id="inputs"),
        pytest.param("schedule", {}, {"DRY_RUN": "true", "SURVEYS": "surveys/*.csv"}, id="variables"),
    ],
)
def test_a_dry_run_shows_its_plan_and_writes_nothing(
    project: Project, gitlab: Sandbox, source: str, inputs: dict[str, object], variables: dict[str, str]
) -> None:
    ended = project.pipeline(source, inputs=inputs, variables=variables)
    assert ended.codes == {"feedback-bot-preview": 0}, ended.log
    assert "new bad survey for ticket 4101" in ended.log
    assert "4101" in project.artifact("feedback-bot-preview", "plan.json").read_text(encoding="utf-8")
    assert gitlab.writes == []
    assert {request.method for request in gitlab.requests} == {"GET"}


@pytest.mark.parametrize(
    ("value", "job"),
    [
        pytest.param("", "feedback-bot", id="empty"),
        pytest.param("false", "feedback-bot", id="false"),
        *(pytest.param(value, "feedback-bot-preview", id=value) for value in ("True", "1", "yes", "flase")),
    ],
)
def test_only_no_word_and_false_mean_that_a_pass_may_write(project: Project, value: str, job: str) -> None:
    assert project.jobs("schedule", variables={"DRY_RUN": value}) == [job]


def test_the_dry_run_that_somebody_ticks_goes_before_variables_of_the_project(project: Project) -> None:
    project.variables["DRY_RUN"] = "false"
    assert project.jobs("web", inputs=DRY) == ["feedback-bot-preview"]


def test_what_run_pipeline_asks_for_reaches_the_pass(project: Project, gitlab: Sandbox) -> None:
    ended = project.pipeline("web", inputs=DRY | {"rule": "file_survey", "full": True, "no_limit": True})
    assert ended.codes == {"feedback-bot-preview": 0}, ended.log
    assert "file_survey" in ended.log
    assert "ask_review" not in ended.log
    gitlab.clear_requests()
    ended = project.pipeline("web", inputs={"dry_run": True, "issue": "1"})
    assert ended.codes == {"feedback-bot-preview": 1}, ended.log
    assert any(request.path.endswith("/issues/1") for request in gitlab.requests)


@pytest.mark.parametrize(("surveys", "issue"), HOSTILE)
def test_no_value_becomes_a_piece_of_a_command(project: Project, gitlab: Sandbox, surveys: str, issue: str) -> None:
    """GitLab refuses such inputs; these come through, since gitlab-ci-local knows no patterns, and do no harm."""
    ended = project.pipeline("web", inputs={"surveys": surveys, "issue": issue})
    assert ended.codes["feedback-bot"] == 2, ended.log
    assert project.written("owned") == []
    assert gitlab.writes == []


def test_a_trigger_handles_the_body_of_a_web_hook(project: Project, gitlab: Sandbox) -> None:
    project.pipeline("schedule", inputs={"surveys": "surveys/*.csv"})
    mia = gitlab.world.people.named("mia")
    assert mia
    for issue in (1, 2):
        gitlab.world.add_note(gitlab.world.issues[issue], mia, "!feedback kudos", datetime.now(UTC))
    gitlab.clear_requests()
    project.files["TRIGGER_PAYLOAD"] = json.dumps(PAYLOAD)
    ended = project.pipeline("trigger", variables={"DRY_RUN": "yes"})
    assert ended.codes == {"feedback-bot-hook": 0}, ended.log
    assert gitlab.writes == []
    ended = project.pipeline("trigger")
    assert ended.codes == {"feedback-bot-hook": 0}, ended.log
    assert changed(gitlab) == {"1"}


def test_a_preview_in_a_merge_request_writes_nothing(project: Project, gitlab: Sandbox) -> None:
    ended = project.pipeline("merge_request_event", "feedback-bot-preview", variables={"SURVEYS": "surveys/*.csv"})
    assert ended.codes == {"feedback-bot-preview": 0}, ended.log
    assert "new bad survey for ticket 4101" in ended.log
    assert gitlab.writes == []


def test_after_a_refused_token_the_doctor_is_asked_and_the_job_ends_as_the_pass_did(
    project: Project, gitlab: Sandbox
) -> None:
    project.variables["FEEDBACK_BOT_TOKEN"] = "glpat-revoked"
    ended = project.pipeline("schedule")
    assert ended.codes == {"feedback-bot": 4}, ended.log
    assert re.search(r"token +wrong", ended.log), ended.log
    assert "glpat-revoked" not in ended.log
    assert gitlab.writes == []


def test_a_wrong_policy_is_told_in_the_merge_request(project: Project) -> None:
    project.lay({"config/feedback-bot.yml": "rules: {close_inactve: }\n"})
    ended = project.pipeline("merge_request_event", "feedback-bot-check")
    assert ended.codes == {"feedback-bot-check": 2}, ended.log
    (file,) = project.written("code-quality.json")  # reports are not among the artifacts that are kept here
    report = json.loads(file.read_text(encoding="utf-8"))
    assert [found["location"]["path"] for found in report] == ["config/feedback-bot.yml"]


def test_without_the_bot_and_anything_to_install_a_job_says_what_to_set(project: Project) -> None:
    ended = project.pipeline("schedule", path=(), variables={"INSTALL": ""})
    assert ended.codes == {"feedback-bot": 2}, ended.log
    assert "set the input image or install" in ended.log
