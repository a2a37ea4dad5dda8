"""What GitLab would take for quick actions in a plan's texts: by them a file would reach further than by its actions.

GitLab looks outside code, quotations and HTML only (its documentation), and not in every version in the same way. Any
line that begins like one counts here: the bot's own words hold none, and customers' words stand in quotations or code.
"""

import re
from collections.abc import Iterator

from bot.engine.saved.plan import SavedPlan
from bot.model.actions import EditNote, FileIssue, IssueAction, Reply, UpdateIssue, WriteNote

_BEGINS_LIKE_ONE = re.compile(r"\s*/[^\W\d_]")


def quick_actions_in(text: str) -> frozenset[str]:
    """Find the lines of a text that begin like a quick action."""
    return frozenset(line for line in text.splitlines() if _BEGINS_LIKE_ONE.match(line))


def commands_gitlab(plan: SavedPlan) -> bool:
    """Tell whether a text of a plan holds what GitLab would carry out.

    New titles and descriptions of issues that are there may hold what people wrote; they are looked at beside these.
    """
    return any(quick_actions_in(text) for text in _texts(plan))


def _texts(plan: SavedPlan) -> Iterator[str]:
    for filing in plan.filings:
        for action in filing.to_do:
            yield from texts_of(action)
    for change in plan.changes:
        for action in change.to_do:
            if not isinstance(action, UpdateIssue):
                yield from texts_of(action)


def texts_of(action: IssueAction) -> tuple[str, ...]:
    """Give the texts that an action writes."""
    match action:
        case FileIssue():
            return action.title, action.description
        case UpdateIssue():
            return action.title or "", action.description or ""
        case WriteNote() | Reply() | EditNote():
            return (action.body,)
        case _:
            return ()
