"""Logging in to Zendesk: a token for this run alone, made when it is needed and kept in memory only."""

import re
from collections.abc import Callable

import requests
from pydantic import SecretStr
from requests.auth import AuthBase, HTTPBasicAuth

from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.credentials import ApiToken, Credentials, OAuthClient
from bot.intake.zendesk.trouble import ZendeskError

_LIFETIME = 3600  # seconds; Zendesk takes more than 300 and less than 172,800 (its page on grant-type tokens)


class Bearer(AuthBase):
    """Puts a token into a request, and shows it nowhere else; without one it sees to it that no other secret is sent.

    A request without any authentication would be given the password of a `.netrc` file by requests.
    """

    def __init__(self, token: SecretStr | None = None) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request."""
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token.get_secret_value()}"
        return request


class Login:
    """Gives what signs the requests of a source; `ask` sends the body of a token request and gives the answer."""

    def __init__(self, source: str, credentials: Credentials, scope: str, ask: Callable[[Json], Json]) -> None:
        self._source = source
        self._credentials = credentials
        self._scope = scope
        self._ask = ask
        self._current: AuthBase | None = None
        self._refusal: ZendeskError | None = None

    def current(self) -> AuthBase:
        """Give what signs requests now; raises ZendeskError when no token is to be had, then and ever after."""
        if self._refusal is not None:
            raise self._refusal.with_traceback(None)
        if self._current is None:
            self._current = self._signing()
        return self._current

    def renew(self) -> bool:
        """Forget a token that was refused; False: there is nothing that could be made anew."""
        if isinstance(self._credentials, ApiToken):
            return False
        self._current = None
        return True

    def _signing(self) -> AuthBase:
        if isinstance(self._credentials, ApiToken):
            email, token = self._credentials.email, self._credentials.token
            return HTTPBasicAuth(f"{email.get_secret_value()}/token", token.get_secret_value())
        try:
            return Bearer(self._token_in(self._ask(self._wish(self._credentials))))
        except ZendeskError as problem:
            # No UnansweredError, since it was waited for already: whoever needed the token would wait once more.
            self._refusal = ZendeskError(str(problem), problem.status)
            raise self._refusal from None

    def _wish(self, client: OAuthClient) -> Json:
        return {
            "grant_type": "client_credentials",
            "client_id": client.id,
            "client_secret": client.secret.get_secret_value(),
            "scope": self._scope,
            "expires_in": _LIFETIME,
        }

    def _token_in(self, answer: Json) -> SecretStr:
        token = answer.get("access_token")
        if not isinstance(token, str) or re.fullmatch("[!-~]+", token) is None:
            raise ZendeskError(f"{self._source}: the token: there is none in the answer; make the OAuth client anew")
        return SecretStr(token)
