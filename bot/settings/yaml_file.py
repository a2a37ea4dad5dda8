"""YAML files that remember on which line each key stands, so that an error can name it."""

import re
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
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        places = list(_places(root, (), ()))  # before the content: building that changes the nodes
        content = None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        reason = " ".join(filter(None, (problem.context, problem.problem)))
        raise ConfigurationError(f"{path}:{line}: not valid YAML: {reason}") from problem
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text file in UTF-8, or with control characters in it"
        raise ConfigurationError(f"{path}: cannot be read: {reason}") from problem
    lines: dict[KeyPath, int] = {}
    wrong = []
    for key, node in places:
        line = node.start_mark.line + 1
        if key in lines:
            wrong.append(f"{path}:{line}: {dotted(key)} stands here a second time (first in line {lines[key]})")
        if isinstance(key[-1], str) and node.tag != _TEXT:
            wrong.append(f"{path}:{line}: {dotted(key)}: YAML does not read this key as text; put it in quotes")
        if isinstance(key[-1], int) and node.tag == _WHOLE and not _AS_WRITTEN.fullmatch(node.value):
            wrong.append(
                f"{path}:{line}: {dotted(key)}: YAML reads {node.value} as another number; write it in "
                "plain digits, or in quotes"
            )
        lines.setdefault(key, line)
    if wrong:
        raise ConfigurationError(*wrong)
    return YamlFile(path, content, lines)


_TEXT = "tag:yaml.org,2002:str"
_WHOLE = "tag:yaml.org,2002:int"
_AS_WRITTEN = re.compile(r"[+-]?(0|[1-9][0-9]*)")  # neither 4:30, which is 270, nor 010, nor 0x20


def _places(node: yaml.Node | None, key: KeyPath, above: tuple[yaml.Node, ...]) -> Iterator[tuple[KeyPath, yaml.Node]]:
    """Go through all keys and list items below a node, each with the node where it stands."""
    if node is None or node in above:  # an anchor may stand within itself
        return
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            path = (*key, str(name.value))
            yield path, name
            yield from _places(value, path, (*above, node))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield (*key, position), value
            yield from _places(value, (*key, position), (*above, node))


def dotted(key: KeyPath) -> str:
    """Write a key as people say it: rules.close_inactive.after."""
    return ".".join(map(str, key))
