"""`feedback-bot intake`: its options; the work is in `checking.py` and `one_pass.py`."""

import sys
from typing import Annotated

import typer

from bot.cli.options import Config, DryRun, NoLimit, Now, Shown, Verbose
from bot.cli.wish import Wish


def intake(  # noqa: PLR0913 - one parameter for each option of the command
    files: Annotated[
        list[str],
        typer.Argument(help="Files of surveys, patterns such as 'in/*.csv', or - for standard input.", metavar="FILE"),
    ],
    *,
    source: Annotated[
        str | None, typer.Option(help="Which source of the policy they are from; else its `source`.", metavar="NAME")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Show what the mapping makes of them; nothing is sent anywhere.")
    ] = False,
    dry_run: DryRun = False,
    no_limit: NoLimit = False,
    now: Now = None,
    config: Config = None,
    output: Shown = "text",
    verbose: Verbose = False,
) -> None:
    """File the surveys of some files now, and look after nothing else; or check how their source is mapped."""
    wish = Wish(
        surveys=files,
        source=source,
        alone=True,
        dry_run=dry_run,
        limited=not no_limit,
        now=now,
        config=config,
        output=output,
        verbose=verbose,
    )
    if check:
        from bot.cli.checking import check_files  # noqa: PLC0415 - help is not to wait for it

        sys.exit(check_files(wish))
    from bot.cli.one_pass import one_pass  # noqa: PLC0415 - help is not to wait for GitLab's client

    sys.exit(one_pass(wish))
