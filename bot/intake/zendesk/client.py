"""One Zendesk account over HTTP: sends requests, waits when it is asked to, and says in words what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as LateError

from bot import __version__
from bot.intake.zendesk.answer import Json, read_json
from bot.intake.zendesk.credentials import Credentials, ageing
from bot.intake.zendesk.login import Bearer, Login
from bot.intake.zendesk.patience import Patience, Waiter, asked_wait
from bot.intake.zendesk.settings import ZendeskSource
from bot.intake.zendesk.trouble import TooManyError, UnansweredError, ZendeskError, remedy

_TIMEOUT = 30.0  # seconds until something arrives
_WHOLE = 2  # times that: an answer that arrives in drops must be there then
_UNAUTHORIZED, _TOO_MANY, _ELSEWHERE, _SERVERS_FAIL = 401, 429, 300, 500

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: `what` names its subject in errors, such as "page 2 of the ratings"."""

    what: str
    method: str
    path: str
    query: Query | None = field(default=None, repr=False)
    body: Json | None = field(default=None, repr=False)


class Client:
    """A connection to the account of one source for one run; `timeout` is in seconds.

    No error holds an answer's text, a query, a header or a secret, and nothing is sent to any other host, not even
    where an answer points there.
    """

    def __init__(
        self, source: str, settings: ZendeskSource, credentials: Credentials, waiter: Waiter, timeout: float = _TIMEOUT
    ) -> None:
        self.source = source
        self.base = settings.base
        self._names, self._scope = settings.credentials, settings.asked_scope
        self.warning = ageing(credentials, settings.credentials)
        self._waiter = waiter
        self._patience = Patience(waiter)
        self._timeout = timeout
        self._login = Login(source, credentials, self._scope, self._token)
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"gitlab-feedback-bot/{__version__}"
        self._session.headers["Accept"] = "application/json"

    def get(self, what: str, path: str, query: Query | None = None) -> Json:
        """Read something, again where Zendesk has a bad moment; raises ZendeskError."""
        wish = Request(what, "GET", path, query=query)
        return self._patience.again(UnansweredError, lambda: self._signed(wish))

    def put(self, what: str, path: str, body: Json) -> Json:
        """Change something, once; raises UnansweredError when nobody knows whether it did, otherwise ZendeskError."""
        wish = Request(what, "PUT", path, body=body)
        return self._patience.again(TooManyError, lambda: self._signed(wish))

    def _token(self, body: Json) -> Json:
        wish = Request("the token", "POST", "/oauth/tokens", body=body)
        return self._patience.again(UnansweredError, lambda: self._sent(wish, Bearer()))

    def _signed(self, wish: Request) -> Json:
        """Send with a token, and once more with a new one where it has run out meanwhile."""
        signing = self._login.current()
        try:
            return self._sent(wish, signing)
        except ZendeskError as problem:
            if problem.status != _UNAUTHORIZED or not self._login.renew():
                raise
        return self._sent(wish, self._login.current())

    def _sent(self, wish: Request, signing: AuthBase) -> Json:
        self._waiter.check()
        begun = self._waiter.now()
        try:
            return self._exchanged(wish, signing, f"{self.source}: {wish.what}")
        except UnansweredError:
            self._patience.spend(self._waiter.now() - begun)
            raise

    def _exchanged(self, wish: Request, signing: AuthBase, place: str) -> Json:
        limit = self._patience.limit(self._timeout)
        end = self._waiter.now() + _WHOLE * limit
        late = f"{place}: no answer in time; the next pass reads it again"

        def go_on() -> None:
            self._waiter.check()
            if self._waiter.now() > end:
                raise UnansweredError(late)

        try:
            with self._answer(wish, signing, limit) as response:
                self._look_at(response, place)
                return read_json(response, place, go_on)
        except (requests.Timeout, LateError):
            raise UnansweredError(late) from None
        except (requests.RequestException, HTTPError):  # its text holds the address with the query
            raise UnansweredError(f"{place}: the connection failed; see whether {self.base} can be reached") from None

    def _answer(self, wish: Request, signing: AuthBase, limit: float) -> requests.Response:
        return self._session.request(
            wish.method,
            self.base + wish.path,
            params=wish.query,
            json=wish.body,
            auth=signing,
            timeout=limit,
            allow_redirects=False,
            stream=True,
        )

    def _look_at(self, response: requests.Response, place: str) -> None:
        """Raise for an answer that is no success."""
        code = response.status_code
        if code < _ELSEWHERE:
            return
        words, asked = f"{place}: {remedy(code, self._names, self._scope)}", asked_wait(response.headers)
        if code == _TOO_MANY:
            raise TooManyError(words, code, asked)
        if code >= _SERVERS_FAIL:
            raise UnansweredError(words, code, asked)
        raise ZendeskError(words, code)
