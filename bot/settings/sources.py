"""The sources of the policy, each with its finished mapping: the preset, and what the policy changes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.errors import ConfigurationError
from bot.intake import mapping as mappings
from bot.intake.sources import FileSource, Source, preset_of
from bot.intake.zendesk.settings import ZendeskSource
from bot.model.duration import in_words
from bot.settings.policy import Policy
from bot.settings.problems import problems_of
from bot.settings.suggest import suggestion
from bot.settings.yaml_file import KeyPath, YamlFile, read_yaml
from bot.shipped import shipped

PRESETS = "sources"
_MERGED = ("fields", "rating", "exclude")  # sections of which a change may name single keys


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """What the policy says of a source, and its finished mapping; None: its columns are the canonical ones."""

    settings: Source
    mapping: mappings.Mapping | None


def sources_of(policy: Policy, file: YamlFile) -> dict[str, ResolvedSource]:
    """Finish the mappings of all sources; raises ConfigurationError with a line for each problem."""
    finished: dict[str, ResolvedSource] = {}
    problems: list[str] = []
    for name, source in policy.sources.items():
        problems += _at_odds(name, source, policy, file)
        try:
            finished[name] = ResolvedSource(source, _mapping(name, source, file))
        except ConfigurationError as error:
            problems.extend(error.problems)
    if problems:
        raise ConfigurationError(*dict.fromkeys(problems))
    return finished


def _at_odds(name: str, source: Source, policy: Policy, file: YamlFile) -> Iterator[str]:
    """Say where a section does not fit the rest of the policy."""
    if isinstance(source, FileSource):
        known = [other for other, its in policy.sources.items() if isinstance(its, ZendeskSource) or other == name]
        if source.tickets and source.tickets not in known:
            place = file.place(("sources", name, "tickets"))
            yield (
                f"{place}: sources.{name}.tickets: must name a source of type zendesk, or {name} itself"
                f"{suggestion(source.tickets, known)}"
            )
    elif source.window > policy.look_back:
        place = file.place(("sources", name, "window"))
        yield (
            f"{place}: sources.{name}.window: reaches further back than look_back ({in_words(policy.look_back)}), so a "
            "changed answer would be filed anew; make look_back longer"
        )


@dataclass(frozen=True, slots=True)
class _Merged:
    """A preset with its changes, which knows of each key whether it stands in the preset or in the policy."""

    preset: YamlFile | None
    policy: YamlFile
    section: KeyPath

    def place(self, key: KeyPath) -> str:
        """Name the file and the line of a key, or of the nearest key above it."""
        for length in range(len(key), 0, -1):
            changed = (*self.section, "change", *key[:length])
            if changed in self.policy.lines:
                return self.policy.place(changed)
            if self.preset and key[:length] in self.preset.lines:
                return self.preset.place(key[:length])
        return self.policy.place(self.section)


def _mapping(name: str, source: Source, policy: YamlFile) -> mappings.Mapping | None:
    section = ("sources", name)
    preset = _preset(preset_of(source), policy, section)
    content = _changed(preset.content if preset else {}, source.change)
    if not content:
        return None
    merged = _Merged(preset, policy, section)
    try:
        mapping = mappings.Mapping.model_validate(content)
    except ValidationError as error:
        raise ConfigurationError(*problems_of(error, merged, mappings.Mapping, named=f"source {name}: ")) from None
    if isinstance(source, FileSource) and source.pushed and not mapping.recognise:
        place = policy.place((*section, "pushed"))
        raise ConfigurationError(f"{place}: sources.{name}.pushed: needs `recognise` in the mapping")
    return mapping


def _preset(name: str, policy: YamlFile, section: KeyPath) -> YamlFile | None:
    if not name:
        return None
    folders = [policy.path.parent / PRESETS, shipped("config") / PRESETS]
    path = next((path for folder in folders if (path := folder / f"{name}.yml").is_file()), None)
    if path is None:
        place = policy.place((*section, "mapping"))
        hint = suggestion(name, sorted(set(_names(folders))))
        raise ConfigurationError(f"{place}: {section[0]}.{section[1]}.mapping: there is no preset {name}{hint}")
    file = read_yaml(path)
    if not isinstance(file.content, dict):
        raise ConfigurationError(f"{path}:1: a mapping of a source is a mapping of keys, such as `fields:`")
    return file


def _names(folders: list[Path]) -> Iterator[str]:
    return (path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.yml"))


def _changed(preset: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Put the changes over a preset; a key that is null is taken out."""
    merged = {**preset, **change}
    for section in _MERGED:
        before, after = preset.get(section), change.get(section)
        if isinstance(before, dict) and isinstance(after, dict):
            merged[section] = _without_nulls({**before, **after})
    return _without_nulls(merged)


def _without_nulls(section: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in section.items() if value is not None}
