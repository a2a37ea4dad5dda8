"""What a project has, with good defaults; hand-written."""

from typing import Any

from bot.model.furniture import ProjectLabel

GREY = "#6c757d"


def a_label(name: str, **changes: Any) -> ProjectLabel:  # noqa: ANN401 - any field of the label
    values: dict[str, Any] = {"id": 1, "name": name, "color": GREY, "description": "", "is_own": True, "issues": 0}
    return ProjectLabel(**(values | changes))
