"""The people of the history: they use GitLab's API as anybody would, each with a token of their own."""

import re
from typing import Any

import requests
from chaos.history import Act

from bot.sandbox import Sandbox


def do(sandbox: Sandbox, act: Act) -> None:
    """Let a person do something."""
    issues = f"{sandbox.url}/api/v4/projects/{sandbox.project_id}/issues"
    if act.does == "write":
        _send(sandbox, act.who, "POST", issues, {"title": act.about, "labels": act.what})
        return
    address = f"{issues}/{_iid(sandbox, act.about)}"
    if act.does == "comment":
        words = re.sub(r"#\[([^]]+)\]", lambda found: f"#{_iid(sandbox, found[1])}", act.what)
        _send(sandbox, act.who, "POST", f"{address}/notes", {"body": words})
    else:
        _send(sandbox, act.who, "PUT", address, _change(sandbox, act))


def _iid(sandbox: Sandbox, about: str) -> int:
    """Find an issue by its ticket or by its title; of two for one ticket people take the older one."""
    titles = {iid: issue.title for iid, issue in sandbox.world.issues.items()}
    return min(iid for iid, title in titles.items() if title == about or title.endswith(f" ticket {about}"))


def _change(sandbox: Sandbox, act: Act) -> dict[str, Any]:
    if act.does == "assign":
        user = sandbox.world.people.named(act.what)
        assert user is not None
        return {"assignee_ids": [user.id]}
    fields = {"label": "add_labels", "unlabel": "remove_labels", "due": "due_date"}
    return {fields[act.does]: act.what} if act.does in fields else {"state_event": act.does}


def _send(sandbox: Sandbox, who: str, method: str, address: str, facts: dict[str, Any]) -> None:
    headers = {"PRIVATE-TOKEN": sandbox.token(who)}
    requests.request(method, address, headers=headers, json=facts, timeout=10).raise_for_status()
