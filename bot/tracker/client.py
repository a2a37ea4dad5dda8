"""One connection to one project of one GitLab: sends requests, counts them, and says what went wrong in our words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import gitlab
import requests
from gitlab.utils import EncodedId

from bot import __version__
from bot.errors import ConfigurationError, TrackerError, UnreachableError

_PER_PAGE = 100  # the most GitLab gives at once
_TIMEOUT = 30.0  # seconds; python-gitlab would wait for ever
_READ_RETRIES = 6  # about six seconds of back-off, then the issue is left for the next pass
_FIRST_RETRIES = 3  # the first request of a pass: whoever mistyped the address should not wait long
_LONGEST_MESSAGE = 200
_MOST_UNANSWERED = 3  # requests in a row without an answer: GitLab is gone, and the other issues need not be tried
_UNAUTHORIZED = 401
_NOT_FOUND = 404

Json = dict[str, Any]


class Client:
    """A connection; `project` is a path or an id. Neither the token nor a header is ever shown."""

    def __init__(self, *, url: str, token: str, project: str) -> None:
        session = requests.Session()
        session.hooks["response"].append(self._count)
        self._gitlab = gitlab.Gitlab(
            url,
            private_token=token,
            timeout=_TIMEOUT,
            keep_base_url=True,
            user_agent=f"gitlab-feedback-bot/{__version__}",
            session=session,
        )
        self._project = project
        self._project_path = f"/projects/{EncodedId(project)}"
        self._unanswered = 0
        self.reads = 0
        self.writes = 0

    def _count(self, response: requests.Response, **_: object) -> None:
        self._unanswered = 0
        if response.request.method in {"GET", "HEAD"}:
            self.reads += 1
        else:
            self.writes += 1

    def first(self, path: str) -> Json:
        """Read something outside the project as the pass's first request; raises UnreachableError."""
        try:
            answer = self._gitlab.http_get(path, retry_transient_errors=True, max_retries=_FIRST_RETRIES)
        except (gitlab.GitlabError, requests.RequestException) as problem:
            raise UnreachableError(f"{self._gitlab.url}: {_refusal(problem)}") from problem
        if not isinstance(answer, dict):
            raise UnreachableError(f"{self._gitlab.url}: this does not answer like GitLab's API; check the address")
        return answer

    def get(self, path: str) -> Json:
        """Read one thing of the project, retrying when GitLab has a bad moment; raises TrackerError."""
        with self._translated(path):
            answer = self._gitlab.http_get(
                self._project_path + path, retry_transient_errors=True, max_retries=_READ_RETRIES
            )
            return _object(answer, path)

    def pages(self, path: str, **filters: object) -> Iterator[Json]:
        """Read a list of the project page by page, retrying when GitLab has a bad moment; raises TrackerError."""
        with self._translated(path):
            yield from self._gitlab.http_list(
                self._project_path + path,
                query_data={"per_page": _PER_PAGE, **filters},
                iterator=True,
                retry_transient_errors=True,
                max_retries=_READ_RETRIES,
            )

    def post(self, path: str, body: Mapping[str, object]) -> Json:
        """Create something, once: an answer that got lost is not asked for again; raises TrackerError."""
        with self._translated(path):
            return _object(self._gitlab.http_post(self._project_path + path, post_data=dict(body)), path)

    def put(self, path: str, body: Mapping[str, object]) -> Json:
        """Change something; raises TrackerError."""
        with self._translated(path):
            return _object(self._gitlab.http_put(self._project_path + path, post_data=dict(body)), path)

    @contextmanager
    def _translated(self, path: str) -> Iterator[None]:
        try:
            yield
        except (gitlab.GitlabError, requests.RequestException) as problem:
            code = getattr(problem, "response_code", None)
            self._unanswered = self._unanswered + 1 if isinstance(problem, requests.RequestException) else 0
            if code == _UNAUTHORIZED or self._unanswered >= _MOST_UNANSWERED:
                raise UnreachableError(f"{self._gitlab.url}: {_refusal(problem)}") from problem
            if code == _NOT_FOUND and "Project" in str(problem):
                raise ConfigurationError(
                    f"{self._gitlab.url} shows no project {self._project!r} to the bot's user: check the path, and "
                    "that the user is a member of the project"
                ) from problem
            raise TrackerError(f"{path.lstrip('/')}: {_refusal(problem)}", code) from problem
        except (LookupError, TypeError, AttributeError) as problem:  # python-gitlab, when a list is no list
            raise TrackerError(f"{path.lstrip('/')}: GitLab's answer is not understood") from problem


def _object(answer: object, path: str) -> Json:
    if not isinstance(answer, dict):
        raise TrackerError(f"{path.lstrip('/')}: GitLab answered with something that is no JSON object")
    return answer


def _cause(problem: requests.RequestException) -> str:
    words = str(problem)
    known = {"refused": "nobody listens there", "resolve": "the host is unknown", "reset": "it was cut"}
    return next((told for word, told in known.items() if word in words), type(problem).__name__)


def _refusal(problem: Exception) -> str:
    """Say in a few words why a request failed, without quoting pages of HTML or anything that was sent."""
    if isinstance(problem, requests.Timeout):
        return "no answer in time"
    if isinstance(problem, requests.RequestException):
        return f"the connection failed ({_cause(problem)})"
    code = getattr(problem, "response_code", None)
    if code == _UNAUTHORIZED:
        return "the token was refused (401): it is wrong, expired or revoked"
    message = str(getattr(problem, "error_message", problem))
    if "<" in message or len(message) > _LONGEST_MESSAGE:
        message = "see GitLab's status"
    return f"{code}: {message}" if code else message
