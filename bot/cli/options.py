"""Options that several commands have, each said once."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.wish import Output
from bot.rules import RULE_NAMES

Config = Annotated[
    Path | None,
    typer.Option(
        help="The policy; else FEEDBACK_BOT_CONFIG, else config/feedback-bot.yml, else the shipped one.",
        metavar="FILE",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")]
Full = Annotated[
    bool, typer.Option("--full", help="Read all open issues, and all ever filed, not only what has changed.")
]
Issue = Annotated[int | None, typer.Option(help="Only this issue.", metavar="IID", min=1)]
NoLimit = Annotated[bool, typer.Option("--no-limit", help="Lift the policy's limits for one pass.")]
Now = Annotated[
    str | None,
    typer.Option(
        help="Act as if it were this instant, or the beginning of this day; outside the sandbox that is a dry run.",
        metavar="INSTANT",
    ),
]
Only = Annotated[list[str] | None, typer.Option(help=f"Only this rule: {', '.join(RULE_NAMES)}.", metavar="RULE")]
Shown = Annotated[Output, typer.Option("--output", help="How to show the plan or the result.", metavar="text|json")]
Source = Annotated[
    str | None,
    typer.Option(help="Which source these surveys are from; without --surveys: read only this one.", metavar="NAME"),
]
Surveys = Annotated[
    list[str] | None,
    typer.Option(
        help="File of surveys, a pattern such as 'in/*.csv', or - for standard input, instead of the sources.",
        metavar="PATH",
    ),
]
TimeBudget = Annotated[
    str | None, typer.Option(help="End in good order before this time is over, such as 25min.", metavar="DURATION")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the full texts, customers' comments included.")]
