"""What a rule is asked about: an issue, a survey, or a survey that meets the issue it became."""

from dataclasses import dataclass, field
from enum import Flag, auto

from bot.model.issue import Issue
from bot.model.questions import Answers
from bot.model.survey import Survey


@dataclass(frozen=True, slots=True)
class Case:
    """An issue that nobody sent a survey for in this pass, a survey without an issue yet, or both together.

    `original` is the number of the issue that holds the same survey already, where it was filed twice; `siblings` are
    those of older issues about the same ticket, from other sources. `pending` tells that a rule before this one is
    about to change the issue; `answers` hold what rules have asked for.
    """

    issue: Issue | None
    survey: Survey | None = None
    original: int | None = None
    siblings: tuple[int, ...] = ()
    pending: bool = False
    answers: Answers = field(default_factory=Answers, compare=False)


class Evidence(Flag):
    """What must be read of an issue, beyond the issue itself, before a rule can decide."""

    NOTHING = 0
    COMMENTS = auto()
    SYSTEM_NOTES = auto()
    STATE_EVENTS = auto()
    LABEL_EVENTS = auto()
