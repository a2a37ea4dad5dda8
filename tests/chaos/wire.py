"""The line between the bot and GitLab, where a test can listen, act in between, or cut the process off."""

import threading
from collections.abc import Callable
from typing import Any

import requests
from passes import CutError
from requests.adapters import HTTPAdapter

_IMPATIENT, _PATIENT = 0.1, 10.0  # seconds
Hook = Callable[[int, requests.PreparedRequest], None]


def nothing(_: int, __: requests.PreparedRequest) -> None:
    """Let a request be."""


class Wire(HTTPAdapter):
    """Sends requests and counts them from 1; `before` and `after` are told of each one.

    Once a hook has raised CutError the process is taken for gone: from no thread does another request get through.
    """

    def __init__(self, before: Hook = nothing, after: Hook = nothing) -> None:
        super().__init__()
        self.before = before
        self.after = after
        self.hangs: dict[int, threading.Event] = {}  # requests that get no answer, and what tells that they arrived
        self.stop: Callable[[], None] = lambda: None  # tells the pass to end
        self.count = 0
        self._gone = False
        self._lock = threading.Lock()

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:  # noqa: ANN401 - passed on as they are
        """Send one request."""
        with self._lock:
            self.count += 1
            number = self.count
        self._tell(self.before, number, request)
        arrived = self.hangs.get(number)
        answer = self._send_in_vain(arrived, request) if arrived else super().send(request, *args, **options)
        try:
            self._tell(self.after, number, request)
        except CutError:
            answer.close()
            raise
        return answer

    def _send_in_vain(self, arrived: threading.Event, request: requests.PreparedRequest) -> requests.Response:
        """Do not wait for long, but until the request is there: else it might be carried out at any later time."""
        try:
            return super().send(request, timeout=_IMPATIENT)
        except requests.Timeout:
            assert arrived.wait(_PATIENT)
            raise

    def _tell(self, hook: Hook, number: int, request: requests.PreparedRequest) -> None:
        if self._gone:
            raise CutError
        try:
            hook(number, request)
        except CutError:
            self._gone = True
            raise


def is_write(request: requests.PreparedRequest) -> bool:
    return request.method not in {"GET", "HEAD"}


def first_write(deed: Callable[[], object]) -> Hook:
    """Make a hook that does something once, when a pass is about to make its first write."""
    rest = [deed]

    def hook(_: int, request: requests.PreparedRequest) -> None:
        if is_write(request) and rest:
            rest.pop()()

    return hook
