"""The environment: FEEDBACK_BOT_… first, then what GitLab's CI sets by itself."""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.model.pattern import matching

PREFIX = "FEEDBACK_BOT_"
URL_NAMES = (f"{PREFIX}URL", "CI_SERVER_URL")
_NO_ADDRESS = "is no web address such as https://gitlab.example.com"


def _token(value: object) -> object:
    """Cut off what a careless copy leaves around a token; an HTTP client would show it in an error."""
    token = value.strip() if isinstance(value, str) else value
    if isinstance(token, str) and re.fullmatch(r"[!-~]*", token) is None:
        raise ValueError("holds blanks or characters that no token has; copy it again")
    return token or None


def _address(text: str) -> str:
    """Refuse what only looks like an address of GitLab; an HTTP client would end in the middle of a pass over it."""
    try:
        there = urlsplit(text)
        usable = there.hostname and there.port != 0  # a port that is none shows when it is asked for
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(_NO_ADDRESS)
    if re.search(r"/api(/v[0-9]+)?/*$", text, re.IGNORECASE):
        raise ValueError("is the address of GitLab's API; write it without /api/v4, as people open GitLab")
    return text


class Environment(BaseSettings):
    """What the environment says; the token never appears in a repr or an error."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    url: Annotated[str, matching(r"(?i)https?://[^\s/?#@]+(/[^\s?#]*)?", _NO_ADDRESS), AfterValidator(_address)] = (
        Field(default="https://gitlab.com", validation_alias=AliasChoices(*URL_NAMES))
    )
    token: Annotated[SecretStr | None, BeforeValidator(_token)] = None
    project: str | None = None
    ci_project_id: str | None = Field(default=None, validation_alias="CI_PROJECT_ID")
    config: Path | None = None
