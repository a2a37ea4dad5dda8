"""One run of qontract-reconcile's job for stale issues, as its own `run` does it; started by its own Python.

Nothing of the bot is imported here. The job's settings come from a service of its company's, so they are arguments.
"""

import os
import sys

from reconcile.gitlab_housekeeping import handle_stale_items
from reconcile.utils.gitlab_api import GitLabApi, MRState


class _Secrets:
    """Stands for the vault that holds the token."""

    def read(self, secret: str) -> str:
        return secret


def main() -> None:
    """Mark issues that were idle for more days than the first argument says, and close those marked as long ago."""
    instance = {"url": os.environ["FEEDBACK_BOT_URL"], "token": os.environ["FEEDBACK_BOT_TOKEN"], "sslVerify": True}
    project = os.environ["FEEDBACK_BOT_PROJECT"]
    with GitLabApi(instance, project_id=project, secret_reader=_Secrets()) as gitlab:
        issues = gitlab.get_issues(state=MRState.OPENED)
        handle_stale_items(
            dry_run=False,
            gl=gitlab,
            days_interval=int(sys.argv[1]),
            enable_closing=True,
            items=issues,
            item_type="issue",
        )


main()
