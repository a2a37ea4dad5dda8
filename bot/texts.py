"""The bot's words: Jinja templates, shipped ones and those an operator puts in their place."""

import traceback
from collections.abc import Sequence
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.errors import ConfigurationError


class JinjaTexts:
    """Templates by the name of their rule; the first folder that has one wins.

    Templates get facts, never raw customer text, and cannot reach the program (Jinja's sandbox). A fact that is not
    there is an error instead of an empty place.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folders), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def render(self, template: str, /, **facts: object) -> str:
        """Write a text; raises ConfigurationError naming the template, its line and what is wrong with it."""
        try:
            return self._environment.get_template(f"{template}.md.j2").render(**facts).strip()
        except _WRONG as problem:
            raise _error(f"{template}.md.j2", problem) from problem

    def check(self) -> None:
        """Read every template, so that broken ones are met before the first write; raises ConfigurationError."""
        problems = [*map(self._problem, self._environment.list_templates(extensions=["j2"]))]
        if found := [str(problem) for problem in problems if problem]:
            raise ConfigurationError(*found)

    def _problem(self, name: str) -> ConfigurationError | None:
        try:
            self._environment.get_template(name)
        except _WRONG as problem:
            return _error(name, problem)
        return None


# What a template of an operator's can do wrong: Jinja's own errors, and those of the expressions in it.
_WRONG = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


def _error(name: str, problem: Exception) -> ConfigurationError:
    place, line = getattr(problem, "filename", None) or name, getattr(problem, "lineno", None)
    for frame in traceback.extract_tb(problem.__traceback__):
        if frame.filename.endswith(".j2"):
            place, line = frame.filename, frame.lineno
    reason = "is not in UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem) or type(problem).__name__
    return ConfigurationError(f"{_as_seen_from_here(place)}:{line or 1}: {reason}")


def _as_seen_from_here(place: str) -> Path:
    path = Path(place)
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
