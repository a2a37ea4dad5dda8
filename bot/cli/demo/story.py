"""What happens in the demo, day by day: read from `config/demo/story.yml`."""

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict


class Move(BaseModel):
    """What one person does to the issue of one ticket."""

    model_config = ConfigDict(extra="forbid")

    who: str
    ticket: str
    does: Literal["assign", "comment", "label", "close", "reopen"]
    text: str = ""
    label: str = ""
    to: str = ""

    def __str__(self) -> str:
        """Say it as a bystander would."""
        words = {
            "comment": f"comments: {self.text.splitlines()[0] if self.text else ''}",
            "assign": f"assigns it to {self.to}",
            "label": f"sets {self.label}",
            "close": "closes it",
            "reopen": "reopens it",
        }
        return f"{self.who}, ticket {self.ticket}: {words[self.does]}"


class Story(BaseModel):
    """When it starts, and for each day what people do in the afternoon."""

    model_config = ConfigDict(extra="forbid")

    starts: date
    days: tuple[tuple[Move, ...], ...]


def read_story(path: Path) -> Story:
    """Read the story."""
    return Story.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
