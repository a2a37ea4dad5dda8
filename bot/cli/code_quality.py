"""Problems of a configuration as GitLab shows them in a merge request: its Code Quality report format."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

_PLACE = re.compile(r"(?P<path>[^:\n]+\.[a-z0-9]+):(?:(?P<line>[0-9]+):)? (?P<detail>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """What a problem says, and where in which file; without a path it is about no file."""

    detail: str
    path: str | None = None
    line: int | None = None


def place_of(problem: str) -> Place:
    """Take a problem's line apart."""
    found = _PLACE.fullmatch(problem)
    if found is None:
        return Place(problem)
    return Place(found["detail"], found["path"], int(found["line"]) if found["line"] else None)


def code_quality_report(problems: Sequence[str], repository: Path) -> str:
    """Write the report; what stands in no file of the repository, such as an environment variable, has no place there.

    The keys are those that GitLab needs (its documentation, "Code Quality report format"). It knows files by their way
    from the top of the repository, where jobs work, however the policy was named.
    """
    places = (_within(repository.resolve(), place_of(problem)) for problem in problems)
    return json.dumps([_entry(place) for place in places if place.path], indent=2, ensure_ascii=False) + "\n"


def _within(top: Path, place: Place) -> Place:
    if place.path is None:
        return place
    found = (top / place.path).resolve()
    return replace(place, path=found.relative_to(top).as_posix() if found.is_relative_to(top) else None)


def _entry(place: Place) -> dict[str, object]:
    return {
        "description": place.detail,
        "check_name": "feedback-bot check-config",
        # Without the line, so that a problem which only moves is the same to GitLab.
        "fingerprint": sha256(f"{place.path}\n{place.detail}".encode()).hexdigest(),
        "severity": "major",
        "location": {"path": place.path, "lines": {"begin": place.line or 1}},
    }
