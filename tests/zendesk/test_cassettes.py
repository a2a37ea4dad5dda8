"""What the bot sends to Zendesk and makes of documented answers; the cassettes' README says where they come from."""

import re
from datetime import UTC, datetime

import pytest
from zendesk.conftest import CASSETTES, NoTime, client_of, translated

from bot.intake.outcomes import Skipped
from bot.intake.zendesk import ZendeskFeed, ZendeskSource
from bot.model.survey import Survey

INVENTED = {"FEEDBACK_BOT_ZENDESK_CLIENT_ID": "feedback-bot", "FEEDBACK_BOT_ZENDESK_CLIENT_SECRET": "invented"}
NOW = datetime(2026, 8, 30, 12, 0, tzinfo=UTC)


def feed_of(waiter: NoTime, **settings: object) -> ZendeskFeed:
    described = ZendeskSource.model_validate({"type": "zendesk", "account": "example", **settings})
    return ZendeskFeed(described, client_of(described, waiter, INVENTED), translated, NOW)


@pytest.mark.usefixtures("cassette")
def test_survey_responses_with_their_tickets_and_reasons(waiter: NoTime) -> None:
    survey, unanswered = feed_of(waiter).outcomes()
    assert isinstance(survey, Survey)
    assert (survey.key, survey.rating, survey.agent, survey.status, survey.reason, survey.comment) == (
        "zendesk/ticket/99",
        "bad",
        "Vicki Collins",
        "solved",
        "It took too long",
        "I had to explain it again and again.",
    )
    assert unanswered == Skipped("not answered")


@pytest.mark.usefixtures("cassette")
def test_satisfaction_ratings_page_by_page(waiter: NoTime) -> None:
    outcomes = list(feed_of(waiter, api="satisfaction_ratings").outcomes())
    surveys = [outcome for outcome in outcomes if isinstance(outcome, Survey)]
    assert [(survey.ticket, survey.rating, survey.agent) for survey in surveys] == [
        ("209", "bad", "Duane Norman"),
        ("209", "good", "Duane Norman"),
    ]
    assert len(outcomes) == 3


@pytest.mark.usefixtures("cassette")
def test_a_limit_told_in_plain_text(waiter: NoTime) -> None:
    assert list(feed_of(waiter).outcomes()) == []
    assert waiter.waits == [93.0]


@pytest.mark.parametrize(
    "pattern", [r"(?i)authorization", r"(?i)bearer [^\"]", r"[\w.]+@[\w.]+\.\w+", "access_token=\\w"]
)
def test_no_cassette_holds_a_secret(pattern: str) -> None:
    assert [
        path.name for path in CASSETTES.glob("*.yaml") if re.search(pattern, path.read_text(encoding="utf-8"))
    ] == []


def test_every_cassette_says_that_it_was_written_by_hand() -> None:
    found = list(CASSETTES.glob("*.yaml"))
    assert len(found) == 3
    assert [path.name for path in found if not path.read_text(encoding="utf-8").startswith("# Written by hand")] == []
