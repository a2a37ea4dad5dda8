"""The real command over HTTP: what it tells, how it ends, and that it writes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import DAY, NOW, REVIEWED
from cli.conftest import Command
from passes import Passes
from scenarios import filed, reviewed, seed, survey

from bot.sandbox import Sandbox

THEN = ("--now", NOW.isoformat())

TEXT = """\
#1        open, bad, review incomplete
          URL/support/feedback/-/work_items/1
clock     due 2026-11-24: the rest of the review
expected  the rest of the review: nobody is assigned or named by the policy
next      with the first pass from 2026-11-25 on
          ask_missing: write a note, due 2026-12-02 (the review is incomplete)
evidence  the customer answered on 2026-11-17 09:36 UTC: bad
          an answer has been expected since 2026-11-17 12:00 UTC
          mia answered on 2026-11-20 11:55 UTC, note NOTE
          review: the review lacks 2 of 4 things
          review, read: Summary of ticket/feedback
          review, read: Action to be taken
          review, missing: Contact customer to discuss feedback? (Y/N) (seen: maybe)
          review, missing: a label feedback::…
          due date: last set by feedback-bot on 2026-11-17 12:00 UTC
rules     """


@pytest.fixture
def tracker(connected: Sandbox, passes: Passes) -> Callable[[], list[str]]:
    """Let a manager have answered a bad survey; give the requests that were made since, methods only."""
    reviewed(f"{REVIEWED[:-1]}maybe")(passes)
    passes.run()
    connected.clear_requests()
    return lambda: [request.method for request in connected.requests]


def test_it_tells_how_an_issue_stands_and_only_reads(
    feedback_bot: Command, connected: Sandbox, tracker: Callable[[], list[str]]
) -> None:
    ended = feedback_bot("explain", "1", *THEN)
    assert (ended.code, ended.err) == (0, "")
    (note,) = (note.id for note in connected.world.issues[1].notes.values() if note.body.startswith("- **Summary"))
    text = ended.out.replace(connected.url, "URL").replace(str(note), "NOTE")
    assert text.startswith(TEXT)
    assert "nag_unanswered: nothing (an answer is due by 2026-11-24)\n" in text
    assert set(tracker()) == {"GET"}
    assert connected.writes == []


def test_json_is_one_document_with_all_that_is_known(
    feedback_bot: Command, connected: Sandbox, tracker: Callable[[], list[str]]
) -> None:
    document = feedback_bot("explain", "1", "--output", "json", *THEN).document
    declined = {one["rule"]: (one["reason"], one["concerned"]) for one in document.pop("declined")}
    note = document["evidence"]["answer"].pop("note")
    assert connected.world.issues[1].notes[note].body.startswith("- **Summary")
    assert document == {
        "issue": 1,
        "url": f"{connected.url}/support/feedback/-/work_items/1",
        "now": "2026-11-20T12:00:00+00:00",
        "state": {
            "open": True,
            "rating": "bad",
            "review": "incomplete",
            "contact": None,
            "contradicting_labels": [],
            "hands_off": False,
            "reminders_off": False,
            "dashboard": False,
        },
        "clock": {"due_date": "2026-11-24", "over": False, "waits_for": "review", "reason": ""},
        "expected": {"what": "review", "who": [], "chosen": None},
        "next": {
            "at": "2026-11-25T00:00:00+00:00",
            "at_the_next_pass": False,
            "steps": [
                {"rule": "ask_missing", "action": "write a note, due 2026-12-02", "reason": "the review is incomplete"}
            ],
            "reason": "",
        },
        "evidence": {
            "survey": {"rating": "bad", "answered_at": "2026-11-17T09:36:00+00:00"},
            "answer_expected_since": "2026-11-17T12:00:00+00:00",
            "answer": {"author": "mia", "at": "2026-11-20T11:55:00+00:00"},
            "review": {
                "read": ["Summary of ticket/feedback", "Action to be taken"],
                "missing": [
                    {"line": "Contact customer to discuss feedback? (Y/N)", "seen": "maybe"},
                    {"line": "a label feedback::…", "seen": ""},
                ],
                "standing": "the review lacks 2 of 4 things",
            },
            "cause": None,
            "last_reminder": None,
            "due_date_changed": {"author": "feedback-bot", "at": "2026-11-17T12:00:00+00:00", "removed": False},
        },
        "problems": [],
        "exit_code": 0,
    }
    assert declined["ask_missing"] == ("asked for after 2026-11-24", True)
    assert declined["ask_after_closing"] == ("open", True)
    assert set(tracker()) == {"GET"}


def test_another_moment_shows_what_will_be_told_then(
    feedback_bot: Command, connected: Sandbox, tracker: Callable[[], list[str]]
) -> None:
    del connected
    ended = feedback_bot("explain", "1", "--now", (NOW + 6 * DAY).isoformat())
    assert "next      at the next pass\n          ask_missing: write a note, due 2026-12-03" in ended.out
    assert "state, clock and expected are told as they will be once the bot has done what is due now\n" in ended.out
    assert "clock     due 2026-12-03: the rest of the review\n" in ended.out
    assert set(tracker()) == {"GET"}


def test_the_policy_says_whom_a_reminder_names_and_in_which_zone_the_days_are(
    feedback_bot: Command, connected: Sandbox, passes: Passes, tmp_path: Path
) -> None:
    del connected
    filed(survey(1, "bad"), ago=1)(passes)
    policy = "timezone: Europe/Berlin\nrules: {nag_unanswered: {fallback: [support/managers]}}"
    (tmp_path / "p.yml").write_text(policy, encoding="utf-8")
    ended = feedback_bot("explain", "1", "--config", "p.yml", "--output", "json", *THEN)
    assert ended.document["expected"] == {"what": "answer", "who": ["support/managers"], "chosen": "fallback"}
    assert ended.document["next"]["at"] == "2026-11-27T00:00:00+01:00"
    assert [one["rule"] for one in ended.document["declined"]] == ["nag_unanswered"]


def test_a_command_that_waits_for_its_answer_is_the_next_thing(
    feedback_bot: Command, connected: Sandbox, passes: Passes
) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    connected.world.seed_note(1, "mia", "@feedback-bot explain", NOW)
    coming = feedback_bot("explain", "1", "--output", "json", *THEN).document["next"]
    assert coming["at_the_next_pass"]
    assert [step["action"] for step in coming["steps"]] == ["answer a comment", "react to a comment"]


def test_the_dashboard_is_the_bots_own(feedback_bot: Command, connected: Sandbox, passes: Passes) -> None:
    del connected
    passes.run([survey(1, "good")])
    ended = feedback_bot("explain", "2", *THEN)
    assert ended.code == 0
    assert ended.out.startswith("#2        the bot's own dashboard\n")
    assert "next      nothing: it is the bot's own issue\n" in ended.out


# --- how it ends


@pytest.mark.parametrize("output", ["text", "json"])
def test_an_issue_that_is_not_there_ends_with_1(output: str, feedback_bot: Command, connected: Sandbox) -> None:
    del connected
    ended = feedback_bot("explain", "9", "--output", output)
    words = "#9: there is no such issue, or the bot's user may not see it"
    assert (ended.code, ended.logged[0]["event"]) == (1, words)
    if output == "json":
        assert ended.document == {"issue": 9, "problems": [{"kind": "stopped", "detail": words}], "exit_code": 1}
    else:
        assert ended.out == ""


def test_an_issue_that_cannot_be_read_ends_with_1(feedback_bot: Command, connected: Sandbox) -> None:
    seed(connected, "satisfaction::bad", age=1)
    connected.faults.add(kind="403", path=r"/notes$", times=1)
    ended = feedback_bot("explain", "1")
    assert ended.code == 1
    assert ended.logged[0]["event"].startswith("#1: issues/1/notes: 403")


def test_a_damaged_mark_ends_with_1_and_says_what_to_do(
    feedback_bot: Command, connected: Sandbox, passes: Passes
) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    issue = connected.world.issues[1]
    issue.description = (issue.description or "").replace("rating=bad", "rating=odd")
    ended = feedback_bot("explain", "1")
    assert ended.code == 1
    assert "#1: the hidden mark in the description was changed by hand; put it back" in ended.logged[0]["event"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("1", "--now", "tomorrow"), "--now tomorrow: not an instant"),
        (("1", "--config", "gone.yml"), "gone.yml"),
    ],
)
def test_a_mistake_of_the_configuration_ends_with_2(
    arguments: tuple[str, ...], words: str, feedback_bot: Command, connected: Sandbox
) -> None:
    ended = feedback_bot("explain", *arguments)
    assert ended.code == 2
    assert words in ended.err
    assert connected.requests == []


@pytest.mark.parametrize("number", ["0", "-1", "one"])
def test_what_is_no_number_of_an_issue_ends_with_2(number: str, feedback_bot: Command, connected: Sandbox) -> None:
    assert feedback_bot("explain", "--", number).code == 2
    assert connected.requests == []


def test_a_wrong_token_ends_with_4(feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    del connected
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", "glpat-wrong-and-secret")
    ended = feedback_bot("explain", "1", "--output", "json")
    assert (ended.code, ended.document["exit_code"]) == (4, 4)
    assert "token was refused (401)" in ended.logged[0]["event"]
    assert "secret" not in ended.out + ended.err


def test_no_answer_ends_with_4(feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    del connected
    monkeypatch.setenv("FEEDBACK_BOT_URL", "http://127.0.0.1:9")  # the discard port: nobody listens
    assert feedback_bot("explain", "1").code == 4
