"""How people are mentioned."""

import re
from collections.abc import Sequence
from typing import Annotated

from bot.model.gitlabs_own import is_gitlabs_own
from bot.model.issue import Issue, Person
from bot.model.pattern import matching

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_./-]*"
Mentionable = Annotated[str, matching(_NAME, "is no name of a user or group; leave out the @")]


def people_of(issue: Issue, fallback: Sequence[str]) -> str:
    """Mention whoever is assigned, or users and groups in their place; empty where there is nobody."""
    return " ".join(f"@{name}" for name in [person.username for person in issue.assignees] or fallback)


def mention_of(person: Person) -> str:
    """Mention somebody; empty for GitLab's own users, and for what is no name or means everybody (GitLab's `@all`)."""
    is_one = re.fullmatch(_NAME, person.username) and person.username.lower() != "all"
    return f"@{person.username}" if is_one and not is_gitlabs_own(person) else ""
