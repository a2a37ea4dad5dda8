"""A feed over the stand-in, a wait that costs no time, and the cassettes; see cassettes/README.md for the latter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import vcr
from zendesk.api import API_TOKEN, CLIENT_ID, CLIENT_SECRET, EMAIL
from zendesk.standin import StandIn

from bot.intake.outcomes import Rejection, Skipped
from bot.intake.zendesk import Client, ZendeskFeed, ZendeskSource, credentials_from
from bot.model.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vcr.request import Request

    from bot.intake.row import Row

CASSETTES = Path(__file__).parent / "cassettes"
OAUTH = {"FEEDBACK_BOT_ZENDESK_CLIENT_ID": CLIENT_ID, "FEEDBACK_BOT_ZENDESK_CLIENT_SECRET": CLIENT_SECRET}
LEGACY = {"FEEDBACK_BOT_ZENDESK_EMAIL": EMAIL, "FEEDBACK_BOT_ZENDESK_TOKEN": API_TOKEN}


@dataclass
class NoTime:
    """Waits at once, and remembers for how long it would have waited and why; `lost` passes with each look at it."""

    waits: list[float] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    lost: float = 0
    _lost: float = 0

    def now(self) -> float:
        self._lost += self.lost
        return sum(self.waits) + self._lost

    def check(self) -> None:
        pass

    def sleep(self, seconds: float, because: str = "") -> None:
        self.waits.append(seconds)
        self.reasons.append(because)

    def at_most(self, seconds: float) -> float:
        return seconds


class MakeClient(Protocol):
    def __call__(self, environment: Mapping[str, str] = ..., timeout: float = ..., **settings: object) -> Client: ...


def source(standin: StandIn, **settings: object) -> ZendeskSource:
    return ZendeskSource.model_validate({"type": "zendesk", "address": standin.url, **settings})


def client_of(settings: ZendeskSource, waiter: NoTime, environment: Mapping[str, str], timeout: float = 5) -> Client:
    credentials = credentials_from(environment, settings.credentials)
    return Client("zendesk", settings, credentials, waiter, timeout)


def feed_of(standin: StandIn, waiter: NoTime | None = None, **settings: object) -> ZendeskFeed:
    """A feed as a pass builds it, at the stand-in's present."""
    described = source(standin, **settings)
    client = client_of(described, waiter or NoTime(), OAUTH)
    return ZendeskFeed(described, client, translated, standin.account.now)


def translated(row: Row) -> Survey | Rejection | Skipped:
    """Make a survey of a record of either API, in place of the mapping."""
    values: Any = row.values
    if "score" in values:
        found = {"ticket": values["ticket_id"], "rating": values["score"], "responded_at": values["updated_at"]}
        found["comment"] = values["comment"]
    else:
        found = {"ticket": next(item["id"] for item in values["subjects"] if item["type"] == "ticket")}
        found["id"] = values["id"]
        for answer in values["answers"]:
            if answer["type"] == "rating_scale":
                found |= {"rating": answer["rating_category"], "responded_at": answer["updated_at"]}
            elif answer["type"] == "open_ended":
                found["comment"] = answer["value"]
    if found.get("rating", "offered") == "offered":
        return Skipped("not answered")
    details = values.get("ticket_details") or {}
    found |= {"agent": details.get("assignee"), "status": details.get("status"), "reason": values.get("reason_text")}
    return Survey.model_validate({"source": "zendesk", **{key: value for key, value in found.items() if value}})


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A Monday."""
    with StandIn(datetime(2026, 11, 30, 12, 0, tzinfo=UTC)) as running:
        yield running


@pytest.fixture
def waiter() -> NoTime:
    return NoTime()


@pytest.fixture
def make_client(standin: StandIn, waiter: NoTime) -> MakeClient:
    def made(environment: Mapping[str, str] = OAUTH, timeout: float = 5, **settings: object) -> Client:
        return client_of(source(standin, **settings), waiter, environment, timeout)

    return made


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Iterator[None]:
    """Play the cassette of one test; all of it must be played."""

    def without_headers(sent: Request) -> Request:
        sent.headers = {}
        return sent

    recorder = vcr.VCR(
        record_mode="none",
        match_on=("method", "scheme", "host", "port", "path", "query", "body"),
        before_record_request=without_headers,
    )
    with recorder.use_cassette(str(CASSETTES / f"{request.node.originalname}.yaml")) as played:
        yield
    assert played.all_played
