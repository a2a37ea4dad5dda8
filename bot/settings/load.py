"""Bring environment, policy, label catalogue and templates together, and say everything that is wrong at once."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from pydantic import SecretStr, ValidationError

from bot.errors import ConfigurationError
from bot.intake.sources import Source
from bot.model.labels import Labels
from bot.settings.catalogue import labels_of
from bot.settings.environment import PREFIX, URL_NAMES, Environment
from bot.settings.policy import ALL_OFF, SWITCH_ON, Policy
from bot.settings.problems import problems_of
from bot.settings.sources import ResolvedSource, sources_of
from bot.settings.strangers import known_variables, mistyped
from bot.settings.suggest import suggestion
from bot.settings.yaml_file import YamlFile, read_yaml
from bot.shipped import shipped

POLICY_FILE = "feedback-bot.yml"
_NO_TOKEN = f"{PREFIX}TOKEN is not set: give it a token of the bot's GitLab user (scope api, role Planner)"
_NO_PROJECT = f"{PREFIX}PROJECT is not set: give it the path or id of the feedback project"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that one command needs to know before it starts; `pipeline` is the project whose pipeline runs it, if any."""

    url: str
    token: SecretStr = field(repr=False)
    project: str
    policy: Policy
    labels: Labels
    template_folders: tuple[Path, ...]
    sources: Mapping[str, ResolvedSource]
    pipeline: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyAndMore:
    """The policy with what its folder adds to it."""

    policy: Policy
    labels: Labels
    template_folders: tuple[Path, ...]
    sources: Mapping[str, ResolvedSource]

    def connected(self, url: str, token: SecretStr, project: str) -> Settings:
        """Add where to find the feedback project, and what opens it."""
        return Settings(
            url=url,
            token=token,
            project=project,
            policy=self.policy,
            labels=self.labels,
            template_folders=self.template_folders,
            sources=self.sources,
        )

    @property
    def sections(self) -> list[Source]:
        """What the policy says of its sources."""
        return list(self.policy.sources.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What could be read of the environment and the policy, and what is wrong with either, a line for each problem."""

    environment: Environment | None
    policy: PolicyAndMore | None
    project: str | None
    environment_problems: tuple[str, ...]
    policy_problems: tuple[str, ...]


def load_settings(config: Path | None = None) -> Settings:
    """Read the environment and the policy; raises ConfigurationError with one line for each problem."""
    found = read_configuration(config)
    environment, policy, project = found.environment, found.policy, found.project
    problems = (*found.environment_problems, *found.policy_problems)
    if problems or environment is None or policy is None or environment.token is None or project is None:
        raise ConfigurationError(*problems)
    settings = policy.connected(environment.url.rstrip("/"), environment.token, project)
    return replace(settings, pipeline=environment.ci_project_id)


def read_configuration(config: Path | None = None) -> Configuration:
    """Read as much of the environment and the policy as there is; raises nothing."""
    of_environment: list[str] = []
    of_policy: list[str] = []
    environment = _collecting(of_environment, _environment)
    policy = _collecting(of_policy, lambda: _policy(config or (environment and environment.config) or _policy_path()))
    project = _project(environment, policy)
    if policy is not None:
        of_environment.extend(mistyped(os.environ, known_variables(policy.sections)))
    if environment is not None and environment.token is None:
        of_environment.append(_NO_TOKEN)
    if environment is not None and policy is not None and project is None:
        of_environment.append(_NO_PROJECT)
    return Configuration(
        environment=environment,
        policy=policy,
        project=project,
        environment_problems=tuple(of_environment),
        policy_problems=tuple(of_policy),
    )


def load_policy(config: Path | None = None) -> PolicyAndMore:
    """Read the policy alone, for what needs no GitLab; raises ConfigurationError with one line for each problem."""
    return _policy(policy_path(config))


def rules_problems(path: Path, policy: Policy) -> list[str]:
    """Say where the policy of this file switches its last rule off: nothing would be left for a pass to do."""
    return [] if policy.rules.switched_on() else [f"{read_yaml(path).place(('rules',))}: {ALL_OFF}: {SWITCH_ON}"]


def load_offline(config: Path | None = None) -> Settings:
    """Read the policy for what needs settings and no GitLab; raises ConfigurationError as `load_policy` does."""
    return load_policy(config).connected("https://gitlab.example.com", SecretStr("none"), "none")


def policy_path(config: Path | None = None) -> Path:
    """Tell which policy is read; raises ConfigurationError when the environment cannot be understood."""
    named = _environment().config
    return config or named or _policy_path()


T = TypeVar("T")


def _collecting(problems: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except ConfigurationError as error:
        problems.extend(error.problems)
        return None


def _project(environment: Environment | None, policy: PolicyAndMore | None) -> str | None:
    from_policy = policy.policy.project if policy else None
    found = (environment.project or from_policy or environment.ci_project_id) if environment else from_policy
    return unquote(found).strip().strip("/") if found else None  # as people copy it from an address


def _environment() -> Environment:
    try:
        return Environment()
    except ValidationError as error:
        raise ConfigurationError(*map(_variable_problem, error.errors())) from None


def _variable_problem(part: Any) -> str:  # noqa: ANN401 - pydantic's error dict
    name = str(part["loc"][0])
    if name in URL_NAMES:
        name = next(variable for variable in URL_NAMES if os.environ.get(variable))
    elif not name.startswith("CI_"):
        name = f"{PREFIX}{name.upper()}"
    return f"{name}: {str(part['msg']).removeprefix('Value error, ')}"


def _policy_path() -> Path:
    own = Path("config") / POLICY_FILE
    return own if own.is_file() else shipped("config") / POLICY_FILE


def _policy(path: Path) -> PolicyAndMore:
    file = read_yaml(path)
    if not isinstance(file.content, dict | None):
        raise ConfigurationError(f"{path}:1: a policy is a mapping of keys, such as `rules:`")
    try:
        policy = Policy.model_validate(file.content or {})
    except ValidationError as error:
        raise ConfigurationError(*problems_of(error, file, Policy)) from None
    problems: list[str] = []
    labels = _collecting(problems, lambda: labels_of(policy, file))
    folders = _collecting(problems, lambda: _template_folders(file, policy))
    sources = _collecting(problems, lambda: sources_of(policy, file))
    if labels is None or folders is None or sources is None:
        raise ConfigurationError(*problems)
    return PolicyAndMore(policy, labels, folders, sources)


def _template_folders(file: YamlFile, policy: Policy) -> tuple[Path, ...]:
    if not policy.templates:
        return (shipped("templates"),)
    own = file.path.parent / policy.templates
    if not own.is_dir():
        raise ConfigurationError(f"{file.place(('templates',))}: templates: there is no folder {own}")
    known = {path.name for path in shipped("templates").glob("*.j2")}
    strange = sorted(path.name for path in own.glob("[!_]*.j2") if path.name not in known)
    if strange:
        raise ConfigurationError(
            *(f"{own / name}: no text of the bot's has this name{suggestion(name, known)}" for name in strange)
        )
    return (own, shipped("templates"))
