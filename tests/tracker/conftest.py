"""The tracker against recorded answers, and against the sandbox with a clock that costs no time.

The cassettes were recorded from the sandbox, whose shapes follow recorded answers of gitlab.com. `make cassettes`
records them again; with FEEDBACK_BOT_URL, _TOKEN and _PROJECT set it records from that GitLab instead. Addresses,
names and everything else about people are replaced before anything is stored.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import vcr
from vcr.cassette import Cassette
from vcr.request import Request

from bot.sandbox import Sandbox
from bot.tracker import Client, Waiting

CASSETTES = Path(__file__).parent / "cassettes"
RECORDING = bool(os.environ.get("RECORD"))
SHOWN_URL, SHOWN_PROJECT = "https://gitlab.example.com", "support/feedback"
_KEPT_HEADERS = {"content-type", "link", "x-next-page", "retry-after"}
_ABOUT_PEOPLE = {"name": "Somebody", "avatar_url": None, "public_email": "", "email": "", "commit_email": "", "bio": ""}
# What GitLab::Client needs of a user: everything else in GET /user is nobody's business.
_OF_THE_USER = {"id", "username", "name", "bot", "access_level"}


class VirtualWaiting(Waiting):
    """Waits at once: its clock moves only when somebody waits, and `waits` tells for how long."""

    def __init__(self, budget: timedelta | None = None, **more: Any) -> None:  # noqa: ANN401 - whatever Waiting takes
        self.time = 0.0
        self.waits: list[float] = []
        super().__init__(budget, clock=lambda: self.time, **more)

    def _pass_time(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


@dataclass(frozen=True)
class Place:
    """Where a GitLab is and who we are there."""

    url: str
    token: str
    project: str

    def shown(self, text: str) -> str:
        """Replace what would tell where it was recorded."""
        text = text.replace(self.url, SHOWN_URL).replace(quote(self.project, safe=""), quote(SHOWN_PROJECT, safe=""))
        return text.replace(self.project, SHOWN_PROJECT)


@pytest.fixture
def place() -> Iterator[Place]:
    """Give the GitLab to talk to: recorded, real, or the sandbox."""
    if not RECORDING:
        yield Place(SHOWN_URL, "no-token-is-needed", SHOWN_PROJECT)
    elif _REAL.url:
        yield _REAL
    else:
        with Sandbox() as sandbox:
            yield Place(sandbox.url, sandbox.bot_token, sandbox.project)


_REAL = Place(*(os.environ.get(f"FEEDBACK_BOT_{name}", "") for name in ("URL", "TOKEN", "PROJECT")))


@pytest.fixture
def cassette(place: Place, request: pytest.FixtureRequest) -> Iterator[Cassette]:
    """Play, or record, the traffic of one test; everything recorded must be played."""

    def shown_request(sent: Request) -> Request:
        sent.uri = place.shown(sent.uri)
        sent.headers = {}
        return sent

    def shown_response(response: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in response["headers"].items() if name.lower() in _KEPT_HEADERS}
        response["headers"] = {name: [place.shown(text) for text in value] for name, value in kept.items()}
        if body := place.shown(response["body"]["string"].decode()):  # a deletion is answered with nothing
            response["body"]["string"] = json.dumps(_without_people(json.loads(body))).encode()
        return response

    recorder = vcr.VCR(
        record_mode="all" if RECORDING else "none",
        match_on=("method", "scheme", "host", "port", "path", "query", "body"),
        before_record_request=shown_request,
        before_record_response=shown_response if RECORDING else None,
        decode_compressed_response=True,
    )
    with recorder.use_cassette(str(CASSETTES / f"{request.node.originalname}.yaml")) as played:
        yield played
    if not RECORDING:
        assert played.all_played


@pytest.fixture
def client(place: Place, cassette: Cassette) -> Client:
    del cassette
    return Client(url=place.url, token=place.token, project=place.project)


def _without_people(answer: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(answer, list):
        return [_without_people(item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    if "username" in answer:
        answer = {key: _ABOUT_PEOPLE.get(key, value) for key, value in answer.items() if key in _OF_THE_USER}
    return {key: _without_people(value) for key, value in answer.items()}


def words_that_must_not_be_stored() -> list[str]:
    """List what no cassette may hold, as patterns."""
    real = [re.escape(word) for word in (_REAL.url, _REAL.token) if word]
    return [
        r"gl[a-z]+-\w{8,}",
        r"sandbox-\w+-token",
        r"(?i)private-token",
        r"(?i)bearer ",
        r"[\w.]+@[\w.]+\.\w+",
        *real,
    ]
