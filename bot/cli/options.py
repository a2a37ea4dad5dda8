"""Options that several commands have, each said once."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.wish import Output

Config = Annotated[
    Path | None,
    typer.Option(
        help="The policy; else FEEDBACK_BOT_CONFIG, else config/feedback-bot.yml, else the shipped one.",
        metavar="FILE",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")]
NoLimit = Annotated[bool, typer.Option("--no-limit", help="Lift the policy's limits for one pass.")]
Now = Annotated[
    str | None,
    typer.Option(help="Act as if it were this instant; outside the sandbox that is a dry run.", metavar="INSTANT"),
]
Shown = Annotated[Output, typer.Option("--output", help="How to show the plan or the result.")]
TimeBudget = Annotated[
    str | None, typer.Option(help="End in good order before this time is over, such as 25min.", metavar="DURATION")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the full texts, customers' comments included.")]
