"""What somebody typed after `feedback-bot run`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Output = Literal["text", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The options of the command as they were typed."""

    surveys: Sequence[str]
    source: str | None
    dry_run: bool
    only: Sequence[str]
    issue: int | None
    full: bool
    now: str | None
    limited: bool
    time_budget: str | None
    config: Path | None
    output: Output
    verbose: bool

    @property
    def previews(self) -> bool:
        """Whether the pass is to act as if it were another time."""
        return self.now is not None
