"""The label catalogue: an operator's own beside the policy, or the shipped one."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.errors import ConfigurationError
from bot.model.labels import Label, LabelNames, Labels, scope_of
from bot.settings.policy import Policy
from bot.settings.problems import problems_of
from bot.settings.suggest import suggestion
from bot.settings.yaml_file import YamlFile, read_yaml
from bot.shipped import shipped

CATALOGUE_FILE = "labels.yml"
_SHIPPED = shipped("config") / CATALOGUE_FILE


def labels_of(policy: Policy, policy_file: YamlFile) -> Labels:
    """Bring the policy's label names and the catalogue together; raises ConfigurationError."""
    path = _catalogue_path(policy_file.path.parent)
    file = read_yaml(path)
    try:
        catalogue = TypeAdapter(tuple[Label, ...]).validate_python(file.content)
    except ValidationError as error:
        raise ConfigurationError(*problems_of(error, file, Label)) from None
    is_own = path.resolve() != _SHIPPED.resolve()
    labels = Labels(policy.labels, catalogue if is_own else tuple(_renamed(catalogue, policy.labels)))
    problems = [*_named_twice(catalogue, file), *_unknown_causes(labels, policy_file, file.path)]
    if problems:
        raise ConfigurationError(*problems)
    return labels


def _catalogue_path(folder: Path) -> Path:
    beside = folder / CATALOGUE_FILE
    return beside if beside.is_file() else _SHIPPED


def _renamed(catalogue: tuple[Label, ...], names: LabelNames) -> Iterator[Label]:
    """Give the labels of the shipped catalogue the names that the policy has for them."""
    new_names, in_use = dict(zip(LabelNames().fixed(), names.fixed(), strict=True)), set(names.all())
    taken = {label.name for label in catalogue} - {old for old, new in new_names.items() if old != new}
    for label in catalogue:
        new = new_names.get(label.name, label.name)
        if new == label.name or new not in taken:
            yield label.model_copy(update={"name": new})
        if new != label.name and label.name in in_use - set(new_names.values()):
            yield label  # a reason or a region leads to it


def _named_twice(catalogue: tuple[Label, ...], file: YamlFile) -> Iterator[str]:
    seen: set[str] = set()
    for position, label in enumerate(catalogue):
        if label.name in seen:
            yield f"{file.place((position,))}: {label.name} stands here a second time"
        seen.add(label.name)


def _unknown_causes(labels: Labels, file: YamlFile, catalogue_path: Path) -> Iterator[str]:
    causes = {label.name for label in labels.causes}
    for reason, name in labels.names.reasons.items():
        if name not in causes or scope_of(name) != labels.names.causes:
            place = file.place(("labels", "reasons", reason))
            hint = suggestion(name, causes)
            yield f"{place}: labels.reasons.{reason}: {name} is no cause label of {catalogue_path}{hint}"
