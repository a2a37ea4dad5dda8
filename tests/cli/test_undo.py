"""The real command over HTTP: what it shows before it writes, whom it asks, and how it ends. Hand-written."""

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from builders import DAY, NOW
from cli.conftest import Command
from passes import Passes
from scenarios import filed, survey

from bot.sandbox import Sandbox

THEN = ("--now", NOW.isoformat())
SOON = ("--now", (NOW + timedelta(minutes=10)).isoformat())
SURVEYS = "ticket,rating,responded_at\n209,bad,2026-11-20T08:00:00Z\n"


@pytest.fixture
def done(feedback_bot: Command, connected: Sandbox, passes: Passes, tmp_path: Path) -> str:
    """Let a pass close good feedback (#1) and file a bad survey (#3); give its id."""
    filed(survey(1, "good"), ago=9)(passes)
    (tmp_path / "surveys.csv").write_text(SURVEYS, encoding="utf-8")
    ended = feedback_bot("run", "--surveys", "surveys.csv", "--output", "json", *THEN)
    connected.clock.set(NOW + timedelta(minutes=10))
    connected.clear_requests()
    return str(ended.document["pass"])


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Let somebody sit at a terminal, and type what the next command asks for."""

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    def types(words: str) -> None:
        monkeypatch.setattr(sys, "stdin", Keyboard(words))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    monkeypatch.setenv("TERM", "dumb")
    return types  # type: ignore[return-value]  # it is called like one


def states(sandbox: Sandbox) -> list[str]:
    return [sandbox.world.issues[iid].state for iid in (1, 3)]


AS_IT_IS, UNDONE = ["closed", "opened"], ["opened", "closed"]


def test_with_yes_it_shows_the_plan_and_does_it_and_says_what_comes_next(
    feedback_bot: Command, connected: Sandbox, done: str
) -> None:
    ended = feedback_bot("undo", done, "--yes", *SOON)
    assert (ended.code, states(connected)) == (0, UNDONE)
    lines = ended.out.splitlines()
    assert lines[0] == f"Pass {done}: from 2026-11-20 12:00:00 to 12:00:01 UTC (then it ended)"
    assert lines[1:4] == [
        f"    #1  undo: reopen (as it was before pass {done})",
        f"    #1  undo: delete a note (written by pass {done})",
        f"    #3  undo: write a note, close (filed by pass {done})",
    ]
    assert "4 actions done." in ended.out, "and the dashboard"
    assert lines[-1] == (
        "The next pass does again what the policy says: mend the policy first, or put the label "
        "feedback-bot::hands-off on an issue."
    )


def test_a_second_time_nothing_is_left_to_be_done(feedback_bot: Command, connected: Sandbox, done: str) -> None:
    feedback_bot("undo", done, "--yes", *SOON)
    connected.clear_requests()
    ended = feedback_bot("undo", done, "--yes", *SOON)
    assert (ended.code, connected.writes) == (0, [])
    assert "Nothing to do; nothing was written." in ended.out


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--dry-run", "--yes")])
def test_without_a_terminal_and_a_yes_it_only_shows(
    options: tuple[str, ...], feedback_bot: Command, connected: Sandbox, done: str
) -> None:
    ended = feedback_bot("undo", done, *options, *SOON)
    assert (ended.code, connected.writes) == (0, [])
    assert "3 actions planned; nothing was written." in ended.out
    assert ("This was only shown: --yes does it." in ended.out) is (options == ())


@pytest.mark.parametrize(("answer", "found"), [("y\n", UNDONE), ("n\n", AS_IT_IS), ("\n", AS_IT_IS)])
def test_at_a_terminal_it_asks(  # noqa: PLR0913, PLR0917 - a table, and what it takes to play it
    answer: str, found: list[str], feedback_bot: Command, connected: Sandbox, done: str, terminal: Command
) -> None:
    terminal(answer)
    ended = feedback_bot("undo", done, *SOON)
    assert (ended.code, states(connected)) == (0, found)
    assert "Take this back? [y/N]" in ended.out
    assert ("nothing was written" in ended.out) is (found == AS_IT_IS)


def test_json_is_one_document_and_asks_nobody(
    feedback_bot: Command, connected: Sandbox, done: str, terminal: Command
) -> None:
    terminal("")
    shown = feedback_bot("undo", done, "--output", "json", *SOON).document
    assert (shown["dry_run"], shown["planned"], connected.writes) == (True, 3, [])
    assert {action["status"] for action in shown["actions"]} == {"planned"}
    did = feedback_bot("undo", done, "--output", "json", "--yes", *SOON).document
    assert (did["dry_run"], did["done"], did["exit_code"]) == (False, 4, 0)
    assert {action["status"] for action in did["actions"]} == {"done"}
    assert states(connected) == UNDONE
    expected = {
        "pass": done,
        "from": "2026-11-20T12:00:00+00:00",
        "to": "2026-11-20T12:00:01+00:00",
        "known_by": "then it ended",
    }
    assert (shown["undone"], did["undone"]) == (expected, expected)


def test_what_is_left_is_named_with_the_reason(feedback_bot: Command, connected: Sandbox, done: str) -> None:
    connected.world.seed_note(3, "mia", "I call them.", NOW + timedelta(minutes=5))
    text = feedback_bot("undo", done, *SOON)
    assert "    #3  undo: nothing (filed by this pass; mia has taken it up since: close it by hand)" in text.out
    document = feedback_bot("undo", done, "--yes", "--output", "json", *SOON).document
    assert [(one["issue"], one["rule"]) for one in document["declined"]] == [(3, "undo")]
    assert document["exit_code"] == 0


def test_the_first_line_says_which_pass_and_until_which_day(
    feedback_bot: Command, connected: Sandbox, done: str
) -> None:
    connected.world.seed_note(3, "mia", "I call them.", NOW + timedelta(minutes=5))
    first, second, *_ = feedback_bot("undo", done, "--until", "2026-11-22", *SOON).out.splitlines()
    assert first == f"Pass {done}: from 2026-11-20 12:00:00 to 2026-11-22 00:00:00 UTC (as --until says)"
    assert second.startswith("    #3  undo: nothing (filed by this pass; mia has taken it up since")


def test_the_first_line_says_that_nobody_knows_the_pass(feedback_bot: Command, connected: Sandbox, done: str) -> None:
    del connected, done
    ended = feedback_bot("undo", "20261120T120500Z-ffff", "--until", "2026-11-20T12:06", *SOON)
    assert "to 12:06:00 UTC (as --until says; nobody knows this pass)" in ended.out.splitlines()[0]


# --- which passes there are


def test_without_a_pass_those_that_are_known_are_listed(feedback_bot: Command, connected: Sandbox, done: str) -> None:
    feedback_bot("undo", done, "--yes", *SOON)
    connected.clear_requests()
    ended = feedback_bot("undo")
    assert ended.code == 0
    own, listed, first = ended.out.splitlines()
    assert own.startswith("20261120T121000Z-")
    assert own.endswith("  2026-11-20 12:10 UTC  undo 3")
    assert listed == (
        f"{done}  2026-11-20 12:00 UTC  close_inactive 1, file_survey 1, ask_review 1; undone by {own.split()[0]}"
    )
    assert "2026-11-11 12:00 UTC  file_survey 1" in first
    assert [request.method for request in connected.requests] == ["GET"]


def test_the_list_is_in_the_policys_time_zone_and_for_programs_too(
    feedback_bot: Command, connected: Sandbox, done: str, tmp_path: Path
) -> None:
    del connected
    (tmp_path / "p.yml").write_text("timezone: Europe/Berlin\nrules: {file_survey: }", encoding="utf-8")
    assert f"{done}  2026-11-20 13:00 CET" in feedback_bot("undo", "--config", "p.yml").out
    document = feedback_bot("undo", "--config", "p.yml", "--output", "json").document
    assert document["exit_code"] == 0
    assert document["passes"][0] == {
        "pass": done,
        "began": "2026-11-20T13:00:00+01:00",
        "did": {"close_inactive": 1, "file_survey": 1, "ask_review": 1},
        "undone_by": [],
    }


@pytest.mark.parametrize(
    ("variable", "value", "code", "words"),
    [
        ("FEEDBACK_BOT_TOKEN", "glpat-wrong-and-secret", 4, "the token was refused"),
        ("FEEDBACK_BOT_TOKEN", "", 2, "FEEDBACK_BOT_TOKEN"),
        ("FEEDBACK_BOT_URL", "http://127.0.0.1:1", 4, "the connection failed"),
    ],
    ids=["wrong token", "empty token", "unreachable"],
)
def test_a_list_that_cannot_be_had_is_a_document_too(  # noqa: PLR0913, PLR0917 - a table, and what it takes to play it
    variable: str,
    value: str,
    code: int,
    words: str,
    feedback_bot: Command,
    connected: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del connected
    monkeypatch.setenv(variable, value)
    ended = feedback_bot("undo", "--output", "json")
    assert (ended.code, ended.document["exit_code"], ended.document["passes"]) == (code, code, [])
    (problem,) = ended.document["problems"]
    assert (problem["kind"], words in problem["detail"]) == ("stopped", True)
    assert "secret" not in ended.out + ended.err


def test_where_no_pass_is_known_it_says_where_ids_are(feedback_bot: Command, connected: Sandbox) -> None:
    del connected
    ended = feedback_bot("undo")
    assert ended.code == 0
    assert ended.out.startswith("No pass is known.")


def test_an_id_that_nobody_knows_ends_with_2_and_tells_the_known_ones(
    feedback_bot: Command, connected: Sandbox, done: str
) -> None:
    ended = feedback_bot("undo", f"{done}0", "--yes", *SOON)
    assert (ended.code, connected.writes) == (2, [])
    (problem, _) = ended.logged
    assert "no such pass is known" in problem["event"]
    known, first, *_ = ended.out.splitlines()[-3:]
    assert known == "Known are:"
    assert first.startswith(f"{done}  2026-11-20 12:00 UTC")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--until", "noon"), "--until noon: not an instant"),
        (("--now", "tomorrow"), "--now tomorrow: not an instant"),
        (("--time-budget", "soon"), "--time-budget soon"),
        (("--config", "gone.yml"), "gone.yml"),
    ],
)
def test_a_mistake_of_the_command_line_ends_with_2(
    options: tuple[str, ...], words: str, feedback_bot: Command, connected: Sandbox
) -> None:
    ended = feedback_bot("undo", "20261120T120000Z-0a1b", *options)
    assert ended.code == 2
    assert words in ended.err
    assert connected.requests == []


# --- how it ends


def test_more_than_the_policy_allows_is_refused_before_it_asks(
    feedback_bot: Command, connected: Sandbox, done: str, tmp_path: Path
) -> None:
    (tmp_path / "p.yml").write_text("limits: {changes: 1}\nrules: {file_survey: }", encoding="utf-8")
    refused = feedback_bot("undo", done, "--yes", "--config", "p.yml", *SOON)
    assert (refused.code, connected.writes) == (3, [])
    assert refused.out.splitlines()[-1] == "Look with --dry-run; --no-limit lets it through."
    assert "mend the policy" not in refused.out
    reads = len(connected.requests)
    connected.clear_requests()
    shown = feedback_bot("undo", done, "--config", "p.yml", *SOON)
    assert reads <= len(connected.requests)
    assert "without --no-limit it will be refused" in shown.err
    assert feedback_bot("undo", done, "--yes", "--no-limit", "--config", "p.yml", *SOON).code == 0
    assert states(connected) == UNDONE


def test_what_fails_ends_with_1(feedback_bot: Command, connected: Sandbox, done: str) -> None:
    connected.faults.add(kind="403", method="PUT", path=r"/issues/1$", times=1)
    ended = feedback_bot("undo", done, "--yes", *SOON)
    assert (ended.code, states(connected)) == (1, ["closed", "closed"])
    assert feedback_bot("undo", done, "--yes", *SOON).code == 0
    assert states(connected) == UNDONE


def test_another_moment_is_only_shown_outside_the_sandbox(
    feedback_bot: Command, connected: Sandbox, done: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.tracker.Reader.is_sandbox", lambda _: False)
    ended = feedback_bot("undo", done, "--yes", "--now", (NOW + DAY).isoformat())
    assert (ended.code, connected.writes) == (0, [])
    assert "--now shows what would be done then: nothing is written" in ended.err


def test_a_wrong_token_ends_with_4(
    feedback_bot: Command, connected: Sandbox, done: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del connected
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", "glpat-wrong-and-secret")
    assert feedback_bot("undo", done, *SOON).code == 4
    ended = feedback_bot("undo")
    assert ended.code == 4
    assert "secret" not in ended.out + ended.err


def test_the_end_of_a_pass_shows_its_id(feedback_bot: Command, connected: Sandbox, tmp_path: Path) -> None:
    del connected
    (tmp_path / "surveys.csv").write_text(SURVEYS, encoding="utf-8")
    ended = feedback_bot("run", "--surveys", "surveys.csv", *THEN)
    assert "\nPass 20261120T120000Z-" in ended.out
    assert ended.logged[-1]["pass"] in ended.out
