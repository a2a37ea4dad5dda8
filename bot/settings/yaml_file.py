"""YAML files that remember on which line each key stands, so that an error can name it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ConfigurationError

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file says, and where it says it."""

    path: Path
    content: Any
    lines: dict[KeyPath, int]

    def place(self, key: KeyPath) -> str:
        """Name the file and the line of a key, or of the nearest key above it."""
        while key and key not in self.lines:
            key = key[:-1]
        return f"{self.path}:{self.lines.get(key, 1)}"


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML file; raises ConfigurationError with file and line when that fails or a key stands there twice."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise ConfigurationError(f"{path}:{line}: not valid YAML: {problem.problem}") from problem
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text file in UTF-8"
        raise ConfigurationError(f"{path}: cannot be read: {reason}") from problem
    lines: dict[KeyPath, int] = {}
    twice = []
    for key, line in _places(root, ()):
        if key in lines:
            twice.append(f"{path}:{line}: {dotted(key)} stands here a second time (first in line {lines[key]})")
        lines.setdefault(key, line)
    if twice:
        raise ConfigurationError(*twice)
    return YamlFile(path, content, lines)


def _places(node: yaml.Node | None, above: KeyPath) -> Iterator[tuple[KeyPath, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            path = (*above, str(key.value))
            yield path, key.start_mark.line + 1
            yield from _places(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield (*above, position), value.start_mark.line + 1
            yield from _places(value, (*above, position))


def dotted(key: KeyPath) -> str:
    """Write a key as people say it: rules.close_inactive.after."""
    return ".".join(map(str, key))
