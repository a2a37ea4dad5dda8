"""What is wrong with a configuration file, one line for each problem: file, line, key, and what to do."""

from collections.abc import Iterator
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from bot.settings.sections import in_the_file, section_of
from bot.settings.suggest import suggestion
from bot.settings.yaml_file import KeyPath, dotted

_LIST, _SECTION = "must be a list", "must be a section with keys of its own"
# Where pydantic speaks of Python, we speak of what stands in the file.
_WORDS = {
    "tuple_type": _LIST,
    "list_type": _LIST,
    "frozen_set_type": _LIST,
    "model_type": _SECTION,
    "model_attributes_type": _SECTION,
    "dict_type": _SECTION,
    "mapping_type": _SECTION,
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "string_type": "must be text",
    "greater_than_equal": "must not be negative",
    "greater_than": "must be a whole number from 1 on",
    "too_short": "must not be empty",
    "missing": "is missing",
}


class Places(Protocol):
    """What knows on which line of which file a key stands."""

    def place(self, key: KeyPath) -> str:
        """Name the file and the line of a key, or of the nearest key above it."""


def problems_of(error: ValidationError, file: Places, model: type[BaseModel], *, named: str = "") -> list[str]:
    """Turn a validation error into lines for people, in the order of the file; `named` stands before each key."""
    found = [problem for part in error.errors() for problem in _problems(part, model)]
    found.sort(key=lambda item: _order(file.place(item[0])))
    return [f"{file.place(key)}: {named}{dotted(key) or 'the file'}: {sentence}" for key, sentence in found]


def _order(place: str) -> tuple[str, int]:
    path, line = place.rsplit(":", 1)
    return path, int(line)


def _problems(part: Any, model: type[BaseModel]) -> Iterator[tuple[KeyPath, str]]:  # noqa: ANN401 - pydantic's error dict
    key = in_the_file(model, part["loc"])
    mistakes = part.get("ctx", {}).get("mistakes")
    if mistakes is None:
        yield key, _sentence(part, model)
    else:
        yield from (((*key, *mistake.key), mistake.sentence) for mistake in mistakes)


def _sentence(part: Any, model: type[BaseModel]) -> str:  # noqa: ANN401 - pydantic's error dict
    if part["type"] == "extra_forbidden":
        *way, name = part["loc"]
        known = tuple(section_of(model, tuple(way)).model_fields)
        kind = "rule" if way == ["rules"] else "key"
        return f"unknown {kind}{suggestion(str(name), known)}"
    if part["type"] == "unknown_word":
        return f"{part['msg']}{suggestion(str(part['input']), part['ctx']['known'])}"
    if part["type"] == "string_type" and isinstance(part["input"], bool | int | float):
        return "must be text; put it in quotes"
    return _WORDS.get(part["type"]) or str(part["msg"]).removeprefix("Value error, ")
