"""The project's own pipeline over an embedded GitLab."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pipelines.runner import Project

from bot.sandbox import Sandbox

TOP = Path(__file__).parent.parent.parent
COMPONENT = "templates/feedback-bot/template.yml"


def surveys(*tickets: int) -> str:
    """Write a file of bad feedback, of an hour ago: jobs read the clock."""
    answered = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    rows = (f"{ticket},bad,Nobody called back.,{answered}\n" for ticket in tickets)
    return "ticket,rating,comment,responded_at\n" + "".join(rows)


@pytest.fixture
def gitlab() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def project(tmp_path: Path, gitlab: Sandbox) -> Project:
    """This repository, as far as pipelines see it, with the settings that the documentation asks for."""
    variables = {
        "FEEDBACK_BOT_URL": gitlab.url,
        "FEEDBACK_BOT_PROJECT": gitlab.project,
        "FEEDBACK_BOT_TOKEN": gitlab.bot_token,
    }
    project = Project(tmp_path / "project", variables)
    own = [".gitlab-ci.yml", COMPONENT, "config/feedback-bot.yml", "config/labels.yml"]
    project.commit({name: TOP / name for name in own} | {"surveys/july.csv": surveys(4101, 4102)})
    return project
