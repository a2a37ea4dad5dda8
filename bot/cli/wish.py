"""What somebody typed after `feedback-bot run`, `intake` or `hook`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Output = Literal["text", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The options of the command as they were typed."""

    config: Path | None
    output: Output
    dry_run: bool
    verbose: bool
    surveys: Sequence[str] = ()
    source: str | None = None
    only: Sequence[str] = ()
    issue: int | None = None
    full: bool = False
    alone: bool = False
    now: str | None = None
    limited: bool = True
    time_budget: str | None = None

    @property
    def previews(self) -> bool:
        """Whether the pass is to act as if it were another time."""
        return self.now is not None
