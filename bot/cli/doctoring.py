"""The work of `feedback-bot doctor`: look at everything, and show what the checks make of it."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.looking import findings_of
from bot.cli.order import instant_of
from bot.cli.wish import Output
from bot.doctor import Result, Verdict, diagnosis, ending
from bot.errors import ExitCode
from bot.settings import read_configuration

_STYLES = {Verdict.OK: "green", Verdict.LOOK: "yellow", Verdict.WRONG: "red", Verdict.UNKNOWN: "cyan"}
_UNBROKEN = 10_000  # columns, where nobody looks at a terminal: a job's log and a pipe want whole lines


def show_diagnosis(*, now: str | None, config: Path | None, output: Output) -> ExitCode:
    """Show the table; raises ConfigurationError for a mistyped `now`."""
    configuration = read_configuration(config)
    zone = configuration.policy.policy.timezone if configuration.policy else UTC
    results = diagnosis(findings_of(configuration, instant_of(now, zone)))
    code = ending(results)
    if output == "json":
        document = {"checks": [asdict(result) for result in results], "exit_code": int(code)}
        sys.stdout.write(f"{json.dumps(document, indent=2, ensure_ascii=False)}\n")
    else:
        _show(results)
    return code


def _show(results: Sequence[Result]) -> None:
    """Print the table, and the remedies below it, since a command in them must not be broken into lines."""
    console = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _UNBROKEN)
    with console.capture() as table:
        console.print(_table(results))
    for line in table.get().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")
    for result in results:
        if result.remedy:
            words = result.remedy.replace("\n", "\n    ")
            console.print(Text.assemble("→ ", (result.check, _STYLES[result.verdict]), f": {words}"))
    console.print(_sentence(results))


def _table(results: Sequence[Result]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("check", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("found", overflow="fold")
    for result in results:
        verdict = Text(result.verdict, style=_STYLES[result.verdict])
        table.add_row(Text(result.check), verdict, Text(result.found))
    return table


def _sentence(results: Sequence[Result]) -> str:
    count = Counter(result.verdict for result in results)
    others = {Verdict.LOOK: "to look at", Verdict.UNKNOWN: "not known"}
    rest = "".join(f", {count[verdict]} {words}" for verdict, words in others.items() if count[verdict])
    if count[Verdict.WRONG]:
        return f"{count[Verdict.WRONG]} wrong{rest}. Nothing was written."
    if missing := [result.check for result in results if result.verdict is Verdict.UNKNOWN and result.is_needed]:
        return f"Whether the bot can work is not known: see {', '.join(missing)}. Nothing was written."
    return f"Nothing is wrong{rest}. Nothing was written."
