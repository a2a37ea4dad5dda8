"""The bot's words: Jinja templates, shipped ones and those an operator puts in their place."""

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
        except TemplateError as problem:
            place = f"{template}.md.j2"
            if line := getattr(problem, "lineno", None):
                place = f"{getattr(problem, 'name', None) or place}:{line}"
            raise ConfigurationError(f"templates/{place}: {problem.message}") from problem

    def check(self) -> None:
        """Read every template, so that a broken one is met before the first write; raises ConfigurationError."""
        for name in self._environment.list_templates(extensions=["j2"]):
            try:
                self._environment.get_template(name)
            except TemplateError as problem:
                line = getattr(problem, "lineno", None) or 1
                raise ConfigurationError(f"templates/{name}:{line}: {problem.message}") from problem
