"""What may stand in a Zendesk source's section of the policy, and what is found in the environment for it."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from pydantic import ValidationError
from zendesk.conftest import LEGACY, OAUTH

from bot.errors import ConfigurationError
from bot.intake.zendesk import WriteBack, ZendeskSource, credentials_from
from bot.intake.zendesk.credentials import ApiToken, OAuthClient, ageing


def described(**more: object) -> ZendeskSource:
    return ZendeskSource.model_validate({"type": "zendesk", "account": "example", **more})


def test_what_is_left_out() -> None:
    source = described()
    assert source.base == "https://example.zendesk.com"
    assert source.api == "survey_responses"
    assert source.window == timedelta(days=45)
    assert source.asked_scope == "read"
    assert source.write_back is None


@pytest.mark.parametrize(
    ("settings", "scope"),
    [
        ({"write_back": {}}, "read write"),
        ({"scope": "hc:read tickets:read users:read"}, "hc:read tickets:read users:read"),
        ({"write_back": {}, "scope": "read tickets:write"}, "read tickets:write"),
    ],
    ids=["writing", "narrow", "both"],
)
def test_no_more_is_asked_for_than_needed(settings: Mapping[str, object], scope: str) -> None:
    assert described(**settings).asked_scope == scope


@pytest.mark.parametrize(
    "address",
    [
        "https://support.example.com",
        "https://support.example.com/",
        "https://Support.Example.com:65535",
        f"https://{'a' * 63}.example.com",
        "https://192.0.2.7",
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "http://[::1]:1",
    ],
)
def test_an_account_with_an_address_of_its_own(address: str) -> None:
    source = described(account="", address=address)
    assert source.base == address.rstrip("/").lower()
    assert source.is_loopback == address.startswith("http://")


@pytest.mark.parametrize(
    ("address", "is_loopback"),
    [
        ("https://127.0.0.1:8443", True),
        ("https://LocalHost", True),
        ("https://127.0.0.1.example.com", False),
        ("https://localhost.example.com", False),
    ],
)
def test_a_stand_in_is_known_by_its_address(address: str, is_loopback: object) -> None:
    assert described(account="", address=address).is_loopback == is_loopback
    assert not described().is_loopback


@pytest.mark.parametrize(
    "settings",
    [
        {"account": ""},
        {"address": "https://support.example.com"},
        {"account": "", "address": "http://support.example.com"},
        {"account": "", "address": "https://support.example.com/api"},
        {"account": "", "address": "https://user:word@support.example.com"},
        {"account": "", "address": "http://127.0.0.1.example.com"},
        {"account": "", "address": "https://a..b"},
        {"account": "", "address": "https://.example.com"},
        {"account": "", "address": "https://example.com."},
        {"account": "", "address": "https://-"},
        {"account": "", "address": "https://-a.example.com"},
        {"account": "", "address": f"https://{'a' * 64}.example.com"},
        {"account": "", "address": "https://support.example.com:65536"},
        {"account": "Example"},
        {"account": "example.zendesk.com"},
        {"account": "example/../x"},
        {"window": "0d"},
        {"api": "ratings"},
        {"credentials": "zendesk"},
        {"scope": "read,write"},
        {"locale": "../en"},
        {"write_back": {"tag": "two words"}},
        {"surprise": 1},
    ],
    ids=str,
)
def test_what_must_not_stand_there(settings: Mapping[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        described(**settings)
    assert "word@" not in str(refused.value)


def test_a_tag_and_a_note_unless_told_otherwise() -> None:
    assert described(write_back={}).write_back == WriteBack(tag="feedback-bot", note=True)


def test_an_oauth_client_goes_first() -> None:
    found = credentials_from({**OAUTH, **LEGACY}, "ZENDESK")
    assert isinstance(found, OAuthClient)
    assert ageing(found, "ZENDESK") is None


def test_an_api_token_is_taken_with_a_warning_that_names_its_end() -> None:
    found = credentials_from(LEGACY, "ZENDESK")
    assert isinstance(found, ApiToken)
    warning = ageing(found, "ZENDESK") or ""
    assert "30 April 2027" in warning
    assert "FEEDBACK_BOT_ZENDESK_CLIENT_ID and FEEDBACK_BOT_ZENDESK_CLIENT_SECRET" in warning


def test_several_accounts_have_variables_of_their_own() -> None:
    other = {name.replace("ZENDESK", "EMEA"): value for name, value in OAUTH.items()}
    assert credentials_from(other, "EMEA") == credentials_from(OAUTH, "ZENDESK")


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, ["CLIENT_ID", "CLIENT_SECRET"]),
        ({"CLIENT_ID": "a"}, ["CLIENT_SECRET"]),
        ({"CLIENT_SECRET": "a", "CLIENT_ID": " "}, ["CLIENT_ID"]),
        ({"CLIENT_ID": "a", "EMAIL": "a@example.com", "TOKEN": "b"}, ["CLIENT_SECRET"]),
        ({"EMAIL": "a@example.com"}, ["TOKEN"]),
        ({"TOKEN": "a"}, ["EMAIL"]),
        ({"CLIENT_ID": "a", "CLIENT_SECRET": "hush hush"}, ["CLIENT_SECRET"]),
        ({"CLIENT_ID": "a", "CLIENT_SECRET": "hush\nhush"}, ["CLIENT_SECRET"]),
    ],
    ids=["none", "no secret", "no id", "half of two", "no token", "no address", "a blank", "two lines"],
)
def test_what_is_missing_or_damaged_is_named_and_never_shown(environment: dict[str, str], named: list[str]) -> None:
    with pytest.raises(ConfigurationError) as missing:
        credentials_from({f"FEEDBACK_BOT_ZENDESK_{name}": value for name, value in environment.items()}, "ZENDESK")
    words = str(missing.value)
    everything = ("CLIENT_ID", "CLIENT_SECRET", "EMAIL", "TOKEN")
    assert [name for name in everything if f"FEEDBACK_BOT_ZENDESK_{name}" in words] == named
    assert "hush" not in words
    assert "example.com" not in words


@pytest.mark.parametrize("environment", [OAUTH, LEGACY], ids=["oauth", "legacy"])
def test_a_secret_shows_in_no_repr(environment: Mapping[str, str]) -> None:
    shown = repr(credentials_from(environment, "ZENDESK"))
    assert not [value for name, value in environment.items() if not name.endswith("CLIENT_ID") and value in shown]
