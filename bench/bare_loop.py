"""The reference for filing: python-gitlab in a bare loop, making the writes that a file holds, one JSON line each."""

import json
import os
import sys
from pathlib import Path

import gitlab


def main() -> None:
    """Make the writes of the file that is named on the command line."""
    server = gitlab.Gitlab(os.environ["FEEDBACK_BOT_URL"], private_token=os.environ["FEEDBACK_BOT_TOKEN"])
    project = server.projects.get(os.environ["FEEDBACK_BOT_PROJECT"], lazy=True)
    issue = None
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        for line in lines:
            kind, body = json.loads(line)
            if kind == "issues":
                issue = project.issues.create(body)
            elif issue is not None:
                issue.notes.create(body)


main()
