"""The people of the demo: they use GitLab's API as anybody would, each with a token of their own."""

from typing import Any

import requests

from bot.cli.demo.story import Move
from bot.sandbox import Sandbox


class Team:
    """The people, each with a token of their own."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._base = f"{sandbox.url}/api/v4/projects/{sandbox.project_id}/issues"

    def issues(self) -> list[dict[str, Any]]:
        """Look at the tracker as a manager does."""
        issues: list[dict[str, Any]] = self._ask("GET", "mia", self._base, {"per_page": 100, "sort": "asc"})
        return issues

    def play(self, move: Move) -> None:
        """Let a person do something."""
        issue = next(issue for issue in self.issues() if issue["title"].endswith(f"ticket {move.ticket}"))
        address = f"{self._base}/{issue['iid']}"
        if move.does == "comment":
            self._ask("POST", move.who, f"{address}/notes", {"body": move.text})
        else:
            self._ask("PUT", move.who, address, self._change(move))

    def _change(self, move: Move) -> dict[str, Any]:
        if move.does == "assign":
            users = self._ask("GET", move.who, f"{self._sandbox.url}/api/v4/users", {"username": move.to})
            return {"assignee_ids": [users[0]["id"]]}
        if move.does == "label":
            return {"add_labels": move.label}
        return {"state_event": move.does}

    def _ask(self, method: str, who: str, address: str, facts: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
        answer = requests.request(
            method,
            address,
            headers={"PRIVATE-TOKEN": self._sandbox.token(who)},
            params=facts if method == "GET" else None,
            json=None if method == "GET" else facts,
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()
