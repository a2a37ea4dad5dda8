"""Files of surveys, hand-written by rule: every run writes the same ones."""

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

# What support teams get: seven of ten are content.
MIX = ("good", "good", "bad", "good", "neutral", "good", "good", "bad", "good", "good")
HALF_BAD = ("good", "bad")
_COLUMNS = ("ticket", "rating", "responded_at", "comment", "reason", "customer", "agent")
_COMMENT = (
    "The agent knew the product well, but I had to explain everything *three* times: see @somebody and #12. Thanks!"
)


def write_surveys(path: Path, count: int, now: datetime, mix: Sequence[str] = MIX) -> Path:
    """Write a CSV file with so many surveys of the last day, for tickets of its own, the ratings in turn."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        for number in range(count):
            answered = now - timedelta(seconds=number % 86_000 + 60)
            rating = mix[number % len(mix)]
            row = (
                f"{path.stem}-{number}",
                rating,
                answered.isoformat(),
                _COMMENT,
                "Took too long",
                f"Customer {number % 97}",
                "V. C.",
            )
            rows.writerow(row)
    return path
