"""One connection to one project of one GitLab: sends requests, retries what may be retried, and counts."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import gitlab
import requests
from gitlab.utils import EncodedId

from bot import __version__
from bot.errors import ConfigurationError, HaltedError, ThrottledError, TrackerError, UncertainError, UnreachableError
from bot.tracker.pace import Pace
from bot.tracker.patience import Headers, after_error, after_refusal, before_next, server_time
from bot.tracker.refusal import refusal
from bot.tracker.session import session_for
from bot.tracker.waiting import Waiting

_PER_PAGE = 100  # the most GitLab gives at once
_TIMEOUT = 30.0  # seconds; python-gitlab would wait for ever
_READ_TRIES = 7  # about thirteen seconds of back-off, then the issue is left for the next pass
_FIRST_TRIES = 4  # the first request of a pass: whoever mistyped the address should not wait long
_MOST_REFUSALS = 7  # some three minutes of 429
_MOST_UNANSWERED = 3  # requests in a row without an answer: GitLab is gone, and the other issues need not be tried
_UNAUTHORIZED, _NOT_FOUND, _TOO_MANY, _SERVER_ERROR = 401, 404, 429, 500
# The retries are ours: python-gitlab's cannot be interrupted, and would repeat a POST whose answer was lost.
_ONCE: dict[str, Any] = {"obey_rate_limit": False, "retry_transient_errors": False}

Json = dict[str, Any]
T = TypeVar("T")


class Client:
    """A connection; `project` is a path or an id, `timeout` is in seconds.

    Neither the token nor a header is ever shown. Reads may come from several threads at once.
    """

    def __init__(
        self,
        *,
        url: str,
        token: str,
        project: str,
        waiting: Waiting | None = None,
        timeout: float = _TIMEOUT,
    ) -> None:
        session = session_for(url)
        session.hooks["response"].append(self._heard)
        self._gitlab = gitlab.Gitlab(
            url,
            private_token=token,
            keep_base_url=True,
            user_agent=f"gitlab-feedback-bot/{__version__}",
            session=session,
            ssl_verify=session.verify or True,
        )
        self.waiting = waiting or Waiting()
        self._timeout = timeout
        self._project = project
        self._project_path = f"/projects/{EncodedId(project)}"
        self._unanswered = 0
        self._resume_at = 0.0
        self._lock = threading.Lock()
        self._last = threading.local()
        self.started: datetime | None = None  # by the server's clock
        self.server_time: datetime | None = None
        self.reads = 0
        self.writes = 0

    @property
    def project(self) -> str:
        """The project's path or id, as it was given."""
        return self._project

    @property
    def root(self) -> str:
        """The path below which GitLab answers, without slashes; empty as a rule."""
        return urlsplit(self._gitlab.url).path.strip("/")

    @property
    def is_gitlab_com(self) -> bool:
        """Whether this is GitLab's own service, whose limits are documented."""
        return urlsplit(self._gitlab.url).hostname == "gitlab.com"

    @property
    def last_headers(self) -> Headers:
        """What came with the last answer that this thread got; empty without one."""
        headers: Headers = getattr(self._last, "headers", {})
        return headers

    def first(self, path: str) -> Json:
        """Read something outside the project as the pass's first request; raises UnreachableError."""
        with self._nothing_without(path):
            answer = self._outside(path, _FIRST_TRIES)
        if not isinstance(answer, dict):
            raise UnreachableError(f"{self._gitlab.url}: this does not answer like GitLab's API; check the address")
        return answer

    def outside(self, path: str) -> Json:
        """Read something outside the project; raises TrackerError."""
        return _object(self._outside(path), path)

    def list_outside(self, path: str, **filters: object) -> list[Json]:
        """Read the first page of a list outside the project; raises TrackerError."""
        rows = self._outside(path, filters=filters)
        if not isinstance(rows, list):
            raise TrackerError(f"{path.lstrip('/')}: GitLab answered with something that is no list")
        return [_object(row, path) for row in rows]

    def _outside(self, path: str, tries: int | None = None, filters: Mapping[str, object] | None = None) -> object:
        query: dict[str, Any] = dict(filters or {})
        return self._reading(path, lambda: self._gitlab.http_get(path, query_data=query, **self._once()), tries)

    def first_pages(self, path: str, **filters: object) -> list[Json]:
        """Read a whole list of the project as the pass's first request; raises UnreachableError."""
        with self._nothing_without(path):
            return list(self._pages(path, filters, tries=_FIRST_TRIES))

    @contextmanager
    def _nothing_without(self, path: str) -> Iterator[None]:
        try:
            yield
        except TrackerError as problem:
            cause = str(problem).removeprefix(f"{path.lstrip('/')}: ")
            raise UnreachableError(f"{self._gitlab.url}: {cause}", problem.code) from problem

    def get(self, path: str) -> Json:
        """Read one thing of the project, retrying when GitLab has a bad moment; raises TrackerError."""
        full = self._project_path + path
        return _object(self._reading(path, lambda: self._gitlab.http_get(full, **self._once())), path)

    def pages(self, path: str, **filters: object) -> Iterator[Json]:
        """Read a list of the project page by page, retrying when GitLab has a bad moment; raises TrackerError."""
        return self._pages(path, filters)

    def first_page(self, path: str, **filters: object) -> list[Json]:
        """Read no more than a hundred rows of a list of the project; raises TrackerError."""
        rows, _ = self._reading(path, lambda: self._page(path, {"per_page": _PER_PAGE, **filters}))
        return rows

    def _pages(self, path: str, filters: Mapping[str, object], tries: int | None = None) -> Iterator[Json]:
        query: dict[str, Any] | None = {"per_page": _PER_PAGE, **filters}
        seen: set[object] = set()
        while query is not None:
            rows, following = self._reading(path, partial(self._page, path, query), tries)
            fresh = [row for row in rows if row.get("id") not in seen]
            yield from fresh
            if following and "pagination" in query and "cursor" not in following and fresh:
                # A server without keyset: pages by number would shift when an issue is closed meanwhile.
                seen.update(row.get("id") for row in rows)
                following = _after(fresh[-1], query) or following
            query = following

    def _page(self, path: str, query: dict[str, Any]) -> tuple[list[Json], dict[str, Any] | None]:
        """Read one page, and what to ask for to get the next one.

        Not with python-gitlab's iterator: after a page that it could not understand it goes on with the page after.
        """
        response = self._gitlab.http_request("get", self._project_path + path, query_data=query, **self._once())
        try:
            rows = response.json()
        except ValueError as problem:
            raise gitlab.GitlabParsingError("a page that is no JSON") from problem
        if not isinstance(rows, list):
            raise TrackerError(f"{path.lstrip('/')}: GitLab answered with something that is no list")
        following = response.links.get("next", {}).get("url")
        return [_object(row, path) for row in rows], parse_qs(urlsplit(following).query) if following else None

    def post(self, path: str, body: Mapping[str, object], pace: Pace | None = None) -> Json:
        """Create something, once.

        Raises UncertainError when nobody knows whether it was created, otherwise TrackerError.
        """
        full = self._project_path + path
        return _object(
            self._writing(path, lambda: self._gitlab.http_post(full, post_data=dict(body), **self._once()), pace), path
        )

    def put(self, path: str, body: Mapping[str, object]) -> Json:
        """Change something, once; raises UncertainError when nobody knows whether it did, otherwise TrackerError."""
        full = self._project_path + path
        return _object(
            self._writing(path, lambda: self._gitlab.http_put(full, post_data=dict(body), **self._once())), path
        )

    def delete(self, path: str) -> None:
        """Delete something, once; raises UncertainError when nobody knows whether it did, otherwise TrackerError."""
        self._writing(path, lambda: self._gitlab.http_delete(self._project_path + path, **self._once()))

    def _once(self) -> dict[str, Any]:
        return _ONCE | {"timeout": self.waiting.at_most(self._timeout)}

    def _reading(self, path: str, read: Callable[[], T], tries: int | None = None) -> T:
        for attempt in count(1):
            try:
                return self._sent(path, read)
            except UncertainError:
                if attempt >= (tries or _READ_TRIES):
                    raise
                self.waiting.sleep(after_error(attempt))
            except ThrottledError:
                self._refused(attempt)
        raise AssertionError  # count never ends

    def _writing(self, path: str, write: Callable[[], T], pace: Pace | None = None) -> T:
        for attempt in count(1):
            if pace:
                pace.wait()
            try:
                return self._sent(path, write)
            except ThrottledError:  # refused, so it can be sent again
                if pace and "Retry-After" not in self.last_headers:  # else it is the limit of all traffic
                    pace.slow_down()
                self._refused(attempt)
        raise AssertionError  # count never ends

    def _refused(self, attempt: int) -> None:
        """Wait after a 429; raises HaltedError when GitLab goes on refusing, since it would refuse the rest as well."""
        if attempt >= _MOST_REFUSALS:
            raise HaltedError("GitLab goes on refusing requests as too many (429): the next pass will do the rest")
        self.waiting.sleep(after_refusal(attempt, self.last_headers), "GitLab refuses requests as too many (429)")

    def _sent(self, path: str, send: Callable[[], T]) -> T:
        self.waiting.check()
        if (rest := self._resume_at - self.waiting.now()) > 0:
            self.waiting.sleep(rest, "GitLab allows no more requests for now")
        self._last.headers = {}
        with self._translated(path):
            return send()

    def _heard(self, response: requests.Response, **_: object) -> None:
        self._last.headers = response.headers
        with self._lock:
            if response.status_code < _SERVER_ERROR:
                self._unanswered = 0
            self.server_time = server_time(response.headers) or self.server_time
            self.started = self.started or self.server_time
            if rest := before_next(response.headers):
                self._resume_at = self.waiting.now() + rest
            if response.request.method in {"GET", "HEAD"}:
                self.reads += 1
            else:
                self.writes += 1

    @contextmanager
    def _translated(self, path: str) -> Iterator[None]:
        """Say what went wrong in our words, and whether the request may have been carried out."""
        place = path.lstrip("/") or "the project"
        try:
            yield
        except requests.RequestException as problem:
            raise self._no_answer(place, problem) from problem
        except gitlab.GitlabParsingError as problem:
            raise UncertainError(f"{place}: GitLab's answer is not understood") from problem
        except gitlab.GitlabError as problem:
            raise self._trouble(place, problem) from problem

    def _trouble(self, place: str, problem: gitlab.GitlabError) -> Exception:
        code = problem.response_code
        if code == _UNAUTHORIZED:
            return UnreachableError(f"{self._gitlab.url}: {refusal(problem)}", code)
        if code == _NOT_FOUND and "Project" in str(problem) and not place.startswith("projects/"):
            return ConfigurationError(
                f"{self._gitlab.url} shows no project {self._project!r} to the bot's user: check the path, and "
                "that the user is a member of the project"
            )
        if code == _TOO_MANY:
            return ThrottledError(f"{place}: {refusal(problem)}", code)
        if code is None or code >= _SERVER_ERROR:
            return self._no_answer(place, problem, code)
        return TrackerError(f"{place}: {refusal(problem)}", code)

    def _no_answer(self, place: str, problem: Exception, code: int | None = None) -> Exception:
        self._unanswered += 1
        if self._unanswered >= _MOST_UNANSWERED * _READ_TRIES:
            return UnreachableError(f"{self._gitlab.url}: {refusal(problem)}", code)
        return UncertainError(f"{place}: {refusal(problem)}", code)


def _after(row: Json, query: Mapping[str, Any]) -> dict[str, Any] | None:
    """Ask for what comes after a row, by its time; None in an order other than that of creation."""
    if query.get("order_by") != "created_at" or "created_at" not in row:
        return None
    # GitLab compares microseconds and answers with milliseconds: better one row twice than one too few.
    at = datetime.fromisoformat(row["created_at"])
    if query.get("sort") == "desc":
        return {**query, "created_before": (at + timedelta(milliseconds=1)).isoformat()}
    return {**query, "created_after": at.isoformat()}


def _object(answer: object, path: str) -> Json:
    if not isinstance(answer, dict):
        raise TrackerError(f"{path.lstrip('/')}: GitLab answered with something that is no JSON object")
    return answer
