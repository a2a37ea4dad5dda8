"""How people are mentioned."""

from collections.abc import Sequence
from typing import Annotated

from bot.model.issue import Issue
from bot.model.pattern import matching

Mentionable = Annotated[
    str, matching(r"[A-Za-z0-9_][A-Za-z0-9_./-]*", "is no name of a user or group; leave out the @")
]


def people_of(issue: Issue, fallback: Sequence[str]) -> str:
    """Mention whoever is assigned, or users and groups in their place; empty where there is nobody."""
    return " ".join(f"@{name}" for name in [person.username for person in issue.assignees] or fallback)
