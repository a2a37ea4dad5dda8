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
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show the plan and write nothing: GitLab gets only GET requests.")
]
Full = Annotated[
    bool, typer.Option("--full", help="Read all open issues, and all ever filed, not only what has changed.")
]
Issue = Annotated[
    int | None,
    typer.Option(help="Only this issue, with the reason of each rule that lets it be.", metavar="IID", min=1),
]
NoLimit = Annotated[bool, typer.Option("--no-limit", help="Lift the policy's limits for this once.")]
Now = Annotated[
    str | None,
    typer.Option(
        help="Act as if it were 2026-11-30 or 2026-11-30T08:00 in the policy's time zone, or an instant with an offset;"
        " outside the sandbox always a dry run.",
        metavar="INSTANT",
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(help=f"Only this rule; may be repeated. One of {', '.join(RULE_NAMES)}.", metavar="RULE"),
]
Shown = Annotated[
    Output,
    typer.Option(
        "--output",
        help="Lines and a table, or one JSON document on standard output; logs go to standard error.",
        metavar="text|json",
    ),
]
Source = Annotated[
    str | None,
    typer.Option(help="Which source these surveys are from; without --surveys: read only this one.", metavar="NAME"),
]
Surveys = Annotated[
    list[str] | None,
    typer.Option(
        help="File of surveys, a pattern such as 'in/*.csv', or - for standard input, instead of the policy's sources; "
        "may be repeated.",
        metavar="PATH",
    ),
]
TimeBudget = Annotated[
    str | None,
    typer.Option(
        help="End in good order before this time is over, such as 25min; CI kills at its timeout.", metavar="DURATION"
    ),
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Show the full texts, customers' comments included: not for a job's log."),
]
