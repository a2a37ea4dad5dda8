"""A pass that is undone: every issue is as it was, whatever happened in between, and nothing is done twice.

Hand-written; the scenarios are those over which the laws of passes run.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import requests
from builders import DAY, NOW, REVIEWED
from passes import CutError, CutWriter, Memory, Passes
from scenarios import ALL, Scenario, both_tiers, filed, reviewed, seed, survey

from bot.engine import Report
from bot.engine.undoing import UndoOrder, UndoPass, UnknownPassError
from bot.errors import CeilingError, ConfigurationError, HaltedError
from bot.model.actions import UpdateIssue
from bot.model.issue import Issue
from bot.model.marks import marks_in
from bot.model.signature import pass_id, signatures_of
from bot.sandbox import Sandbox
from bot.tracker import Client, Reader, Writer

MINUTE = timedelta(minutes=1)
ID = pass_id(NOW, "0a1b")
_SIGNATURE = re.compile(r"<!-- feedback-bot pass id=\S+ -->")
every_scenario = pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.name)


@dataclass
class Undone:
    """What came of an undoing."""

    report: Report
    memory: Memory
    reads: int
    writes: int


def undo(passes: Passes, identity: str = ID, *, cut_after: int | None = None, **order: Any) -> Undone:  # noqa: ANN401 - any field of the order
    """Undo a pass at the sandbox's present moment."""
    settings, texts = passes._ready()
    client = Client(url=settings.url, token=settings.token.get_secret_value(), project=settings.project)
    memory = Memory()
    report = Report(memory)
    now = passes.sandbox.clock.now()
    undoing = UndoPass(UndoOrder(identity=identity, now=now, **order), settings, texts, Reader(client), report)
    undoing.prepare()
    undoing.plan()
    undoing.insist_on_limits()
    undoing.carry_out(Writer(client) if cut_after is None else CutWriter(client, cut_after))
    return Undone(report, memory, client.reads, client.writes)


def tracker(sandbox: Sandbox) -> dict[int, dict[str, Any]]:
    """Tell of each issue but the dashboards what an undoing may bring back, and the notes that are no bot's memory."""
    shown = {}
    for iid, issue in sandbox.world.issues.items():
        if "feedback-bot dashboard" in (issue.description or ""):
            continue
        words = [note for note in issue.notes.values() if not note.system]
        kept = [_SIGNATURE.sub("", note.body) for note in words if "feedback-bot obey_commands" not in note.body]
        shown[iid] = {
            "state": issue.state,
            "labels": sorted(label.name for label in issue.labels),
            "due": issue.due_date,
            "notes": kept,
        }
    return shown


def done(passes: Passes, scenario: Scenario) -> dict[str, Any]:
    """Let the pass of a scenario run, and time pass; give what an undoing must be told of it.

    A pass without anything to do is written down nowhere.
    """
    passes.run(scenario.surveys, nonce="0a1b")
    passes.sandbox.clock.set(NOW + 10 * MINUTE)
    return {} if scenario.did else {"until": NOW + MINUTE}


@every_scenario
@both_tiers
def test_an_undone_pass_leaves_every_issue_as_it_was_but_what_it_filed_is_closed(
    scenario: Scenario, tier: str, passes: Passes
) -> None:
    if (scenario.name, tier) == ("two causes", "premium"):
        tier = "free"  # a paid GitLab never has two of a scope, so they cannot come back there
    passes.sandbox.settings.change({"tier": tier})
    scenario.before(passes)
    before = tracker(passes.sandbox)
    told = done(passes, scenario)
    undone = undo(passes, **told)
    assert undone.report.exit_code == 0, undone.memory.problems
    after = tracker(passes.sandbox)
    assert {iid: after[iid] for iid in before} == before
    for iid in after.keys() - before.keys():
        assert after[iid]["state"] == "closed"
        assert [mark.facts for mark in marks_in(after[iid]["notes"][-1]) if mark.rule == "undo"] == [{"pass": ID}]


@every_scenario
def test_a_second_undoing_writes_nothing(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    told = done(passes, scenario)
    undo(passes, **told)
    passes.sandbox.clock.advance(60)
    passes.sandbox.clear_requests()
    again = undo(passes, **told)
    assert (again.report.counts, passes.sandbox.writes) == ({}, [])


@every_scenario
def test_an_undoing_cut_after_any_write_is_completed_by_the_next(scenario: Scenario, passes: Passes) -> None:
    passes.stock_labels()
    scenario.before(passes)
    told = done(passes, scenario)
    begun = passes.sandbox.save()
    writes = undo(passes, **told).writes
    undisturbed = tracker(passes.sandbox)
    for after in range(1, writes + 1):
        passes.sandbox.restore(begun)
        with pytest.raises(CutError):
            undo(passes, cut_after=after, **told)
        passes.sandbox.clock.advance(60)
        undo(passes, **told)
        assert tracker(passes.sandbox) == undisturbed, f"cut after write {after} of {writes}"


@every_scenario
def test_the_passes_after_it_end_well_and_come_to_rest(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    told = done(passes, scenario)
    undo(passes, **told)
    for hours in range(1, 4):
        passes.sandbox.clock.set(NOW + timedelta(hours=hours))
        passes.sandbox.clear_requests()
        outcome = passes.run(scenario.surveys, full=hours == 3)
        assert outcome.report.exit_code == 0, outcome.memory.problems
        assert hours == 1 or outcome.did == []


@every_scenario
def test_all_that_a_pass_writes_is_signed(scenario: Scenario, passes: Passes) -> None:
    scenario.before(passes)
    passes.sandbox.clear_requests()
    passes.run(scenario.surveys, nonce="0a1b")
    bodies = [request.body for request in passes.sandbox.writes if "color" not in request.body]  # which is a label's
    texts = [str(body[name]) for body in bodies for name in ("body", "description") if body.get(name)]
    assert texts or not {rule for rule, _ in scenario.did} - {"keep_one_label", "read_review"}
    assert [text for text in texts if signatures_of(text)[-1:] != (ID,)] == []


# --- what people have done since


OLD_GOOD, OLD_BAD, REVIEWED_BAD, FILED = 1, 2, 3, 5  # the fourth is the dashboard


@pytest.fixture
def busy(passes: Passes) -> Passes:
    """Let a pass close good feedback (#1), remind of bad (#2), read a review (#3) and file a survey (#5)."""
    filed(survey(1, "good"), survey(2, "bad"), survey(3, "bad"), ago=9)(passes)
    passes.sandbox.world.seed_note(REVIEWED_BAD, "mia", f"{REVIEWED}\n~feedback::process", NOW - MINUTE)
    passes.sandbox.world.issues[REVIEWED_BAD].updated_at = NOW - MINUTE
    did = passes.run([survey(4, "bad")], nonce="0a1b").did
    assert {iid for _, iid in did} == {OLD_GOOD, OLD_BAD, REVIEWED_BAD, FILED}
    passes.sandbox.clock.set(NOW + 5 * MINUTE)
    return passes


def act(passes: Passes, iid: int, method: str = "PUT", place: str = "", by: str = "mia", **body: Any) -> None:  # noqa: ANN401 - any parameter
    address = f"{passes.sandbox.url}/api/v4/projects/{passes.sandbox.project_id}/issues/{iid}{place}"
    headers = {"PRIVATE-TOKEN": passes.sandbox.token(by)}
    requests.request(method, address, headers=headers, json=body, timeout=10).raise_for_status()


def comment(passes: Passes, iid: int) -> None:
    act(passes, iid, "POST", "/notes", body="Thank you, I look into it.")


def close_again(passes: Passes, iid: int) -> None:
    act(passes, iid, state_event="reopen")
    act(passes, iid, state_event="close")


def relabel(passes: Passes, iid: int) -> None:
    act(passes, iid, remove_labels="feedback::process")
    act(passes, iid, add_labels="feedback::process")


ACTS: dict[str, tuple[Callable[[Passes], None], int, dict[str, Any], str]] = {
    "a comment under a closing note": (
        lambda passes: comment(passes, OLD_GOOD),
        OLD_GOOD,
        {"state": "opened", "bot": 1},
        "mia has commented since",
    ),
    "closed again by hand": (
        lambda passes: close_again(passes, OLD_GOOD),
        OLD_GOOD,
        {"state": "closed", "bot": 0},
        "closed: mia has changed that since",
    ),
    "an answer to a reminder": (
        lambda passes: comment(passes, OLD_BAD),
        OLD_BAD,
        {"due": (NOW - 2 * DAY).date(), "bot": 2},
        "mia has commented since",
    ),
    "another due date": (
        lambda passes: act(passes, OLD_BAD, due_date="2026-12-24"),
        OLD_BAD,
        {"due": date(2026, 12, 24), "bot": 1},
        "due date: mia has changed it since",
    ),
    "the due date removed": (
        lambda passes: act(passes, OLD_BAD, due_date=""),
        OLD_BAD,
        {"due": None, "bot": 1},
        "due date: mia has changed it since",
    ),
    "a label taken off and put on again": (
        lambda passes: relabel(passes, REVIEWED_BAD),
        REVIEWED_BAD,
        {"labels": ["feedback::process", "review::needed", "satisfaction::bad"]},
        "label feedback::process: mia has changed it since",
    ),
    "a label taken off": (
        lambda passes: act(passes, REVIEWED_BAD, remove_labels="feedback::process"),
        REVIEWED_BAD,
        {"labels": ["review::needed", "satisfaction::bad"]},
        "",
    ),
    "a label beside it": (
        lambda passes: act(passes, REVIEWED_BAD, add_labels="review::incomplete", remove_labels="review::done"),
        REVIEWED_BAD,
        {"labels": ["review::incomplete", "satisfaction::bad"]},
        "label review::needed: review::incomplete excludes it, which was set since",
    ),
    "a label of another kind": (
        lambda passes: act(passes, REVIEWED_BAD, add_labels="kudos"),
        REVIEWED_BAD,
        {"labels": ["kudos", "review::needed", "satisfaction::bad"]},
        "",
    ),
    "a comment on what was filed": (
        lambda passes: comment(passes, FILED),
        FILED,
        {"state": "opened"},
        "mia has taken it up since: close it by hand",
    ),
    "a label on what was filed": (
        lambda passes: act(passes, FILED, add_labels="feedback::process"),
        FILED,
        {"state": "opened"},
        "mia has taken it up since: close it by hand",
    ),
    "what was filed is closed": (
        lambda passes: act(passes, FILED, state_event="close"),
        FILED,
        {"state": "closed"},
        "",
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_people_did_since_stays(name: str, busy: Passes) -> None:
    person_acts, iid, expected, words = ACTS[name]
    person_acts(busy)
    busy.sandbox.clock.set(NOW + 10 * MINUTE)
    undone = undo(busy)
    assert undone.report.exit_code == 0
    found = tracker(busy.sandbox)[iid]
    found["bot"] = sum(marks > 0 for marks in (body.count("feedback-bot") for body in found["notes"]))
    assert {fact: found[fact] for fact in expected} == expected
    reasons = [reason for number, _, reason in undone.memory.declines if number == iid]
    assert any(words in reason for reason in reasons) if words else reasons == []


def test_a_note_of_the_bots_that_a_person_has_edited_stays(busy: Passes) -> None:
    (note,) = (note for note in busy.sandbox.world.issues[OLD_GOOD].notes.values() if not note.system)
    act(busy, OLD_GOOD, place=f"/notes/{note.id}", by="root", body=f"I called them.\n\n{note.body}")
    undone = undo(busy)
    assert tracker(busy.sandbox)[OLD_GOOD]["notes"][0].startswith("I called them.")
    assert any("somebody has edited it since" in reason for _, _, reason in undone.memory.declines)


def test_what_people_do_between_the_plan_and_the_deed_stays(busy: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Reader.issue
    waiting: list[Callable[[], None]] = [
        lambda: act(busy, OLD_GOOD, due_date="2026-12-24"),
        lambda: comment(busy, FILED),
    ]

    def issue(reader: Reader, iid: int) -> Issue:
        while waiting:
            waiting.pop()()
        return look(reader, iid)

    monkeypatch.setattr(Reader, "issue", issue)
    undo(busy)
    found = tracker(busy.sandbox)
    assert (found[FILED]["state"], found[OLD_GOOD]["due"]) == ("opened", date(2026, 12, 24))


# --- a pass of its own


def test_the_undoing_is_signed_and_stands_in_the_dashboard_and_can_be_undone(busy: Passes) -> None:
    undone = undo(busy, nonce="2c3d")
    own = undone.report.pass_id
    assert own == "20261120T120500Z-2c3d"
    dashboard = busy.sandbox.world.issues[4].description or ""
    assert f"feedback-bot undo {own}" in dashboard
    assert "`undo` |" in dashboard
    busy.sandbox.clock.set(NOW + 10 * MINUTE)
    undo(busy, own)
    found = tracker(busy.sandbox)
    assert {iid: found[iid]["state"] for iid in (OLD_GOOD, FILED)} == {OLD_GOOD: "closed", FILED: "opened"}
    assert found[REVIEWED_BAD]["labels"] == ["feedback::process", "review::done", "satisfaction::bad"]
    assert found[OLD_BAD]["due"] == date(2026, 11, 27)


def test_the_dashboard_keeps_its_cursor(busy: Passes) -> None:
    def cursor() -> object:
        (mark,) = (
            mark for mark in marks_in(busy.sandbox.world.issues[4].description or "") if mark.rule == "dashboard"
        )
        return {name: value for name, value in mark.facts.items() if name not in {"did", "when", "passes"}}

    before = cursor()
    undo(busy)
    assert cursor() == before


def test_what_was_filed_stays_known_and_goes_on_when_it_is_reopened(busy: Passes) -> None:
    undo(busy)
    busy.sandbox.clock.set(NOW + DAY)
    assert ("file_survey", FILED + 1) not in busy.run([survey(4, "bad")], full=True).did
    act(busy, FILED, state_event="reopen")
    busy.sandbox.clock.set(NOW + 20 * DAY)
    assert ("nag_unanswered", FILED) in busy.run(full=True).did


def test_the_next_pass_with_the_same_policy_does_it_again_but_for_filings(busy: Passes) -> None:
    undo(busy)
    busy.sandbox.clock.set(NOW + 10 * MINUTE)
    did = busy.run([survey(4, "bad")]).did
    assert {("close_inactive", OLD_GOOD), ("nag_unanswered", OLD_BAD), ("read_review", REVIEWED_BAD)} <= set(did)
    assert FILED not in {iid for _, iid in did}


def test_of_two_causes_the_newer_one_stays_after_an_undoing_as_well(passes: Passes) -> None:
    iid = seed(passes.sandbox, "satisfaction::good", age=1)
    for minutes, label in ((20, "feedback::process"), (10, "feedback::known-issue")):
        passes.sandbox.clock.set(NOW - minutes * MINUTE)
        act(passes, iid, add_labels=label)
    passes.sandbox.clock.set(NOW)
    for _ in range(2):
        passes.run(nonce="0a1b")
        assert "feedback::process" not in tracker(passes.sandbox)[iid]["labels"]
        passes.sandbox.clock.advance(60)
        undo(passes, pass_id(passes.sandbox.clock.now() - MINUTE, "0a1b"))
        assert "feedback::process" in tracker(passes.sandbox)[iid]["labels"]
        passes.sandbox.clock.advance(60)


# --- filings that go on


def test_a_filing_of_which_the_customer_complains_again_stays_open(passes: Passes) -> None:
    passes.run([survey(1, "neutral", comment="meh")], nonce="0a1b")
    passes.sandbox.clock.set(NOW + 2 * DAY)
    passes.run([survey(1, "bad", days_ago=-1, comment="still broken")], nonce="beef")
    passes.sandbox.clock.advance(60)
    undone = undo(passes)
    assert (tracker(passes.sandbox)[1]["state"], undone.writes) == ("opened", 0)
    assert "the customer has answered again since" in undone.memory.declines[0][2]


def test_a_filing_that_was_undone_and_of_which_the_customer_complains_again_stays_open(passes: Passes) -> None:
    passes.run([survey(1, "neutral", comment="meh")], nonce="0a1b")
    passes.sandbox.clock.set(NOW + 10 * MINUTE)
    undo(passes)
    assert tracker(passes.sandbox)[1]["state"] == "closed"
    passes.sandbox.clock.set(NOW + 2 * DAY)
    passes.run([survey(1, "bad", days_ago=-1, comment="still broken")], nonce="beef")
    passes.sandbox.clock.advance(60)
    undone = undo(passes)
    assert (tracker(passes.sandbox)[1]["state"], undone.writes) == ("opened", 0)
    assert len(undone.memory.declines) == 1


def test_what_was_filed_before_bots_signed_is_not_closed_with_the_pass_that_changed_it(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=3)(passes)
    issue = passes.sandbox.world.issues[1]
    issue.description = _SIGNATURE.sub("", issue.description or "")
    passes.run([survey(1, "neutral", comment="again")], nonce="0a1b")
    assert signatures_of(issue.description) == (ID,)
    passes.sandbox.clock.set(NOW + 10 * MINUTE)
    undo(passes)
    assert (tracker(passes.sandbox)[1]["state"], tracker(passes.sandbox)[1]["labels"]) == (
        "opened",
        ["review::needed", "satisfaction::bad"],
    )


# --- which pass


@pytest.mark.parametrize(
    "part", [{"iid": OLD_GOOD}, {"only": frozenset({"close_inactive"})}], ids=["of one issue", "of one rule"]
)
def test_a_pass_that_stands_in_no_dashboard_is_known_by_its_signature(part: dict[str, Any], passes: Passes) -> None:
    filed(survey(1, "good"), ago=9)(passes)
    before = tracker(passes.sandbox)
    assert passes.run(nonce="0a1b", **part).did == [("close_inactive", OLD_GOOD)]
    passes.sandbox.clock.set(NOW + 5 * MINUTE)
    undo(passes)
    assert tracker(passes.sandbox) == before


def test_where_the_end_is_assumed_the_silent_work_of_another_pass_stays(passes: Passes) -> None:
    signed, silent = seed(passes.sandbox, "satisfaction::bad", age=8), seed(passes.sandbox, "satisfaction::good", age=1)
    passes.run(nonce="0a1b", iid=signed)
    for label in ("feedback::process", "feedback::known-issue"):
        passes.sandbox.clock.advance(60)
        act(passes, silent, add_labels=label)
    passes.sandbox.clock.set(NOW + 20 * MINUTE)
    assert passes.run(nonce="bbbb", iid=silent).did == [("keep_one_label", silent)]
    before = tracker(passes.sandbox)[silent]
    passes.sandbox.clock.set(NOW + 90 * MINUTE)
    undone = undo(passes)
    assert tracker(passes.sandbox)[silent] == before
    assert tracker(passes.sandbox)[signed]["notes"] == []
    assert [(iid, "--until" in reason) for iid, _, reason in undone.memory.declines] == [(silent, True)]


def test_a_pass_without_a_word_or_a_record_is_undone_when_its_end_is_told(passes: Passes) -> None:
    reviewed(REVIEWED, "feedback::process")(passes)
    before = tracker(passes.sandbox)
    assert passes.run(nonce="0a1b", iid=1).did == [("read_review", 1)]
    passes.sandbox.clock.set(NOW + 5 * MINUTE)
    with pytest.raises(ConfigurationError, match="no such pass is known"):
        undo(passes)
    undo(passes, until=NOW + MINUTE)
    assert tracker(passes.sandbox) == before


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        ("yesterday", "'yesterday': no id of a pass"),
        ("20261120T120000Z-\x1b[31m", r"Z-\x1b[31m': no id of a pass"),
        ("00010101T000000Z-ab", "no id of a pass"),
        ("99991231T235959Z", "no id of a pass"),
        ("20261120T120000Z-ffff", "no such pass is known"),
        ("20991120T120000Z-0a1b", "no such pass is known"),
    ],
)
@pytest.mark.parametrize("until", [None, NOW + 100 * 365 * DAY], ids=["", "until"])
def test_an_id_that_nobody_knows_is_refused_with_the_newest_that_are_known(
    identity: str, words: str, until: datetime | None, busy: Passes
) -> None:
    if until and identity.startswith("2099"):
        until = None  # no pass that is known can lie in that time
    busy.sandbox.clear_requests()
    with pytest.raises(UnknownPassError) as refused:
        undo(busy, identity, until=until)
    (problem,) = refused.value.problems
    assert words in problem
    assert refused.value.known[0].startswith(f"{ID}  2026-11-20 12:00 UTC  ")
    assert "file_survey 1" in refused.value.known[0]
    assert busy.sandbox.writes == []


@pytest.mark.parametrize("nonce", ["ffff", ""])
def test_an_end_that_is_told_does_not_hand_a_known_pass_to_an_id_that_nobody_knows(nonce: str, busy: Passes) -> None:
    with pytest.raises(UnknownPassError, match=f"no such pass is known, and until .* others were: {ID}"):
        undo(busy, pass_id(NOW - MINUTE, nonce), until=NOW + MINUTE)


def test_an_end_that_is_told_may_take_known_passes_along_where_the_first_is_known(busy: Passes) -> None:
    assert undo(busy, until=NOW + DAY).report.exit_code == 0


def test_an_end_before_the_beginning_is_refused(busy: Passes) -> None:
    with pytest.raises(ConfigurationError, match="--until"):
        undo(busy, until=NOW)
    undo(busy, until=NOW + MINUTE)


# --- how much, and what goes wrong


def test_more_changes_than_the_policy_allows_are_refused(busy: Passes) -> None:
    busy.policy = "limits: {changes: 3}\nrules: {file_survey: }"
    busy.sandbox.clear_requests()
    with pytest.raises(CeilingError):
        undo(busy)
    assert busy.sandbox.writes == []
    assert undo(busy, limited=False).report.exit_code == 0


def test_what_was_filed_counts_against_the_limit_of_filings(busy: Passes) -> None:
    for limits, is_allowed in (("changes: 6, filings: 1", True), ("changes: 6, filings: 0", False)):
        busy.policy = f"limits: {{{limits}}}\nrules: {{file_survey: }}"
        begun = busy.sandbox.save()
        if is_allowed:
            assert undo(busy).report.exit_code == 0
        else:
            with pytest.raises(CeilingError, match=r"limits\.filings"):
                undo(busy)
        busy.sandbox.restore(begun)


def test_it_reads_one_list_and_three_lists_of_each_issue_that_changed_since(busy: Passes) -> None:
    for _ in range(20):
        seed(busy.sandbox, "satisfaction::good", age=3)
    busy.sandbox.clear_requests()
    cost = undo(busy)
    # The dashboard and the list; of four issues notes and events, and a look right before; the dashboard again; and
    # where labels are put on, the project's labels.
    assert cost.reads == 2 + 4 * 3 + 4 + 1 + 1
    assert cost.writes == 2 + 2 + 1 + 1 + 1
    assert ("issues read", 4, 4) in cost.memory.progressed


def test_an_issue_that_cannot_be_read_is_named_and_the_others_are_undone(
    busy: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.tracker.client._READ_TRIES", 1)
    busy.sandbox.faults.add(kind="403", method="GET", path=rf"/issues/{OLD_BAD}/notes", times=1)
    undone = undo(busy)
    assert undone.report.exit_code == 1
    assert any(f"#{OLD_BAD}:" in problem for problem in undone.memory.problems)
    assert tracker(busy.sandbox)[OLD_GOOD]["state"] == "opened"
    busy.sandbox.clock.advance(60)
    undo(busy)
    assert tracker(busy.sandbox)[OLD_BAD]["due"] == (NOW - 2 * DAY).date()


def test_a_dashboard_that_cannot_be_read_again_makes_it_red(busy: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.tracker.client._READ_TRIES", 1)
    busy.sandbox.faults.add(kind="403", method="GET", path=r"/issues$", skip=2, times=1)
    undone = undo(busy)
    assert undone.report.exit_code == 1
    assert "the dashboard could not be read again" in undone.memory.problems[-1]


def test_without_a_dashboard_none_is_opened(passes: Passes) -> None:
    filed(survey(1, "good"), ago=9)(passes)
    passes.sandbox.world.remove_issue(passes.sandbox.world.issues[2])
    passes.run(nonce="0a1b", iid=1)
    passes.sandbox.clock.advance(60)
    assert undo(passes).report.exit_code == 0
    assert passes.sandbox.world.issues.keys() == {1}


def test_one_that_is_told_to_end_says_how_much_is_left(busy: Passes, monkeypatch: pytest.MonkeyPatch) -> None:
    update = Writer.update

    def stopped(writer: Writer, iid: int, action: UpdateIssue) -> None:
        update(writer, iid, action)
        writer._client.waiting.stop("stopped by SIGTERM")

    monkeypatch.setattr(Writer, "update", stopped)
    with pytest.raises(HaltedError):
        undo(busy)
    assert tracker(busy.sandbox)[FILED]["state"] == "opened"
