"""The work of `feedback-bot check-config`: everything of a configuration that can be checked without GitLab."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.cli.code_quality import code_quality_report, place_of
from bot.cli.order import present
from bot.cli.summary import counted
from bot.cli.wish import Output
from bot.engine import rehearsed
from bot.errors import ConfigurationError, ExitCode
from bot.settings import Settings, load_offline
from bot.settings.load import policy_path, rules_problems
from bot.settings.presets import preset_problems, presets_in
from bot.settings.schema import policy_schema
from bot.settings.strangers import idle, known_variables, mistyped


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the configuration: what it holds, what is wrong with it, and what to look at."""

    name: str
    holds: str = ""
    problems: Sequence[str] = ()
    look: Sequence[str] = ()


def check_configuration(config: Path | None, output: Output, code_quality: Path | None) -> ExitCode:
    """Show what is right and wrong; exit code 2 if anything is wrong.

    Raises ConfigurationError for a report that cannot be written.
    """
    parts = [*_parts(config, present())]
    problems = [problem for part in parts for problem in part.problems]
    exit_code = ExitCode.CONFIGURATION if problems else ExitCode.DONE
    if code_quality:
        _write(code_quality, code_quality_report(problems, Path.cwd()))
    if output == "json":
        sys.stdout.write(_document(parts, exit_code))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for line in _lines(parts):
            console.print(line)
    return exit_code


def print_schema() -> None:
    """Print the policy's JSON schema."""
    sys.stdout.write(policy_schema())


def _parts(config: Path | None, now: datetime) -> Iterator[Part]:
    name = "environment"
    try:
        path = policy_path(config)
        name = "policy"
        settings = load_offline(path)
    except ConfigurationError as error:
        yield Part(name, "the rest is checked once this can be read", error.problems)
        return
    yield Part("policy", f"{path}: {_policy(settings)}", rules_problems(path, settings.policy))
    yield Part("labels", f"{counted(len(settings.labels.catalogue), 'label')}, {len(settings.labels.causes)} causes")
    presets = presets_in(path.parent)
    yield Part(
        "presets",
        f"{counted(len(presets), 'preset')} beside the policy",
        [problem for preset in presets for problem in preset_problems(preset)],
    )
    yield _templates(settings, now)
    known = known_variables(settings.policy.sources.values())
    given = sum(name in os.environ for name in known)
    # What is not set here may be where passes run: pipelines of branches see no protected variables.
    strangers = [*mistyped(os.environ, known), *idle(os.environ, known)]
    yield Part("environment", f"{counted(given, 'variable')} set", look=strangers)


def _policy(settings: Settings) -> str:
    policy = settings.policy
    sources = f", sources: {', '.join(policy.sources)}" if policy.sources else ""
    return f"{counted(len(policy.rules.switched_on()), 'rule')} on, time zone {policy.timezone.key}{sources}"


def _templates(settings: Settings, now: datetime) -> Part:
    own = [path for folder in settings.template_folders[:-1] for path in folder.glob("*.j2")]
    try:
        rehearsed(settings, now)
    except ConfigurationError as error:
        return Part("templates", "", error.problems)
    return Part("templates", f"each said once, {len(own)} of your own")


def _lines(parts: Sequence[Part]) -> Iterator[Text]:
    """Say each problem on one line, however wide the terminal or the log is."""
    names, verdicts = max(len(part.name) for part in parts) + 2, len("wrong") + 2
    for part in parts:
        verdict, style = ("wrong", "red") if part.problems else ("look", "yellow") if part.look else ("ok", "green")
        yield Text.assemble(part.name.ljust(names), (verdict.ljust(verdicts), style), part.holds)
        yield from (Text(" " * (names + verdicts) + line, style=style) for line in (*part.problems, *part.look))


def _document(parts: Sequence[Part], exit_code: ExitCode) -> str:
    document = {
        "parts": [
            {
                "part": part.name,
                "holds": part.holds,
                "problems": [
                    {"path": place.path, "line": place.line, "detail": place.detail}
                    for place in map(place_of, part.problems)
                ],
                "look": list(part.look),
            }
            for part in parts
        ],
        "exit_code": int(exit_code),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise ConfigurationError(f"--code-quality {path}: cannot be written: {problem.strerror}") from None
