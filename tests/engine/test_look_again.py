"""What people do while a pass is under way counts: an issue is looked at again right before it is changed.

What happens between the reading and the change is played at the moment of the second look. Hand-written.
"""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from builders import DAY, NOW
from passes import Outcome, Passes
from scenarios import filed, seed, survey

from bot.engine import Status
from bot.errors import ExitCode
from bot.model.issue import Issue
from bot.tracker import Reader

Act = Callable[[], object]


@pytest.fixture
def old(passes: Passes) -> Passes:
    """Let there be an old good issue of the bot's (#1), which the next pass would close."""
    filed(survey(1, "good"), ago=9)(passes)
    return passes


def ask(passes: Passes, place: str, by: str = "mia", **body: Any) -> Act:  # noqa: ANN401 - any parameter
    """Prepare what a person does."""
    address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}/issues/1{place}"
    headers = {"PRIVATE-TOKEN": passes.sandbox.token(by)}

    def act() -> None:
        method = "POST" if place else "PUT"
        requests.request(method, address, headers=headers, json=body, timeout=10).raise_for_status()

    return act


def run_while(passes: Passes, monkeypatch: pytest.MonkeyPatch, *acts: Act) -> Outcome:
    """Run a pass during which people act, after the issue was read and before it is looked at again."""
    waiting = list(acts)
    look = Reader.issue

    def issue(reader: Reader, iid: int) -> Issue:
        while waiting:
            waiting.pop(0)()
        return look(reader, iid)

    monkeypatch.setattr(Reader, "issue", issue)
    outcome = passes.run()
    assert not waiting, "it was not looked at again"
    return outcome


def notes_of_the_bot(passes: Passes) -> list[str]:
    notes = passes.sandbox.world.issues[1].notes.values()
    return [note.body for note in notes if note.author.username == "feedback-bot" and not note.system]


def is_open(passes: Passes) -> bool:
    return passes.sandbox.world.issues[1].state == "opened"


def test_without_anybodys_doing_it_is_closed_after_one_look_more(old: Passes) -> None:
    old.sandbox.clear_requests()
    assert old.run().did == [("close_inactive", 1)]
    asked = [f"{request.method} {request.path.rpartition('/issues')[2]}" for request in old.sandbox.requests]
    closing = asked.index("POST /1/notes")
    assert asked[closing - 1] == "GET /1"
    assert asked.count("GET /1") == 1


@pytest.mark.parametrize(
    ("place", "body"),
    [
        pytest.param("/notes", {"body": "Let us thank Vicki."}, id="a comment"),
        pytest.param("", {"add_labels": "satisfaction::bad", "remove_labels": "satisfaction::good"}, id="a rating"),
        pytest.param("", {"add_labels": "contact::requested"}, id="a wish for contact"),
        pytest.param("", {"add_labels": "review::needed"}, id="a review"),
        pytest.param("", {"add_labels": "feedback-bot::hands-off"}, id="hands off"),
    ],
)
def test_what_a_person_does_meanwhile_keeps_it_open(
    place: str, body: dict[str, Any], old: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = run_while(old, monkeypatch, ask(old, place, **body))
    assert ("close_inactive", 1) not in outcome.did
    assert is_open(old)
    assert outcome.report.exit_code is ExitCode.DONE


def test_so_does_a_comment_that_hides_behind_a_change_of_the_same_minute(
    old: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(old, "", add_labels="feedback::process")()
    old.sandbox.world.issues[1].updated_at = NOW
    outcome = run_while(old, monkeypatch, ask(old, "/notes", body="Let us thank Vicki."))
    assert old.sandbox.world.issues[1].updated_at == NOW
    assert outcome.did == []
    assert is_open(old)
    assert notes_of_the_bot(old) == []


def test_an_issue_that_a_person_closes_meanwhile_gets_no_word(old: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = run_while(old, monkeypatch, ask(old, "", state_event="close"))
    assert outcome.did == []
    assert notes_of_the_bot(old) == []


def test_one_that_a_person_closes_and_reopens_meanwhile_stays_open(
    old: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = [ask(old, "", state_event=event) for event in ("close", "reopen")]
    assert run_while(old, monkeypatch, *acts).did == []
    assert is_open(old)


def test_what_is_no_activity_does_not_keep_it_open(old: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = [ask(old, "", assignee_ids=[3]), ask(old, "", add_labels="feedback::process")]
    assert run_while(old, monkeypatch, *acts).did == [("close_inactive", 1)]
    assert not is_open(old)


def test_another_bots_comment_does_not_keep_it_open(old: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    old.policy = "rules: {close_inactive: }\nother_bots: [jonas]"
    assert run_while(old, monkeypatch, ask(old, "/notes", by="jonas", body="Ping.")).did == [("close_inactive", 1)]


def test_what_becomes_bad_meanwhile_is_asked_about_at_once(old: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    change = ask(old, "", add_labels="satisfaction::bad", remove_labels="satisfaction::good")
    run_while(old, monkeypatch, change)
    assert [("ask_review" in body) for body in notes_of_the_bot(old)] == [True]


def test_what_was_kept_open_is_closed_a_week_after(old: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    run_while(old, monkeypatch, ask(old, "/notes", body="Let us thank Vicki."))
    for days, did in ((6.9, []), (7, [("close_inactive", 1)])):
        old.sandbox.clock.set(NOW + days * DAY)
        assert old.run().did == did


def test_an_issue_that_cannot_be_looked_at_again_is_left_for_the_next_pass(old: Passes) -> None:
    old.sandbox.faults.add(kind="403", method="GET", path=r"/issues/1$", times=1)
    outcome = old.run()
    assert outcome.report.counts["close_inactive", Status.FAILED] == 1
    assert outcome.report.exit_code is ExitCode.INCOMPLETE
    assert is_open(old)
    assert notes_of_the_bot(old) == []
    assert old.run().did == [("close_inactive", 1)]


def test_the_others_are_closed_all_the_same(old: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    second = seed(old.sandbox, "satisfaction::good", age=9)
    assert run_while(old, monkeypatch, ask(old, "/notes", body="Thanks!")).did == [("close_inactive", second)]


def test_a_copy_that_a_person_closes_meanwhile_gets_no_word(old: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    first = old.sandbox.world.issues[1]
    first.created_at = NOW - DAY
    copy = old.sandbox.world.seed_issue(
        title=first.title,
        author="feedback-bot",
        description=first.description,
        created_at=NOW - DAY,
        labels=["satisfaction::good"],
    )
    assert old.run(dry=True).did == [("close_duplicate", copy)]

    def close() -> None:
        old.sandbox.world.issues[copy].state = "closed"

    assert run_while(old, monkeypatch, close).did == []


def test_a_dry_run_does_not_look_twice(old: Passes) -> None:
    old.sandbox.clear_requests()
    assert old.run(dry=True).did == [("close_inactive", 1)]
    assert not [request for request in old.sandbox.requests if request.path.endswith("/issues/1")]


def test_the_dashboard_tells_what_became_of_an_issue_and_not_what_was_planned(
    passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(survey(1, "bad"), ago=9)(passes)
    passes.policy = "rules: {nag_unanswered: }"
    outcome = run_while(passes, monkeypatch, ask(passes, "/notes", body="On it."))
    assert outcome.did == []
    (dashboard,) = [one for one in passes.sandbox.world.issues.values() if one.title == "Feedback bot: dashboard"]
    assert "- `#1`, due" in str(dashboard.description)


def test_whoever_answers_right_before_a_reminder_gets_none(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(survey(1, "bad"), ago=9)(passes)
    outcome = run_while(passes, monkeypatch, ask(passes, "/notes", body="On it."))
    assert outcome.did == [("read_review", 1)]
    assert [body for body in notes_of_the_bot(passes) if "nag_unanswered" in body] == []
