"""What can be switched: the tier, the year of the answers' shapes, the rate limits, and the project itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Literal

Tier = Literal["free", "premium"]
Shapes = Literal["2026", "2024"]
LimitClock = Literal["sandbox", "wall"]

_CHOICES: dict[str, tuple[str, ...]] = {
    "tier": ("free", "premium"),
    "shapes": ("2026", "2024"),
    "limit_clock": ("sandbox", "wall"),
}


@dataclass(slots=True)
class Settings:
    """The switches; a limit of ``None`` is off."""

    tier: Tier = "free"
    shapes: Shapes = "2026"
    issues_per_minute: int | None = None
    notes_per_minute: int | None = None
    limit_clock: LimitClock = "sandbox"
    issues_enabled: bool = True
    archived: bool = False

    @property
    def premium(self) -> bool:
        """Whether the features of the paid tiers are there."""
        return self.tier == "premium"

    @property
    def modern(self) -> bool:
        """Whether answers have the keys that came in 2026."""
        return self.shapes == "2026"

    def change(self, wanted: dict[str, object]) -> None:
        """Set several switches at once, or none of them when one name or value is wrong."""
        for name, value in wanted.items():
            if not _allowed(name, value):
                message = f"{name} cannot be {value!r}"
                raise ValueError(message)
        for name, value in wanted.items():
            setattr(self, name, value)

    def restore(self, other: Settings) -> None:
        """Take over all values of another set of switches."""
        for item in fields(other):
            setattr(self, item.name, getattr(other, item.name))

    def shape(self) -> dict[str, object]:
        """Show the switches over HTTP."""
        return asdict(self)

    def copy(self) -> Settings:
        """Give an independent copy."""
        return replace(self)


def _allowed(name: str, value: object) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name in {"issues_per_minute", "notes_per_minute"}:
        return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
    return name in {"issues_enabled", "archived"} and isinstance(value, bool)
