"""What the feed hands to the shipped mappings is what these expect."""

from functools import partial
from pathlib import Path

import pytest
from zendesk.account import REASONS
from zendesk.conftest import OAUTH, NoTime, client_of
from zendesk.standin import StandIn

from bot.intake.feed import Feed, Outcome
from bot.intake.mapping import Translation
from bot.intake.outcomes import Skipped
from bot.intake.zendesk import ZendeskFeed, ZendeskSource
from bot.model.survey import Survey
from bot.settings import load_policy

APIS = ["survey_responses", "satisfaction_ratings"]


def outcomes_of(standin: StandIn, policy: Path, api: str, more: str = "") -> list[Outcome]:
    policy.write_text(
        f"sources: {{tickets: {{type: zendesk, address: '{standin.url}', api: {api}, {more}}}}}\nrules: {{}}\n",
        encoding="utf-8",
    )
    resolved = load_policy(policy).sources["tickets"]
    assert isinstance(resolved.settings, ZendeskSource)
    translation = Translation(resolved.mapping, "tickets", standin.account.now)
    client = client_of(resolved.settings, NoTime(), OAUTH)
    feed: Feed = ZendeskFeed(resolved.settings, client, partial(translation.read, "tickets"), standin.account.now)
    return list(feed.outcomes())


@pytest.fixture
def asked(standin: StandIn) -> StandIn:
    """A customer who answered, and one who did not."""
    standin.account.solve(208)
    standin.account.answer(208, 1, "Too slow.", next(iter(REASONS)))
    standin.account.solve(209)
    return standin


@pytest.mark.parametrize(
    ("api", "reason"), [("survey_responses", "It took too long"), ("satisfaction_ratings", "")], ids=APIS
)
def test_a_record_becomes_a_survey(asked: StandIn, tmp_path: Path, api: str, reason: str) -> None:
    outcomes = outcomes_of(asked, tmp_path / "policy.yml", api)
    (survey,) = [outcome for outcome in outcomes if isinstance(outcome, Survey)]
    assert {type(outcome) for outcome in outcomes} == {Survey, Skipped}
    assert survey.key == "tickets/ticket/208"
    assert survey.responded_at == asked.account.now
    assert (survey.rating, survey.comment, survey.reason) == ("bad", "Too slow.", reason)
    assert (survey.agent, survey.customer, survey.organization) == ("Vicki Collins", "Ann Other", "Example Ltd")
    assert (survey.status, survey.ticket_url) == ("solved", f"{asked.url}/agent/tickets/208")
    assert bool(survey.changeable_until) == (api == "survey_responses")


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("excluded", ["tags: [Billing]", "organizations: [example ltd]"])
def test_tickets_are_excluded_by_what_was_looked_up(asked: StandIn, tmp_path: Path, api: str, excluded: str) -> None:
    outcomes = outcomes_of(asked, tmp_path / "policy.yml", api, f"change: {{exclude: {{{excluded}}}}}")
    assert {type(outcome) for outcome in outcomes} == {Skipped}
    assert any("illing" in str(outcome) or "example" in str(outcome) for outcome in outcomes)
