"""Passes over the sandbox: limits, choices, and what happens when something fails."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
from builders import DAY, NOW
from passes import Passes
from scenarios import Survey, filed, seed, survey, unlabelled

from bot.engine import Status
from bot.engine.plan import IssuePlan, plan_case
from bot.errors import BotError, CeilingError, ConfigurationError, ExitCode, PlanConflictError, UnreachableError
from bot.model.case import Case
from bot.model.context import Context
from bot.model.issue import Issue
from bot.rules import Rule
from bot.tracker import Reader

EVERYTHING_ON = "rules: {file_survey: , follow_rating: , ask_review: , close_inactive: , nag_unanswered: }\n"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up reading at once, and wait for nothing: tests/tracker looks at both."""
    monkeypatch.setattr("bot.tracker.client._READ_TRIES", 1)
    monkeypatch.setattr("bot.tracker.client._FIRST_TRIES", 1)
    monkeypatch.setattr("bot.tracker.Waiting._pass_time", lambda *_: None)


BOOKMARK = 1  # the first list of issues that a pass reads: its own dashboard


def idle_good_issues(passes: Passes, count: int) -> None:
    for _ in range(count):
        seed(passes.sandbox, "satisfaction::good", age=9)


def test_more_changes_than_allowed_are_refused_before_the_first(passes: Passes) -> None:
    idle_good_issues(passes, 51)
    with pytest.raises(CeilingError, match=r"51 changes.*allows 50 \(limits\.changes\).*--no-limit"):
        passes.run([survey(1, "good")])
    assert passes.sandbox.writes == []


def test_more_filings_than_allowed_are_refused_before_the_first(passes: Passes) -> None:
    passes.policy = EVERYTHING_ON + "limits: {filings: 2}"
    idle_good_issues(passes, 1)
    with pytest.raises(CeilingError, match=r"more issues than the 2"):
        passes.run([survey(ticket, "good") for ticket in range(3)])
    assert passes.sandbox.writes == []


@pytest.mark.parametrize("kind", ["changes", "filings"])
def test_as_many_as_allowed_pass(kind: str, passes: Passes) -> None:
    passes.policy = EVERYTHING_ON + f"limits: {{{kind}: 2}}"
    idle_good_issues(passes, 2)
    outcome = passes.run([survey(ticket, "bad") for ticket in range(2)])
    assert outcome.report.exit_code is ExitCode.DONE


def test_the_limit_can_be_lifted_and_does_not_bind_a_dry_run(passes: Passes) -> None:
    passes.policy = EVERYTHING_ON + "limits: {changes: 0, filings: 0}"
    idle_good_issues(passes, 1)
    surveys = [survey(1, "good")]
    assert len(passes.run(surveys, dry=True).did) == len(passes.run(surveys, limited=False).did) == 2


def test_only_the_named_rules_run(passes: Passes) -> None:
    idle_good_issues(passes, 1)
    seed(passes.sandbox, "satisfaction::bad", age=9)
    assert passes.run(only=frozenset({"nag_unanswered"})).did == [("nag_unanswered", 2)]


def test_a_rule_that_is_off_does_nothing(passes: Passes) -> None:
    passes.policy = "rules: {close_inactive: }"
    idle_good_issues(passes, 1)
    seed(passes.sandbox, "satisfaction::bad", age=9)
    assert passes.run().did == [("close_inactive", 1)]


def test_only_the_named_issue_is_looked_at(passes: Passes) -> None:
    idle_good_issues(passes, 3)
    outcome = passes.run(iid=2)
    assert outcome.did == [("close_inactive", 2)]
    assert all("/issues/2" in request.path for request in passes.sandbox.requests if "/issues" in request.path)


def test_a_named_issue_that_is_not_there_makes_the_pass_red(passes: Passes) -> None:
    outcome = passes.run(iid=99)
    assert outcome.report.exit_code is ExitCode.INCOMPLETE
    assert "#99" in outcome.memory.problems[0]


def test_surveys_are_compared_with_issues_of_the_time_before_them(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=80)(passes)
    changed = [survey(1, "good")]
    assert {iid for _, iid in passes.run(changed, dry=True).did} == {1}


def test_full_compares_them_with_all_issues_ever_filed(passes: Passes) -> None:
    passes.policy = EVERYTHING_ON + "look_back: 30d"
    filed(survey(1, "good"), ago=100)(passes)
    again = [survey(1, "good", days_ago=2)]
    assert ("file_survey", 0) in passes.run(again, dry=True).did
    assert ("file_survey", 0) not in passes.run(again, dry=True, full=True).did


def test_of_two_issues_for_one_survey_the_lower_number_counts(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=3)(passes)
    original = passes.sandbox.world.issues[1]
    passes.sandbox.world.seed_issue(
        title=original.title, author="feedback-bot", labels=["satisfaction::bad"], created_at=NOW - 2 * DAY,
        description=original.description,
    )  # fmt: skip
    outcome = passes.run([survey(1, "good")], full=True)
    assert {iid for rule, iid in outcome.did if rule == "follow_rating"} == {1}


def test_feedback_filed_anew_after_the_time_to_change_a_rating_is_no_duplicate(passes: Passes) -> None:
    passes.policy = EVERYTHING_ON.replace("ask_review: ,", "ask_review: , close_duplicate: ,") + "look_back: 30d"
    filed(survey(1, "neutral"), ago=100)(passes)
    passes.sandbox.world.seed_note(1, "mia", "We look into it.", NOW - 98 * DAY)
    assert passes.run([survey(1, "bad", days_ago=2)]).did == [("file_survey", 3), ("ask_review", 3)]
    assert passes.run(full=True).did == []


def test_missing_labels_are_created_with_colour_and_meaning_once(passes: Passes) -> None:
    outcome = passes.run([survey(1, "bad"), survey(2, "bad")])
    created: list[Any] = [request.body for request in passes.sandbox.writes if request.path.endswith("/labels")]
    assert [label["name"] for label in created][:2] == ["satisfaction::bad", "review::needed"]
    assert {label["name"] for label in created} == {label.name for label in passes.settings().labels.catalogue}
    assert all(label["color"].startswith("#") and label["description"] for label in created)
    assert outcome.report.counts["labels", Status.DONE] == len(created)
    passes.sandbox.clear_requests()
    passes.run([survey(3, "bad")])
    assert not [request for request in passes.sandbox.writes if request.path.endswith("/labels")]


def test_a_label_that_cannot_be_created_leaves_the_survey_for_the_next_pass(passes: Passes) -> None:
    passes.sandbox.faults.add(kind="403", method="POST", path=r"/labels$", times=1)
    outcome = passes.run([survey(1, "bad"), survey(2, "good")])
    assert outcome.did == [("file_survey", 1)]
    assert outcome.report.counts["file_survey", Status.FAILED] == 1
    assert outcome.report.counts["ask_review", Status.LEFT] == 1
    assert outcome.report.exit_code is ExitCode.INCOMPLETE
    assert passes.run([survey(1, "bad"), survey(2, "good")]).did == [("file_survey", 3), ("ask_review", 3)]


def test_an_issue_that_cannot_be_read_is_skipped_and_named(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::bad", age=9)
    seed(passes.sandbox, "satisfaction::bad", age=9)
    passes.sandbox.faults.add(kind="500", method="GET", path=r"/issues/1/notes", times=9)
    outcome = passes.run()
    assert outcome.did == [("nag_unanswered", 2)]
    assert outcome.report.skipped == 1
    assert "#1" in outcome.memory.problems[0]
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


def test_when_it_is_unknown_what_is_filed_nothing_is_filed(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::bad", age=9)
    passes.sandbox.faults.add(kind="500", method="GET", path=r"/issues$", skip=BOOKMARK, times=1)
    passes.sandbox.world.seed_issue(
        title="T", author="feedback-bot", labels=["satisfaction::bad"], created_at=NOW - 9 * DAY
    )
    outcome = passes.run([survey(7, "good")])
    assert outcome.did == [("nag_unanswered", 1)]
    assert "no survey was filed" in outcome.memory.problems[0]
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


def test_a_list_that_breaks_off_makes_the_pass_red(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=1)
    passes.run()
    passes.sandbox.faults.add(kind="500", method="GET", path=r"/issues$", skip=BOOKMARK, times=1)
    outcome = passes.run(full=True)
    assert "broke off" in outcome.memory.problems[0]
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


def test_what_has_to_be_read_after_all_and_cannot_be_skips_that_issue(passes: Passes) -> None:
    unlabelled("bad", ago=9, asked=True)(passes)
    seed(passes.sandbox, "satisfaction::good", age=9)
    passes.sandbox.faults.add(kind="403", method="GET", path=r"/issues/1/notes", times=1)
    outcome = passes.run()
    assert outcome.did == [("close_inactive", 3)]
    assert outcome.report.skipped == 1


@pytest.mark.parametrize("kind", ["403", "500", "reset"])
def test_one_issues_trouble_never_stops_the_others(kind: str, passes: Passes) -> None:
    for _ in range(3):
        seed(passes.sandbox, "satisfaction::bad", age=9)
    passes.sandbox.faults.add(kind=kind, method="POST", path=r"/issues/2/notes", times=None)
    outcome = passes.run()
    assert outcome.did == [("nag_unanswered", 1), ("nag_unanswered", 3)]
    assert outcome.report.counts["nag_unanswered", Status.FAILED] == 1
    passes.sandbox.faults.clear()
    assert passes.run().did == [("nag_unanswered", 2)]


@pytest.mark.parametrize("kind", ["500", "reset", "lost"])
def test_a_write_without_an_answer_is_made_up_for_in_the_same_pass(kind: str, passes: Passes) -> None:
    for _ in range(3):
        seed(passes.sandbox, "satisfaction::bad", age=9)
    passes.sandbox.faults.add(kind=kind, method="POST", path=r"/issues/2/notes", times=1)
    outcome = passes.run()
    assert outcome.did == [("nag_unanswered", 1), ("nag_unanswered", 2), ("nag_unanswered", 3)]
    assert outcome.report.exit_code is ExitCode.DONE
    assert passes.run().did == []


def test_an_issue_whose_survey_changed_but_cannot_be_read_is_skipped(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=3)(passes)
    passes.sandbox.faults.add(kind="500", method="GET", path=r"/issues/1$", times=1)
    outcome = passes.run([survey(1, "good")])
    assert outcome.did == []
    assert outcome.report.skipped == 1


def test_a_refused_token_ends_the_pass(passes: Passes) -> None:
    passes.token = "wrong"
    with pytest.raises(UnreachableError, match="token was refused"):
        passes.run()


def test_a_token_revoked_in_the_middle_ends_the_pass(passes: Passes) -> None:
    idle_good_issues(passes, 2)
    passes.sandbox.faults.add(kind="401", method="POST", path=r"/notes", times=1)
    with pytest.raises(UnreachableError, match="token was refused"):
        passes.run()
    assert len(passes.sandbox.writes) == 1


def test_a_project_nobody_shows_us_is_a_matter_of_configuration(
    passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes.sandbox, "project", "support/elsewhere", raising=False)
    with pytest.raises(ConfigurationError, match="shows no project 'support/elsewhere'"):
        passes.run()


def test_what_gitlab_silently_leaves_out_is_noticed(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("satisfaction::good", "satisfaction::bad", "review::needed", "feedback-bot::dashboard"):
        seed(passes.sandbox, name, "feedback-bot::hands-off", age=1)
    passes.policy = EVERYTHING_ON.replace("file_survey: ", "file_survey: {confidential: false}")
    passes.token = passes.sandbox.token("gus")
    monkeypatch.setattr("bot.tracker.Reader.role_of", lambda *_: None)
    outcome = passes.run([survey(1, "bad")])
    failure, dashboard = [entry for entry in outcome.memory.entries if entry.status is Status.FAILED]
    assert "left out: label satisfaction::bad, label review::needed, due date" in failure.problem
    assert (dashboard.rule, dashboard.problem) == ("dashboard", "GitLab left out labels, as before")
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


def test_a_dry_run_says_that_the_real_pass_would_be_refused(passes: Passes) -> None:
    passes.policy = EVERYTHING_ON + "limits: {filings: 1}"
    assert (
        "without --no-limit it will be refused"
        in passes.run([survey(1, "good"), survey(2, "good")], dry=True).memory.warnings[0]
    )


def test_a_named_issue_is_told_why_it_is_left_alone(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=1)
    assert (1, "close_inactive", "not old enough") in passes.run(iid=1, explains=True).memory.declines


def damaged(passes: Passes, old: str, new: str) -> None:
    issue = passes.sandbox.world.issues[1]
    issue.description = (issue.description or "").replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("responded=", "answered="),
        ("responded=2026", "responded=gestern"),
        ("rating=bad", "rating=awful"),
        ("+00:00", ""),
    ],
)
def test_a_mark_changed_by_hand_costs_its_own_issue_only(old: str, new: str, passes: Passes) -> None:
    filed(survey(1, "bad"), ago=9)(passes)
    damaged(passes, old, new)
    seed(passes.sandbox, "satisfaction::good", age=9)
    outcome = passes.run([survey(1, "good"), survey(2, "good")])
    assert outcome.did == [("close_inactive", 3), ("file_survey", 4)]
    assert "the hidden mark in the description was changed by hand" in outcome.memory.problems[0]
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


def test_a_damaged_mark_of_a_named_issue_is_told(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    damaged(passes, "rating=bad", "rating=awful")
    outcome = passes.run(iid=1)
    assert "#1: the hidden mark" in outcome.memory.problems[0]
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


@pytest.mark.parametrize("name", ["nag_unanswered", "close_duplicate", "dashboard"])
def test_a_broken_text_is_met_before_the_first_write_even_if_it_is_not_needed_yet(
    name: str, passes: Passes, tmp_path: Path
) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / f"{name}.md.j2").write_text("Hello {{ somebody }}", encoding="utf-8")
    passes.policy = EVERYTHING_ON.replace("ask_review: ,", "ask_review: , close_duplicate: ,") + "templates: words"
    with pytest.raises(ConfigurationError, match=rf"{name}\.md\.j2:1: 'somebody' is undefined"):
        passes.run([survey(1, "good")], limited=False)
    assert passes.sandbox.requests == []


def test_an_address_that_is_no_gitlab_is_told(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gitlab.Gitlab.http_get", lambda *_, **__: "<html>")
    with pytest.raises(UnreachableError, match="does not answer like GitLab's API"):
        passes.run()


@pytest.fixture
def no_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let GitLab answer with one thing where a list was asked for."""
    read = requests.Response.json

    def one_thing(self: requests.Response) -> object:
        answer = read(self)
        return {"message": "words"} if isinstance(answer, list) else answer

    monkeypatch.setattr("requests.Response.json", one_thing)


@pytest.mark.usefixtures("no_lists")
def test_a_list_that_is_no_list_makes_the_pass_red(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    idle_good_issues(passes, 1)
    monkeypatch.setattr("bot.engine.passing.Reader.first_own_issues", lambda *_: [])
    outcome = passes.run([survey(1, "good")])
    assert outcome.report.exit_code is ExitCode.INCOMPLETE
    assert "something that is no list" in outcome.memory.problems[0]
    assert passes.sandbox.writes == []


@pytest.mark.usefixtures("no_lists")
def test_when_even_the_first_list_is_none_it_is_no_gitlab(passes: Passes) -> None:
    with pytest.raises(UnreachableError, match="something that is no list"):
        passes.run()


def test_progress_is_told_while_many_known_surveys_are_read(passes: Passes) -> None:
    for number in range(100):
        passes.sandbox.world.seed_issue(title=f"T{number}", author="feedback-bot", created_at=NOW - DAY, labels=[])
    told = passes.run([survey(1, "good")], dry=True).memory.progressed
    assert ("filed issues read", 100, None) in told


def test_a_mark_removed_by_hand_does_not_file_the_survey_again(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    damaged(passes, "<!-- feedback-bot", "<!--")
    outcome = passes.run([survey(1, "bad", days_ago=0.5)])
    assert outcome.did == []
    assert "#1 seems to hold the survey for ticket 1" in outcome.memory.warnings[0]


def test_what_was_left_out_when_it_was_filed_is_set_later(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    passes.sandbox.world.issues[1].labels.clear()
    assert passes.run().did == [("file_survey", 1)]
    assert passes.run().did == []


def test_an_issue_whose_newer_answer_cannot_be_followed_is_left_alone(passes: Passes) -> None:
    filed(survey(1, "good"), ago=9)(passes)
    passes.sandbox.faults.add(kind="403", method="GET", path=r"/issues/1$", times=1)
    assert passes.run([survey(1, "bad")]).did == []


@pytest.mark.parametrize("rating", ["good", "bad"], ids=["at a look before closing", "at a note"])
def test_gone_in_the_middle_it_stops_after_a_few_requests(rating: str, passes: Passes) -> None:
    for _ in range(9):
        seed(passes.sandbox, f"satisfaction::{rating}", age=9)
    who_am_i = 1
    passes.sandbox.faults.add(kind="reset", path=r"/issues/\d+$", times=None)
    passes.sandbox.faults.add(kind="reset", method="POST", path=r"/notes$", times=None)
    passes.sandbox.faults.add(kind="reset", path=r"/user$", skip=who_am_i, times=None)
    with pytest.raises(UnreachableError, match="the connection failed"):
        passes.run()
    assert len([request for request in passes.sandbox.requests if request.status == 0]) <= 3


def test_where_no_write_is_answered_each_issue_is_told_and_none_is_written_twice(passes: Passes) -> None:
    for _ in range(3):
        seed(passes.sandbox, "satisfaction::bad", age=9)
    passes.sandbox.faults.add(kind="lost", method="POST", path="/notes", times=None)
    outcome = passes.run()
    assert [entry.status for entry in outcome.memory.entries if entry.rule == "nag_unanswered"] == [Status.DONE] * 3
    assert len([request for request in passes.sandbox.writes if request.path.endswith("/notes")]) == 3


def test_without_the_rule_nothing_is_read_for_changed_ratings(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    passes.policy = "rules: {file_survey: }"
    outcome = passes.run([survey(1, "good")])
    assert outcome.did == []
    assert not [request for request in passes.sandbox.requests if request.path.endswith("/issues/1")]


def test_a_future_answer_within_a_days_tolerance_is_still_known(passes: Passes) -> None:
    passes.policy = EVERYTHING_ON + "look_back: 1h"
    ahead = [dict(survey(1, "good"), responded_at=(NOW + DAY / 2).isoformat())]
    assert passes.run(ahead).did == [("file_survey", 1)]
    assert passes.run(ahead).did == []


def test_a_broken_template_is_met_before_the_first_write(passes: Passes, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "nag_unanswered.md.j2").write_text("Hello\n{% if %}", encoding="utf-8")
    passes.policy = EVERYTHING_ON + "templates: words"
    with pytest.raises(ConfigurationError, match=r"nag_unanswered\.md\.j2:2"):
        passes.run([survey(1, "good")])
    assert passes.sandbox.requests == []


def test_rules_that_contradict_each_other_fail_that_issue_only(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    idle_good_issues(passes, 2)
    plan = plan_case

    def sometimes(case: Case, rules: Sequence[Rule], ctx: Context) -> IssuePlan:
        if case.issue and case.issue.iid == 1:
            raise PlanConflictError("they disagree")
        return plan(case, rules, ctx)

    monkeypatch.setattr("bot.engine.planner.plan_case", sometimes)
    outcome = passes.run()
    assert outcome.did == [("close_inactive", 2)]
    assert outcome.memory.problems == ["skipped: #1: they disagree"]
    assert outcome.report.skipped == 1
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


def test_rejected_rows_make_the_pass_red_and_the_rest_goes_on(passes: Passes) -> None:
    outcome = passes.run([survey(1, "splendid"), survey(2, "good")])
    assert outcome.did == [("file_survey", 1)]
    assert outcome.report.rejected == 1
    assert outcome.report.exit_code is ExitCode.INCOMPLETE


def test_progress_is_told_while_much_is_read(passes: Passes) -> None:
    for _ in range(200):
        seed(passes.sandbox, age=1)
    assert ("open issues read", 200, None) in passes.run().memory.progressed


def test_progress_says_how_much_there_is_to_do(passes: Passes) -> None:
    idle_good_issues(passes, 1)
    told = passes.run([survey(ticket, "good") for ticket in range(3)], limited=False).memory.progressed
    assert told == [("issues done", number, 4) for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("answer", ["{}", '{"iid": 1}', "[]", '"words"'], ids=["empty", "half", "a list", "a word"])
def test_an_answer_of_another_shape_is_an_error_of_that_request(
    answer: str, passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(passes.sandbox, "satisfaction::good", age=9)
    monkeypatch.setattr("gitlab.Gitlab.http_get", lambda *_, **__: json.loads(answer))
    with pytest.raises(BotError):
        passes.run()


@pytest.mark.parametrize("rows", [[], [survey(9, "good"), survey(1, "good"), survey(2, "good")]], ids=["less", "more"])
def test_surveys_of_a_file_that_changes_while_it_is_read_are_not_lost_in_silence(
    rows: list[Survey], passes: Passes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Reader.issues_since

    def meanwhile(reader: Reader, *which: Any) -> Iterator[Issue]:  # noqa: ANN401 - as in the reader
        (tmp_path / "surveys.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        return read(reader, *which)

    monkeypatch.setattr(Reader, "issues_since", meanwhile)
    outcome = passes.run([survey(1, "good"), survey(2, "good")])
    assert outcome.report.exit_code is ExitCode.INCOMPLETE
    assert any("2 surveys were gone when the files were read again" in line for line in outcome.memory.problems)


def test_an_issue_that_gitlab_shows_without_its_author_costs_no_other(
    passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle_good_issues(passes, 3)
    read = requests.Response.json

    def without_author(self: requests.Response) -> object:
        answer = read(self)
        for row in answer if isinstance(answer, list) else ():
            row.update({"author": None} if row.get("iid") == 2 else {})
        return answer

    monkeypatch.setattr(requests.Response, "json", without_author)
    outcome = passes.run()
    assert outcome.did == [("close_inactive", 1), ("close_inactive", 3)]
    assert outcome.report.exit_code is ExitCode.INCOMPLETE
    assert any("#2" in problem for problem in outcome.memory.problems)


def test_a_label_that_somebody_creates_in_the_same_moment_is_there(passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", "feedback-bot::hands-off", age=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.tracker.Reader.label_names", lambda _: set())
        assert passes.run([survey(1, "good")]).did == [("file_survey", 2)]


@pytest.mark.parametrize("count", [1, 39])
def test_a_pass_with_nothing_to_do_costs_a_handful_of_requests(count: int, passes: Passes) -> None:
    filed(*(survey(ticket, "bad") for ticket in range(1, count + 1)), ago=0.3)(passes)
    outcome = passes.run([survey(ticket, "bad", days_ago=0.4) for ticket in range(1, count + 1)])
    assert outcome.did == []
    assert outcome.writes == 0
    assert outcome.reads == 6


def test_with_nothing_to_do_its_place_is_written_down_again_after_half_a_day(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=0.5)(passes)
    outcome = passes.run()
    assert outcome.did == []
    assert [request.path for request in passes.sandbox.writes][-1].endswith("/issues/2")
    assert outcome.writes == 1
    assert passes.run().writes == 0
