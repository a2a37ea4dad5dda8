"""Each sample export through its preset; the samples' README says where their shapes come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.intake.mapping import Translation, recognises
from bot.intake.row import Row
from bot.shipped import shipped

if TYPE_CHECKING:
    from datetime import datetime

    from intake.mapping.conftest import Preset, Translate

SAMPLES = Path(__file__).parent.parent / "samples"
PRESETS = sorted(path.stem for path in (shipped("config") / "sources").glob("*.yml"))
# What the file does not say, and the policy therefore must.
NEEDED = {"google-forms": {"timezone": "Europe/Berlin"}, "surveymonkey": {"timezone": "America/New_York"}}

KIM = {"customer": "Kim Sample", "agent": "Olga Svensson"}
EXPECTED: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "zendesk-survey-responses": (
        "survey_responses.json",
        [
            {
                "id": "01JB0000000000000000000001",
                "ticket": "301",
                "rating": "bad",
                "score": "1",
                "comment": "Nobody read my log.\n\nAnd it took a week.",
                "reason": "It took too long",
                "responded_at": "2026-09-21T10:30:00Z",
                "changeable_until": "2026-09-30T08:00:00Z",
                "organization": "Acme",
                "region": "EMEA",
                "ticket_url": "https://example.zendesk.com/agent/tickets/301",
                "status": "solved",
                **KIM,
            },
            {
                "id": "01JB0000000000000000000002",
                "ticket": "302",
                "rating": "neutral",
                "score": "3",
                "responded_at": "2026-09-22T08:00:00Z",
                "changeable_until": "2026-09-30T08:00:00Z",
            },
        ],
    ),
    "zendesk-satisfaction-ratings": (
        "satisfaction_ratings.json",
        [
            {
                "id": "9001",
                "ticket": "401",
                "rating": "bad",
                "comment": "Three people asked me the same.",
                "reason": "It took too long",
                "responded_at": "2026-08-01T09:00:00Z",
            },
            {
                "id": "9003",
                "ticket": "401",
                "rating": "good",
                "responded_at": "2026-08-02T11:00:00Z",
                "region": "AMER",
                "ticket_url": "https://example.zendesk.com/agent/tickets/401",
                "status": "closed",
                **KIM,
            },
        ],
    ),
    "zendesk-trigger": (
        "trigger.json",
        [
            {
                "ticket": "501",
                "rating": "good",
                "comment": 'They said "yes" at once',
                "responded_at": "2026-07-01T06:00:00Z",
                "region": "APAC",
                "ticket_url": "https://example.zendesk.com/agent/tickets/501",
                **KIM,
            }
        ],
    ),
    "zendesk-event": (
        "event.json",
        [{"ticket": "601", "rating": "good", "responded_at": "2026-07-02T07:30:00Z", "status": "SOLVED"}],
    ),
    "google-forms": (
        "forms.csv",
        [
            {
                "id": "17bf7b8024315bb1fd4a",
                "ticket": "701",
                "rating": "bad",
                "score": "Very difficult",
                "comment": "Read the ticket\nbefore you answer",
                "customer": "kim@example.com",
                "agent": "Olga Svensson",
                "responded_at": "2026-03-05T09:15:00+01:00",
            },
            {
                "id": "4a748a97ce43b7178afd",
                "ticket": "702",
                "rating": "neutral",
                "customer": "lee@example.com",
                "agent": "Olga Svensson",
                "responded_at": "2026-03-25T18:40:10+01:00",
            },
            {
                "id": "a525c29c3b2823046bbd",
                "ticket": "703",
                "rating": "good",
                "score": "Somewhat easy",
                "responded_at": "2026-03-26T07:00:00+01:00",
            },
        ],
    ),
    "surveymonkey": (
        "monkey.csv",
        [
            {
                "id": "118000000001",
                "ticket": "801",
                "rating": "good",
                "score": "Satisfied",
                "comment": "=1+1\nis what you got right",
                "customer": "kim@example.com",
                "responded_at": "2026-03-06T00:05:30-05:00",
            },
            {
                "id": "118000000002",
                "ticket": "802",
                "rating": "neutral",
                "score": "Neither satisfied nor dissatisfied",
                "responded_at": "2026-03-06T13:02:03-05:00",
            },
            {
                "id": "118000000003",
                "ticket": "803",
                "rating": "bad",
                "score": "Very dissatisfied",
                "comment": "Slow",
                "responded_at": "2026-03-06T13:02:03-05:00",
            },
        ],
    ),
    "typeform": (
        "typeform.json",
        [
            {
                "id": "tok901",
                "ticket": "901",
                "rating": "good",
                "score": "6 on a scale of 1 to 7",
                "comment": "Good documentation",
                "customer": "kim@example.com",
                "agent": "osvensson",
                "responded_at": "2026-02-03T04:05:06Z",
            }
        ],
    ),
}
PUSHED = ["zendesk-trigger", "zendesk-event", "typeform"]
UNANSWERED = {"zendesk-survey-responses": ["unanswered"], "zendesk-satisfaction-ratings": ["unanswered"]}
RATED_TWICE = "in record 4: rating is not a single value"


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_becomes_what_it_says(preset: Preset, translate: Translate, name: str) -> None:
    file, surveys = EXPECTED[name]
    found = translate(preset(name, **NEEDED.get(name, {})), (SAMPLES / file).read_bytes())
    assert found.facts == surveys
    assert found.rejections == ([RATED_TWICE] if name == "zendesk-survey-responses" else [])
    assert found.skipped == UNANSWERED.get(name, [])
    assert (found.warnings, found.failures) == ([], [])


def test_every_preset_has_a_sample_or_is_the_one_that_explains() -> None:
    assert {*EXPECTED, "generic"} == set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_can_be_used_once_the_policy_adds_what_no_file_says(preset: Preset, name: str) -> None:
    assert preset(name, **NEEDED.get(name, {})).fields
    if name in NEEDED:
        with pytest.raises(ValueError, match="timezone: is missing"):
            preset(name)


@pytest.mark.parametrize("name", ["google-forms", "surveymonkey", "typeform"])
def test_a_response_that_is_not_finished_is_no_answer(preset: Preset, translate: Translate, name: str) -> None:
    file, surveys = EXPECTED[name]
    answer = {"google-forms": "Very difficult", "surveymonkey": "Very dissatisfied", "typeform": '"number": 6,'}[name]
    content = (SAMPLES / file).read_text(encoding="utf-8")
    assert answer in content
    found = translate(preset(name, **NEEDED.get(name, {})), content.replace(answer, ""))
    assert (len(found.surveys), found.skipped, found.rejections) == (len(surveys) - 1, ["unanswered"], [])
    assert (found.warnings, found.failures) == ([], [])


def test_a_question_that_the_form_does_not_have_is_no_missing_answer(preset: Preset, translate: Translate) -> None:
    content = (SAMPLES / "typeform.json").read_text(encoding="utf-8").replace('"ces"', '"renamed"')
    (rejection,) = translate(preset("typeform"), content).rejections
    assert rejection == "in record 1: rating 'no-such-question' is listed in no class of `rating:`"


# --- records that the client of an API or a web hook hands over


def test_records_of_the_api_are_read_like_those_of_a_saved_page(preset: Preset, now: datetime) -> None:
    file, expected = EXPECTED["zendesk-survey-responses"]
    records = json.loads((SAMPLES / file).read_text(encoding="utf-8"))["survey_responses"]
    translation = Translation(preset("zendesk-survey-responses"), "tool", now)
    survey = translation.read("tickets", Row("response 1", records[0]))
    assert survey.ticket == expected[0]["ticket"]  # type: ignore[union-attr]  # it is a survey, or this fails


def test_links_with_which_anybody_can_answer_reach_no_survey(preset: Preset, translate: Translate) -> None:
    content = (SAMPLES / "survey_responses.json").read_bytes()
    assert b"Xq7Secret" in content
    found = translate(preset("zendesk-survey-responses"), content)
    assert "Xq7Secret" not in f"{found} {found.facts}"


RATED = {"type": "rating_scale", "updated_at": "2026-09-20T08:00:00Z"}


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        pytest.param([{**RATED, "rating": 2}], "rating 'no-category' is listed in no class", id="no category"),
        pytest.param(
            [
                {**RATED, "rating": 2, "question": {"sub_type": "customer_satisfaction"}},
                {**RATED, "rating_category": "good"},
            ],
            "rating 'no-category' is listed in no class",
            id="the question that counts has no category, another one has",
        ),
        pytest.param(
            [{**RATED, "rating_category": "great"}], "rating 'great' is listed in no class", id="new category"
        ),
        pytest.param([{"type": "rating_scale", "rating_category": "bad"}], "responded_at is missing", id="no time"),
        pytest.param([{**RATED, "rating_category": "bad", "updated_at": 7}], "fits none of the formats", id="odd time"),
        pytest.param("none", "unanswered", id="no list"),
        pytest.param(None, "unanswered", id="null"),
        pytest.param([{"type": "skipped", "updated_at": "2026-09-20T08:00:00Z"}], "unanswered", id="skipped"),
    ],
)
def test_what_the_api_does_not_say_is_not_guessed(preset: Preset, now: datetime, answers: object, outcome: str) -> None:
    record = {"id": "r1", "subjects": [{"id": "1", "type": "ticket"}], "answers": answers}
    found = Translation(preset("zendesk-survey-responses"), "tool", now).read("tickets", Row("response 1", record))
    assert outcome in str(found)


# --- web hooks


@pytest.mark.parametrize("name", PUSHED)
@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_a_body_is_recognised_by_its_own_preset_alone(preset: Preset, name: str, sample: Path) -> None:
    body = json.loads(sample.read_text(encoding="utf-8"))
    assert recognises(preset(name), body) == (EXPECTED[name][0] == sample.name)


@pytest.mark.parametrize("name", PUSHED)
@pytest.mark.parametrize("body", [None, [], {}, "text", 7, [{"type": 1}], {"type": 7}, {"ticket_id": None}], ids=repr)
def test_garbage_is_recognised_as_nothing(preset: Preset, name: str, body: object) -> None:
    assert not recognises(preset(name), body)


def test_a_preset_that_recognises_nothing_takes_no_body(preset: Preset) -> None:
    assert not recognises(preset("zendesk-survey-responses"), {"id": 1})


def test_an_offered_survey_in_an_event_is_no_answer(preset: Preset, now: datetime) -> None:
    body = {"type": "zen:event-type:ticket.csat_requested", "time": "2026-07-02T07:30:00Z", "detail": {"id": "601"}}
    translation = Translation(preset("zendesk-event"), "tool", now)
    assert "unanswered" in str(translation.read("hook", Row("body", body)))
    without_score = {**body, "type": "zen:event-type:ticket.csat_received", "event": {}}
    assert "is listed in no class" in str(translation.read("hook", Row("body", without_score)))
