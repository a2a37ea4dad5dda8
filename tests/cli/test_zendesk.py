"""`feedback-bot run` over Zendesk's stand-in: days of a support team, with everything that goes wrong on the way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import NOW
from cli.conftest import Command, Ended
from zendesk.account import SECRET_LINK
from zendesk.api import CLIENT_SECRET
from zendesk.conftest import OAUTH
from zendesk.faults import Fault
from zendesk.standin import StandIn

from bot.intake.zendesk import ZendeskSource
from bot.model.marks import marks_in
from bot.sandbox import Sandbox

APIS = ("survey_responses", "satisfaction_ratings")
POLICY = """
rules: {file_survey: , follow_rating: , ask_review: , close_inactive: , relate_sources: }
sources:
  csat: {type: zendesk, address: "%s", api: %s%s}
"""
Pass = Callable[..., Ended]
WRITES_BACK = ", write_back: {}"


@pytest.fixture
def zendesk(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    with StandIn(NOW) as standin:
        standin.api.page_size = 2
        yield standin


@pytest.fixture(params=APIS)
def api(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def run(feedback_bot: Command, connected: Sandbox, zendesk: StandIn, tmp_path: Path, api: str) -> Pass:
    """Runs a pass at the moment that it is in Zendesk; `more` are keys of the source."""
    policy = tmp_path / "policy.yml"

    def one(*arguments: str, more: str = "") -> Ended:
        now = zendesk.account.now
        connected.clock.set(now)
        policy.write_text(POLICY % (zendesk.url, api, more), encoding="utf-8")
        command = ("run", "--config", str(policy), "--now", now.isoformat(), "--output", "json")
        return feedback_bot(*command, *arguments)

    return one


def ratings(sandbox: Sandbox) -> dict[str, list[str]]:
    """List for each survey how its issues are rated: one is as it should be."""
    found: dict[str, list[str]] = {}
    for issue in sandbox.world.issues.values():
        for mark in marks_in(issue.description or ""):
            if mark.rule == "file_survey":
                rating = next(label.name for label in issue.labels if label.name.startswith("satisfaction::"))
                found.setdefault(mark.facts["survey"], []).append(rating.removeprefix("satisfaction::"))
    return found


def test_days_of_late_and_changed_answers_limits_and_broken_pages(
    run: Pass, zendesk: StandIn, connected: Sandbox, api: str
) -> None:
    account = zendesk.account
    for ticket in range(101, 107):
        account.solve(ticket)
    account.pass_time(hours=1)
    account.answer(101, 5, "Quick")
    account.answer(102, 1, "Slow", reason="01J1WBKRG57E6M8C1145EXJ535")
    first = run()
    assert (first.code, ratings(connected)) == (0, {"csat/ticket/101": ["good"], "csat/ticket/102": ["bad"]})
    assert run().document["actions"] == []

    account.pass_time(days=9)
    account.answer(102, 5, "Solved after all")
    account.answer(103, 1, "Late")
    zendesk.faults.add(Fault("status", path=api, status=429, headers={"Retry-After": "7"}, skip=1, times=2))
    second = run()
    assert second.code == 0
    known = {"csat/ticket/101": ["good"], "csat/ticket/102": ["good"], "csat/ticket/103": ["bad"]}
    assert ratings(connected) == known

    account.pass_time(days=1)
    account.answer(103, 4, "Better now")
    account.answer(105, 1, "Bad")
    zendesk.faults.add(Fault("cut", path=f"{api}$", skip=1, times=None))
    third = run()
    assert third.code == 1
    assert "page 2 of the" in third.err
    assert ratings(connected).keys() <= known.keys()
    assert ratings(connected)["csat/ticket/102"] == ["good"]

    zendesk.faults.clear()
    assert run().code == 0
    assert ratings(connected) == known | {"csat/ticket/103": ["good"], "csat/ticket/105": ["bad"]}

    account.pass_time(hours=1)
    account.answer(101, 1, "On second thought")
    zendesk.faults.add(Fault("status", path="tickets/show_many", status=500, times=None))
    without_details = run()
    assert without_details.code == 1
    assert ratings(connected)["csat/ticket/101"] == ["good"]

    zendesk.faults.clear()
    assert run().code == 0
    assert ratings(connected)["csat/ticket/101"] == ["bad"]
    last = run()
    assert (last.code, last.document["actions"]) == (0, [])
    assert all(len(found) == 1 for found in ratings(connected).values())


def test_an_account_that_is_down_leaves_the_rest_of_the_pass_alone(
    run: Pass, zendesk: StandIn, connected: Sandbox
) -> None:
    connected.world.seed_issue(title="Praise", labels=["satisfaction::good"], created_at=NOW.replace(month=10))
    zendesk.faults.add(Fault("status", status=503, times=None))
    ended = run()
    assert ended.code == 1
    assert "close_inactive" in {action["rule"] for action in ended.document["actions"]}
    assert "csat: " in ended.err


def test_the_issue_tells_who_when_and_whether_it_can_still_change(
    run: Pass, zendesk: StandIn, connected: Sandbox
) -> None:
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1, "Slow. Mail me: ann@example.com, Ann Other")
    run()
    (issue,) = (issue for issue in connected.world.issues.values() if "ticket 101" in issue.title)
    text = issue.description or ""
    assert "Vicki Collins" in text
    assert f"{zendesk.url}/agent/tickets/101" in text
    assert "change" in text
    assert "ann@example.com" not in text
    assert "Ann Other" not in text


def test_nothing_secret_is_filed_or_logged(run: Pass, zendesk: StandIn, connected: Sandbox) -> None:
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1, "Slow")
    ended = run()
    said = ended.out + ended.err + "".join(str(request) for request in connected.requests)
    said += "".join(issue.description or "" for issue in connected.world.issues.values())
    for secret in (CLIENT_SECRET, SECRET_LINK, *zendesk.api.tokens):
        assert secret not in said


def test_without_credentials_nothing_is_begun(run: Pass, connected: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FEEDBACK_BOT_ZENDESK_CLIENT_SECRET")
    ended = run()
    assert ended.code == 2
    assert "FEEDBACK_BOT_ZENDESK_CLIENT_SECRET must be set to read Zendesk" in ended.err
    assert connected.writes == []


def test_what_is_not_known_of_a_ticket_is_waited_for(run: Pass, zendesk: StandIn, connected: Sandbox) -> None:
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1, "Slow. Regards, Ann Other")
    zendesk.faults.add(Fault("status", path="tickets/show_many", status=500, times=None))
    ended = run()
    assert (ended.code, ratings(connected)) == (1, {})
    assert "the surveys of 1 tickets wait until these can be read" in ended.err
    zendesk.faults.clear()
    assert run().code == 0
    assert ratings(connected) == {"csat/ticket/101": ["bad"]}
    assert not [issue for issue in connected.world.issues.values() if "Ann Other" in (issue.description or "")]


def test_the_survey_of_a_deleted_ticket_is_not_filed(run: Pass, zendesk: StandIn, connected: Sandbox) -> None:
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1, "Slow. Regards, Ann Other")
    zendesk.account.tickets.clear()
    ended = run()
    assert (ended.code, ratings(connected)) == (0, {})
    assert ended.document["left_out"]["ticket gone"] == 1


def test_what_may_have_to_be_left_out_waits_until_its_ticket_can_be_read(
    run: Pass, zendesk: StandIn, connected: Sandbox
) -> None:
    careful = ", change: {exclude: {tags: [internal]}}"
    for ticket, tags in ((101, ["internal"]), (102, ["billing"])):
        zendesk.account.solve(ticket, tags=tags)
        zendesk.account.answer(ticket, 1, "Slow")
    zendesk.faults.add(Fault("status", path="tickets/show_many", status=500, times=None))
    assert run(more=careful).code == 1
    assert ratings(connected) == {}
    zendesk.faults.clear()
    ended = run(more=careful)
    assert (ended.code, ratings(connected)) == (0, {"csat/ticket/102": ["bad"]})
    assert ended.document["left_out"]["tag internal"] == 1


# --- writing back


def told(zendesk: StandIn, ticket: int) -> list[str]:
    return [str(comment["body"]) for comment in zendesk.account.tickets[ticket].get("comments", [])]


def test_tickets_are_told_once_of_their_issues(run: Pass, zendesk: StandIn, connected: Sandbox) -> None:
    for ticket in (101, 102):
        zendesk.account.solve(ticket)
        zendesk.account.answer(ticket, 1, "Slow")
    first = run(more=WRITES_BACK)
    assert first.code == 0
    assert [action["rule"] for action in first.document["actions"]].count("write_back") == 2
    urls = {
        issue.title[-10:]: f"{connected.url}/support/feedback/-/issues/{iid}"
        for iid, issue in connected.world.issues.items()
    }
    for ticket in (101, 102):
        (note,) = told(zendesk, ticket)
        assert note.startswith(f"The customer's feedback on this ticket is dealt with in {urls[f'ticket {ticket}']}\n")
        assert "rule `write_back`" in note
    zendesk.account.pass_time(hours=1)
    zendesk.account.answer(101, 5, "Better")
    again = run(more=WRITES_BACK)
    assert "write_back" not in {action["rule"] for action in again.document["actions"]}
    assert len(told(zendesk, 101)) == 1


def test_by_default_no_ticket_is_touched(run: Pass, zendesk: StandIn) -> None:
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1)
    run()
    assert {seen.method for seen in zendesk.journal if "oauth" not in seen.path} == {"GET"}


def test_a_dry_run_tells_no_ticket(run: Pass, zendesk: StandIn) -> None:
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1)
    run(more=WRITES_BACK)
    zendesk.account.tickets[101]["tags"] = []
    ended = run("--dry-run", more=WRITES_BACK)
    planned = [action["action"] for action in ended.document["actions"] if action["rule"] == "write_back"]
    assert planned == ["tell ticket 101 of csat"]
    assert len(told(zendesk, 101)) == 1


def test_what_could_not_be_told_is_told_by_the_next_pass(run: Pass, zendesk: StandIn) -> None:
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1)
    zendesk.faults.add(Fault("status", method="PUT", status=403, times=None))
    ended = run(more=WRITES_BACK)
    assert ended.code == 1
    assert "ticket 101 of csat was not told of #" in ended.err
    zendesk.faults.clear()
    assert run(more=WRITES_BACK).code == 0
    assert len(told(zendesk, 101)) == 1


def test_a_first_pass_tells_no_more_tickets_than_the_policy_lets_it_change(run: Pass, zendesk: StandIn) -> None:
    for ticket in range(101, 106):
        zendesk.account.solve(ticket)
        zendesk.account.answer(ticket, 5)
    run()
    limited = WRITES_BACK + "}\nlimits: {changes: 2"
    counts = []
    for _ in range(4):
        ended = run(more=limited)
        assert ended.code == 0
        counts.append(sum(action["rule"] == "write_back" for action in ended.document["actions"]))
    assert counts == [2, 2, 1, 0]


def test_a_pass_for_one_rule_tells_no_ticket(run: Pass, zendesk: StandIn) -> None:
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1)
    run("--only", "file_survey", more=WRITES_BACK)
    assert told(zendesk, 101) == []


def test_a_source_that_refuses_is_left_alone_for_the_rest_of_the_pass(run: Pass, zendesk: StandIn) -> None:
    for ticket in (101, 102, 103):
        zendesk.account.solve(ticket)
        zendesk.account.answer(ticket, 1)
    zendesk.faults.add(Fault("status", method="PUT", status=403, times=None))
    ended = run(more=WRITES_BACK)
    assert ended.code == 1
    assert ended.err.count("was not told of #") == 1


def test_a_ticket_that_can_never_be_changed_is_a_warning(run: Pass, zendesk: StandIn) -> None:
    for ticket in (101, 102):
        zendesk.account.solve(ticket)
        zendesk.account.answer(ticket, 1)
    zendesk.faults.add(Fault("status", path="tickets/101$", method="PUT", status=422, times=None))
    ended = run(more=WRITES_BACK)
    assert ended.code == 0
    assert any("ticket 101 of csat was not told" in warning for warning in ended.document["warnings"])
    assert len(told(zendesk, 102)) == 1


def test_a_rehearsal_on_the_sandbox_tells_no_real_ticket(
    run: Pass, zendesk: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ZendeskSource, "is_loopback", property(lambda _: False))
    zendesk.account.solve(101)
    zendesk.account.answer(101, 1)
    ended = run(more=WRITES_BACK)
    assert ended.code == 0
    assert any("this is the sandbox" in warning for warning in ended.document["warnings"])
    assert told(zendesk, 101) == []
