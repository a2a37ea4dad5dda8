"""The file that holds a plan: written whole or not at all, for its owner's eyes; read as if a stranger had sent it."""

import json
import os
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.engine.saved.plan import FORMAT, VERSION, SavedPlan
from bot.errors import ConfigurationError


class _Header(BaseModel):
    """What tells a plan from other files."""

    model_config = ConfigDict(hide_input_in_errors=True)

    format: Any = None
    version: Any = None


def insist_on_a_folder(path: Path) -> None:
    """Raise ConfigurationError where no file can be put: told before the work, and not after it."""
    if str(path) == "-":
        raise ConfigurationError("--out -: a plan goes into a file, for its owner's eyes: name one")
    if path.is_dir() or not path.parent.is_dir():
        raise ConfigurationError(f"--out {path}: there is no folder {path.parent}, or this is a folder itself")
    target = _behind_links(path)
    if not target.parent.is_dir() or target.is_symlink() or (target.exists() and not target.is_file()):
        raise ConfigurationError(f"--out {path}: is a link that leads nowhere, or no ordinary file: name another")


def _behind_links(path: Path) -> Path:
    return Path(os.path.realpath(path))


def write_plan(path: Path, plan: SavedPlan) -> None:
    """Write a plan so that a reader finds the old file or the whole new one; raises ConfigurationError.

    A symbolic link is followed: it stays, and the file to which it leads is the plan's.
    """
    path, asked = _behind_links(path), path
    written: Path | None = None
    try:
        # Its mode is 0600 from the beginning (Python's documentation of tempfile).
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            written = Path(file.name)
            file.write(f"{plan.model_dump_json(indent=2)}\n")
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    except OSError as problem:
        if written is not None:
            written.unlink(missing_ok=True)
        raise ConfigurationError(f"--out {asked}: cannot be written ({problem.strerror})") from None


def read_plan(path: Path) -> SavedPlan:
    """Read a plan; raises ConfigurationError for a file that is none, that is damaged, or that is of a newer bot."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise ConfigurationError(f"{path}: cannot be read ({problem.strerror})") from None
    try:
        header = _Header.model_validate_json(content)
    except ValidationError:
        raise ConfigurationError(f"{path}: is no plan, or is damaged: make it anew with feedback-bot plan") from None
    if header.format != FORMAT:
        raise ConfigurationError(f"{path}: format: is not {FORMAT!r}: this file is no plan of the bot's")
    if header.version is True or header.version != VERSION:
        raise ConfigurationError(f"{path}: version: this bot reads plans of version {VERSION} only: make it anew")
    if _says_a_key_twice(content):
        raise ConfigurationError(f"{path}: has a key twice in one place, which no plan has: make it anew")
    try:
        return SavedPlan.model_validate_json(content)
    except ValidationError as error:
        problems = [f"{path}: {_place(part['loc'])}: {_sentence(part)}" for part in error.errors(include_input=False)]
        raise ConfigurationError(*problems[:_MOST_TOLD]) from None


class _TwiceError(Exception):
    """A key stands twice in one place."""


def _says_a_key_twice(content: bytes) -> bool:
    """Tell whether a document that pydantic could read says something twice, of which it would take the last."""
    try:
        json.loads(content, object_pairs_hook=_once_each, parse_int=len)  # no number is too long for this
    except _TwiceError:
        return True
    return False


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


_MOST_TOLD = 20


def _place(location: tuple[int | str, ...]) -> str:
    """Name a place in the file by known keys alone: what else stands there is a stranger's."""
    known = _known_keys()
    steps = (str(step) if isinstance(step, int) or step in known else "unknown key" for step in location)
    return ".".join(steps) or "the plan"


@cache
def _known_keys() -> frozenset[str]:
    schema = SavedPlan.model_json_schema()
    parts = [part["properties"] for part in (schema, *schema["$defs"].values())]
    return frozenset(key for part in parts for key in (*part, part.get("kind", {}).get("const", "kind")))


def _sentence(part: Any) -> str:  # noqa: ANN401 - pydantic's error dict
    return _WORDS.get(part["type"]) or str(part["msg"]).removeprefix("Value error, ")


# Where pydantic would show what stands in the file, or speak of Python.
_WORDS = {
    "extra_forbidden": "is not part of a plan",
    "union_tag_invalid": "is no kind of action",
}
