"""What opens a Zendesk account: an OAuth client, or an API token for as long as Zendesk still takes it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from bot.errors import ConfigurationError

_PREFIX = "FEEDBACK_BOT_"
_OAUTH = ("CLIENT_ID", "CLIENT_SECRET")
_LEGACY = ("EMAIL", "TOKEN")
PARTS = _OAUTH + _LEGACY
_LAST_DAY = "30 April 2027"  # Zendesk, "API token deprecation": what is left of them stops working on this day


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The id and the secret of a confidential OAuth client; a token is made of them for each run."""

    id: str
    secret: SecretStr


@dataclass(frozen=True, slots=True)
class ApiToken:
    """An administrator's address and an API token, which Zendesk is about to retire."""

    email: SecretStr
    token: SecretStr


Credentials = OAuthClient | ApiToken


def credentials_from(environment: Mapping[str, str], name: str) -> Credentials:
    """Find the credentials of a name such as ZENDESK in the environment; raises ConfigurationError.

    An OAuth client goes first. Half of one is an error even beside an API token: it was meant to be used.
    """
    oauth, legacy = (_given(environment, name, parts) for parts in (_OAUTH, _LEGACY))
    if any(oauth.values()) or not any(legacy.values()):
        _complete(oauth)
        identity, secret = oauth.values()
        return OAuthClient(identity, SecretStr(secret))
    _complete(legacy)
    email, token = legacy.values()
    return ApiToken(SecretStr(email), SecretStr(token))


def ageing(credentials: Credentials, name: str) -> str | None:
    """Warn of credentials that will stop working."""
    if isinstance(credentials, OAuthClient):
        return None
    wanted = " and ".join(f"{_PREFIX}{name}_{part}" for part in _OAUTH)
    return f"Zendesk takes API tokens until {_LAST_DAY} only: make an OAuth client and set {wanted} (docs/zendesk.md)"


def _given(environment: Mapping[str, str], name: str, parts: tuple[str, ...]) -> dict[str, str]:
    names = [f"{_PREFIX}{name}_{part}" for part in parts]
    return {variable: environment.get(variable, "").strip() for variable in names}


def _complete(variables: Mapping[str, str]) -> None:
    missing = [variable for variable, value in variables.items() if not value]
    if missing:
        raise ConfigurationError(f"{' and '.join(missing)} must be set to read Zendesk (docs/zendesk.md)")
    # An HTTP client would show such a value in its error.
    damaged = [variable for variable, value in variables.items() if re.fullmatch("[!-~]+", value) is None]
    if damaged:
        raise ConfigurationError(
            *(f"{variable}: holds blanks or characters that do not belong there; copy it again" for variable in damaged)
        )
