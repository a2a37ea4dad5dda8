"""What becomes of trouble on the wire: waited for, told in words, and never with a secret."""

import json
import socket
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import NoReturn

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError, ProtocolError
from zendesk.api import API_TOKEN, CLIENT_SECRET
from zendesk.conftest import LEGACY, OAUTH, MakeClient, NoTime
from zendesk.faults import KINDS, Fault, Kind
from zendesk.standin import StandIn

from bot.errors import HaltedError
from bot.intake.zendesk.answer import parsed, read_json
from bot.intake.zendesk.patience import Patience, asked_wait, wait_after
from bot.intake.zendesk.trouble import TooManyError, UnansweredError, ZendeskError

PATH, QUERY = "/api/v2/guide/survey_responses", {"filter[subject_zrns]": "zen:ticket:4711"}
NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("a"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["rating_links", "url_path", "a", "links"]), inner, max_size=3)
    ),
    max_leaves=20,
)


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.parametrize("kind", ["status", "page", "garbage", "cut", "lost", "hang"])
def test_a_bad_moment_is_waited_for(standin: StandIn, make_client: MakeClient, waiter: NoTime, kind: Kind) -> None:
    client = make_client(timeout=0.2)
    standin.faults.add(Fault(kind, path="responses", times=2))
    assert client.get("page 1", PATH, QUERY)["survey_responses"] == []
    assert waiter.waits == [0.5, 1.0]


@pytest.mark.parametrize("kind", KINDS)
def test_trouble_that_lasts_is_told_without_a_secret(
    standin: StandIn, make_client: MakeClient, waiter: NoTime, kind: Kind, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_client(timeout=0.05)
    standin.faults.add(Fault(kind, path="responses", times=None, seconds=0.1))
    with pytest.raises(ZendeskError) as trouble:
        client.get("page 3 of the survey responses", PATH, QUERY)
    assert str(trouble.value).startswith("zendesk: page 3 of the survey responses: ")
    told = "".join((*traceback.format_exception(trouble.value), *capsys.readouterr(), *waiter.reasons))
    assert not [
        word for word in ("4711", "filter%5B", "Bearer ", "token-of", CLIENT_SECRET, "@example") if word in told
    ]
    assert len(waiter.waits) == (0 if kind == "redirect" else 5)


def test_an_address_where_nobody_listens_is_told_without_the_query(make_client: MakeClient, unused_port: int) -> None:
    client = make_client(LEGACY, address=f"http://127.0.0.1:{unused_port}")
    with pytest.raises(UnansweredError, match=r"see whether http://127\.0\.0\.1:[0-9]+ can be reached") as trouble:
        client.get("page 1", PATH, QUERY)
    assert "4711" not in "".join(traceback.format_exception(trouble.value))


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (400, "report this"),
        (401, "FEEDBACK_BOT_ZENDESK_"),
        (403, "the scope `read` is not enough"),
        (404, "check `account`, and `api`"),
        (429, "who else uses"),
        (500, "the next pass reads it again"),
        (308, "set `address`"),
    ],
)
def test_every_refusal_has_its_remedy(standin: StandIn, make_client: MakeClient, status: int, remedy: str) -> None:
    standin.faults.add(Fault("status", path="responses", status=status, times=None))
    with pytest.raises(ZendeskError) as refused:
        make_client().get("page 1", PATH)
    assert remedy in str(refused.value)
    assert refused.value.status == status


def test_a_redirect_is_not_followed(standin: StandIn, make_client: MakeClient) -> None:
    standin.faults.add(Fault("redirect", path="responses"))
    with pytest.raises(ZendeskError, match="points to another address"):
        make_client().get("page 1", PATH)
    assert [seen.path for seen in standin.journal] == ["/oauth/tokens", PATH]


@pytest.mark.parametrize("status", [429, 503])
def test_as_long_as_zendesk_asks(standin: StandIn, make_client: MakeClient, waiter: NoTime, status: int) -> None:
    standin.faults.add(Fault("status", path="responses", status=status, headers={"Retry-After": "93"}))
    make_client().get("page 1", PATH)
    assert waiter.waits == [93.0]


def test_longer_than_a_pass_should_wait(standin: StandIn, make_client: MakeClient, waiter: NoTime) -> None:
    standin.faults.add(Fault("status", path="responses", status=429, headers={"Retry-After": "121"}))
    with pytest.raises(TooManyError, match="wait for 121 seconds, but 120 are left of the 120 that a pass waits"):
        make_client().get("page 1", PATH)
    assert waiter.waits == []


def test_all_requests_share_one_allowance_of_waiting(standin: StandIn, make_client: MakeClient, waiter: NoTime) -> None:
    client = make_client()
    waits = {"Retry-After": "50"}
    standin.faults.add(*(Fault("status", path=path, status=429, headers=waits) for path in ("oauth", "responses$")))
    client.get("page 1", PATH)
    assert waiter.waits == [50, 50]
    standin.faults.add(Fault("status", path="responses$", status=503, headers=waits))
    with pytest.raises(UnansweredError, match=r"bad moment \(503\).*; to go on, .* 50 seconds, but 20 are left"):
        client.get("page 2", PATH)
    client.get("page 2", PATH)  # what is well again is read all the same
    assert waiter.waits == [50, 50]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", ["oauth", "responses", ""], ids=["token", "list", "all"])
def test_trouble_of_any_kind_costs_a_run_two_minutes_at_most(
    standin: StandIn, make_client: MakeClient, waiter: NoTime, kind: Kind, path: str
) -> None:
    client = make_client(timeout=0.02)
    standin.faults.add(Fault(kind, path=path, status=429, times=None, seconds=0.03))
    for number in range(12):
        with pytest.raises(ZendeskError):
            client.get(f"page {number}", PATH)
    assert sum(waiter.waits) <= 120


def test_answers_that_do_not_come_use_the_allowance_up(
    standin: StandIn, make_client: MakeClient, waiter: NoTime
) -> None:
    client = make_client(LEGACY)
    waiter.lost = 30.0  # two looks at the clock are between sending and failing
    standin.faults.add(Fault("status", path="responses", status=500, times=None))
    with pytest.raises(UnansweredError, match="but 0 are left"):
        client.get("page 1", PATH)
    assert len(standin.journal) == 2


@pytest.mark.parametrize(("spent", "seconds"), [(0, 30), (100, 20), (118, 5), (500, 5)])
def test_an_impatient_run_gives_no_answer_much_time(waiter: NoTime, spent: float, seconds: float) -> None:
    patience = Patience(waiter)
    patience.spend(spent)
    assert patience.limit(30) == seconds
    assert patience.limit(0.1) == 0.1


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_token_that_could_not_be_had_is_not_asked_for_again(
    standin: StandIn, make_client: MakeClient, waiter: NoTime, status: int
) -> None:
    client = make_client()
    standin.faults.add(Fault("status", path="oauth", status=status, times=None))
    told = []
    for number in (1, 2, 3):
        with pytest.raises(ZendeskError, match="zendesk: the token: ") as refused:
            client.get(f"page {number}", PATH)
        told.append((str(refused.value), refused.value.status, len(standin.journal), list(waiter.waits)))
    assert told == [told[0]] * 3
    assert told[0][1] == status
    assert len(standin.journal) <= 6
    assert {seen.path for seen in standin.journal} == {"/oauth/tokens"}


def test_an_answer_that_comes_in_drops_is_left(standin: StandIn, make_client: MakeClient, waiter: NoTime) -> None:
    client = make_client(LEGACY, timeout=5)
    standin.faults.add(Fault("drip", path="responses", times=1, seconds=0.001))
    waiter.lost = 0.5
    client.get("page 1", PATH)
    assert waiter.reasons == ["zendesk: page 1: no answer in time; the next pass reads it again"]
    assert [seen.status for seen in standin.journal] == [0, 200]


def test_a_run_that_is_to_end_does_not_wait_for_the_last_drop(
    standin: StandIn, make_client: MakeClient, waiter: NoTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter(range(5))

    def check() -> None:
        if next(looks, None) is None:
            raise HaltedError("stopped by a test")

    monkeypatch.setattr(waiter, "check", check)
    standin.faults.add(Fault("drip", path="responses", times=None, seconds=0.001))
    with pytest.raises(HaltedError):
        make_client(LEGACY).get("page 1", PATH)
    assert len(standin.journal) == 1


@pytest.mark.parametrize(
    "problem",
    [LocationParseError("https://a..b/?secret"), ProtocolError("Bearer secret"), DecodeError("secret")],
    ids=lambda problem: type(problem).__name__,
)
def test_no_error_of_the_http_library_escapes(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, problem: HTTPError
) -> None:
    def failing(*_: object, **__: object) -> NoReturn:
        raise problem

    monkeypatch.setattr(requests.Session, "request", failing)
    with pytest.raises(UnansweredError, match=r"see whether .* can be reached") as trouble:
        make_client(LEGACY).get("page 1", PATH)
    assert "secret" not in "".join(traceback.format_exception(trouble.value))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "93"}, 93.0),
        ({"Retry-After": " 0 "}, 0.0),
        ({}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": format_datetime(NOON + timedelta(minutes=2)), "Date": format_datetime(NOON)}, 120.0),
        ({"Retry-After": format_datetime(NOON), "Date": format_datetime(NOON + timedelta(minutes=2))}, 0.0),
        ({"Retry-After": format_datetime(NOON)}, None),
        ({"Retry-After": "Mon, 99 Nov 2026 12:00:00 GMT", "Date": format_datetime(NOON)}, None),
    ],
    ids=["seconds", "none", "nothing", "word", "negative", "no digit", "instant", "past", "no date", "no instant"],
)
def test_how_long_zendesk_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_wait(headers) == seconds


@given(
    attempt=st.integers(1, 100),
    asked=st.none() | st.floats(0, 1e9),
    kind=st.sampled_from([UnansweredError, TooManyError]),
)
def test_a_wait_is_as_long_as_asked_or_about_a_minute_at_most(
    attempt: int, asked: float | None, kind: type[UnansweredError]
) -> None:
    wait = wait_after(kind("", asked=asked), attempt)
    assert wait == asked if asked is not None else 0 < wait <= 64


@given(JSON)
def test_links_with_tokens_are_left_at_the_door(value: object) -> None:
    def keys(inner: object) -> set[str]:
        if isinstance(inner, dict):
            return set(inner) | {key for child in inner.values() for key in keys(child)}
        return {key for child in inner for key in keys(child)} if isinstance(inner, list) else set()

    assert not keys(parsed(json.dumps({"page": value}).encode(), "here")) & {"rating_links", "url_path"}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb'{"a": "cut \ud83d here"}', "cut \ufffd here"),
        (rb'{"a": "\ude00\ud83d"}', "\ufffd\ufffd"),
        (rb'{"a": "whole \ud83d\ude00"}', "whole \U0001f600"),
        (b'{"a": "cut \xed\xa0\xbd here"}', "cut \ufffd here"),
        (rb'{"a": "\\ud83d"}', r"\ud83d"),
    ],
    ids=["half", "halves", "whole", "bytes", "no escape"],
)
def test_half_of_an_emoji_is_made_whole(body: bytes, text: str) -> None:
    assert parsed(body, "here") == {"a": text}


@given(JSON)
def test_every_text_of_an_answer_can_be_written(value: object) -> None:
    halved = json.dumps({"page": value}).replace('"a"', r'"\ud83d"')
    found = parsed(halved.encode(), "here")
    json.dumps(found, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'"word"', b"[1", b'{"a": NaN}', b"\xff\xfe{", b'{"a":' * 100_000, b"[" * 100_000],
    ids=["nothing", "list", "word", "cut", "no number", "no text", "deep", "deeper"],
)
def test_what_is_no_json_object(body: bytes) -> None:
    with pytest.raises(UnansweredError, match="here: the answer"):
        parsed(body, "here")


def test_an_answer_that_is_too_large(
    standin: StandIn, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    del standin
    client = make_client()
    client.get("page 1", PATH)
    monkeypatch.setattr("bot.intake.zendesk.answer.parsed", lambda *_: pytest.fail("it was read"))
    monkeypatch.setattr("bot.intake.zendesk.client.read_json", partial(read_json, largest=10))
    with pytest.raises(UnansweredError, match="larger than any"):
        client.get("page 1", PATH)


def test_a_token_is_made_once_and_asks_for_what_the_policy_says(standin: StandIn, make_client: MakeClient) -> None:
    client = make_client(scope="read hc:read")
    for _ in range(3):
        client.get("page 1", PATH)
    (made,) = standin.asked("oauth")
    assert made.body["scope"] == "read hc:read"
    assert made.body["grant_type"] == "client_credentials"
    assert 300 < made.body["expires_in"] < 172_800


def test_a_token_that_was_refused_is_made_anew_once(standin: StandIn, make_client: MakeClient) -> None:
    client = make_client()
    client.get("page 1", PATH)
    standin.api.expire_tokens()
    client.get("page 1", PATH)
    assert len(standin.asked("oauth")) == 2
    standin.faults.add(Fault("status", path="responses", status=401, times=None))
    with pytest.raises(ZendeskError, match="credentials were refused"):
        client.get("page 1", PATH)
    assert len(standin.asked("oauth")) == 3


def test_a_client_that_is_not_known(standin: StandIn, make_client: MakeClient) -> None:
    client = make_client({**OAUTH, "FEEDBACK_BOT_ZENDESK_CLIENT_SECRET": "a-wrong-one"})
    with pytest.raises(ZendeskError, match="zendesk: the token: the credentials were refused") as refused:
        client.get("page 1", PATH)
    assert "wrong" not in str(refused.value)
    assert [seen.path for seen in standin.journal] == ["/oauth/tokens"]


def test_a_scope_that_is_too_narrow(standin: StandIn, make_client: MakeClient) -> None:
    del standin
    with pytest.raises(ZendeskError, match="the scope `write` is not enough"):
        make_client(scope="write").get("page 1", PATH)


@pytest.mark.parametrize("token", [None, "", 5, "two words", "two\r\nlines"], ids=repr)
def test_an_answer_without_a_token(
    standin: StandIn, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, token: object
) -> None:
    monkeypatch.setattr(standin.api, "_token", lambda _: {"access_token": token})
    with pytest.raises(ZendeskError, match="zendesk: the token: there is none"):
        make_client().get("page 1", PATH)


def test_the_old_pair_still_works_and_is_warned_of(standin: StandIn, make_client: MakeClient) -> None:
    client = make_client(LEGACY)
    client.get("page 1", PATH)
    assert "30 April 2027" in (client.warning or "")
    assert [seen.path for seen in standin.journal] == [PATH]


def test_an_old_pair_that_is_refused(standin: StandIn, make_client: MakeClient) -> None:
    client = make_client({**LEGACY, "FEEDBACK_BOT_ZENDESK_TOKEN": "a-wrong-one"})
    with pytest.raises(ZendeskError, match="credentials were refused"):
        client.get("page 1", PATH)
    assert len(standin.journal) == 1


@pytest.mark.parametrize("environment", [OAUTH, LEGACY], ids=["oauth", "legacy"])
def test_no_secret_is_seen_from_outside(make_client: MakeClient, environment: dict[str, str]) -> None:
    client = make_client(environment)
    client.get("page 1", PATH)
    shown = repr(client) + repr(vars(client))
    assert CLIENT_SECRET not in shown
    assert API_TOKEN not in shown
    assert "token-of-the-stand-in" not in shown
