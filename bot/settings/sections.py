"""The way from a model to one of its parts, as pydantic walks it, and as it stands in a file."""

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from bot.settings.yaml_file import KeyPath

_OF_THE_KEY = "[key]"  # what pydantic adds when a key is wrong, and not what stands under it


def in_the_file(model: type[BaseModel], way: KeyPath) -> KeyPath:
    """Leave out of pydantic's way what does not stand in the file: the names of a union's members."""
    return tuple(name for name, _ in _steps(model, way) if name is not None)


def section_of(model: type[BaseModel], way: KeyPath) -> type[BaseModel]:
    """Find the model that describes the section which pydantic's way leads to; lists lead to their items."""
    sections: list[type[BaseModel]] = [model, *(section for _, section in _steps(model, way))]
    return sections[-1]


def _steps(shape: Any, way: KeyPath) -> Iterator[tuple[str | int | None, Any]]:  # noqa: ANN401 - any annotation of a model
    for name in way:
        if name == _OF_THE_KEY:
            continue
        members = _members(shape)
        shape = _bare(members[name] if name in members else _part(shape, name))
        yield None if name in members else name, shape


def _members(shape: Any) -> dict[str | int, Any]:  # noqa: ANN401 - as above
    """Name the members of a union that is told apart by a tag; empty for anything else."""
    found = {}
    for member in get_args(shape) if get_origin(shape) is Union else ():
        tags = [extra.tag for extra in get_args(member)[1:] if isinstance(extra, Tag)]
        found.update(dict.fromkeys(tags, member))
    return found


def _part(shape: Any, name: str | int) -> Any:  # noqa: ANN401 - as above
    origin, parts = get_origin(shape), get_args(shape)
    if origin in {Mapping, dict}:
        return parts[1]
    if parts:
        return parts[0]
    fields = getattr(shape, "model_fields", {})
    return fields[name].annotation if name in fields else shape


def _bare(shape: Any) -> Any:  # noqa: ANN401 - as above
    """Take off what does not change which section it is: further conditions, and that there may be none."""
    if get_origin(shape) is Annotated:
        return _bare(get_args(shape)[0])
    some = [part for part in get_args(shape) if part is not NoneType]
    return _bare(some[0]) if get_origin(shape) in {Union, UnionType} and len(some) == 1 else shape
