"""What managers write over HTTP, and what the bot makes of it in the passes that follow. Hand-written."""

from datetime import date
from typing import Any

import pytest
import requests
from builders import DAY, NOW, REVIEWED
from passes import CutError, Passes
from scenarios import both_tiers, filed, survey

from bot.model.issue import Issue
from bot.sandbox import Sandbox
from bot.tracker import Reader

TO_CONTACT = f"{REVIEWED[:-1]}Y"


def say(passes: Passes, method: str, place: str, by: str = "mia", **body: Any) -> dict[str, Any]:  # noqa: ANN401 - any parameter
    """Let a person ask GitLab for something about issue 1."""
    address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}/issues/1{place}"
    headers = {"PRIVATE-TOKEN": passes.sandbox.token(by)}
    answer = requests.request(method, address, headers=headers, json=body, timeout=10)
    answer.raise_for_status()
    return dict(answer.json()) if answer.content else {}


def after(passes: Passes, days: float, *, full: bool = False) -> list[tuple[str, int | None]]:
    """Run a pass so many days after now."""
    passes.sandbox.clock.set(NOW + days * DAY)
    return passes.run(full=full).did


def labels(passes: Passes) -> set[str]:
    return set(passes.sandbox.world.issues[1].label_names)


def due(passes: Passes) -> date | None:
    return passes.sandbox.world.issues[1].due_date


def words(passes: Passes, rule: str) -> list[str]:
    notes = passes.sandbox.world.issues[1].notes.values()
    return [note.body for note in notes if f"<!-- feedback-bot {rule}" in note.body]


@both_tiers
def test_an_answer_stops_the_reminders_and_moves_labels_and_date(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED}\n\n~feedback::process")
    assert after(asked, 0.1) == [("read_review", 1)]
    assert labels(asked) == {"satisfaction::bad", "review::done", "feedback::process"}
    assert due(asked) == date(2026, 11, 27)
    assert after(asked, 0.2) == []
    assert after(asked, 30) == []
    assert words(asked, "nag_unanswered") == []


@both_tiers
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


def test_a_y_is_chased_where_nobody_asks_for_the_rest_of_the_review(asked: Passes) -> None:
    asked.policy = "rules: {file_survey: , ask_review: , read_review: , nag_unanswered: , chase_contact: }"
    say(asked, "POST", "/notes", body=f"{TO_CONTACT}")
    after(asked, 0.1)
    assert {"review::incomplete", "contact::requested"} <= labels(asked)
    assert after(asked, 3) == [("chase_contact", 1)]


def test_the_reminders_name_commands_that_the_bot_obeys(asked: Passes) -> None:
    assert after(asked, 7) == [("nag_unanswered", 1)]
    assert "`!feedback snooze 7d`" in words(asked, "nag_unanswered")[0]


def test_what_is_reopened_long_after_its_date_gets_its_time_once_more(asked: Passes) -> None:
    say(asked, "POST", "/notes", body="Summary: handed over four times")
    after(asked, 0.1)
    close(asked, 1)
    after(asked, 1.1)
    asked.sandbox.clock.set(NOW + 30 * DAY)
    say(asked, "PUT", "", state_event="reopen")
    assert after(asked, 30.1) == [("ask_missing", 1)]
    assert words(asked, "ask_missing") == []
    assert due(asked) == date(2026, 12, 27)
    assert after(asked, 37) == []
    assert after(asked, 38) == [("ask_missing", 1)]
    assert len(words(asked, "ask_missing")) == 1


def test_a_contact_that_is_reopened_long_after_its_date_gets_its_time_once_more(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{TO_CONTACT}\n\n~feedback::process")
    after(asked, 0.1)
    close(asked, 1)
    asked.sandbox.clock.set(NOW + 30 * DAY)
    say(asked, "PUT", "", state_event="reopen")
    assert after(asked, 30.1) == [("chase_contact", 1)]
    assert words(asked, "chase_contact") == []
    assert due(asked) == date(2026, 12, 22)
    assert after(asked, 33) == [("chase_contact", 1)]
    assert len(words(asked, "chase_contact")) == 1


def test_an_edited_comment_counts_and_a_deleted_one_no_more(asked: Passes) -> None:
    note = say(asked, "POST", "/notes", body=f"{REVIEWED}\n\n~feedback::process")
    after(asked, 0.1)
    say(asked, "PUT", f"/notes/{note['id']}", body=f"{TO_CONTACT}\n\n~feedback::process")
    assert after(asked, 0.2) == [("read_review", 1)]
    assert "contact::requested" in labels(asked)
    say(asked, "DELETE", f"/notes/{note['id']}")
    say(asked, "PUT", "", add_labels="kudos")
    assert after(asked, 0.3) == []  # nobody has answered any more; what is set stays


@both_tiers
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


@both_tiers
def test_of_two_causes_set_by_hand_the_newer_stays(asked: Passes) -> None:
    for minutes, label in enumerate(("feedback::process", "feedback::known-issue")):
        asked.sandbox.clock.set(NOW + minutes * DAY / 1440)
        say(asked, "PUT", "", add_labels=label)
    after(asked, 0.1)
    assert {"feedback::known-issue"} == {label for label in labels(asked) if label.startswith("feedback::")}
    assert after(asked, 0.2) == []


@both_tiers
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


# --- a person closes it

every_reading = pytest.mark.parametrize("full", [True, False], ids=["reads everything", "reads changes"])


def close(passes: Passes, days: float, by: str = "mia") -> None:
    passes.sandbox.clock.set(NOW + days * DAY)
    say(passes, "PUT", "", by, state_event="close")


def state(passes: Passes) -> str:
    return passes.sandbox.world.issues[1].state


@every_reading
def test_a_bad_review_that_a_person_closes_without_a_word_is_asked_for_once(*, full: bool, asked: Passes) -> None:
    close(asked, 0.1)
    assert after(asked, 0.2, full=full) == [("ask_after_closing", 1)]
    (question,) = words(asked, "ask_after_closing")
    assert question.startswith("@mia Thank you")
    assert "Summary" in question
    assert "`feedback::…`" in question
    assert state(asked) == "closed"
    for days in (0.2, 0.3, 3, 20):
        assert after(asked, days, full=full) == []


@every_reading
def test_nor_is_it_asked_for_when_it_is_reopened_and_closed_again(*, full: bool, asked: Passes) -> None:
    close(asked, 0.1)
    after(asked, 0.2, full=full)
    say(asked, "PUT", "", state_event="reopen")
    assert after(asked, 0.3, full=full) == []
    close(asked, 0.4)
    assert after(asked, 0.5, full=full) == []
    assert len(words(asked, "ask_after_closing")) == 1


@every_reading
def test_of_a_review_with_all_lines_only_the_cause_is_asked_for(*, full: bool, asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED}\n\n/close")
    assert after(asked, 0.1, full=full) == [("ask_after_closing", 1)]
    (question,) = words(asked, "ask_after_closing")
    assert "Summary" not in question
    assert "`feedback::…`" in question


@every_reading
@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([("POST", "/notes", {"body": f"{REVIEWED}\n\n/label ~feedback::process\n/close"})], id="complete"),
        pytest.param([("PUT", "", {"add_labels": "review::done", "state_event": "close"})], id="done for a person"),
        pytest.param([("POST", "/notes", {"body": "/duplicate #2"})], id="duplicate"),
        pytest.param([("PUT", "", {"add_labels": "feedback-bot::hands-off", "state_event": "close"})], id="hands off"),
        pytest.param([("PUT", "", {"labels": "satisfaction::good", "state_event": "close"})], id="good after all"),
    ],
)
def test_otherwise_what_a_person_closes_is_left_alone(
    steps: list[tuple[str, str, dict[str, str]]], *, full: bool, asked: Passes
) -> None:
    asked.sandbox.world.add_label("feedback::process")
    for method, place, body in steps:
        say(asked, method, place, **body)
    assert state(asked) == "closed"
    assert set(after(asked, 0.1, full=full)) <= {("read_review", 1)}
    assert after(asked, 0.2, full=full) == []
    assert words(asked, "ask_after_closing") == []


def test_a_review_that_is_written_and_closed_in_one_go_is_read(asked: Passes) -> None:
    say(asked, "POST", "/notes", body=f"{REVIEWED}\n\n~feedback::process\n\n/close")
    assert after(asked, 0.1) == [("read_review", 1)]
    assert labels(asked) == {"satisfaction::bad", "review::done", "feedback::process"}
    assert (state(asked), due(asked)) == ("closed", date(2026, 11, 26))
    assert after(asked, 0.2) == []


@every_reading
def test_what_the_bot_closes_is_left_alone(*, full: bool, asked: Passes) -> None:
    close(asked, 0.1, by="feedback-bot")
    assert after(asked, 0.2, full=full) == []


@every_reading
def test_what_was_closed_long_ago_is_left_alone(*, full: bool, asked: Passes) -> None:
    close(asked, 0.1)
    asked.sandbox.clock.set(NOW + 5 * DAY)
    say(asked, "PUT", "", add_labels="kudos")
    assert after(asked, 7.2, full=full) == []


def test_a_first_pass_asks_for_what_was_closed_lately(asked: Passes) -> None:
    close(asked, 0.1)
    (dashboard,) = (iid for iid, issue in asked.sandbox.world.issues.items() if "dashboard" in issue.title)
    del asked.sandbox.world.issues[dashboard]
    assert after(asked, 3) == [("ask_after_closing", 1)]


def test_a_closed_issue_that_cannot_be_read_is_tried_again(asked: Passes) -> None:
    close(asked, 0.1)
    asked.sandbox.faults.add(kind="403", path=r"/issues/1/notes", times=1)
    assert after(asked, 0.2) == []
    assert after(asked, 1) == [("ask_after_closing", 1)]


def test_whoever_reopens_it_in_the_last_moment_is_not_asked(asked: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    close(asked, 0.1)
    look = Reader.issue

    def reopened(reader: Reader, iid: int) -> Issue:
        say(asked, "PUT", "", state_event="reopen")
        return look(reader, iid)

    monkeypatch.setattr(Reader, "issue", reopened)
    assert after(asked, 0.2) == []


def test_a_closed_issue_that_concerns_no_rule_costs_no_request(passes: Passes) -> None:
    passes.policy = "rules: {file_survey: , ask_review: , ask_after_closing: , close_inactive: , read_review: }"
    filed(survey(1, "bad"), ago=1)(passes)
    say(passes, "PUT", "", labels="satisfaction::good", state_event="close")
    passes.sandbox.clear_requests()
    after(passes, 0.1)
    assert [one.path for one in passes.sandbox.requests if "/issues/1" in one.path] == []


def test_a_closed_issue_whose_mark_was_changed_makes_no_pass_red(asked: Passes) -> None:
    say(asked, "PUT", "", description="<!-- feedback-bot file_survey survey= -->", state_event="close")
    asked.sandbox.clock.set(NOW + 0.1 * DAY)
    outcome = asked.run(full=True)
    assert (outcome.report.exit_code, outcome.did) == (0, [])


def test_a_closed_review_is_complete_without_a_word_on_the_contact(asked: Passes) -> None:
    close(asked, 0.1)
    after(asked, 0.2)
    assert "Contact" not in words(asked, "ask_after_closing")[0]
    say(asked, "POST", "/notes", body="Summary: late\nAction: none\nCause: process")
    assert after(asked, 0.3) == [("read_review", 1)]
    assert labels(asked) == {"satisfaction::bad", "review::done", "feedback::process"}


def test_a_y_on_a_closed_issue_counts_when_it_is_reopened(asked: Passes) -> None:
    close(asked, 0.1)
    say(asked, "POST", "/notes", body=f"{TO_CONTACT}\n\n~feedback::process")
    after(asked, 0.2)
    assert "contact::requested" not in labels(asked)
    say(asked, "PUT", "", state_event="reopen")
    after(asked, 0.3)
    assert {"review::done", "contact::requested"} <= labels(asked)


def test_a_closed_review_wants_word_of_the_contact_when_it_is_reopened(asked: Passes) -> None:
    close(asked, 0.1)
    say(asked, "POST", "/notes", body="Summary: late\nAction: none\nCause: process")
    after(asked, 0.2)
    say(asked, "PUT", "", state_event="reopen")
    after(asked, 0.3)
    assert "review::incomplete" in labels(asked)


def test_nobody_is_asked_where_the_reminders_are_off(asked: Passes) -> None:
    say(asked, "PUT", "", add_labels="feedback-bot::nag-off", state_event="close")
    assert after(asked, 0.2) == []


def test_what_is_closed_is_no_longer_overdue(asked: Passes) -> None:
    close(asked, 0.1)
    after(asked, 8, full=True)
    (dashboard,) = (one for one in asked.sandbox.world.issues.values() if "dashboard" in one.title)
    assert "Nothing is past its date." in (dashboard.description or "")
