"""What the demo shows: each day what the bot did, and the tracker at the end."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.model.labels import LabelNames

_DONE = {
    "file_survey": "filed",
    "ask_review": "asked",
    "follow_rating": "followed",
    "obey_commands": "obeyed",
    "read_review": "read",
    "nag_unanswered": "nagged",
    "ask_missing": "asked again",
    "chase_contact": "chased",
    "ask_after_closing": "asked late",
    "relate_sources": "related",
    "keep_one_label": "tidied",
    "close_inactive": "closed",
    "close_duplicate": "joined",
    "delete_repeat": "took back",
}


def show_day(console: Console, now: datetime, result: dict[str, Any]) -> None:
    """Show what the bot did on one morning; `result` is the JSON document of `feedback-bot run`."""
    did = [action for action in result["actions"] if action["rule"] in _DONE]
    issues: dict[str, list[int]] = {}
    for action in did:
        issues.setdefault(_DONE[action["rule"]], []).append(action["issue"])
    console.print(f"[bold]{now:%A %d %B}[/]  ({result['reads']} requests to read, {result['writes']} to write)")
    for word in _DONE.values():
        if word in issues:
            numbers = dict.fromkeys(issues[word])
            console.print(f"    [green]{word:<9}[/]{len(numbers):>3}  {' '.join(f'#{number}' for number in numbers)}")
    if not did:
        console.print("    nothing to do")


def show_tracker(console: Console, issues: Sequence[dict[str, Any]]) -> None:
    """Show all feedback as GitLab's API gives it; the bot's own issue is only mentioned."""
    own = [issue for issue in issues if LabelNames().dashboard in issue["labels"]]
    issues = [issue for issue in issues if issue not in own]
    table = Table(title="The tracker at the end", box=None, pad_edge=False, title_justify="left")
    for heading, width in (("issue", 5), ("ticket", 6), ("state", 6), ("due", 10), ("assignee", 8), ("notes", 5)):
        table.add_column(heading, no_wrap=True, min_width=width)
    table.add_column("labels (without their scopes)", no_wrap=True)
    for issue in issues:
        table.add_row(
            f"#{issue['iid']}",
            escape(issue["title"].split()[-1]),
            issue["state"],
            issue["due_date"] or "",
            ", ".join(person["username"] for person in issue["assignees"]),
            str(issue["user_notes_count"] or ""),
            escape(" ".join(label.rpartition("::")[2] for label in issue["labels"])),
        )
    console.print()
    console.print(table)
    states = Counter(issue["state"] for issue in issues)
    console.print(f"\n{len(issues)} issues: {states['opened']} open, {states['closed']} closed.")
    for issue in own:
        console.print(f"Not shown is #{issue['iid']}, where the bot keeps its place: {escape(issue['title'])}.")
    console.print("The same command works for your own GitLab: the README says how to connect it.")
