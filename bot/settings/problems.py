"""What is wrong with a configuration file, one line for each problem: file, line, key, and what to do."""

from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bot.settings.suggest import suggestion
from bot.settings.yaml_file import KeyPath, YamlFile, dotted

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
    "missing": "is missing",
}


def problems_of(error: ValidationError, file: YamlFile, model: type[BaseModel]) -> list[str]:
    """Turn a validation error into lines for people, in the order of the file."""
    found = [(tuple(part["loc"]), _sentence(tuple(part["loc"]), part, model)) for part in error.errors()]
    found.sort(key=lambda item: _line(file, item[0]))
    return [f"{file.place(key)}: {dotted(key) or 'the file'}: {sentence}" for key, sentence in found]


def _line(file: YamlFile, key: KeyPath) -> int:
    return int(file.place(key).rsplit(":", 1)[1])


def _sentence(key: KeyPath, part: Any, model: type[BaseModel]) -> str:  # noqa: ANN401 - pydantic's error dict
    if part["type"] == "extra_forbidden":
        known = tuple(_section(model, key[:-1]).model_fields)
        kind = "rule" if key[:-1] == ("rules",) else "key"
        return f"unknown {kind}{suggestion(str(key[-1]), known)}"
    return _WORDS.get(part["type"]) or str(part["msg"]).removeprefix("Value error, ")


def _section(model: type[BaseModel], key: KeyPath) -> type[BaseModel]:
    """Find the model that describes the section a key leads to; positions in a list lead to its items."""
    section = model
    for name in key:
        section = section if isinstance(name, int) else _plain(section.model_fields[name].annotation)
    return section


def _plain(annotation: Any) -> type[BaseModel]:  # noqa: ANN401 - any annotation of a model
    parts = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    section: type[BaseModel] = next(part for part in parts if part is not type(None))
    return section
