"""A working directory without a policy, and ways to say what policy and environment should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from bot.errors import ConfigurationError
from bot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Policy, Settings

TOKEN = "glpat-Xq7Secret"


class Environ(Protocol):
    def __call__(self, **variables: str) -> None: ...


class Load(Protocol):
    def __call__(self, policy: str | bytes = "", labels: str | None = None) -> Settings: ...


class LoadPolicy(Protocol):
    def __call__(self, policy: str | bytes) -> Policy: ...


class Problems(Protocol):
    def __call__(self, policy: str | bytes = "", labels: str | None = None) -> list[str]: ...


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def token() -> str:
    """A token that stands in no message by chance."""
    return TOKEN


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> Environ:
    """Sets the bot's variables (`token`, `url`, ...) and the CI's (`ci_project_id`, ...)."""

    def set_to(**variables: str) -> None:
        for name, value in variables.items():
            upper = name.upper()
            monkeypatch.setenv(upper if upper.startswith("CI_") else f"FEEDBACK_BOT_{upper}", value)

    return set_to


@pytest.fixture
def load(tmp_path: Path, environ: Environ) -> Load:
    """Loads the settings with this policy and, beside it, this label catalogue; token and project are set."""

    def loaded(policy: str | bytes = "", labels: str | None = None) -> Settings:
        environ(token=TOKEN, project="group/feedback")
        path = tmp_path / "own.yml"
        path.write_bytes(policy.encode() if isinstance(policy, str) else policy)
        if labels is not None:
            (tmp_path / "labels.yml").write_text(labels)
        return load_settings(path)

    return loaded


@pytest.fixture
def load_policy(load: Load) -> LoadPolicy:
    return lambda policy: load(policy).policy


@pytest.fixture
def problems(tmp_path: Path, load: Load) -> Problems:
    """Loads the settings in vain and gives the lines of the error, with paths relative to the policy's folder."""

    def found(policy: str | bytes = "", labels: str | None = None) -> list[str]:
        with pytest.raises(ConfigurationError) as error:
            load(policy, labels)
        assert str(error.value).splitlines() == list(error.value.problems)
        return [problem.replace(f"{tmp_path}/", "") for problem in error.value.problems]

    return found
