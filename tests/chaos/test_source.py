"""Zendesk fails, and nothing is lost, twice or made up: a case for each fault. `make chaos` tries them all."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from builders import DAY
from chaos.source import SETTINGS, SourceTrial, source_trial
from chaos.source_ways import SOURCE_WAYS, SourceCase
from chaos.verdict import Verdict
from zendesk.account import Json
from zendesk.api import Query

from bot.engine.surveys import SurveyDesk
from bot.errors import HaltedError
from bot.intake import Feed, Gap
from bot.intake.feed import Outcome
from bot.model.context import Context
from bot.model.history import Filing, filed_as
from bot.model.issue import Issue
from bot.model.survey import Survey

KINDS = {
    "ask for a token": r"POST .*/oauth/tokens",
    "begin the list": r"GET .*/(survey_responses|satisfaction_ratings)",
    "go on with the list": r"GET .*/(survey_responses|satisfaction_ratings) behind c\d+",
    "read the tickets": r"GET .*/show_many",
    "read the reasons": r"GET .*/survey_responses/.+",
    "read a ticket": r"GET .*/tickets/\d+",
    "read what a ticket was told": r"GET .*/tickets/\d+/comments",
    "tell a ticket": r"PUT .*/tickets/\d+",
}
WAY = {(way.name, way.for_good): way for way in SOURCE_WAYS}
_SEED = 20261116
NOON = datetime.fromisoformat("2026-11-18T12:00:00+00:00")


@pytest.fixture(scope="module")
def trials() -> Iterator[list[SourceTrial]]:
    with ExitStack() as context:
        yield [source_trial(context, *settings) for settings in SETTINGS]


@pytest.fixture
def ratings(trials: list[SourceTrial], monkeypatch: pytest.MonkeyPatch) -> SourceTrial:
    """The older API, of which nothing is remembered that comes of feeds which were broken on purpose."""
    for known in ("_aftermaths", "_ends"):
        monkeypatch.setattr(trials[1], known, {})
    return trials[1]


def requests_by_kind(trial: SourceTrial) -> Mapping[str, list[tuple[int, int]]]:
    """Sort all requests of the history, each with its day and its number, by what they are for."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for day, morning in enumerate(trial.mornings):
        for number, request in enumerate(morning.requests, start=1):
            behind = f" behind {request.query['page[after]']}" if "page[after]" in request.query else ""
            said = f"{request.method} {request.path}{behind}"
            found[next(kind for kind, shape in KINDS.items() if re.fullmatch(shape, said))].append((day, number))
    return found


def sample(trials: list[SourceTrial]) -> Iterator[tuple[SourceTrial, SourceCase]]:
    """Choose a case for each fault; the settings, the kinds of requests and the two forms take turns."""
    dice = random.Random(_SEED)
    for turn, name in enumerate(dict.fromkeys(way.name for way in SOURCE_WAYS)):
        trial = trials[turn % len(trials)]
        kinds = list(requests_by_kind(trial).items())
        _, places = kinds[turn // len(trials) % len(kinds)]
        day, number = dice.choice(places)
        yield trial, SourceCase(day, number, WAY[name, turn % 3 == 0])


def test_a_disturbed_pass_is_completed_and_nothing_is_lost_twice_or_made_up(trials: list[SourceTrial]) -> None:
    verdicts = [trial.judge(case) for trial, case in sample(trials)]
    assert [complaint for verdict in verdicts for complaint in verdict.complaints] == []
    assert {verdict.healed for verdict in verdicts} == {True, False}


def test_the_history_needs_every_kind_of_request(trials: list[SourceTrial]) -> None:
    assert {kind for trial in trials for kind in requests_by_kind(trial)} == KINDS.keys()


def test_the_sample_spoils_every_kind_of_request(trials: list[SourceTrial]) -> None:
    spoiled = list(sample(trials))
    met = {
        kind
        for trial in trials
        for kind, places in requests_by_kind(trial).items()
        if any(one is trial and (case.day, case.number) in places for one, case in spoiled)
    }
    assert met == KINDS.keys()


def test_the_rest_of_gitlab_is_looked_after_while_zendesk_is_down(trials: list[SourceTrial]) -> None:
    for trial in trials:
        verdict = trial.judge(SourceCase(3, 1, WAY["503", True]))
        assert verdict.complaints == []
        assert not verdict.healed


@dataclass
class Broken:
    """A feed that was broken on purpose: `spoil` is told what the sound one hands out."""

    sound: Feed
    spoil: Callable[[list[Outcome]], Iterator[Outcome]]

    @property
    def source(self) -> str:
        return self.sound.source

    def outcomes(self) -> Iterator[Outcome]:
        return self.spoil(list(self.sound.outcomes()))

    def warnings(self) -> Iterator[str]:
        return self.sound.warnings()


def judged(
    trial: SourceTrial, spoil: Callable[[list[Outcome]], Iterator[Outcome]], kind: str, day: int, way: str = "403"
) -> Verdict:
    """Judge feeds that are broken in one way, in a pass and in those that follow it."""
    sound = trial.feed_of
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trial, "feed_of", lambda fault: Broken(sound(fault), spoil))
        return trial.judge(SourceCase(*places_of(trial, kind, day)[-1], WAY[way, False]))


def told(verdict: Verdict) -> str:
    """Say all that is wrong, where the complaints would say no more than a few things of it."""
    return "\n".join(f"{difference.kind}: {difference.about}" for difference in verdict.wrong)


def places_of(trial: SourceTrial, kind: str, day: int) -> list[tuple[int, int]]:
    return [place for place in requests_by_kind(trial)[kind] if place[0] == day]


def without_word(outcomes: list[Outcome]) -> Iterator[Outcome]:
    return (outcome for outcome in outcomes if not isinstance(outcome, Gap))


def without_one(outcomes: list[Outcome]) -> Iterator[Outcome]:
    return (outcome for outcome in outcomes if not (isinstance(outcome, Survey) and outcome.ticket == "205"))


def taken_for_newer(outcomes: list[Outcome]) -> Iterator[Outcome]:
    """Hand out the answers that stand before a gap as if they were the last ones."""
    is_cut = any(isinstance(outcome, Gap) for outcome in outcomes)
    for outcome in outcomes:
        yield outcome.model_copy(update={"responded_at": NOON}) if is_cut and isinstance(outcome, Survey) else outcome


def halting(outcomes: list[Outcome]) -> Iterator[Outcome]:
    if any(isinstance(outcome, Gap) for outcome in outcomes):
        raise HaltedError("nothing goes on without Zendesk")
    return iter(outcomes)


def test_a_feed_that_hides_what_could_not_be_read_is_found_out(ratings: SourceTrial) -> None:
    verdict = judged(ratings, without_word, "go on with the list", 3)
    assert verdict.dishonest == "the disturbed pass ended with 0, though not everything was done"


def test_a_feed_that_drops_a_record_is_found_out(ratings: SourceTrial) -> None:
    verdict = judged(ratings, without_one, "ask for a token", 1, "500")
    assert "csat/ticket/205 has no issue on day 2" in told(verdict)
    assert verdict.dishonest


def test_a_feed_that_takes_an_older_answer_for_a_newer_one_is_found_out(ratings: SourceTrial) -> None:
    verdict = judged(ratings, taken_for_newer, "go on with the list", 3)
    assert "nobody said so" in told(verdict)
    assert "instead of" in told(verdict)


def test_a_feed_that_ends_the_whole_pass_is_found_out(ratings: SourceTrial) -> None:
    verdict = judged(ratings, halting, "begin the list", 3)
    assert "Praise on the phone, 4 was not looked after" in told(verdict)


def test_a_feed_that_does_not_wait_for_the_tags_it_excludes_by_is_found_out(
    ratings: SourceTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.zendesk.feed.with_details", lambda _, found: found)
    verdict = ratings.judge(SourceCase(*places_of(ratings, "ask for a token", 0)[0], WAY["500", False]))
    assert "csat/ticket/207 is to be left out, and was filed" in told(verdict)
    assert "the customer's name was filed" in told(verdict)


def test_a_ticket_that_is_told_twice_is_found_out(ratings: SourceTrial, monkeypatch: pytest.MonkeyPatch) -> None:
    change = ratings._standin.api._change

    def doubled(query: Query, body: Json, number: str) -> Json:
        answer = change(query, body, number)
        answer["ticket"]["comments"] *= 2
        return answer

    monkeypatch.setattr(ratings._standin.api, "_change", doubled)
    verdict = ratings.judge(SourceCase(*places_of(ratings, "tell a ticket", 0)[0], WAY["500", False]))
    assert "twice: csat/ticket/201 has 1 issues" in told(verdict)


def test_a_bot_that_follows_older_answers_as_well_is_found_out(
    ratings: SourceTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    def long_ago(issue: Issue, ctx: Context) -> Filing | None:
        filing = filed_as(issue, ctx)
        return replace(filing, responded_at=NOON - 99 * DAY) if filing else None

    monkeypatch.setattr("bot.rules.follow_rating.filed_as", long_ago)
    monkeypatch.setattr(SurveyDesk, "_has_changed", lambda desk, key, _: key in desk._seen.newest)
    verdict = ratings.judge(SourceCase(*places_of(ratings, "go on with the list", 3)[2], WAY["403", False]))
    assert "went back to the answer of" in told(verdict)
