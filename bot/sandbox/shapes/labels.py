"""Labels, by themselves and inside issues."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.shapes.view import Json, View
    from bot.sandbox.world.default import World
    from bot.sandbox.world.model import Label

_LIGHT = 700  # red, green and blue together


def text_color(color: str) -> str:
    """Choose dark text for light backgrounds and light text for all others (GitLab's source)."""
    digits = color[1:]
    pairs = [digits[i : i + 2] for i in (0, 2, 4)] if len(digits) > len("abc") else [digit * 2 for digit in digits]
    return "#1F1E24" if sum(int(pair, 16) for pair in pairs) > _LIGHT else "#FFFFFF"


def label_detail(view: View, label: Label) -> Json:
    """Show a label inside an issue that was listed with label details."""
    shape: Json = {
        "id": label.id,
        "name": label.name,
        "description": label.description,
        "text_color": text_color(label.color),
        "description_html": escape(label.description or ""),
        "color": label.color,
    }
    return shape | {"archived": False} if view.settings.modern else shape


def label_row(view: View, label: Label) -> Json:
    """Show a label of the project, or of its group."""
    own = not label.of_group
    return label_detail(view, label) | {"subscribed": False, "priority": label.priority, "is_project_label": own}


def label_counts(world: World, label: Label) -> Json:
    """Count a label's issues, for lists that ask for it."""
    states = [issue.state for issue in world.issues.values() if label in issue.labels]
    return {
        "open_issues_count": states.count("opened"),
        "closed_issues_count": states.count("closed"),
        "open_merge_requests_count": 0,
    }
