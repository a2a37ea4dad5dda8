"""What a shape depends on besides the thing it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.world.store import PROJECT_ID, PROJECT_PATH

if TYPE_CHECKING:
    from bot.sandbox.settings import Settings
    from bot.sandbox.web.call import Call
    from bot.sandbox.world.model import Issue

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class View:
    """The address of the server as the caller knows it, and the switches."""

    host: str
    settings: Settings

    @property
    def project_api(self) -> str:
        """The project's address in the API."""
        return f"{self.host}/api/v4/projects/{PROJECT_ID}"

    @property
    def project_web(self) -> str:
        """The project's address for people."""
        return f"{self.host}/{PROJECT_PATH}"

    def issue_web(self, issue: Issue) -> str:
        """Give an issue's address for people; its segment changed between 2024 and 2026 (recorded answers)."""
        segment = "work_items" if self.settings.modern else "issues"
        return f"{self.project_web}/-/{segment}/{issue.iid}"


def view_of(call: Call) -> View:
    """Give the view that a caller has."""
    return View(call.host, call.settings)
