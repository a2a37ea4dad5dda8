"""GitLab's access levels."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """Access levels by the numbers of GitLab's documentation; Planner exists since GitLab 17.7."""

    NONE = 0
    GUEST = 10
    PLANNER = 15
    REPORTER = 20
    DEVELOPER = 30
    MAINTAINER = 40
    OWNER = 50
    ADMIN = 60
