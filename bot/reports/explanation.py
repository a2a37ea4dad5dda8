"""What there is to tell about one issue; the fields bear the names that the JSON document has."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from bot.model.survey import Rating


class Wanted(StrEnum):
    """What people are expected to give: any answer, the rest of the review, or word that a customer was contacted."""

    ANSWER = "answer"
    REVIEW = "review"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the labels and GitLab say; `contradicting_labels` must not stand beside each other.

    `hands_off` keeps the bot away, `reminders_off` keeps it from reminding; `dashboard` tells that it is the bot's own.
    """

    open: bool
    rating: Rating | None
    review: Literal["needed", "incomplete", "done"] | None
    contact: Literal["requested", "done"] | None
    contradicting_labels: tuple[str, ...]
    hands_off: bool
    reminders_off: bool
    dashboard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The due date, whether it is over, and what it is there for; where no clock runs, the `reason` says why."""

    due_date: date | None
    over: bool
    waits_for: Wanted | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected and of whom (usernames, or groups), and whether they are assigned or named by the policy."""

    what: Wanted | None
    who: tuple[str, ...] = ()
    chosen: Literal["assigned", "fallback"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that the bot will do, in a few words."""

    rule: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What the bot does next if nobody does anything; the first pass from `at` on does it.

    Where nothing comes, there are no steps and the `reason` says why.
    """

    at: datetime | None = None
    at_the_next_pass: bool = False
    steps: tuple[Step, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRead:
    """The customer's newest answer as the bot noted it."""

    rating: Rating
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """Which comment it was; nothing of what it says."""

    author: str
    at: datetime
    note: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A line that is not filled in; `seen` is what stands there where that is not understood."""

    line: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRead:
    """Which lines of the review were read, which are missing, and what the rule makes of it (empty if it is off).

    All of it is about the issue as it is, before anything that the next pass does.
    """

    read: tuple[str, ...]
    missing: tuple[Missing, ...]
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """When the bot reminded of the issue, and which of its rules did."""

    rule: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChange:
    """Who moved or removed the due date."""

    author: str
    at: datetime
    removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found in the issue: the evidence for all the rest. None where there is no such thing."""

    survey: SurveyRead | None = None
    answer_expected_since: datetime | None = None
    answer: Comment | None = None
    review: ReviewRead | None = None
    cause: str | None = None
    last_reminder: Reminder | None = None
    due_date_changed: DateChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A rule that lets the issue be at the next pass; it has seen what the rules before it are about to do.

    `concerned` tells whether it looks at such an issue at all: few look at closed ones, none where it has to keep away.
    """

    rule: str
    reason: str
    concerned: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How one issue stands at a moment (`now`); all instants are in the time zone of the tracker's people.

    Where something comes at the next pass, `state`, `clock` and `expected` are those that come of it.
    """

    issue: int
    url: str
    now: datetime
    state: State
    clock: Clock
    expected: Expected
    next: Next
    evidence: Findings
    declined: tuple[Declined, ...]
