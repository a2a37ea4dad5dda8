"""Bring environment, policy, label catalogue and templates together, and say everything that is wrong at once."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr, TypeAdapter, ValidationError

from bot.errors import ConfigurationError
from bot.model.labels import Label, Labels, scope_of
from bot.settings.environment import PREFIX, Environment
from bot.settings.policy import Policy, policy_from
from bot.settings.problems import problems_of
from bot.settings.suggest import suggestion
from bot.settings.yaml_file import YamlFile, read_yaml
from bot.shipped import shipped

POLICY_FILE = "feedback-bot.yml"
CATALOGUE_FILE = "labels.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that one command needs to know before it starts."""

    url: str
    token: SecretStr = field(repr=False)
    project: str
    policy: Policy
    labels: Labels
    template_folders: tuple[Path, ...]


def load_settings(config: Path | None = None) -> Settings:
    """Read the environment and the policy; raises ConfigurationError with one line for each problem."""
    environment = _environment()
    path = config or environment.config or _policy_path()
    file, policy = _policy(path)
    labels = _labels(file, policy)
    project = environment.project or policy.project or environment.ci_project_id
    missing = []
    if environment.token is None:
        missing.append(f"{PREFIX}TOKEN is not set: give it a token of the bot's GitLab user (scope api, role Planner)")
    if project is None:
        missing.append(f"{PREFIX}PROJECT is not set: give it the path or id of the feedback project")
    if environment.token is None or project is None:
        raise ConfigurationError(*missing)
    return Settings(
        url=environment.url.rstrip("/"),
        token=environment.token,
        project=project,
        policy=policy,
        labels=labels,
        template_folders=_template_folders(file, policy),
    )


def _environment() -> Environment:
    try:
        return Environment()
    except ValidationError as error:
        raise ConfigurationError(
            *(f"{'/'.join(map(str, part['loc']))}: not usable: {part['msg']}" for part in error.errors())
        ) from None


def _policy_path() -> Path:
    own = Path("config") / POLICY_FILE
    return own if own.is_file() else shipped("config") / POLICY_FILE


def _policy(path: Path) -> tuple[YamlFile, Policy]:
    file = read_yaml(path)
    if not isinstance(file.content, dict | None):
        raise ConfigurationError(f"{path}:1: a policy is a mapping of keys, such as `rules:`")
    try:
        return file, policy_from(path)
    except ValidationError as error:
        raise ConfigurationError(*problems_of(error, file, Policy)) from None


def _labels(file: YamlFile, policy: Policy) -> Labels:
    beside = file.path.parent / CATALOGUE_FILE
    catalogue_file = read_yaml(beside if beside.is_file() else shipped("config") / CATALOGUE_FILE)
    try:
        catalogue = TypeAdapter(tuple[Label, ...]).validate_python(catalogue_file.content or ())
    except ValidationError as error:
        raise ConfigurationError(*problems_of(error, catalogue_file, Label)) from None
    labels = Labels(policy.labels, catalogue)
    causes = {label.name for label in labels.causes}
    wrong = [
        f"{file.place(('labels', 'reasons', reason))}: labels.reasons.{reason}: {name} is no cause label of "
        f"{catalogue_file.path}{suggestion(name, causes)}"
        for reason, name in policy.labels.reasons.items()
        if name not in causes or scope_of(name) != policy.labels.causes
    ]
    if wrong:
        raise ConfigurationError(*wrong)
    return labels


def _template_folders(file: YamlFile, policy: Policy) -> tuple[Path, ...]:
    if not policy.templates:
        return (shipped("templates"),)
    own = file.path.parent / policy.templates
    if not own.is_dir():
        raise ConfigurationError(f"{file.place(('templates',))}: templates: there is no folder {own}")
    return (own, shipped("templates"))
