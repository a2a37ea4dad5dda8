"""Who may tell the bot what to do: GitLab's roles in the project, by their access levels."""

from enum import StrEnum

_PLANNER = 15


class Role(StrEnum):
    """A role in the project, as GitLab calls it."""

    GUEST = "guest"
    PLANNER = "planner"
    REPORTER = "reporter"
    DEVELOPER = "developer"
    MAINTAINER = "maintainer"
    OWNER = "owner"


# GitLab's documentation of its members API.
_LEVELS = {
    Role.GUEST: 10,
    Role.PLANNER: _PLANNER,
    Role.REPORTER: 20,
    Role.DEVELOPER: 30,
    Role.MAINTAINER: 40,
    Role.OWNER: 50,
}
SEES_CONFIDENTIAL = _PLANNER


def is_enough(level: int | None, role: Role) -> bool:
    """Tell whether an access level is that of a role or of a higher one; None is no membership that GitLab shows.

    Planner counts as Reporter: it may label, assign and date issues just as well (GitLab's source).
    """
    if level is None:
        return False
    return level >= _LEVELS[role] or (role is Role.REPORTER and level == _PLANNER)


def called(level: int | None) -> str:
    """Call an access level by the highest role that it includes; empty where there is none."""
    names = [role.value.capitalize() for role, least in _LEVELS.items() if level is not None and level >= least]
    return names[-1] if names else ""
