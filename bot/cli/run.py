"""`feedback-bot run`: its options; the work is in `one_pass.py`."""

import sys

from bot.cli.options import (
    Config,
    DryRun,
    Full,
    Issue,
    NoLimit,
    Now,
    Only,
    Shown,
    Source,
    Surveys,
    TimeBudget,
    Verbose,
)
from bot.cli.wish import Wish


def run(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    surveys: Surveys = None,
    source: Source = None,
    dry_run: DryRun = False,
    only: Only = None,
    issue: Issue = None,
    full: Full = False,
    now: Now = None,
    no_limit: NoLimit = False,
    time_budget: TimeBudget = None,
    config: Config = None,
    output: Shown = "text",
    verbose: Verbose = False,
) -> None:
    """Run one pass: file surveys, ask for reviews, remind, close. The same command again does nothing more."""
    from bot.cli.one_pass import one_pass  # noqa: PLC0415 - help and version are not to wait for GitLab's client

    wish = Wish(
        surveys=surveys or [],
        source=source,
        dry_run=dry_run,
        only=only or [],
        issue=issue,
        full=full,
        now=now,
        limited=not no_limit,
        time_budget=time_budget,
        config=config,
        output=output,
        verbose=verbose,
    )
    sys.exit(one_pass(wish))
