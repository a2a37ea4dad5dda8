"""The endpoints, one file for each kind of thing."""

from __future__ import annotations

from bot.sandbox.api import awards, discussions, events, issues, labels, links, notes, people, project

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
)
