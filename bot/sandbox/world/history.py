"""The lines of history that GitLab writes into an issue's notes.

Titles, descriptions, due dates and confidentiality leave a system note; state and labels have left events instead since
2020 (recorded answers of gitlab.com).
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def title_line(old: str, new: str) -> str:
    """Word the change of a title, with what went and what came marked inside it."""
    before, after = [], []
    for kind, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[start:end], new[start_new:end_new]
        before.append(gone if kind == "equal" else gone and f"{{-{gone}-}}")
        after.append(come if kind == "equal" else come and f"{{+{come}+}}")
    return f"changed title from **{''.join(before)}** to **{''.join(after)}**"


def due_date_line(due_date: date | None) -> str:
    """Word the change of a due date."""
    if due_date is None:
        return "removed due date"
    return f"changed due date to {due_date:%B} {due_date.day}, {due_date.year}"


def confidentiality_line(*, confidential: bool) -> str:
    """Word the hiding or publishing of an issue."""
    return f"made the issue {'confidential' if confidential else 'visible to everyone'}"
