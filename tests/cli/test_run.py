import io
import json
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from builders import DAY, NOW
from cli.conftest import Command
from passes import Memory
from scenarios import seed

from bot.cli.order import instant_of
from bot.cli.summary import summary
from bot.engine import Report
from bot.intake.redaction import Kind
from bot.sandbox import Sandbox

BAD = '209,bad,2026-11-20T08:00:00Z,"Too slow, call me",Took too long\n'
GOOD = "210,good,2026-11-20T09:00:00Z,,\n"
HEADER = "ticket,rating,responded_at,comment,reason\n"
THEN = ("--now", NOW.isoformat())


@pytest.fixture
def surveys(tmp_path: Path) -> str:
    path = tmp_path / "surveys.csv"
    path.write_text(HEADER + BAD + GOOD, encoding="utf-8")
    return str(path)


def test_it_files_and_the_same_again_writes_nothing_and_says_so(
    feedback_bot: Command, connected: Sandbox, surveys: str
) -> None:
    first = feedback_bot("run", "--surveys", surveys, *THEN)
    assert first.code == 0
    assert "23 actions done." in first.out
    connected.clear_requests()
    second = feedback_bot("run", "--surveys", surveys, *THEN)
    assert second.code == 0
    assert "Nothing to do; nothing was written." in second.out
    assert {request.method for request in connected.requests} == {"GET"}


def test_a_dry_run_shows_rule_action_and_reason_and_only_reads(
    feedback_bot: Command, connected: Sandbox, surveys: str
) -> None:
    ended = feedback_bot("run", "--surveys", surveys, "--dry-run", *THEN)
    assert ended.code == 0
    assert (
        "file_survey: file an issue, labels satisfaction::bad, review::needed, due 2026-11-27 (new bad survey"
        in ended.out
    )
    assert "nothing was written" in ended.out
    assert "Too slow" not in ended.out + ended.err
    assert {request.method for request in connected.requests} == {"GET"}


def test_verbose_shows_the_full_texts(feedback_bot: Command, connected: Sandbox, surveys: str) -> None:
    del connected
    ended = feedback_bot("run", "--surveys", surveys, "--dry-run", "-v", *THEN)
    assert "        | > Too slow, call me" in ended.out
    assert "- **Action to be taken:**" in ended.out
    assert "Too slow" not in ended.err


def test_json_is_one_document_and_logs_go_to_standard_error(
    feedback_bot: Command, connected: Sandbox, surveys: str
) -> None:
    del connected
    ended = feedback_bot("run", "--surveys", surveys, "--output", "json", *THEN)
    document = ended.document
    assert document["exit_code"] == 0
    assert document["done"] == len(document["actions"]) == document["writes"] == 23
    filed = next(action for action in document["actions"] if action["rule"] == "file_survey")
    assert filed["issue"] == 1
    assert filed["status"] == "done"
    assert "text" not in filed
    assert [line["event"] for line in ended.logged] == ["done"] * 23 + ["pass"]


def test_json_with_verbose_holds_the_texts(feedback_bot: Command, connected: Sandbox, surveys: str) -> None:
    del connected
    document = feedback_bot("run", "--surveys", surveys, "--dry-run", "--output", "json", "-v", *THEN).document
    assert any("> Too slow" in action["text"] for action in document["actions"])
    assert {action["issue"] for action in document["actions"] if action["rule"] == "file_survey"} == {None}


def test_surveys_come_from_standard_input_too(
    feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    del connected
    stream = io.TextIOWrapper(io.BytesIO((HEADER + GOOD).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    ended = feedback_bot("run", "--surveys", "-", "--source", "desk", "--output", "json", "-v", "--dry-run", *THEN)
    assert any("survey=desk/ticket/210" in action["text"] for action in ended.document["actions"])


def test_a_rejected_row_is_named_and_counted_and_the_rest_goes_on(
    feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text(HEADER + "209,meh,2026-11-20T08:00:00Z,private words,\n" + GOOD, encoding="utf-8")
    ended = feedback_bot("run", "--surveys", "s.csv", *THEN)
    assert ended.code == 1
    assert "1 row rejected: the log says why." in ended.out
    (rejection,) = [line["detail"] for line in ended.logged if line["event"] == "rejected"]
    assert rejection.startswith("s.csv row 2: rating 'meh'")
    assert "private" not in ended.out + ended.err
    titles = [issue.title for issue in connected.world.issues.values()]
    assert titles == ["Positive feedback for ticket 210", "Feedback bot: dashboard"]


@pytest.mark.parametrize(
    ("pattern", "code", "event"),
    [("nowhere.csv", 1, "failed"), ("in/*.csv", 0, "look")],
    ids=["a file that is not there", "a pattern without a match"],
)
def test_a_missing_file_is_an_error_an_empty_inbox_is_not(
    pattern: str, code: int, event: str, feedback_bot: Command, connected: Sandbox
) -> None:
    del connected
    ended = feedback_bot("run", "--surveys", pattern)
    assert ended.code == code
    assert [line["event"] for line in ended.logged] == [event, "pass"]


def test_a_change_ceiling_ends_with_3_before_the_first_write(
    feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "p.yml").write_text("rules: {close_inactive: }\nlimits: {changes: 1}", encoding="utf-8")
    for _ in range(2):
        seed(connected, "satisfaction::good", age=9)
    ended = feedback_bot("run", "--config", "p.yml", *THEN)
    assert ended.code == 3
    assert "Refused: nothing was written." in ended.out
    assert "--no-limit" in ended.logged[0]["event"]
    assert connected.writes == []
    assert feedback_bot("run", "--config", "p.yml", "--no-limit", *THEN).code == 0


def test_a_wrong_token_ends_with_4(feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    del connected
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", "glpat-wrong-and-secret")
    ended = feedback_bot("run")
    assert ended.code == 4
    assert "token was refused (401)" in ended.logged[0]["event"]
    assert "Stopped: nothing was written." in ended.out
    assert "secret" not in ended.out + ended.err


def test_no_answer_ends_with_4(feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    del connected
    monkeypatch.setenv("FEEDBACK_BOT_URL", "http://127.0.0.1:9")  # the discard port: nobody listens
    ended = feedback_bot("run")
    assert ended.code == 4
    assert "the connection failed (nobody listens there)" in ended.logged[0]["event"]
    document = feedback_bot("run", "--output", "json").document
    assert document["exit_code"] == 4
    assert document["problems"][0]["kind"] == "stopped"


def test_nothing_set_ends_with_2_and_says_what_to_set(feedback_bot: Command) -> None:
    ended = feedback_bot("run")
    assert ended.code == 2
    assert [line["event"].split()[0] for line in ended.logged] == ["FEEDBACK_BOT_TOKEN", "FEEDBACK_BOT_PROJECT"]


def test_a_bad_policy_ends_with_2_each_problem_on_a_line(
    feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    del connected
    (tmp_path / "p.yml").write_text(
        "timezon: UTC\nrules:\n  nag_unansered:\n  close_inactive: {after: 7 dayz}\n", encoding="utf-8"
    )
    ended = feedback_bot("run", "--config", "p.yml")
    assert ended.code == 2
    assert [line["event"] for line in ended.logged] == [
        "p.yml:1: timezon: unknown key; did you mean timezone?",
        "p.yml:3: rules.nag_unansered: unknown rule; did you mean nag_unanswered?",
        "p.yml:4: rules.close_inactive.after: not a duration; write a number and a unit, such as 7d, 48h or 2w",
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--only", "close_inactiv"], "--only close_inactiv: no such rule; did you mean close_inactive?"),
        (["--only", "ask_review", "--config", "p.yml"], "--only ask_review: the policy has switched this rule off"),
        (["--surveys", "s.csv", "--issue", "1"], "--surveys and --issue do not go together"),
        (["--surveys", "s.csv", "--only", "nag_unanswered"], "neither file_survey nor follow_rating is to run"),
        (["--full", "--issue", "1"], "--full and --issue do not go together: of one issue everything is read anyway"),
        (["--time-budget", "soon"], "--time-budget soon: not a duration; write a number and a unit, such as"),
        (["--time-budget", "25m"], "--time-budget 25m: not a duration; write a number and a unit, such as"),
        (["--time-budget", "0min"], "--time-budget 0min: must be longer than nothing, such as"),
        (["--now", "9999-01-01T00:00:00Z"], "is not within the years 2000 to 9000"),
        (["--surveys", "s.csv", "--source", "My Desk"], "--source My Desk: may hold only small letters"),
        (["--now", "Monday"], "--now Monday: not an instant"),
        (["--now", "2026-11-31"], "--now 2026-11-31: not an instant; write it as 2026-11-30, 2026-11-30T08:00 or"),
    ],
)
def test_a_command_that_contradicts_itself_ends_with_2(
    arguments: list[str], problem: str, feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    del connected
    (tmp_path / "p.yml").write_text("rules: {close_inactive: }", encoding="utf-8")
    ended = feedback_bot("run", *arguments)
    assert ended.code == 2
    assert problem in ended.logged[0]["event"]


def test_a_policy_without_any_rule_is_a_mistake_not_a_quiet_bot(
    feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    del connected
    (tmp_path / "p.yml").write_text("timezone: UTC\n", encoding="utf-8")
    ended = feedback_bot("run", "--config", "p.yml")
    assert ended.code == 2
    assert "switched every rule off" in ended.logged[0]["event"]


def test_an_unknown_option_ends_with_2(feedback_bot: Command) -> None:
    assert feedback_bot("run", "--dry").code == 2


def test_now_writes_in_the_sandbox_and_previews_elsewhere(
    feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(connected, "satisfaction::good", age=1)
    later = ("--now", "2027-01-01T00:00:00+01:00")
    monkeypatch.setattr("bot.tracker.Reader.is_sandbox", lambda _: False)
    preview = feedback_bot("run", "--output", "json", *later).document
    assert (preview["dry_run"], preview["planned"], preview["writes"]) == (True, 3, 0)
    assert "nothing is written" in preview["warnings"][0]
    monkeypatch.undo()
    monkeypatch.setenv("FEEDBACK_BOT_URL", connected.url)
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", connected.bot_token)
    monkeypatch.setenv("FEEDBACK_BOT_PROJECT", connected.project)
    assert feedback_bot("run", "--output", "json", *later).document["writes"] == 3


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-30", "2026-11-29T23:00:00+00:00"),
        ("2026-07-01", "2026-06-30T22:00:00+00:00"),
        ("2026-11-30T08:00", "2026-11-30T07:00:00+00:00"),
        ("2026-11-30T08:00:00Z", "2026-11-30T08:00:00+00:00"),
        ("2026-11-30T08:00:00-05:00", "2026-11-30T13:00:00+00:00"),
    ],
    ids=["a day", "a day in summer", "a local time", "a time in UTC", "a time with its offset"],
)
def test_a_moment_without_an_offset_is_one_of_the_policys_time_zone(said: str, meant: str) -> None:
    assert instant_of(said, ZoneInfo("Europe/Berlin")) == datetime.fromisoformat(meant)


def test_a_day_alone_is_one_of_the_time_zone_of_the_policy_that_is_read(
    feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    del connected
    policy = "timezone: Pacific/Kiritimati\nrules: {close_inactive: }\n"
    (tmp_path / "p.yml").write_text(policy, encoding="utf-8")
    assert feedback_bot("plan", "--out", "plan.json", "--config", "p.yml", "--now", "2026-11-30").code == 0
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert plan["made"]["preview"] == "2026-11-30T00:00:00+14:00"


def test_a_preview_of_a_later_day_shows_what_will_be_due_then(
    feedback_bot: Command, connected: Sandbox, surveys: str
) -> None:
    feedback_bot("run", "--surveys", surveys, *THEN)
    connected.clock.advance(13 * 3600)
    feedback_bot("run", "--now", connected.clock.now().isoformat())
    later = ("--now", (NOW + 10 * DAY).isoformat(), "--dry-run", "--output", "json")
    rules = [
        {action["rule"] for action in feedback_bot("run", *later, *full).document["actions"]}
        for full in ([], ["--full"])
    ]
    assert rules == [{"nag_unanswered", "close_inactive", "dashboard"}] * 2


def test_a_failed_action_is_logged_with_its_problem(feedback_bot: Command, connected: Sandbox) -> None:
    seed(connected, "satisfaction::good", age=9)
    connected.faults.add(kind="500", method="POST", path="/notes", times=None)
    ended = feedback_bot("run", *THEN)
    assert ended.code == 1
    (failure,) = [line for line in ended.logged if line["event"] == "failed"]
    assert failure["issue"] == "#1"
    assert failure["problem"].startswith("issues/1/notes: 500")
    assert "2 actions done; 1 action failed: the log says why." in ended.out  # the dashboard and its label


def test_a_verbose_run_shows_what_it_wrote(feedback_bot: Command, connected: Sandbox) -> None:
    seed(connected, "satisfaction::good", age=9)
    ended = feedback_bot("run", "-v", *THEN)
    assert "#1  close_inactive: write a note, close" in ended.out
    assert "        | This is good feedback, and nobody has commented" in ended.out


def test_a_row_that_failed_is_told_apart_in_json(feedback_bot: Command, connected: Sandbox, tmp_path: Path) -> None:
    del connected
    (tmp_path / "s.csv").write_text(HEADER.replace("reason", "colour") + "209,meh,x,,red\n", encoding="utf-8")
    document = feedback_bot("run", "--surveys", "s.csv", "--output", "json").document
    assert document["rejected"] == 1
    assert document["problems"][0]["kind"] == "rejected"
    assert document["warnings"] == ["s.csv: left out the unknown columns colour"]


def test_full_needs_no_surveys_and_reads_all_that_is_open(feedback_bot: Command, connected: Sandbox) -> None:
    for _ in range(3):
        seed(connected, "satisfaction::good", age=1)
    assert feedback_bot("run", *THEN).code == 0
    connected.clear_requests()
    assert feedback_bot("run", *THEN).code == 0
    by_cursor = [request.query for request in connected.requests if request.path.endswith("/issues")]
    assert all({"updated_after", "created_after", "due_date", "labels"} & query.keys() for query in by_cursor)
    connected.clear_requests()
    assert feedback_bot("run", "--full", *THEN).code == 0
    lists = [request.query for request in connected.requests if request.path.endswith("/issues")]
    assert [query for query in lists if query.get("state") == "opened" and "updated_after" not in query]


def test_version_and_help(feedback_bot: Command) -> None:
    assert feedback_bot("--version").out.startswith("feedback-bot 0.")
    assert "--no-limit" in feedback_bot("run", "--help").out


def test_a_dry_run_of_a_guest_does_not_say_that_all_is_well(
    feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", connected.token("gus"))
    for options in (["run", "--dry-run"], ["plan"]):
        ended = feedback_bot(*options, *THEN)
        assert ended.code == 2
        assert "give it the role Planner" in ended.logged[0]["event"]


@pytest.mark.parametrize("command", [["run", "--surveys"], ["intake"]], ids=["run", "intake"])
def test_a_mistyped_source_files_nothing_anew(
    command: list[str], feedback_bot: Command, connected: Sandbox, surveys: str
) -> None:
    feedback_bot(*command, surveys, *THEN)
    connected.clear_requests()
    ended = feedback_bot(*command, surveys, "--source", "surveys", *THEN)
    assert (ended.code, connected.writes) == (2, [])
    assert "did you mean survey?" in ended.logged[0]["event"]
    assert feedback_bot(*command, surveys, "--source", "survey", *THEN).code == 0
    assert feedback_bot(*command, surveys, "--source", "effort", *THEN).code == 0


def test_kinds_of_private_data_are_plain_words_in_the_summary() -> None:
    report = Report(Memory(), redacted=Counter({Kind.EMAIL: 2}))
    assert str(summary(report)["redacted"]) == "{'e-mail': 2}"
