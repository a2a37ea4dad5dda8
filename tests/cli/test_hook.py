"""`feedback-bot hook`: bodies of web hooks in the shapes that GitLab, Zendesk and Typeform document, hand-written."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import BOT, NOW
from cli.conftest import Command, Ended
from scenarios import seed
from zendesk.conftest import OAUTH
from zendesk.standin import StandIn

from bot.sandbox import Sandbox

POLICY = """
rules: {file_survey: , follow_rating: , obey_commands: , ask_review: , close_inactive: }
sources:
  csat: {type: zendesk, address: "%s"}
  form: {mapping: typeform, pushed: true}
  sheet: {mapping: zendesk-trigger}
"""
Json = dict[str, Any]
Hook = Callable[[object], Ended]


@pytest.fixture
def zendesk(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    with StandIn(NOW) as standin:
        yield standin


@pytest.fixture
def policy(tmp_path: Path, zendesk: StandIn) -> Path:
    path = tmp_path / "policy.yml"
    path.write_text(POLICY % zendesk.url, encoding="utf-8")
    return path


@pytest.fixture
def hook(
    feedback_bot: Command, connected: Sandbox, policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Hook:
    """Lets GitLab put a body into the file that TRIGGER_PAYLOAD names."""
    del connected
    body = tmp_path / "body"
    monkeypatch.setenv("TRIGGER_PAYLOAD", str(body))

    def handle(payload: object) -> Ended:
        body.write_text(payload if isinstance(payload, str) else json.dumps(payload), encoding="utf-8")
        return feedback_bot("hook", "--config", str(policy), "--output", "json")

    return handle


# --- the payloads, with what GitLab adds to the body of a trigger request

ADDED: Json = {"ref": "main", "id": "12", "variables": {}}
EVENT: Json = {
    "type": "zen:event-type:ticket.csat_received",
    "account_id": 12514403,
    "id": "2b24ef10-19d4-4740-93cf-8f98ec4776c0",
    "time": "2026-11-20T05:33:18Z",
    "zendesk_event_version": "2022-11-06",
    "subject": "zen:ticket:209",
    "detail": {"id": "209", "requester_id": "9", "assignee_id": "1", "group_id": "44", "status": "SOLVED"},
    "event": {"satisfaction_score": {"score": "GOOD"}},
}
TRIGGER: Json = {
    "ticket_id": "209",
    "rating": "Good",
    "comment": '"/close $FEEDBACK_BOT_TOKEN {{ 7 * 7 }}"',
    "requester_email": "ann@example.com",
    **ADDED,
}
FORM: Json = {
    "event_id": "LtWXD3crgy",
    "event_type": "form_response",
    "form_response": {
        "form_id": "lT4Z3j",
        "token": "a3a12ec67a1365927098a606107fac15",
        "submitted_at": "2026-01-18T18:17:02Z",
        "hidden": {"ticket": "210", "agent": "vcollins"},
        "answers": [
            {"type": "text", "text": "Three weeks. ${FEEDBACK_BOT_TOKEN} {{ 7 * 7 }}", "field": {"ref": "comment"}},
            {"type": "number", "number": 2, "field": {"type": "opinion_scale", "ref": "ces"}},
        ],
    },
    **ADDED,
}


def note(iid: int, by: int, **about: object) -> Json:
    """Write the body of a note event."""
    return {
        "object_kind": "note",
        "event_type": "confidential_note",
        "user": {"id": by, "username": "mia"},
        "project_id": 1,
        "project": {"id": 1, "path_with_namespace": "support/feedback"},
        "object_attributes": {"id": 7, "note": "forged", "noteable_type": "Issue", "system": False, **about},
        "issue": {"iid": iid, "title": "forged", "state": "closed"},
        **ADDED,
    }


def issue_event(iid: int, by: int) -> Json:
    return {
        "object_kind": "issue",
        "event_type": "confidential_issue",
        "user": {"id": by, "username": "mia"},
        "project": {"id": 1, "path_with_namespace": "support/feedback"},
        "object_attributes": {"iid": iid, "action": "update", "labels": []},
        **ADDED,
    }


# --- surveys


@pytest.mark.parametrize("payload", [EVENT | ADDED, TRIGGER, {"ticket_id": 209}], ids=["event", "trigger", "number"])
def test_a_ticket_is_read_again_whatever_the_body_says_of_it(
    hook: Hook, zendesk: StandIn, connected: Sandbox, payload: Json
) -> None:
    """All three bodies know of nothing bad; Zendesk does."""
    zendesk.account.solve(209)
    zendesk.account.answer(209, 1, "Too slow.")
    zendesk.account.solve(300)
    zendesk.account.answer(300, 1, "Another ticket.")
    ended = hook(payload)
    assert ended.code == 0
    (issue,) = connected.world.issues.values()
    assert issue.title == "Negative feedback for ticket 209"
    assert "> Too slow." in (issue.description or "")
    assert "ann@example.com" not in ended.out + ended.err
    assert hook(payload).document["actions"] == []


def test_a_changed_rating_changes_the_issue(hook: Hook, zendesk: StandIn, connected: Sandbox) -> None:
    zendesk.account.solve(209)
    zendesk.account.answer(209, 1, "Too slow.")
    hook(EVENT)
    zendesk.account.pass_time(hours=1)
    zendesk.account.answer(209, 5, "Fixed now.")
    assert {action["rule"] for action in hook(EVENT).document["actions"]} == {"follow_rating"}
    (issue,) = connected.world.issues.values()
    assert issue.title == "Positive feedback for ticket 209"


def test_a_ticket_without_a_rating_is_nothing_to_do(hook: Hook, zendesk: StandIn, connected: Sandbox) -> None:
    zendesk.account.solve(209)
    ended = hook(EVENT)
    assert (ended.code, ended.document["actions"], connected.writes) == (0, [], [])


def test_a_form_that_is_believed_is_filed_and_its_words_stay_words(hook: Hook, connected: Sandbox) -> None:
    ended = hook(FORM)
    assert ended.code == 0
    (issue,) = connected.world.issues.values()
    assert issue.title == "Negative feedback for ticket 210"
    assert "> Three weeks. ${FEEDBACK_BOT_TOKEN} {{ 7 * 7 }}" in (issue.description or "")
    assert hook(FORM).document["actions"] == []


def test_only_what_the_payload_is_about_is_looked_after(hook: Hook, zendesk: StandIn, connected: Sandbox) -> None:
    idle = seed(connected, "satisfaction::good", age=9)
    zendesk.account.solve(209)
    zendesk.account.answer(209, 1)
    hook(EVENT)
    hook(FORM)
    assert connected.world.issues[idle].state == "opened"


# --- GitLab's own events


@pytest.mark.parametrize("event", [note, issue_event], ids=["note", "issue"])
def test_an_issue_is_read_again_and_handled_alone(
    hook: Hook, connected: Sandbox, event: Callable[[int, int], Json]
) -> None:
    idle, other = (seed(connected, "satisfaction::good", age=9) for _ in range(2))
    ended = hook(event(idle, 3))
    assert [action["rule"] for action in ended.document["actions"]] == ["close_inactive"]
    assert connected.world.issues[idle].state == "closed"
    assert connected.world.issues[other].state == "opened"


@pytest.mark.parametrize("event", [note, issue_event], ids=["note", "issue"])
def test_its_own_doings_are_nothing_to_the_bot(
    hook: Hook, connected: Sandbox, event: Callable[[int, int], Json]
) -> None:
    idle = seed(connected, "satisfaction::good", age=9)
    connected.clear_requests()
    ended = hook(event(idle, BOT.id))
    assert (ended.code, ended.document["actions"]) == (0, [])
    assert "the bot itself" in ended.err
    assert len(connected.requests) == 1


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        pytest.param(note(1, 3, noteable_type="MergeRequest"), "not on an issue", id="a comment elsewhere"),
        pytest.param(note(1, 3, system=True), "GitLab's own", id="a system note"),
        pytest.param({"object_kind": "push", "ref": "main"}, "not about an issue", id="a push"),
    ],
)
def test_other_events_of_gitlab_are_none_of_its_business(hook: Hook, payload: Json, words: str) -> None:
    ended = hook(payload)
    assert ended.code == 0
    assert words in ended.err


# --- what cannot be used


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        pytest.param(" \n", "the payload is empty", id="nothing"),
        pytest.param("SECRET=1 not json", "not valid JSON", id="no JSON"),
        pytest.param('{"ticket_id": NaN}', "not valid JSON", id="no number"),
        pytest.param("[" * 100_000, "not valid JSON", id="very deep"),
        pytest.param('"' + "x" * 1_000_001, "more than 1,000,000 bytes", id="very large"),
        pytest.param([EVENT], "no JSON object", id="a list"),
        pytest.param({}, "not recognised", id="an empty object"),
        pytest.param(EVENT | {"variables": {"FEEDBACK_BOT_URL": "SECRET"}}, "sets `variables`", id="variables"),
        pytest.param(FORM | {"inputs": {"SECRET": "1"}}, "sets `inputs`", id="inputs"),
        pytest.param({"object_kind": "SECRET"}, "is not known", id="an event that nobody knows"),
        pytest.param({"object_kind": ["push"]}, "is not known", id="an event that is a list"),
        pytest.param({"hello": "SECRET"}, "not recognised", id="something else"),
        pytest.param(EVENT | {"detail": "SECRET"}, "lacks `detail`", id="an event without its ticket"),
        pytest.param({"ticket_id": "209; SECRET"}, "no number", id="a ticket with a command"),
        pytest.param({"ticket_id": "٢٠٩"}, "no number", id="digits of another script"),
        pytest.param({"ticket_id": True}, "no number", id="a ticket that is true"),
        pytest.param({"ticket_id": "9" * 21}, "no number", id="a very long ticket"),
        pytest.param(note(0, 3), "no number", id="issue 0"),
        pytest.param(note(1, 3) | {"user": {"id": "SECRET"}}, "no number", id="a user without a number"),
        pytest.param(note(1, 3) | {"issue": None}, "lacks `issue`", id="a note without an issue"),
        pytest.param(
            note(1, 3) | {"project": {"id": 99, "path_with_namespace": "other/SECRET"}},
            "another project",
            id="elsewhere",
        ),
        pytest.param(FORM | {"form_response": {"token": "SECRET"}}, "rejected", id="a form without its answers"),
    ],
)
def test_what_is_not_understood_is_said_and_not_repeated(
    hook: Hook, connected: Sandbox, payload: object, words: str
) -> None:
    ended = hook(payload)
    assert ended.code == 1
    assert words in ended.err
    assert "SECRET" not in ended.out + ended.err
    assert connected.writes == []


def test_a_body_is_believed_only_where_the_policy_says_so(
    feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    policy = tmp_path / "careful.yml"
    policy.write_text("rules: {file_survey: }\nsources: {form: {mapping: typeform}}\n", encoding="utf-8")
    (tmp_path / "body").write_text(json.dumps(FORM), encoding="utf-8")
    ended = feedback_bot("hook", "body", "--config", str(policy))
    assert ended.code == 1
    assert "fits the source form, whose policy does not say `pushed: true`" in ended.err
    assert connected.writes == []


def test_with_several_zendesks_the_body_must_name_one(
    feedback_bot: Command, connected: Sandbox, zendesk: StandIn, tmp_path: Path
) -> None:
    policy = tmp_path / "two.yml"
    two = "".join(f'  {name}: {{type: zendesk, address: "{zendesk.url}"}}\n' for name in ("eu", "us"))
    policy.write_text(f"rules: {{file_survey: }}\nsources:\n{two}", encoding="utf-8")
    zendesk.account.solve(209)
    zendesk.account.answer(209, 1)
    body = tmp_path / "body"
    body.write_text(json.dumps(EVENT), encoding="utf-8")
    ended = feedback_bot("hook", str(body), "--config", str(policy))
    assert ended.code == 1
    assert 'add "source" with one of eu, us' in ended.logged[0]["event"]
    body.write_text(json.dumps(EVENT | {"source": "us"}), encoding="utf-8")
    assert feedback_bot("hook", str(body), "--config", str(policy)).code == 0
    (issue,) = connected.world.issues.values()
    assert "survey=us/ticket/209" in (issue.description or "")


def test_standard_input_is_read_as_well(
    feedback_bot: Command, connected: Sandbox, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(FORM).encode())))
    assert feedback_bot("hook", "-", "--config", str(policy)).code == 0
    assert len(connected.world.issues) == 1


def test_a_payload_that_is_not_there_is_told(feedback_bot: Command, connected: Sandbox, policy: Path) -> None:
    del connected
    ended = feedback_bot("hook", "gone.json", "--config", str(policy))
    assert ended.code == 1
    assert "the payload gone.json cannot be read: No such file" in ended.err


def test_a_dry_run_writes_nothing(feedback_bot: Command, connected: Sandbox, policy: Path, tmp_path: Path) -> None:
    (tmp_path / "body").write_text(json.dumps(FORM), encoding="utf-8")
    ended = feedback_bot("hook", "body", "--dry-run", "--config", str(policy))
    assert "file_survey: file an issue" in ended.out
    assert connected.writes == []


def test_a_believed_form_about_a_ticket_must_say_which_source_it_is_from(
    feedback_bot: Command, connected: Sandbox, zendesk: StandIn, tmp_path: Path
) -> None:
    """Its ticket_id could be Zendesk's as well: nothing is lost in silence."""
    mine = """{pushed: true, change: {format: json, recognise: "form == 'mine'", rating: {good: [up], bad: [down]},
      fields: {ticket: ticket_id, rating: rating, responded_at: at}}}"""
    policy = tmp_path / "both.yml"
    policy.write_text(
        f'rules: {{file_survey: }}\nsources:\n  csat: {{type: zendesk, address: "{zendesk.url}"}}\n  form: {mine}\n',
        encoding="utf-8",
    )
    body = {"form": "mine", "ticket_id": "209", "rating": "down", "at": "2026-11-20T08:00:00Z"}
    (tmp_path / "body").write_text(json.dumps(body), encoding="utf-8")
    ended = feedback_bot("hook", "body", "--config", str(policy))
    assert ended.code == 1
    assert 'add "source" with one of csat, form' in ended.logged[0]["event"]
    (tmp_path / "body").write_text(json.dumps(body | {"source": "form"}), encoding="utf-8")
    assert feedback_bot("hook", "body", "--config", str(policy)).code == 0
    (issue,) = connected.world.issues.values()
    assert "survey=form/ticket/209" in (issue.description or "")


def test_a_project_copied_from_an_address_is_the_same_project(
    hook: Hook, connected: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = seed(connected, "satisfaction::good", age=9)
    monkeypatch.setenv("FEEDBACK_BOT_PROJECT", "/support%2Ffeedback/ ")
    assert hook(note(idle, 3)).code == 0
    assert connected.world.issues[idle].state == "closed"
