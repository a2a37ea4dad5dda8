"""The environment: FEEDBACK_BOT_… first, then what GitLab's CI sets by itself."""

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "FEEDBACK_BOT_"


class Environment(BaseSettings):
    """What the environment says; the token never appears in a repr or an error."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    url: str = Field(
        default="https://gitlab.com",
        pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$",
        validation_alias=AliasChoices(f"{PREFIX}URL", "CI_SERVER_URL"),
    )
    token: SecretStr | None = None
    project: str | None = None
    ci_project_id: str | None = Field(default=None, validation_alias="CI_PROJECT_ID")
    config: Path | None = None
