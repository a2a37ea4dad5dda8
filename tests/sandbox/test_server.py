from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import gitlab
import pytest
import requests

from bot.sandbox import Sandbox, serve

if TYPE_CHECKING:
    from datetime import datetime


@pytest.mark.parametrize("kind", ["hang", "stall", "latency"])
def test_stops_with_a_request_still_waiting(now: datetime, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    with Sandbox(now=now) as sandbox, requests.Session() as session:
        sandbox.faults.add(kind=kind, seconds=30)
        with pytest.raises(requests.Timeout):
            session.get(f"{sandbox.url}/api/v4/user", headers={"PRIVATE-TOKEN": sandbox.bot_token}, timeout=0.05)
        started = time.monotonic()
    assert time.monotonic() - started < 5
    assert caplog.records == []
    with pytest.raises(requests.ConnectionError):
        requests.get(sandbox.url, timeout=1)


def test_many_clients_at_once(now: datetime) -> None:
    with Sandbox(now=now) as sandbox:

        def create(number: int) -> int:
            with gitlab.Gitlab(sandbox.url, private_token=sandbox.bot_token) as client:
                project = client.projects.get(sandbox.project, lazy=True)
                sandbox.world.seed_issue(title="seeded meanwhile", author="mia")
                return int(project.issues.create({"title": str(number), "labels": "same"}).iid)

        with ThreadPoolExecutor(8) as pool:
            iids = list(pool.map(create, range(40)))
        assert len(set(iids)) == 40
        assert sorted(sandbox.world.issues) == list(range(1, 81))
        assert [entry.sequence for entry in sandbox.requests] == list(range(1, 41))
        assert len(sandbox.world.labels) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_until_told_to_stop(number: signal.Signals) -> None:
    seen: list[int] = []
    before = signal.getsignal(number)

    def announce(sandbox: Sandbox) -> None:
        headers = {"PRIVATE-TOKEN": sandbox.bot_token}
        project = requests.get(f"{sandbox.url}/api/v4/projects/{sandbox.project_id}", headers=headers, timeout=5)
        seen.append(project.status_code)
        threading.Timer(0.05, os.kill, (os.getpid(), number)).start()

    serve(0, announce)
    assert seen == [200]
    assert signal.getsignal(number) is before


def test_large_trackers_stay_quick(now: datetime) -> None:
    with Sandbox(now=now) as sandbox, requests.Session() as session:
        for number in range(20_000):
            sandbox.world.seed_issue(title=str(number), author="mia", labels=["a"] if number % 2 else ["b"])
        started = time.monotonic()
        answer = session.get(
            f"{sandbox.url}/api/v4/projects/4242/issues?state=opened&labels=a&not[labels]=b&per_page=100",
            headers={"PRIVATE-TOKEN": sandbox.bot_token},
            timeout=5,
        )
        assert len(answer.json()) == 100
        assert time.monotonic() - started < 1


def test_starts_again_where_it_was(now: datetime) -> None:
    sandbox = Sandbox(now=now)
    addresses = []
    for _ in range(2):
        with sandbox, gitlab.Gitlab(sandbox.url, private_token=sandbox.bot_token) as client:
            client.projects.get(sandbox.project, lazy=True).issues.create({"title": "x"})
            addresses.append(sandbox.url)
    assert addresses[0] == addresses[1]
    assert len(sandbox.world.issues) == 2
