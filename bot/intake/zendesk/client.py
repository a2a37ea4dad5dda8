"""One Zendesk account over HTTP: sends requests, waits when it is asked to, and says in words what went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

import requests
from requests.auth import AuthBase

from bot import __version__
from bot.intake.zendesk.answer import Json, read_json
from bot.intake.zendesk.credentials import Credentials, ageing
from bot.intake.zendesk.login import Bearer, Login
from bot.intake.zendesk.patience import Waiter, asked_wait, wait_after
from bot.intake.zendesk.settings import ZendeskSource
from bot.intake.zendesk.trouble import TooManyError, UnansweredError, ZendeskError, remedy

_TIMEOUT = 30.0  # seconds
_TRIES = 6  # about sixteen seconds of back-off, or some three minutes of 429
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
    """A connection to the account of one source; `timeout` is in seconds.

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
        self._timeout = timeout
        self._login = Login(source, credentials, self._scope, self._token)
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"gitlab-feedback-bot/{__version__}"
        self._session.headers["Accept"] = "application/json"

    def get(self, what: str, path: str, query: Query | None = None) -> Json:
        """Read something, again where Zendesk has a bad moment; raises ZendeskError."""
        wish = Request(what, "GET", path, query=query)
        return self._patiently(UnansweredError, lambda: self._signed(wish))

    def put(self, what: str, path: str, body: Json) -> Json:
        """Change something, once; raises UnansweredError when nobody knows whether it did, otherwise ZendeskError."""
        wish = Request(what, "PUT", path, body=body)
        return self._patiently(TooManyError, lambda: self._signed(wish))

    def _token(self, body: Json) -> Json:
        wish = Request("the token", "POST", "/oauth/tokens", body=body)
        return self._patiently(UnansweredError, lambda: self._sent(wish, Bearer()))

    def _patiently(self, harmless: type[UnansweredError], send: Callable[[], Json]) -> Json:
        """Send again after what did no harm, for as long as a pass should wait."""
        for attempt in count(1):
            try:
                return send()
            except harmless as problem:
                wait = wait_after(problem, attempt)
                if attempt >= _TRIES or wait is None:
                    raise
                because = str(problem)
            self._waiter.sleep(wait, because)
        raise AssertionError  # count never ends

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
        place = f"{self.source}: {wish.what}"
        try:
            with self._answer(wish, signing) as response:
                self._look_at(response, place)
                return read_json(response, place)
        except requests.Timeout:
            raise UnansweredError(f"{place}: no answer in time; the next pass reads it again") from None
        except requests.RequestException:  # its text holds the address with the query
            raise UnansweredError(f"{place}: the connection failed; see whether {self.base} can be reached") from None

    def _answer(self, wish: Request, signing: AuthBase) -> requests.Response:
        return self._session.request(
            wish.method,
            self.base + wish.path,
            params=wish.query,
            json=wish.body,
            auth=signing,
            timeout=self._waiter.at_most(self._timeout),
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
