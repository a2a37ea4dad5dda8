"""Which pass wrote it: every pass has an id, and signs the texts that it writes with a mark of its own.

`<!-- feedback-bot pass id=20261123T033154Z-0a1b -->` stands under the other marks. The id begins with the moment at
which the pass began to read, by GitLab's clock where that is behind ours: ids sort by time, and people can read them.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.model.actions import EditNote, FileIssue, IssueAction, Reply, UpdateIssue, WriteNote
from bot.model.marks import Mark, marks_in

RULE = "pass"
_FORMAT = "%Y%m%dT%H%M%SZ"
_ID = re.compile(r"([0-9]{8}T[0-9]{6}Z)(?:-[0-9a-f]{1,16})?")
_YEARS = range(2000, 9001)  # within which no time zone and no hour more leads out of the calendar


def pass_id(began: datetime, nonce: str = "") -> str:
    """Name a pass by when it began; the nonce tells two passes of one second apart."""
    return "-".join(filter(None, (began.astimezone(UTC).strftime(_FORMAT), nonce)))


def began_of(identity: str) -> datetime | None:
    """Read from a pass's id when it began; None if this is no such id."""
    found = _ID.fullmatch(identity)
    try:
        began = datetime.strptime(found[1], _FORMAT).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
    return began if began and is_sound(began) else None


def is_sound(moment: datetime) -> bool:
    """Tell whether a time can be reckoned with: it has its offset, and lies in no year at the calendar's end."""
    return moment.tzinfo is not None and moment.year in _YEARS


def signed(action: IssueAction, identity: str, before: str = "") -> IssueAction:
    """Sign what an action writes; a description keeps the pass that filed it, which stands in the text `before`."""
    match action:
        case FileIssue(description=str(text)) | UpdateIssue(description=str(text)):
            return replace(action, description=_signed(text, identity, signatures_of(before)[:1]))
        case WriteNote() | Reply() | EditNote():
            return replace(action, body=_signed(action.body, identity, ()))
        case _:
            return action


def signatures_of(text: str) -> tuple[str, ...]:
    """Name the passes that have written a text: the one that wrote it first, and the last one if that is another."""
    return tuple(mark.facts.get("id", "") for mark in marks_in(text) if mark.rule == RULE)


def unsigned(text: str) -> tuple[Mark, ...]:
    """Read the marks of a text without its signatures: what it says, whoever wrote it."""
    return tuple(mark for mark in marks_in(text) if mark.rule != RULE)


def without_signature(text: str) -> str:
    """Give a text as it would be if no pass had signed it, without the blanks at its end."""
    return "\n".join(_unsigned_lines(text.replace("\r\n", "\n"))).rstrip()


def _unsigned_lines(text: str) -> list[str]:
    return [line for line in text.rstrip().split("\n") if not any(mark.rule == RULE for mark in marks_in(line))]


def _signed(text: str, identity: str, first: tuple[str, ...]) -> str:
    kept = _unsigned_lines(text)
    gap = [] if any(True for _ in marks_in(kept[-1])) else [""]
    marks = (str(Mark(RULE, {"id": name})) for name in dict.fromkeys((*first, identity)))
    return "\n".join([*kept, *gap, *marks])
