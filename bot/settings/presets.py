"""Presets of an operator's own, checked whether or not a source uses them."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from bot.errors import ConfigurationError
from bot.intake.mapping import Mapping
from bot.settings.problems import problems_of
from bot.settings.sources import PRESETS
from bot.settings.yaml_file import read_yaml


def presets_in(folder: Path) -> list[Path]:
    """List the presets beside a policy."""
    return sorted((folder / PRESETS).glob("*.yml"))


def preset_problems(path: Path) -> Iterator[str]:
    """Say what is wrong with a preset, a line for each problem; an empty one is a place to begin."""
    try:
        file = read_yaml(path)
        if isinstance(file.content, dict):
            Mapping.model_validate(file.content)
        elif file.content is not None:
            yield f"{path}:1: a mapping of a source is a mapping of keys, such as `fields:`"
    except ConfigurationError as error:
        yield from error.problems
    except ValidationError as error:
        # What is missing, such as the time zone, the policy's `change` adds; where it does not, its source is wrong.
        yield from (line for line in problems_of(error, file, Mapping) if ": is missing" not in line)
