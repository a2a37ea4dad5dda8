"""`feedback-bot setup`: its options; the work is in `setting_up.py`."""

import sys
from typing import Annotated

import typer

from bot.cli.options import Config, DryRun, Shown


def setup(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    dry_run: DryRun = False,
    rename: Annotated[
        list[str] | None,
        typer.Option(help="Give a label another name on all issues, open and closed.", metavar="OLD=NEW"),
    ] = None,
    schedule: Annotated[
        str | None,
        typer.Option(help="Let a pipeline run at these times, such as '7 * * * *': hourly.", metavar="CRON"),
    ] = None,
    schedule_project: Annotated[
        str | None,
        typer.Option(help="The project that holds the pipeline; else CI_PROJECT_ID.", metavar="PROJECT"),
    ] = None,
    print_schedule: Annotated[
        bool, typer.Option("--print-schedule", help="Tell how to make the schedule by hand. Needs no GitLab.")
    ] = False,
    print_issue_template: Annotated[
        bool, typer.Option("--print-issue-template", help="Print the issue template. Needs no GitLab.")
    ] = False,
    config: Config = None,
    output: Shown = "text",
) -> None:
    """Make a project ready: labels, dashboard, issue template, board. Shows its plan; a second time it does nothing."""
    from bot.cli.setting_up import SetupWish, print_offline, set_up  # noqa: PLC0415 - help is not to wait for it

    wish = SetupWish(
        dry_run=dry_run,
        renames=rename or [],
        schedule=schedule,
        schedule_project=schedule_project,
        config=config,
        output=output,
    )
    if print_schedule or print_issue_template:
        print_offline(wish, schedule=print_schedule, template=print_issue_template)
        return
    sys.exit(set_up(wish))
