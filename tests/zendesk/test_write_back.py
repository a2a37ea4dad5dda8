"""A ticket is told of its issue once, whatever becomes of the request, and no tag of anybody's is lost."""

from copy import deepcopy

import pytest
from zendesk.account import Account, Json
from zendesk.api import Query
from zendesk.conftest import MakeClient
from zendesk.faults import Fault, Kind
from zendesk.standin import StandIn

from bot.intake.zendesk import Client, WriteBack, ZendeskError, tell_ticket

ISSUE = "https://gitlab.example.com/support/feedback/-/issues/7"
WORDS = f"This ticket's feedback is dealt with in {ISSUE}\n\nWritten by the feedback bot."
NOTE = {"body": WORDS, "public": False}


@pytest.fixture
def client(standin: StandIn, make_client: MakeClient) -> Client:
    standin.account.solve(208)
    return make_client(timeout=0.2, write_back={})


def tell(client: Client, **telling: object) -> bool:
    return tell_ticket(client, "208", WORDS, ISSUE, WriteBack.model_validate(telling))


def told(account: Account) -> tuple[list[str], list[object]]:
    return account.tickets[208]["tags"], account.tickets[208].get("comments", [])


def test_a_note_for_agents_and_a_tag_beside_the_others(standin: StandIn, client: Client) -> None:
    assert tell(client)
    assert told(standin.account) == (["billing", "feedback-bot"], [NOTE])
    assert len(standin.asked("tickets")) == 3


def test_a_tag_alone(standin: StandIn, client: Client) -> None:
    assert tell(client, tag="told", note=False)
    assert told(standin.account) == (["billing", "told"], [])
    assert standin.asked("comments") == []


def test_once(standin: StandIn, client: Client) -> None:
    assert [tell(client) for _ in range(3)] == [True, False, False]
    assert told(standin.account) == (["billing", "feedback-bot"], [NOTE])


@pytest.mark.parametrize("change", ["closed", "gone"])
def test_a_ticket_that_cannot_be_told_is_left(standin: StandIn, client: Client, change: str) -> None:
    if change == "closed":
        standin.account.tickets[208]["status"] = "closed"
    else:
        del standin.account.tickets[208]
    assert not tell(client)
    assert [seen.method for seen in standin.asked("tickets")] == ["GET"]


@pytest.mark.parametrize("kind", ["cut", "lost", "hang", "garbage", "page", "status"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_lost_answer_makes_no_second_note(standin: StandIn, client: Client, kind: Kind, times: int) -> None:
    standin.faults.add(Fault(kind, method="PUT", times=times))
    if kind in {"garbage", "page", "status"} and times == 2:  # never carried out
        with pytest.raises(ZendeskError):
            tell(client)
    assert tell(client)
    assert told(standin.account) == (["billing", "feedback-bot"], [NOTE])


def test_a_ticket_that_somebody_else_changed_meanwhile(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody adds a tag between reading and writing."""
    account, left = standin.account, [1]
    known = standin.api._known

    def meddling(number: str) -> object:
        if left[0] and standin.journal and standin.journal[-1].path == "/api/v2/tickets/208/comments":
            left[0] -= 1
            account.tickets[208].update(tags=[*account.tickets[208]["tags"], "urgent"], updated_at=f"by {left[0]}")
        return known(number)

    monkeypatch.setattr(standin.api, "_known", meddling)
    assert tell(client)
    assert left == [0]
    tags, comments = told(account)
    assert {"billing", "urgent", "feedback-bot"} <= set(tags)
    assert comments == [NOTE]


def test_a_ticket_that_never_stands_still_is_told_about(standin: StandIn, client: Client) -> None:
    standin.faults.add(Fault("status", method="PUT", status=409, times=None))
    with pytest.raises(ZendeskError, match="zendesk: ticket 208"):
        tell(client)
    assert len([seen for seen in standin.journal if seen.method == "PUT"]) == 2


def test_a_ticket_that_is_closed_while_it_is_told(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.faults.add(Fault("status", method="PUT", status=422))
    known = standin.api._known

    def closing(number: str) -> object:
        if any(seen.method == "PUT" for seen in standin.journal):
            standin.account.tickets[208]["status"] = "closed"
        return known(number)

    monkeypatch.setattr(standin.api, "_known", closing)
    assert not tell(client)
    assert told(standin.account) == (["billing"], [])


def test_a_ticket_that_cannot_be_changed_is_told_about_in_words_of_its_own(standin: StandIn, client: Client) -> None:
    standin.faults.add(Fault("status", method="PUT", status=422, times=None))
    with pytest.raises(ZendeskError, match="ticket 208: cannot be changed; probably a field") as refused:
        tell(client)
    assert refused.value.status == 422
    assert len([seen for seen in standin.journal if seen.method == "PUT"]) == 1


@pytest.mark.parametrize("when", ["at once", "later"])
def test_a_tag_that_a_trigger_takes_away_costs_no_second_note(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    change = standin.api._change

    def taken_away(query: Query, body: Json, number: str) -> Json:
        answer = deepcopy(change(query, body, number))
        standin.account.tickets[208]["tags"] = []
        return {"ticket": {**answer["ticket"], "tags": []}} if when == "at once" else answer

    monkeypatch.setattr(standin.api, "_change", taken_away)
    for _ in range(3):
        if when == "later":
            assert tell(client)
            continue
        with pytest.raises(ZendeskError, match="ticket 208: Zendesk did not keep the tag feedback-bot") as lost:
            tell(client)
        assert lost.value.status == 200
    assert told(standin.account) == ([], [NOTE])


@pytest.mark.parametrize(
    ("comment", "is_noted"),
    [
        (f"See {ISSUE}", True),
        (f"See {ISSUE}.", True),
        (f"See {ISSUE}#note_5", True),
        (f"See {ISSUE}1", False),
        ("See issue 7", False),
    ],
    ids=["end", "stop", "note", "another issue", "no address"],
)
def test_an_address_that_stands_there_is_not_written_again(
    standin: StandIn, client: Client, comment: str, is_noted: object
) -> None:
    earlier = [{"body": comment, "public": False}, *({"body": "Hello", "public": True} for _ in range(99))]
    standin.account.tickets[208]["comments"] = list(earlier)
    assert tell(client)
    assert told(standin.account) == (["billing", "feedback-bot"], [*earlier, *([] if is_noted else [NOTE])])


def test_the_newest_comments_are_looked_at(standin: StandIn, client: Client) -> None:
    standin.account.tickets[208]["comments"] = [*({"body": "Hello"} for _ in range(200)), NOTE]
    assert tell(client)
    assert len(told(standin.account)[1]) == 201


def test_without_a_look_at_the_comments_nothing_is_written(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standin.api, "_comments", lambda *_: {"comments": None})
    with pytest.raises(ZendeskError, match="the comments of ticket 208: there are none in the answer"):
        tell(client)
    assert told(standin.account) == (["billing"], [])


def test_an_answer_without_the_ticket_says_nothing_of_the_tag(
    standin: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standin.api, "_change", lambda *_: {})
    with pytest.raises(ZendeskError, match="did not keep the tag"):
        tell(client)


@pytest.mark.parametrize("status", [401, 403, 400])
def test_a_refusal_is_not_tried_again(standin: StandIn, client: Client, status: int) -> None:
    standin.faults.add(Fault("status", method="PUT", status=status, times=None))
    with pytest.raises(ZendeskError):
        tell(client)
    assert told(standin.account) == (["billing"], [])


def test_a_limit_is_waited_for(standin: StandIn, client: Client) -> None:
    standin.faults.add(Fault("status", method="PUT", status=429, times=2))
    assert tell(client)
    assert told(standin.account) == (["billing", "feedback-bot"], [NOTE])


def test_a_token_that_may_only_read(standin: StandIn, make_client: MakeClient) -> None:
    standin.account.solve(208)
    with pytest.raises(ZendeskError, match="the scope `read` is not enough"):
        tell(make_client())


def test_a_ticket_that_cannot_be_read(standin: StandIn, client: Client) -> None:
    standin.faults.add(Fault("status", method="GET", status=403))
    with pytest.raises(ZendeskError, match="zendesk: ticket 208: not allowed"):
        tell(client)


@pytest.mark.parametrize("lacking", ["tags", "updated_at"])
def test_nothing_is_written_where_tags_could_be_lost(standin: StandIn, client: Client, lacking: str) -> None:
    standin.account.tickets[208][lacking] = None
    with pytest.raises(ZendeskError, match="please report this"):
        tell(client)
    assert [seen.method for seen in standin.asked("tickets")] == ["GET"]
