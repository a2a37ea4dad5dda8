"""A sandbox of its own for every test, and two ways of talking to it: python-gitlab and plain HTTP."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import gitlab
import pytest
import requests

from bot.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gitlab.v4.objects import Project


@pytest.fixture
def now() -> datetime:
    """A Sunday."""
    return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def sandbox(now: datetime) -> Iterator[Sandbox]:
    with Sandbox(now=now) as running:
        yield running


@pytest.fixture
def login(sandbox: Sandbox) -> Iterator[Callable[[str], Project]]:
    """Gives the project as a user's python-gitlab sees it, without a request."""
    with ExitStack() as stack:

        def project_of(username: str) -> Project:
            client = gitlab.Gitlab(sandbox.url, private_token=sandbox.token(username), timeout=5)
            return stack.enter_context(client).projects.get(sandbox.project, lazy=True)

        yield project_of


@pytest.fixture
def project(login: Callable[[str], Project]) -> Project:
    """The project as the bot sees it."""
    return login("feedback-bot")


@pytest.fixture
def http(sandbox: Sandbox) -> Iterator[Callable[..., requests.Response]]:
    """Sends a plain request below ``/api/v4``, as the bot or as another user."""
    with requests.Session() as session:

        def send(method: str, path: str, user: str | None = "feedback-bot", **options: Any) -> requests.Response:  # noqa: ANN401 (passed on)
            token = {"PRIVATE-TOKEN": sandbox.token(user)} if user else {}
            headers = token | options.pop("headers", {})
            return session.request(method, f"{sandbox.url}/api/v4{path}", headers=headers, timeout=5, **options)

        yield send


@pytest.fixture
def control(sandbox: Sandbox) -> Iterator[Callable[..., requests.Response]]:
    """Sends a request to the sandbox's own endpoints."""
    with requests.Session() as session:

        def send(method: str, path: str, json: object = None) -> requests.Response:
            return session.request(method, f"{sandbox.url}/sandbox{path}", json=json, timeout=5)

        yield send
