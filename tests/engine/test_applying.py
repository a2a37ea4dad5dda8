"""A plan that was kept is done as a pass would have done it: exactly, once, and whatever cuts it off. Hand-written."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from builders import DAY, NOW
from engine.test_laws import every_scenario, tracker
from passes import CutError, Passes
from scenarios import Scenario, filed, seed, survey, told

from bot.engine.gather import whole
from bot.engine.saved.actions import saved
from bot.engine.saved.looks import Looks
from bot.engine.saved.plan import SavedPlan
from bot.errors import CeilingError, ConfigurationError, HaltedError
from bot.model.actions import RelateIssue
from bot.model.labels import Label
from bot.sandbox import Sandbox
from bot.tracker import Reader, Writer

BAD = survey(1, "bad", comment="Slow")
ALL_LABELS = "one bad survey"  # a project without labels in one scenario is enough: each label is a write


def feedback(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Everything that is no dashboard, not even one that lost its label."""
    return [issue for issue in tracker(sandbox) if issue["title"] != "Feedback bot: dashboard"]


@every_scenario
def test_a_plan_that_is_applied_does_what_a_pass_does(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    begun = passes.sandbox.save()
    passes.run(scenario.surveys)
    done = feedback(passes.sandbox)
    passes.sandbox.restore(begun)
    plan = passes.plan(scenario.surveys)
    assert [rule for rule, _ in passes.apply(plan, dry=True).did] == [rule for rule, _ in scenario.did]
    assert passes.apply(plan).did == scenario.did
    assert feedback(passes.sandbox) == done


@every_scenario
def test_a_plan_cut_after_any_write_is_completed_by_applying_it_again(scenario: Scenario, passes: Passes) -> None:
    if scenario.name != ALL_LABELS:
        passes.stock_labels()
    scenario.before(passes)
    begun = passes.sandbox.save()
    plan = passes.plan(scenario.surveys)
    whole = passes.apply(plan)
    undisturbed = tracker(passes.sandbox)
    for after in range(1, whole.writes + 1):
        passes.sandbox.restore(begun)
        with pytest.raises(CutError):
            passes.apply(plan, cut_after=after)
        again = passes.apply(plan)
        assert again.report.exit_code == 0, again.memory.problems
        assert again.writes == whole.writes - after or scenario.name == ALL_LABELS
        assert tracker(passes.sandbox) == undisturbed, f"cut after write {after} of {whole.writes}"
    passes.sandbox.clear_requests()
    last = passes.apply(plan)
    assert (last.did, last.report.exit_code, passes.sandbox.writes) == ([], 0, [])
    assert len(last.memory.declines) == len(scenario.did)
    assert {reason for _, _, reason in last.memory.declines} <= {"done already"}


def test_a_note_whose_changes_were_not_made_with_it_gets_them(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.tracker.writer.quick_actions", lambda _: [])  # GitLab did not carry them out
    passes.stock_labels()
    seed(passes.sandbox, "satisfaction::good", age=9)
    seed(passes.sandbox, "satisfaction::bad", age=9)
    plan = passes.plan()
    begun = passes.sandbox.save()
    assert passes.apply(plan).writes == 4
    undisturbed = tracker(passes.sandbox)
    for after in range(1, 5):
        passes.sandbox.restore(begun)
        with pytest.raises(CutError):
            passes.apply(plan, cut_after=after)
        assert passes.apply(plan).writes == 4 - after
        assert tracker(passes.sandbox) == undisturbed


def test_an_answer_that_gets_lost_is_looked_up(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.tracker.Waiting._pass_time", lambda *_: None)
    seed(passes.sandbox, "satisfaction::good", age=9)
    plan = passes.plan([BAD])
    passes.sandbox.faults.add(kind="lost", method="POST", path=r"/issues(/[0-9]+/notes)?$", times=2)
    outcome = passes.apply(plan)
    assert outcome.did == [("close_inactive", 1), ("file_survey", 2), ("ask_review", 2)]
    assert len(passes.sandbox.world.issues) == 2


# --- what people do in between

Act = Callable[[Passes], object]
FIRST, SECOND = 1, 2


def ask(method: str, place: str, by: str = "mia", **body: Any) -> Act:  # noqa: ANN401 - any parameter
    """Prepare what a person does to the first issue."""

    def act(passes: Passes) -> None:
        said = [note.id for note in passes.sandbox.world.issues[FIRST].notes.values() if note.author.username == by]
        path = f"/issues/{FIRST}{place}".format(note=said[0] if said else 0)
        address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}{path}"
        headers = {"PRIVATE-TOKEN": passes.sandbox.token(by)}
        requests.request(method, address, headers=headers, json=body, timeout=10).raise_for_status()

    return act


ACTS = [
    pytest.param(ask("POST", "/notes", body="On it."), "has 3 comments now, had 2 when planned", id="a comment"),
    pytest.param(ask("PUT", "", add_labels="kudos"), "labels set: kudos", id="a label"),
    pytest.param(
        ask("PUT", "", remove_labels="satisfaction::good,satisfaction::bad"),
        "labels taken off: satisfaction::good",
        id="off",
    ),
    pytest.param(ask("PUT", "", state_event="close"), "it is closed now", id="closed"),
    pytest.param(ask("PUT", "", due_date="2026-12-24"), "the due date is 2026-12-24 now", id="a date"),
    pytest.param(ask("PUT", "", title="Something else"), "another title", id="the title"),
    pytest.param(ask("PUT", "", description="Something else"), "another description", id="the description"),
    pytest.param(ask("PUT", "", assignee_ids=[3]), "other assignees", id="an assignee"),
    pytest.param(ask("PUT", "", confidential=False), "made public", id="made public"),
    pytest.param(ask("PUT", "", add_labels="feedback-bot::hands-off"), "keeps the bot away", id="hands off"),
    pytest.param(ask("PUT", "/notes/{note}", body="Never mind."), "a comment was edited", id="an edited comment"),
    pytest.param(ask("DELETE", "/notes/{note}"), "has 1 comment now, had 2 when planned", id="a deleted comment"),
    pytest.param(ask("DELETE", "", by="root"), "it is gone", id="deleted"),
]


@pytest.fixture
def two_old(passes: Passes) -> Passes:
    """Let there be two old good issues with comments, which the next pass would close."""
    passes.stock_labels()
    for iid in (FIRST, SECOND):
        assert iid == seed(passes.sandbox, "satisfaction::good", age=30, confidential=True)
        for words in ("Hello?", "Thanks!"):
            passes.sandbox.world.seed_note(iid, "mia", words, NOW - 20 * DAY)
    return passes


@pytest.mark.parametrize(("act", "named"), ACTS)
def test_an_issue_that_a_person_has_changed_is_refused_and_named_and_the_rest_done(
    act: Act, named: str, two_old: Passes
) -> None:
    plan = two_old.plan()
    two_old.sandbox.clock.advance(3600)
    act(two_old)
    before = [issue for issue in feedback(two_old.sandbox) if issue["iid"] == FIRST]
    for dry in (True, False):
        outcome = two_old.apply(plan, dry=dry)
        (problem,) = outcome.memory.problems
        assert problem.startswith(f"refused: #{FIRST}: ")
        assert named in problem
        assert "Something else" not in problem
        assert "Never mind" not in problem
        assert (outcome.did, outcome.report.exit_code) == ([("close_inactive", SECOND)], 1)
        assert [issue for issue in feedback(two_old.sandbox) if issue["iid"] == FIRST] == before


def test_an_edit_that_moves_nothing_but_the_comment_is_seen_as_well(two_old: Passes) -> None:
    two_old.sandbox.world.issues[FIRST].updated_at = NOW
    plan = two_old.plan()
    ask("PUT", "/notes/{note}", body="Never mind.")(two_old)
    assert two_old.sandbox.world.issues[FIRST].updated_at == NOW
    assert two_old.apply(plan).did == [("close_inactive", SECOND)]


@pytest.mark.parametrize(("act", "named"), ACTS)
@pytest.mark.parametrize("cut", [1, 2], ids=["after one write", "after two"])
def test_what_a_person_changes_in_a_half_done_issue_is_refused_as_well(
    cut: int, act: Act, named: str, passes: Passes
) -> None:
    del named  # what the plan itself has changed may be named as well
    passes.stock_labels()
    filed(survey(1, "good"), ago=3)(passes)
    for words in ("Hello?", "Thanks!"):
        passes.sandbox.world.seed_note(FIRST, "mia", words, NOW - 2 * DAY)
    plan = passes.plan([survey(1, "bad", comment="It came back")])
    assert len(plan.changes[0].actions) == 3
    with pytest.raises(CutError):
        passes.apply(plan, cut_after=cut)
    act(passes)
    before = feedback(passes.sandbox)
    outcome = passes.apply(plan)
    assert (outcome.did, outcome.writes, outcome.report.exit_code) == ([], 0, 1)
    assert outcome.memory.problems[0].startswith(f"refused: #{FIRST}: ")
    assert feedback(passes.sandbox) == before


def test_what_another_pass_has_done_meanwhile_is_done_already(passes: Passes) -> None:
    filed(survey(1, "good"), ago=8)(passes)
    plan = passes.plan([BAD | {"ticket": 2}])
    passes.run([BAD | {"ticket": 2}])
    passes.sandbox.clear_requests()
    outcome = passes.apply(plan)
    assert (outcome.did, outcome.report.exit_code, passes.sandbox.writes) == ([], 0, [])
    assert outcome.memory.declines == [
        (1, "close_inactive", "done already"),
        (3, "file_survey", "done already"),
        (3, "ask_review", "done already"),
    ]


def test_a_survey_that_got_its_issue_meanwhile_is_not_filed_again_though_that_has_changed(passes: Passes) -> None:
    passes.stock_labels()
    plan = passes.plan([BAD])
    passes.run([BAD])
    ask("POST", "/notes", body="On it.")(passes)
    outcome = passes.apply(plan)
    assert (outcome.did, outcome.report.exit_code) == ([], 1)
    (problem,) = outcome.memory.problems
    assert problem.startswith("refused: #1: the survey is filed there already")


def test_one_that_was_to_be_filed_and_no_more_is_there_already_whatever_became_of_it(passes: Passes) -> None:
    passes.stock_labels()
    good = survey(1, "good")
    plan = passes.plan([good])
    passes.run([good])
    ask("POST", "/notes", body="Nice.")(passes)
    outcome = passes.apply(plan)
    assert (outcome.did, outcome.report.exit_code) == ([], 0)
    assert outcome.memory.declines == [(1, "file_survey", "done already")]


# --- refused before the first write


def test_the_limits_of_the_policy_hold(passes: Passes) -> None:
    passes.stock_labels()
    passes.policy = "rules: {close_inactive: }\nlimits: {changes: 1}"
    for _ in range(2):
        seed(passes.sandbox, "satisfaction::good", age=9)
    plan = passes.plan()
    passes.sandbox.clear_requests()
    with pytest.raises(CeilingError, match=r"2 changes.*allows 1"):
        passes.apply(plan)
    assert passes.sandbox.writes == []
    assert "without --no-limit it will be refused" in passes.apply(plan, dry=True).memory.warnings[0]
    assert len(passes.apply(plan, limited=False).did) == 2


def test_what_a_file_calls_a_command_counts_as_well(passes: Passes) -> None:
    passes.stock_labels()
    passes.policy = "rules: {close_inactive: }\nlimits: {changes: 1}"
    for _ in range(2):
        seed(passes.sandbox, "satisfaction::good", age=9)
    text = passes.plan().model_dump_json()
    forged = SavedPlan.model_validate_json(text.replace('"close_inactive"', '"obey_commands"'))
    with pytest.raises(CeilingError):
        passes.apply(forged)
    assert "will be refused" in passes.apply(forged, dry=True).memory.warnings[-1]


def with_made(plan: SavedPlan, **changes: Any) -> SavedPlan:  # noqa: ANN401 - any field
    return plan.model_copy(update={"made": plan.made.model_copy(update=changes)})


def public(plan: SavedPlan) -> SavedPlan:
    (filing,) = plan.filings
    shown = filing.model_copy(update={"file": filing.file.model_copy(update={"confidential": False})})
    return plan.model_copy(update={"filings": (shown,)})


def labelled(plan: SavedPlan, *labels: str) -> SavedPlan:
    (filing,) = plan.filings
    changed = filing.model_copy(update={"file": filing.file.model_copy(update={"labels": labels})})
    return plan.model_copy(update={"filings": (changed,)})


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        (lambda plan: plan.model_copy(update={"gitlab": "https://gitlab.example.com"}), "FEEDBACK_BOT_URL leads to"),
        (lambda plan: plan.model_copy(update={"project": "https://x.example.com/a/b"}), "but this is http"),
        (
            lambda plan: plan.model_copy(update={"bot": plan.bot.model_copy(update={"id": 3})}),
            r"made by user 3 .* user 2 \(@feedback-bot\)",
        ),
        (public, "everybody can see"),
        (lambda plan: labelled(plan, "feedback-bot::dashboard"), "which only the dashboard bears"),
        (lambda plan: labelled(plan, "feedback-bot::hands-off"), "which only people set"),
        (lambda plan: labelled(plan, *(f"l{number}" for number in range(300))), "300 labels of which neither"),
    ],
    ids=[
        "another GitLab",
        "another project",
        "another user",
        "public",
        "the dashboard's label",
        "hands off",
        "invented labels",
    ],
)
def test_a_plan_that_does_not_belong_here_is_refused_whole(
    spoilt: Callable[[SavedPlan], SavedPlan], named: str, passes: Passes
) -> None:
    plan = spoilt(passes.plan([BAD]))
    with pytest.raises(ConfigurationError, match=named):
        passes.apply(plan)
    assert passes.sandbox.writes == []


ORDER = '/label ~"feedback-bot::dashboard"'


def ordering(plan: SavedPlan, field: str, text: str) -> SavedPlan:
    """Put a text into the first place of a plan that has such a field."""
    (filing,) = plan.filings
    actions = [*(action for change in plan.changes for action in change.actions), filing.file]
    old = json.dumps(next(getattr(action, field) for action in actions if getattr(action, field, None)))
    new = json.dumps(text.format(json.loads(old)))
    spoilt = SavedPlan.model_validate_json(
        plan.model_dump_json().replace(f'"{field}":{_plain(old)}', f'"{field}":{new}')
    )
    assert spoilt != plan
    return spoilt


def _plain(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False)


@pytest.mark.parametrize(
    "text", [f"{{}}\n{ORDER}", f"  {ORDER}\n{{}}", "{}\n\n/Move a/b", "<div>\n/due 2020-01-01\n\n{}"]
)
@pytest.mark.parametrize("field", ["title", "description", "body"])
def test_a_plan_whose_texts_command_gitlab_is_refused_whole(field: str, text: str, passes: Passes) -> None:
    seed(passes.sandbox, "satisfaction::good", age=9)
    plan = ordering(passes.plan([BAD]), field, text)
    for dry in (True, False):
        with pytest.raises(ConfigurationError, match="quick action"):
            passes.apply(plan, dry=dry)
    assert passes.sandbox.writes == []


def test_a_new_description_may_hold_no_more_quick_actions_than_the_old_one(passes: Passes) -> None:
    passes.stock_labels()
    filed(survey(1, "bad"), ago=1)(passes)
    issue = passes.sandbox.world.issues[1]
    issue.description = f"/etc/hosts is wrong\n\n{issue.description}"
    passes.sandbox.world.seed_note(1, "mia", "@feedback-bot: label process", NOW - timedelta(hours=1))
    plan = passes.plan(full=True)
    text = plan.model_dump_json()
    assert "/etc/hosts" in text
    forged = SavedPlan.model_validate_json(text.replace("/etc/hosts", "/move a/b\\n/etc/hosts"))
    outcome = passes.apply(forged)
    assert (outcome.did, outcome.writes) == ([], 0)
    assert "as GitLab's quick actions do" in outcome.memory.problems[0]
    assert passes.apply(plan).report.exit_code == 0


def test_a_label_that_the_project_has_may_be_set(passes: Passes) -> None:
    passes.stock_labels()
    Writer(passes.client()).create_label(Label(name="vip", color="#ff0000"))
    assert passes.apply(labelled(passes.plan([BAD]), "vip")).report.exit_code == 0


def test_a_role_that_is_too_small_is_refused(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = passes.plan([BAD])
    monkeypatch.setattr("bot.tracker.Reader.role_of", lambda *_: 10)
    with pytest.raises(ConfigurationError, match="access level 10"):
        passes.apply(plan)
    assert passes.sandbox.writes == []


def test_a_preview_is_applied_in_the_sandbox_only(passes: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    filed(survey(1, "good"), ago=1)(passes)
    plan = passes.plan(preview=NOW + 8 * DAY)
    monkeypatch.setattr("bot.tracker.Reader.is_sandbox", lambda _: False)
    with pytest.raises(ConfigurationError, match=r"a preview of 2026-11-28.*without --now"):
        passes.apply(plan)
    monkeypatch.undo()
    assert passes.apply(plan).did == [("close_inactive", 1)]


def test_a_plan_of_another_policy_or_an_incomplete_one_is_done_with_a_warning(passes: Passes) -> None:
    plan = with_made(passes.plan([BAD]), policy="another", complete=False)
    outcome = passes.apply(plan)
    assert [warning.split(",")[0] for warning in outcome.memory.warnings] == [
        "the plan was made under another policy",
        "the plan is incomplete",
    ]
    assert len(outcome.did) == 2


@pytest.mark.parametrize(("hours", "age"), [(23, []), (25, ["1 day"]), (72, ["3 days"])])
def test_an_old_plan_is_done_with_a_warning(hours: int, age: list[str], two_old: Passes) -> None:
    plan = two_old.plan()
    two_old.sandbox.clock.advance(3600 * hours)
    outcome = two_old.apply(plan)
    warned = [warning.partition(" old:")[0] for warning in outcome.memory.warnings]
    assert warned == [f"the plan is {words}" for words in age]
    assert len(outcome.did) == 2


def test_a_date_that_is_over_by_now_is_not_set(passes: Passes) -> None:
    filed(survey(1, "good"), ago=3)(passes)
    plan = passes.plan([survey(1, "bad"), survey(2, "bad"), survey(3, "good")])
    passes.sandbox.clock.advance(60 * 60 * 24 * 30)
    for dry in (True, False):
        outcome = passes.apply(plan, dry=dry)
        told = [problem.replace(":", ",").split(", ") for problem in outcome.memory.problems]
        assert [(event, about, rest[-1]) for event, about, *rest in told] == [
            ("refused", "#1", "plan anew"),
            ("refused", "new", "plan anew"),
        ]
        assert [rule for rule, _ in outcome.did] == ["file_survey"]
        assert outcome.report.exit_code == 1


# --- what a plan may not reach, whatever its file says


def test_the_dashboard_is_not_touched(passes: Passes) -> None:
    filed(survey(1, "good"), ago=8)(passes)
    plan = passes.plan()
    dashboard = next(one.iid for one in passes.sandbox.world.issues.values() if one.title == "Feedback bot: dashboard")
    (planned,) = plan.changes
    outcome = passes.apply(plan.model_copy(update={"changes": (planned.model_copy(update={"issue": dashboard}),)}))
    assert (outcome.did, outcome.writes) == ([], 0)
    assert "it is the bot's own issue" in outcome.memory.problems[0]


def test_a_link_into_a_project_that_is_not_there_is_a_failure_of_that_issue_alone(two_old: Passes) -> None:
    plan = two_old.plan()
    link = saved(RelateIssue(rule="obey_commands", reason="r", other=1, project="secret/other"))
    first, second = plan.changes
    first = first.model_copy(update={"actions": (*first.actions, link)})
    outcome = two_old.apply(plan.model_copy(update={"changes": (first, second)}))
    assert (outcome.did, outcome.report.exit_code) == ([("close_inactive", FIRST), ("close_inactive", SECOND)], 1)
    (failed,) = [entry.problem for entry in outcome.memory.entries if entry.problem]
    assert "no project secret/other to the bot's user" in failed


def test_comments_of_others_are_not_deleted(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=1)(passes)
    question = next(note for note in passes.sandbox.world.issues[1].notes.values() if not note.system)
    passes.sandbox.world.seed_note(1, "feedback-bot", question.body, NOW - DAY + timedelta(minutes=1))
    passes.policy = "rules: {delete_repeat: }"
    plan = passes.plan(full=True)
    (planned,) = plan.changes
    (deletion,) = planned.actions
    assert deletion.kind == "delete_note"
    begun = passes.sandbox.save()
    assert passes.apply(plan).did == [("delete_repeat", 1)]
    assert passes.apply(plan).did == []
    passes.sandbox.restore(begun)
    mias = passes.sandbox.world.seed_note(1, "mia", "On it.", NOW - DAY + timedelta(minutes=2))
    looked = Looks.of(whole(Reader(passes.client()).issue(1), Reader(passes.client())))
    forged = planned.model_copy(update={"looked": looked, "actions": (deletion.model_copy(update={"note_id": mias}),)})
    outcome = passes.apply(plan.model_copy(update={"changes": (forged,)}))
    assert (outcome.did, outcome.writes) == ([], 0)
    assert "is not the bot's own" in outcome.memory.problems[0]


def test_the_description_of_a_persons_issue_is_not_replaced(passes: Passes) -> None:
    filed(survey(1, "good"), ago=3)(passes)
    theirs = seed(passes.sandbox, "satisfaction::good", age=1)
    plan = passes.plan([survey(1, "bad")])
    (planned,) = plan.changes
    looked = Looks.of(Reader(passes.client()).issue(theirs))
    forged = planned.model_copy(update={"issue": theirs, "looked": looked})
    outcome = passes.apply(plan.model_copy(update={"changes": (forged,)}))
    assert (outcome.did, outcome.writes) == ([], 0)
    assert "its description is not the bot's own" in outcome.memory.problems[0]


def test_a_pass_that_is_told_to_end_says_what_is_left(two_old: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = two_old.plan()

    def halt(*_: object) -> None:
        raise HaltedError("stopped")

    monkeypatch.setattr("bot.tracker.Writer.write_note", halt)
    with pytest.raises(HaltedError):
        two_old.apply(plan)
    monkeypatch.undo()
    assert len(two_old.apply(plan).did) == 2


def test_commands_that_were_cut_off_within_their_reactions_are_completed(passes: Passes) -> None:
    passes.stock_labels()
    told("label process", "lable x")(passes)
    plan = passes.plan()
    whole = passes.sandbox.save()
    writes = passes.apply(plan).writes
    undisturbed = tracker(passes.sandbox)
    for after in range(1, writes):
        passes.sandbox.restore(whole)
        with pytest.raises(CutError):
            passes.apply(plan, cut_after=after)
        assert passes.apply(plan).writes == writes - after
        assert tracker(passes.sandbox) == undisturbed
