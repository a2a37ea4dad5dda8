"""A history of surveys over several passes: each hands out the newest answer of each ticket, whatever goes wrong."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zendesk.account import REASONS
from zendesk.conftest import LEGACY, OAUTH, NoTime, client_of, feed_of, source, translated
from zendesk.faults import Fault
from zendesk.standin import StandIn

from bot.errors import HaltedError
from bot.intake.outcomes import Gap, Rejection, Skipped
from bot.intake.row import Row
from bot.intake.zendesk import ZendeskFeed
from bot.model.survey import Survey

APIS = ["survey_responses", "satisfaction_ratings"]
NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
TOO_LONG, NOT_RESOLVED = REASONS


def newest(feed: ZendeskFeed) -> dict[str, str]:
    """What the inbox makes of a feed: each ticket's newest answer."""
    found = sorted(
        (outcome for outcome in feed.outcomes() if isinstance(outcome, Survey)), key=lambda survey: survey.responded_at
    )
    return {survey.ticket: f"{survey.rating}: {survey.comment}" for survey in found}


def gaps(feed: ZendeskFeed) -> list[str]:
    return [outcome.detail for outcome in feed.outcomes() if isinstance(outcome, Gap)]


@pytest.mark.parametrize(
    ("api", "whole_pages", "on_them"),
    [("survey_responses", 2, ["101", "102", "103"]), ("satisfaction_ratings", 3, ["101"])],
    ids=APIS,
)
def test_a_history_with_late_and_changed_answers_a_limit_and_a_page_that_fails_halfway(
    standin: StandIn, api: str, whole_pages: int, on_them: list[str]
) -> None:
    account, standin.api.page_size = standin.account, 2
    for ticket in range(101, 106):
        account.solve(ticket)
    account.pass_time(hours=1)
    account.answer(101, 5, "Quick")
    account.answer(102, 1, "Slow")
    assert newest(feed_of(standin, api=api)) == {"101": "good: Quick", "102": "bad: Slow"}

    account.pass_time(days=20)
    account.answer(102, 5, "Solved after all")  # changed
    account.answer(103, 1, "Late")  # late
    standin.faults.add(Fault("status", path=api, status=429, headers={"Retry-After": "7"}, skip=1, times=2))
    after_second = {"101": "good: Quick", "102": "good: Solved after all", "103": "bad: Late"}
    waiter = NoTime()
    second = feed_of(standin, waiter, api=api)
    assert newest(second) == after_second
    assert waiter.waits == [7, 7]
    assert gaps(second) == []

    account.pass_time(days=1)
    account.answer(105, 1, "Bad")
    standin.faults.add(Fault("cut", path=f"{api}$", skip=whole_pages, times=None))
    third = feed_of(standin, api=api)
    assert newest(third) == {ticket: after_second[ticket] for ticket in on_them}
    (gap,) = gaps(third)
    assert f"page {whole_pages + 1} of the" in gap
    assert f"the {whole_pages} pages before it were read, what comes behind it cannot be reached" in gap

    standin.faults.clear()
    assert newest(feed_of(standin, api=api)) == after_second | {"105": "bad: Bad"}


@settings(max_examples=20, deadline=None)
@given(
    api=st.sampled_from(APIS),
    page_size=st.integers(1, 5),
    days=st.lists(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 5)), max_size=5), min_size=1, max_size=5),
    limited=st.integers(0, 10),
)
def test_after_every_pass_the_newest_answer_of_every_ticket_is_there(
    api: str, page_size: int, days: list[list[tuple[int, int]]], limited: int
) -> None:
    with StandIn(NOON) as standin:
        standin.api.page_size = page_size
        expected: dict[str, str] = {}
        for day in days:
            for ticket, stars in day:
                if ticket not in standin.account.tickets:
                    standin.account.solve(ticket)
                standin.account.pass_time(minutes=5)
                standin.account.answer(ticket, stars, f"{stars} stars")
                neutral = stars == 3 and api == "survey_responses"
                rating = "neutral" if neutral else "good" if stars > 3 else "bad"
                expected[str(ticket)] = f"{rating}: {stars} stars"
            standin.faults.add(Fault("status", status=429, skip=limited))
            feed = feed_of(standin, api=api)
            assert newest(feed) == expected
            assert gaps(feed) == []
            standin.account.pass_time(days=1)


@pytest.mark.parametrize("api", APIS)
def test_zendesk_is_asked_once_however_often_a_pass_reads(standin: StandIn, api: str) -> None:
    standin.account.solve(101)
    standin.account.answer(101, 5, "Quick")
    feed = feed_of(standin, api=api)
    first = list(feed.outcomes())
    asked = len(standin.journal)
    assert list(feed.outcomes()) == first
    assert list(feed.warnings()) == []
    assert len(standin.journal) == asked


def test_nothing_is_asked_before_somebody_reads(standin: StandIn) -> None:
    feed_of(standin)
    assert standin.journal == []


@pytest.mark.parametrize("api", APIS)
def test_what_was_offered_before_the_window_is_not_read(standin: StandIn, api: str) -> None:
    standin.account.solve(101)
    standin.account.answer(101, 5, "Old")
    standin.account.pass_time(days=46)
    standin.account.solve(102)
    standin.account.answer(102, 5, "New")
    assert newest(feed_of(standin, api=api)) == {"102": "good: New"}
    assert newest(feed_of(standin, api=api, window="60d")) == {"101": "good: Old", "102": "good: New"}


def test_a_pass_that_ends_while_it_waits_is_not_swallowed(standin: StandIn) -> None:
    class Ending(NoTime):
        def sleep(self, seconds: float, because: str = "") -> None:
            raise HaltedError(f"{because} {seconds}")

    standin.faults.add(Fault("status", status=429))
    with pytest.raises(HaltedError):
        list(feed_of(standin, Ending()).outcomes())


def test_the_unanswered_are_handed_out_too_but_their_tickets_are_not_looked_up(standin: StandIn) -> None:
    standin.account.solve(101)
    assert list(feed_of(standin).outcomes()) == [Skipped("not answered")]
    assert standin.asked("tickets") == []


@pytest.mark.parametrize("api", APIS)
def test_one_ticket_alone(standin: StandIn, api: str) -> None:
    for ticket in (101, 102):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 1, "Slow")
        standin.account.pass_time(minutes=1)
        standin.account.answer(ticket, 5, f"Better {ticket}")
    (survey,) = feed_of(standin, api=api).one("102")
    assert isinstance(survey, Survey)
    assert (survey.ticket, survey.comment, survey.agent) == ("102", "Better 102", "Vicki Collins")


@pytest.mark.parametrize("api", APIS)
def test_a_ticket_that_is_no_number_is_never_asked_for(standin: StandIn, api: str) -> None:
    for ticket in ("", "0", "0102", "\u0661", "1" * 21):
        (outcome,) = feed_of(standin, api=api).one(ticket)
        assert isinstance(outcome, Rejection), ticket
    (outcome,) = feed_of(standin, api=api).one("1,zen:ticket:2")
    assert isinstance(outcome, Rejection)
    assert "2" not in str(outcome)
    assert standin.journal == []


@pytest.mark.parametrize(("api", "outcomes"), [("survey_responses", 0), ("satisfaction_ratings", 1)], ids=APIS)
def test_a_ticket_that_is_not_there(standin: StandIn, api: str, outcomes: int) -> None:
    assert list(feed_of(standin, api=api).one("999")) == [Skipped("ticket gone")] * outcomes


def test_a_rating_that_cannot_be_read(standin: StandIn) -> None:
    standin.account.solve(101)
    standin.account.answer(101, 1)
    standin.faults.add(Fault("status", path="satisfaction_ratings/", status=404))
    assert [type(outcome) for outcome in feed_of(standin, api="satisfaction_ratings").one("101")] == [Gap]


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(("days", "is_old"), [(44, False), (45, False), (45.001, True), (900, True)])
def test_an_answer_from_before_the_window_is_left_out_by_itself(
    standin: StandIn, api: str, days: float, is_old: object
) -> None:
    standin.account.solve(101)
    standin.account.answer(101, 1, "Slow")
    standin.account.pass_time(days=days)
    (outcome,) = feed_of(standin, api=api).one("101")
    assert (outcome == Skipped("older than the window")) == is_old
    assert isinstance(outcome, Survey) != is_old


def test_a_ticket_in_an_answer_of_another_shape(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standin.api, "_ticket", lambda *_: {"ticket": []})
    (gap,) = feed_of(standin, api="satisfaction_ratings").one("101")
    assert isinstance(gap, Gap)
    assert gap.detail == "zendesk: ticket 101: there is no ticket in the answer; please report this"


def test_a_source_with_an_old_pair_warns_of_its_end(standin: StandIn) -> None:
    described = source(standin)
    standin.account.solve(101)
    standin.account.answer(101, 1)
    feed = ZendeskFeed(described, client_of(described, NoTime(), LEGACY), translated, standin.account.now)
    assert list(feed.one("101"))
    asked = len(standin.journal)
    (warning,) = feed.warnings()
    assert warning.startswith("zendesk: Zendesk takes API tokens until 30 April 2027 only")
    assert len(standin.journal) == asked


def test_a_ticket_whose_customer_was_not_asked(standin: StandIn) -> None:
    standin.account.solve(101, satisfaction_rating=None)
    standin.account.tickets[101]["satisfaction_rating"] = {"score": "unoffered"}
    assert list(feed_of(standin, api="satisfaction_ratings").one("101")) == []


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("ways", ["all", "one"])
def test_links_by_which_others_could_answer_reach_nothing(standin: StandIn, api: str, ways: str) -> None:
    standin.account.solve(101)
    standin.account.answer(101, 1, "Slow", TOO_LONG)
    standin.account.tickets[101]["rating_links"] = {"deep": [{"url_path": "?access_token=opens-everything"}]}
    standin.account.ratings[-1]["rating_links"] = ["access_token"]
    rows: list[Row] = []

    def remembered(row: Row) -> Survey | Rejection | Skipped:
        rows.append(row)
        return translated(row)

    described = source(standin, api=api)
    feed = ZendeskFeed(described, client_of(described, NoTime(), OAUTH), remembered, standin.account.now)
    kept = [*(feed.outcomes() if ways == "all" else feed.one("101")), *feed.warnings()]
    assert rows
    assert "access_token" in json.dumps([standin.account.tickets, standin.account.ratings])
    assert "access_token" not in json.dumps([row.values for row in rows])
    assert "access_token" not in repr(kept) + "".join(
        survey.model_dump_json() for survey in kept if isinstance(survey, Survey)
    )


def test_the_reasons_are_asked_for_once_each(standin: StandIn) -> None:
    for ticket, reason in ((101, TOO_LONG), (102, TOO_LONG), (103, NOT_RESOLVED)):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 1, "", reason)
    surveys = [outcome for outcome in feed_of(standin, locale="de").outcomes() if isinstance(outcome, Survey)]
    assert [survey.reason for survey in surveys] == ["It took too long", "It took too long", "Not resolved"]
    assert len(standin.asked("guide/de/")) == 1  # its answer tells all the options


def test_reasons_without_words(standin: StandIn) -> None:
    for ticket in range(101, 131):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 1, "", f"option-{ticket}")
    feed = feed_of(standin)
    assert list(feed.warnings()) == []
    list(feed.outcomes())
    assert list(feed.warnings()) == ["zendesk: 30 of the reasons that customers have chosen came without their words"]
    assert len(standin.asked("guide/en-us/")) == 20


def test_reasons_that_cannot_be_read(standin: StandIn) -> None:
    for ticket in (101, 102):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 1, "", (TOO_LONG, NOT_RESOLVED)[ticket % 2])
    standin.faults.add(Fault("status", path="guide/en-us", status=403, times=None))
    feed = feed_of(standin)
    assert newest(feed) == {"101": "bad: ", "102": "bad: "}
    (gap,) = gaps(feed)
    assert "go on without their words" in gap
    assert len(standin.asked("guide/en-us/")) == 1


def test_a_language_that_the_survey_does_not_have(standin: StandIn) -> None:
    for ticket, reason in ((101, TOO_LONG), (102, NOT_RESOLVED)):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 1, "", reason)
    standin.faults.add(Fault("status", path="guide/fr/", status=404, times=None))
    feed = feed_of(standin, locale="fr")
    assert newest(feed) == {"101": "bad: ", "102": "bad: "}
    assert gaps(feed) == []
    (warning,) = feed.warnings()
    assert "2 of the reasons" in warning
    assert "set `locale` to a language that the survey has, fr is none" in warning


def test_an_account_that_writes_its_address_in_capitals(standin: StandIn) -> None:
    """Zendesk's links are in small letters, whatever the policy has."""
    standin.api.page_size = 1
    for ticket in (101, 102):
        standin.account.solve(ticket)
        standin.account.answer(ticket, 1, "Slow")
    address = standin.url.replace("127.0.0.1", "localhost")
    standin.api.base = address.replace("localhost", "LocalHost")
    feed = feed_of(standin, api="satisfaction_ratings", address=address)
    assert newest(feed).keys() == {"101", "102"}
    assert gaps(feed) == []


def test_a_source_that_tells_no_ticket(standin: StandIn) -> None:
    standin.account.solve(101)
    standin.account.answer(101, 1)
    feed = feed_of(standin)
    assert list(feed.outcomes())
    assert (feed.tells, feed.tag, feed.untold(), feed.tell("101", "note", "https://gitlab.example.com/1")) == (
        False,
        "",
        {},
        False,
    )


def test_a_source_that_tells_its_tickets(standin: StandIn) -> None:
    for ticket, more in ((101, {}), (102, {"tags": ["told"]}), (103, {"status": "closed"})):
        standin.account.solve(ticket, **more)
        standin.account.answer(ticket, 1)
    feed = feed_of(standin, write_back={"tag": "told"})
    list(feed.outcomes())
    assert (feed.tells, feed.tag, feed.untold()) == (True, "told", {"101": "zendesk/ticket/101"})
    assert feed.tell("101", "See the issue.", "https://gitlab.example.com/1")
    assert not feed.tell("102", "See the issue.", "https://gitlab.example.com/1")
    assert standin.account.tickets[101]["comments"] == [{"body": "See the issue.", "public": False}]


def test_a_token_that_runs_out_on_the_way_is_made_anew(standin: StandIn) -> None:
    standin.account.solve(101)
    standin.account.answer(101, 5, "Quick")
    feed = feed_of(standin)
    list(feed.one("101"))
    standin.account.pass_time(seconds=timedelta(hours=2).total_seconds())
    assert newest(feed) == {"101": "good: Quick"}
    assert len(standin.asked("oauth")) == 2
