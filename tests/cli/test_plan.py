"""`plan` and `apply` through the command line. Hand-written."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
import requests
from builders import NOW
from cli.conftest import Command, Ended
from scenarios import seed

from bot.errors import HaltedError
from bot.sandbox import Sandbox

HEADER = "ticket,rating,responded_at,comment\n"
BAD = '209,bad,2026-11-20T08:00:00Z,"Too slow, call me"\n'
THEN = ("--now", NOW.isoformat())
PLAN = "plan.json"


@pytest.fixture
def surveys(tmp_path: Path) -> str:
    path = tmp_path / "surveys.csv"
    path.write_text(HEADER + BAD, encoding="utf-8")
    return str(path)


@pytest.fixture
def planned(feedback_bot: Command, connected: Sandbox, surveys: str) -> Sandbox:
    """Keep a plan that closes two old issues and files a survey."""
    for _ in range(2):
        seed(connected, "satisfaction::good", age=9)
    assert feedback_bot("plan", "--out", PLAN, "--surveys", surveys, *THEN).code == 0
    connected.clear_requests()
    return connected


def rules(ended: Ended) -> list[str]:
    return [action["rule"] for action in ended.document["actions"] if action["rule"] not in {"labels", "dashboard"}]


def close(sandbox: Sandbox, iid: int) -> None:
    address = f"{sandbox.url}/api/v4/projects/{sandbox.project_id}/issues/{iid}"
    headers = {"PRIVATE-TOKEN": sandbox.token("mia")}
    requests.put(address, headers=headers, json={"state_event": "close"}, timeout=10).raise_for_status()


def test_a_plan_shows_what_a_dry_run_shows_and_only_reads(
    feedback_bot: Command, connected: Sandbox, surveys: str
) -> None:
    seed(connected, "satisfaction::good", age=9)
    shown = feedback_bot("run", "--dry-run", "--surveys", surveys, *THEN)
    for options in ([], ["--out", PLAN]):
        ended = feedback_bot("plan", *options, "--surveys", surveys, *THEN)
        assert (ended.code, ended.out.split("Requests")[0]) == (0, shown.out.split("Requests")[0])
    assert {request.method for request in connected.requests} == {"GET"}


def test_what_was_written_down_is_told(feedback_bot: Command, connected: Sandbox, surveys: str) -> None:
    for _ in range(2):
        seed(connected, "satisfaction::good", age=9)
    options = ("plan", "--out", PLAN, "--surveys", surveys, *THEN)
    last = feedback_bot(*options).out.splitlines()[-1]
    assert last == f"The plan is in {PLAN}: 2 issues to change, 1 issue to file."
    kept = {"file": PLAN, "changes": 2, "filings": 1}
    ended = feedback_bot(*options, "--output", "json")
    assert ended.document["kept"] == kept
    assert next(line for line in ended.logged if line["event"] == "pass")["kept"] == kept
    assert "kept" not in feedback_bot("plan", "--output", "json").document


def test_the_file_is_its_owners_alone_and_says_what_it_is(planned: Sandbox, tmp_path: Path) -> None:
    del planned
    path = tmp_path / PLAN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    plan = json.loads(path.read_text(encoding="utf-8"))
    assert (plan["format"], plan["version"], plan["made"]["complete"]) == ("feedback-bot plan", 1, True)
    assert [change["issue"] for change in plan["changes"]] == [1, 2]
    assert [path.name for path in tmp_path.iterdir() if PLAN in path.name] == [PLAN]


def test_it_holds_no_secret(
    feedback_bot: Command, connected: Sandbox, surveys: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {"FEEDBACK_BOT_TOKEN": connected.bot_token, "FEEDBACK_BOT_ZENDESK_CLIENT_ID": "an-invented-id-7Q"}
    secrets["FEEDBACK_BOT_ZENDESK_CLIENT_SECRET"] = "an-invented-secret-8W"
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    assert feedback_bot("plan", "--out", PLAN, "--surveys", surveys, *THEN).code == 0
    text = (tmp_path / PLAN).read_text(encoding="utf-8")
    assert "Too slow" in text
    assert [name for name, value in secrets.items() if value in text] == []


def test_apply_does_the_plan_once(feedback_bot: Command, planned: Sandbox) -> None:
    assert rules(feedback_bot("apply", PLAN, "--dry-run", "--output", "json")) == [
        "close_inactive",
        "close_inactive",
        "file_survey",
        "ask_review",
    ]
    assert {request.method for request in planned.requests} == {"GET"}
    ended = feedback_bot("apply", PLAN, "--output", "json")
    assert (ended.code, ended.document["dry_run"]) == (0, False)
    assert rules(ended) == ["close_inactive", "close_inactive", "file_survey", "ask_review"]
    planned.clear_requests()
    again = feedback_bot("apply", PLAN)
    assert (again.code, planned.writes) == (0, [])
    assert "    #1  close_inactive: nothing (done already)" in again.out
    assert "Nothing to do; nothing was written." in again.out


def test_what_it_writes_bears_the_id_of_its_own_pass(feedback_bot: Command, planned: Sandbox, tmp_path: Path) -> None:
    number = feedback_bot("apply", PLAN, "--output", "json").document["pass"]
    assert number != json.loads((tmp_path / PLAN).read_text(encoding="utf-8"))["made"]["pass_id"]
    assert f"<!-- feedback-bot pass id={number} -->" in str(planned.world.issues[3].description)


def test_an_issue_that_somebody_closed_is_refused_and_named_and_the_rest_done(
    feedback_bot: Command, planned: Sandbox
) -> None:
    close(planned, 1)
    ended = feedback_bot("apply", PLAN)
    assert ended.code == 1
    (refusal,) = [line["detail"] for line in ended.logged if line["event"] == "refused"]
    assert refusal == "#1: not as it was when this was planned (it is closed now)"
    assert "    #1  refused: not as it was when this was planned (it is closed now)" in ended.out
    assert "1 issue refused: the log says why.\nRefused issues: plan these anew, or let the next pass" in ended.out
    assert planned.world.issues[2].state == "closed"
    assert len(planned.world.issues) == 3


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_a_program_is_told_what_was_refused_too(options: list[str], feedback_bot: Command, planned: Sandbox) -> None:
    close(planned, 1)
    document = feedback_bot("apply", PLAN, *options, "--output", "json").document
    detail = "#1: not as it was when this was planned (it is closed now)"
    assert (document["exit_code"], document["refused"], document["skipped"]) == (1, 1, 0)
    assert document["problems"] == [{"kind": "refused", "detail": detail}]


def test_a_plan_of_an_incomplete_dry_run_says_so(
    feedback_bot: Command, connected: Sandbox, surveys: str, tmp_path: Path
) -> None:
    del connected
    with Path(surveys).open("a", encoding="utf-8") as file:
        file.write("210,meh,2026-11-20T08:00:00Z,\n")
    assert feedback_bot("plan", "--out", PLAN, "--surveys", surveys, *THEN).code == 1
    plan = json.loads((tmp_path / PLAN).read_text(encoding="utf-8"))
    assert (plan["made"]["complete"], len(plan["filings"])) == (False, 1)
    ended = feedback_bot("apply", PLAN)
    assert (ended.code, "the plan is incomplete" in ended.err) == (0, True)


def test_a_planning_that_ends_early_leaves_the_old_file(
    feedback_bot: Command, planned: Sandbox, tmp_path: Path
) -> None:
    before = (tmp_path / PLAN).read_bytes()
    planned.faults.add(kind="401", method="GET", path="/issues", times=None)
    assert feedback_bot("plan", "--out", PLAN, *THEN).code == 4
    assert (tmp_path / PLAN).read_bytes() == before


@pytest.mark.parametrize("path", ["nowhere/plan.json", "."])
def test_a_place_where_no_file_can_be_is_told_before_the_work(
    path: str, feedback_bot: Command, connected: Sandbox
) -> None:
    ended = feedback_bot("plan", "--out", path)
    assert (ended.code, connected.requests) == (2, [])
    assert ended.logged[0]["event"].startswith(f"--out {path}: ")


def test_a_plan_is_not_written_to_standard_output(feedback_bot: Command, connected: Sandbox, tmp_path: Path) -> None:
    ended = feedback_bot("plan", "--out", "-")
    assert (ended.code, connected.requests, list(tmp_path.iterdir())) == (2, [], [])
    assert "a plan goes into a file" in ended.err


def test_a_symbolic_link_is_followed_and_stays(feedback_bot: Command, connected: Sandbox, tmp_path: Path) -> None:
    del connected
    link, real = tmp_path / PLAN, tmp_path / "real.json"
    link.symlink_to("real.json")
    assert feedback_bot("plan", "--out", PLAN).code == 0
    assert link.is_symlink()
    assert not real.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["version"] == 1


@pytest.mark.parametrize("target", [PLAN, "nowhere/plan.json", "/dev/null"])
def test_a_link_to_no_ordinary_file_is_told_before_the_work(
    target: str, feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / PLAN).symlink_to(target)
    ended = feedback_bot("plan", "--out", PLAN)
    assert (ended.code, connected.requests) == (2, [])
    assert ended.logged[0]["event"].startswith(f"--out {PLAN}: is a link")


def test_a_disk_that_is_full_leaves_nothing_behind(
    feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del connected

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    ended = feedback_bot("plan", "--out", PLAN)
    assert ended.code == 2
    assert ended.logged[0]["event"] == f"--out {PLAN}: cannot be written (No space left on device)"
    assert list(tmp_path.iterdir()) == []


def spoilt(text: str, **changes: Any) -> str:  # noqa: ANN401 - any value
    return json.dumps(json.loads(text) | changes)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        pytest.param(lambda text: text[:-20], "plan.json: is no plan, or is damaged", id="cut"),
        pytest.param(lambda _: "[]", "plan.json: is no plan, or is damaged", id="a list"),
        pytest.param(lambda _: "{}", "plan.json: format: is not 'feedback-bot plan'", id="another document"),
        pytest.param(lambda text: spoilt(text, version=2), "plan.json: version: this bot reads", id="newer"),
        pytest.param(lambda text: spoilt(text, version=True), "plan.json: version: this bot reads", id="no number"),
        pytest.param(
            lambda text: spoilt(text, secret="Too slow"), "plan.json: unknown key: is not part", id="a key more"
        ),
        pytest.param(
            lambda text: spoilt(text, **{"Too slow\x1b[31m\nok": 1}),
            "plan.json: unknown key: is not part",
            id="escapes",
        ),
        pytest.param(
            lambda text: text.replace('"close_inactive"', '"Too slow"').replace('"write_note"', '"Too slow"'),
            "plan.json: changes.0.actions.0: is no kind of action",
            id="a kind",
        ),
        pytest.param(lambda text: f'{text.rstrip()[:-1]}, "changes": []}}', "plan.json: has a key twice", id="twice"),
        pytest.param(
            lambda text: text.replace('"complete"', '"complete": false, "complete"'),
            "plan.json: has a key twice",
            id="twice within",
        ),
        pytest.param(
            lambda text: spoilt(text, changes=0).replace('"changes": 0', f'"changes": {"9" * 9000}'),
            "plan.json: ",
            id="a long number",
        ),
        pytest.param(
            lambda text: spoilt(text, changes=0).replace('"changes": 0', f'"changes": {"[" * 9**5}{"]" * 9**5}'),
            "plan.json: ",
            id="a deep list",
        ),
        pytest.param(lambda text: spoilt(text, bot=None), "plan.json: bot: ", id="a key less"),
        pytest.param(
            lambda text: spoilt(text, gitlab="https://x.example.com"), "FEEDBACK_BOT_URL leads to", id="place"
        ),
    ],
)
def test_a_file_that_is_no_good_plan_ends_with_2_and_shows_nothing_of_it(
    spoil: Any,  # noqa: ANN401 - a function
    problem: str,
    feedback_bot: Command,
    planned: Sandbox,
    tmp_path: Path,
) -> None:
    path = tmp_path / PLAN
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    ended = feedback_bot("apply", PLAN)
    assert (ended.code, planned.writes) == (2, [])
    assert problem in ended.logged[0]["event"]
    assert "Too slow" not in ended.out + ended.err
    assert "\\u001b" not in ended.err


def test_a_file_that_is_not_there_ends_with_2(feedback_bot: Command, connected: Sandbox) -> None:
    del connected
    ended = feedback_bot("apply", "nowhere.json")
    assert ended.code == 2
    assert ended.logged[0]["event"] == "nowhere.json: cannot be read (No such file or directory)"


def test_more_than_the_policy_allows_ends_with_3(feedback_bot: Command, planned: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "p.yml").write_text("rules: {close_inactive: }\nlimits: {changes: 1}", encoding="utf-8")
    ended = feedback_bot("apply", PLAN, "--config", "p.yml")
    assert (ended.code, planned.writes) == (3, [])
    assert "Refused: nothing was written." in ended.out
    assert feedback_bot("apply", PLAN, "--config", "p.yml", "--no-limit").code == 0


def test_a_plan_that_the_policy_will_refuse_says_so_unless_that_is_wanted(
    feedback_bot: Command, planned: Sandbox, tmp_path: Path
) -> None:
    del planned
    (tmp_path / "p.yml").write_text("rules: {file_survey: , close_inactive: }\nlimits: {filings: 0}", encoding="utf-8")
    options = ("--config", "p.yml", "--surveys", "surveys.csv", "--output", "json", *THEN)
    assert "--no-limit" in str(feedback_bot("plan", *options).document["warnings"])
    assert feedback_bot("plan", *options, "--no-limit").document["warnings"] == []


def test_a_planning_that_takes_too_long_ends_with_1_and_writes_no_file(
    feedback_bot: Command, planned: Sandbox, tmp_path: Path
) -> None:
    planned.faults.add(kind="429", method="GET", path="/issues$", times=None, retry_after=60)
    ended = feedback_bot("plan", "--out", "late.json", "--time-budget", "30s")
    assert ended.code == 1
    assert "time budget" in ended.err
    assert not (tmp_path / "late.json").exists()


def test_one_that_is_told_to_end_says_what_is_left_and_the_same_command_does_it(
    feedback_bot: Command, planned: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    del planned

    def halt(*_: object) -> None:
        raise HaltedError("stopped by SIGTERM")

    with monkeypatch.context() as patch:
        patch.setattr("bot.tracker.Writer.file", halt)
        document = feedback_bot("apply", PLAN, "--output", "json").document
    assert (document["exit_code"], document["left"], document["remaining"]) == (1, 1, 0)
    assert rules(feedback_bot("apply", PLAN, "--output", "json")) == ["file_survey", "ask_review"]


def fault(**settings: Any) -> Any:  # noqa: ANN401 - a function
    return lambda sandbox: sandbox.faults.add(times=None, **settings)


@pytest.mark.parametrize(
    ("trouble", "options", "code", "dry_code"),
    [
        pytest.param(lambda _: None, [], 0, 0, id="none"),
        pytest.param(lambda sandbox: close(sandbox, 1), [], 1, 1, id="an issue was changed"),
        pytest.param(fault(kind="403", method="GET", path="/issues/1$"), [], 1, 1, id="an issue cannot be read"),
        pytest.param(fault(kind="403", method="POST", path="/issues/1/notes"), [], 1, 0, id="an issue is not written"),
        pytest.param(fault(kind="401", method="GET", path="/issues/2$"), [], 4, 4, id="the token ends in between"),
        pytest.param(fault(kind="401", method="POST", path="/issues$"), [], 4, 0, id="it ends before the filings"),
        pytest.param(lambda _: None, ["--config", "tight.yml"], 3, 0, id="more than is allowed"),
        pytest.param(lambda _: None, ["--config", "nowhere.yml"], 2, 2, id="no policy"),
    ],
)
@pytest.mark.parametrize("dry", [True, False], ids=["dry", "for good"])
def test_every_ending_says_the_same_to_programs_and_to_pipelines(  # noqa: PLR0913 - a table
    *,
    trouble: Any,  # noqa: ANN401 - a function
    options: list[str],
    code: int,
    dry_code: int,
    dry: bool,
    feedback_bot: Command,
    planned: Sandbox,
    tmp_path: Path,
) -> None:
    (tmp_path / "tight.yml").write_text("rules: {close_inactive: }\nlimits: {changes: 1}", encoding="utf-8")
    trouble(planned)
    planned.clear_requests()
    ended = feedback_bot("apply", PLAN, *options, *(["--dry-run"] if dry else []), "--output", "json")
    document = ended.document
    wanted = dry_code if dry else code
    assert (ended.code, document["exit_code"]) == (wanted, wanted)
    failed = [action for action in document["actions"] if action["status"] in {"failed", "left"}]
    assert bool(document["problems"] or failed) == (wanted != 0)
    assert document["dry_run"] == dry
    assert (planned.writes == []) or not dry


def test_one_that_cannot_go_on_says_what_is_left(feedback_bot: Command, planned: Sandbox) -> None:
    planned.faults.add(kind="401", method="GET", path="/issues/2$", times=None)
    assert feedback_bot("apply", PLAN, "--output", "json").document["remaining"] == 2
