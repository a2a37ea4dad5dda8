"""What a mapping makes of files that exist only in memory, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import yaml

from bot.intake import InputFile
from bot.intake.mapping import Mapping, Translation
from bot.intake.outcomes import Rejection, Skipped
from bot.intake.rows import rows_of
from bot.shipped import shipped

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model.survey import Survey

SIMPLE = """
fields: {ticket: Ticket, rating: Rating, comment: Comment, responded_at: Time}
rating: {good: [happy, "5..7"], neutral: [4], bad: [angry, "1..3"], none: ["", 0]}
"""


@dataclass
class Translated:
    """Everything that came out, in the order of the rows."""

    surveys: list[Survey] = field(default_factory=list)
    rejections: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What each survey says, without its source and what was not given."""
        return [survey.model_dump(mode="json", exclude_defaults=True, exclude={"source"}) for survey in self.surveys]


class MakeMapping(Protocol):
    def __call__(self, written: str = SIMPLE, /, **changes: object) -> Mapping: ...


class Translate(Protocol):
    def __call__(self, mapping: Mapping | None, content: str | bytes) -> Translated: ...


class Preset(Protocol):
    def __call__(self, name: str, /, **changes: object) -> Mapping: ...


@pytest.fixture(scope="session")
def make_mapping() -> MakeMapping:
    """Makes a mapping from YAML, with some keys changed."""
    return lambda written=SIMPLE, /, **changes: Mapping.model_validate(yaml.safe_load(written) | changes)


@pytest.fixture(scope="session")
def preset(make_mapping: MakeMapping) -> Preset:
    """Makes a mapping from a shipped preset, with some keys changed."""
    folder = shipped("config") / "sources"
    return lambda name, /, **changes: make_mapping((folder / f"{name}.yml").read_text(encoding="utf-8"), **changes)


@pytest.fixture(scope="session")
def translate(now: datetime) -> Translate:
    """Reads a file called `in`, given by its content."""

    def translating(mapping: Mapping | None, content: str | bytes) -> Translated:
        file = InputFile("in", partial(BytesIO, content.encode() if isinstance(content, str) else content))
        translation = Translation(mapping, "tool", now)
        found = Translated()
        for row in rows_of(file, mapping):
            outcome = row if isinstance(row, Rejection) else translation.read(file.name, row)
            if isinstance(outcome, Rejection):
                found.rejections.append(str(outcome))
            elif isinstance(outcome, Skipped):
                found.skipped.append(outcome.reason)
            else:
                found.surveys.append(outcome)
        found.warnings.extend(translation.warnings())
        found.failures.extend(translation.failures())
        return found

    return translating
