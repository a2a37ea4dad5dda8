"""What managers write over HTTP, and what the bot makes of it in the passes that follow. Hand-written."""

from datetime import date
from typing import Any

import pytest
import requests
from builders import DAY, NOW, REVIEWED
from passes import CutError, Passes
from scenarios import filed, survey

from bot.sandbox import Sandbox

TO_CONTACT = f"{REVIEWED[:-1]}Y"


def say(passes: Passes, method: str, place: str, by: str = "mia", **body: Any) -> dict[str, Any]:  # noqa: ANN401 - any parameter
    """Let a person ask GitLab for something about issue 1."""
    address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}/issues/1{place}"
    headers = {"PRIVATE-TOKEN": passes.sandbox.token(by)}
    answer = requests.request(method, address, headers=headers, json=body, timeout=10)
    answer.raise_for_status()
    return dict(answer.json()) if answer.content else {}


def after(passes: Passes, days: float) -> list[tuple[str, int | None]]:
    """Run a pass so many days after now."""
    passes.sandbox.clock.set(NOW + days * DAY)
    return passes.run().did


def labels(passes: Passes) -> set[str]:
    return set(passes.sandbox.world.issues[1].label_names)


def due(passes: Passes) -> date | None:
    return passes.sandbox.world.issues[1].due_date


def words(passes: Passes, rule: str) -> list[str]:
    notes = passes.sandbox.world.issues[1].notes.values()
    return [note.body for note in notes if f"<!-- feedback-bot {rule}" in note.body]


@pytest.fixture(params=["free", "premium"])
def asked(request: pytest.FixtureRequest, passes: Passes) -> Passes:
    """Let the bot have filed a bad survey yesterday (#1, due on the 26th) and asked for the review."""
    passes.sandbox.settings.change({"tier": request.param})
    filed(survey(1, "bad"), ago=1)(passes)
    assert due(passes) == date(2026, 11, 26)
    return passes


def test_an_answer_stops_the_reminders_and_moves_labels_and_date(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED}\n\n~feedback::process")
    assert after(asked, 0.1) == [("read_review", 1)]
    assert labels(asked) == {"satisfaction::bad", "review::done", "feedback::process"}
    assert due(asked) == date(2026, 11, 27)
    assert after(asked, 0.2) == []
    assert after(asked, 30) == []
    assert words(asked, "nag_unanswered") == []


def test_a_y_starts_the_clock_of_the_contact_until_it_is_done(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{TO_CONTACT}\n\n~feedback::process")
    after(asked, 0.1)
    assert {"review::done", "contact::requested"} <= labels(asked)
    assert due(asked) == date(2026, 11, 22)
    assert after(asked, 2) == []
    assert after(asked, 3) == [("chase_contact", 1)]
    assert after(asked, 5) == []
    assert after(asked, 6) == [("chase_contact", 1)]
    say(asked, "PUT", "", add_labels="contact::done", remove_labels="contact::requested")
    assert after(asked, 20) == []
    assert len(words(asked, "chase_contact")) == 2


def test_what_is_missing_is_asked_for_when_the_date_is_over_and_not_before(asked: Passes) -> None:
    say(asked, "POST", "/notes", body="Summary: handed over four times")
    assert after(asked, 0.1) == [("read_review", 1)]
    assert labels(asked) == {"satisfaction::bad", "review::incomplete"}
    assert after(asked, 6) == []
    assert after(asked, 7) == [("ask_missing", 1)]
    (question,) = words(asked, "ask_missing")
    assert "Action to be taken" in question
    assert "Summary" not in question
    say(asked, "POST", "/notes", body=f"{REVIEWED}\nLabel: process")
    assert after(asked, 8) == [("read_review", 1)]
    assert "review::done" in labels(asked)
    assert after(asked, 30) == []


def test_an_edited_comment_counts_and_a_deleted_one_no_more(asked: Passes) -> None:
    note = say(asked, "POST", "/notes", body=f"{REVIEWED}\n\n~feedback::process")
    after(asked, 0.1)
    say(asked, "PUT", f"/notes/{note['id']}", body=f"{TO_CONTACT}\n\n~feedback::process")
    assert after(asked, 0.2) == [("read_review", 1)]
    assert "contact::requested" in labels(asked)
    say(asked, "DELETE", f"/notes/{note['id']}")
    say(asked, "PUT", "", add_labels="kudos")
    assert after(asked, 0.3) == []  # nobody has answered any more; what is set stays


def test_a_cause_that_is_taken_off_makes_the_review_incomplete_until_one_is_set(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED}\n\n~feedback::process")
    after(asked, 0.1)
    asked.sandbox.clock.set(NOW + 0.15 * DAY)
    say(asked, "PUT", "", remove_labels="feedback::process")
    assert after(asked, 0.2) == [("read_review", 1)]
    assert labels(asked) == {"satisfaction::bad", "review::incomplete"}
    assert after(asked, 0.3) == []
    say(asked, "PUT", "", add_labels="feedback::soft-skills")
    assert after(asked, 0.4) == [("read_review", 1)]
    assert labels(asked) == {"satisfaction::bad", "review::done", "feedback::soft-skills"}


def test_a_review_that_a_person_calls_done_stays_done(asked: Passes) -> None:
    say(asked, "POST", "/notes", body="Settled on the phone.")
    say(asked, "PUT", "", add_labels="review::done")
    after(asked, 0.1)
    assert {"review::done"} == {label for label in labels(asked) if label.startswith("review::")}
    assert after(asked, 30) == []


def test_a_rating_that_is_taken_off_an_answered_issue_stops_nothing(asked: Passes) -> None:
    say(asked, "POST", "/notes", body="Called.")
    after(asked, 0.1)
    say(asked, "PUT", "", remove_labels="satisfaction::bad,review::incomplete")
    for days in (0.2, 0.3, 0.4):
        asked.sandbox.clock.set(NOW + days * DAY)
        assert asked.run().report.exit_code == 0
    assert {"satisfaction::bad", "review::incomplete"} <= labels(asked)


def test_an_answer_between_the_two_writes_of_a_changed_rating_stops_nothing(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED}\n\n~feedback::process")
    after(asked, 0.1)
    again = [survey(1, "bad", days_ago=-0.15, comment="It broke again")]
    asked.sandbox.clock.set(NOW + 0.2 * DAY)
    with pytest.raises(CutError):
        asked.run(again, cut_after=1)
    asked.sandbox.clock.set(NOW + 0.25 * DAY)
    say(asked, "POST", "/notes", body=REVIEWED)
    for days in (0.3, 0.4, 0.5):
        asked.sandbox.clock.set(NOW + days * DAY)
        assert asked.run(again).report.exit_code == 0
    assert {"review::done", "feedback::process"} <= labels(asked)


def test_neutral_feedback_that_is_answered_at_once_is_read(passes: Passes) -> None:
    filed(survey(1, "neutral"), ago=0.001)(passes)
    say(passes, "POST", "/notes", body=f"{TO_CONTACT}\n\n~feedback::process")
    assert after(passes, 0.1) == [("read_review", 1)]
    assert "contact::requested" in labels(passes)


def test_of_two_causes_set_by_hand_the_newer_stays(asked: Passes) -> None:
    for minutes, label in enumerate(("feedback::process", "feedback::known-issue")):
        asked.sandbox.clock.set(NOW + minutes * DAY / 1440)
        say(asked, "PUT", "", add_labels=label)
    after(asked, 0.1)
    assert {"feedback::known-issue"} == {label for label in labels(asked) if label.startswith("feedback::")}
    assert after(asked, 0.2) == []


def test_of_two_causes_set_at_once_one_stays(asked: Passes) -> None:
    for who, label in (("mia", "feedback::process"), ("jonas", "feedback::known-issue")):
        say(asked, "PUT", "", by=who, add_labels=label)
    after(asked, 0.1)
    assert len([label for label in labels(asked) if label.startswith("feedback::")]) == 1


@pytest.mark.parametrize("full", [True, False])
def test_reading_everything_comes_to_the_same(*, full: bool, asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{TO_CONTACT}\n\n~feedback::process")
    asked.sandbox.clock.set(NOW + 0.1 * DAY)
    asked.run(full=full)
    asked.sandbox.clock.set(NOW + 4 * DAY)
    assert asked.run(full=full).did == [("chase_contact", 1)]


def test_a_sandbox_without_a_word_of_anybody_costs_no_reading_of_comments(sandbox: Sandbox, passes: Passes) -> None:
    filed(survey(1, "bad"), ago=0.01)(passes)
    sandbox.clear_requests()
    passes.run()
    assert not [request for request in sandbox.requests if request.path.endswith("/notes")]
