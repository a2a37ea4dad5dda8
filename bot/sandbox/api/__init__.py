"""The endpoints, one file for each kind of thing."""

from __future__ import annotations

from bot.sandbox.api import (
    awards,
    boards,
    discussions,
    events,
    files,
    issues,
    labels,
    links,
    notes,
    people,
    project,
    schedules,
)

ROUTES = (
    *project.ROUTES,
    *people.ROUTES,
    *issues.ROUTES,
    *notes.ROUTES,
    *discussions.ROUTES,
    *labels.ROUTES,
    *awards.ROUTES,
    *events.ROUTES,
    *links.ROUTES,
    *boards.ROUTES,
    *files.ROUTES,
    *schedules.ROUTES,
)
