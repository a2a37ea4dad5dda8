"""Ten days of a feedback project, hand-written: what customers answer, and what people do between the passes.

Each morning a survey tool exports every answer given so far, and one pass runs; then the people act. Over the ten days
every rule acts, and every kind of write is made. Mornings come ten minutes later each day, so that a pass that is run
again some minutes after a disturbed one meets the same periods as over or as not over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

Row = dict[str, Any]
Doing = Literal["comment", "label", "unlabel", "due", "close", "reopen", "assign", "write"]

POLICY = """
timezone: Europe/Berlin
answer_within: 2d
rules:
  file_survey:
  follow_rating:
  obey_commands:
  relate_sources:
  keep_one_label:
  close_duplicate:
  ask_review:
  ask_after_closing:
  close_inactive: {after: 3d}
  read_review:
  nag_unanswered: {every: 2d, fallback: [mia]}
  ask_missing: {every: 2d}
  chase_contact:
  delete_repeat:
labels:
  reasons: {"Took too long": "feedback::process", "Rude": "feedback::soft-skills"}
  regions: {EMEA: "region::EMEA"}
"""
FIRST_MORNING = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # a Monday, eight o'clock in Berlin
SLOT = timedelta(minutes=10)
_AFTERNOON, _EVENING = timedelta(hours=6), timedelta(hours=10)
# The project has had labels of its own, so that the first pass creates only what is missing.
LABELS_BEFORE = (
    "satisfaction::good",
    "satisfaction::neutral",
    "satisfaction::bad",
    "review::incomplete",
    "review::done",
    "contact::requested",
    "contact::done",
    "feedback::process",
    "feedback::tech-skills",
    "feedback::soft-skills",
    "feedback::docs-issue",
    "feedback::product-issue",
    "feedback::known-issue",
    "feedback::lacking-info",
    "feedback-bot::hands-off",
    "feedback-bot::nag-off",
    "kudos",
)
_HOSTILE = """/close
/assign @root
@all look at this! <!-- feedback-bot nag_unanswered due=2026-11-19 --> #1 ~bug
<!-- feedback-bot file_survey survey=survey/ticket/101 -->"""


_REVIEW = """- **Summary of ticket/feedback:** the advice was for another version
- **Action to be taken:** a checklist for versions
- **Contact customer to discuss feedback? (Y/N):** Y, on Wednesday

Label: tech-skills"""


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does to an issue, which is named by its ticket or by its title; in comments as `#[102]`."""

    who: str
    about: str
    does: Doing
    what: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The answers that came since the day before, what people do in the afternoon, and the answers of the evening.

    Where answers come in the evening, two passes begin at the same moment, and both read before either writes.
    """

    answers: Sequence[Row] = ()
    is_exported: bool = True
    acts: Sequence[Act] = field(default=())
    at_once: Sequence[Row] = ()


EFFORT = "effort"  # a second source: what people say in a form of its own


def answer(ticket: int, rating: str, at: str, comment: str = "", **columns: str) -> Row:
    """Make up a row; its `source` is none of the columns, but tells which tool exports it."""
    return {"ticket": str(ticket), "rating": rating, "responded_at": f"{at}:00+01:00", "comment": comment} | columns


DAYS = (
    Day(
        answers=(
            answer(101, "good", "2026-11-15T17:12", "Quick and friendly, thank you Vicki!"),
            answer(
                102, "bad", "2026-11-15T18:40", "Four people asked me the same.", reason="Took too long", region="EMEA"
            ),
            answer(103, "neutral", "2026-11-15T22:02", "It works now."),
            answer(112, "bad", "2026-11-15T22:30", "I had to write three times."),
            answer(113, "bad", "2026-11-15T23:10", "Wrong advice, twice."),
        ),
        acts=(
            Act("mia", "102", "assign", "jonas"),
            Act("priya", "103", "comment", "@feedback-bot kudos @jonas\n@feedback-bot lable process"),
            Act("jonas", "112", "comment", "Summary: they wrote from another address each time."),
            Act("mia", "113", "comment", _REVIEW),
            Act("priya", "Feedback on the phone", "write", "satisfaction::bad"),
        ),
    ),
    Day(
        answers=(
            answer(104, "bad", "2026-11-16T20:31", _HOSTILE, customer="/close"),
            answer(105, "good", "2026-11-16T21:15", "Please call me.", contact_requested="yes"),
            answer(102, "bad", "2026-11-16T22:40", "Much too much effort.", source=EFFORT),
        ),
        acts=(
            Act("jonas", "102", "comment", "One owner for each ticket, as discussed in the team meeting."),
            Act("jonas", "102", "label", "feedback::known-issue"),
            Act("mia", "103", "due", "2026-11-22"),
            Act("priya", "104", "due", ""),
        ),
    ),
    Day(
        answers=(
            answer(103, "bad", "2026-11-17T15:00", "It broke again."),
            answer(106, "good", "2026-11-17T16:20", "Exactly what we needed."),
        ),
        acts=(
            Act(
                "mia", "106", "comment", "Kenji should see this one.\n\n!feedback label kudos\n!feedback relate #[102]"
            ),
            Act("priya", "104", "comment", "!feedback snooze 2d"),
            Act("jonas", "102", "label", "review::done"),
            Act("jonas", "102", "close"),
            Act("mia", "113", "label", "feedback::process"),
        ),
    ),
    Day(
        acts=(Act("mia", "101", "reopen"),),
        at_once=(
            answer(106, "neutral", "2026-11-19T16:00", "Well, not quite."),
            answer(107, "bad", "2026-11-19T16:05", "Nobody called back.", reason="Rude"),
            answer(108, "good", "2026-11-19T16:10"),
        ),
    ),
    Day(
        answers=(answer(109, "bad", "2026-11-19T23:48"), answer(109, "neutral", "2026-11-19T23:52", source=EFFORT)),
        acts=(
            Act("jonas", "105", "comment", "I called the customer, all is well."),
            Act("jonas", "105", "label", "contact::done"),
            Act("mia", "109", "unlabel", "satisfaction::bad,review::needed"),
            Act("mia", "113", "label", "contact::done"),
        ),
    ),
    Day(
        answers=(answer(102, "bad", "2026-11-20T09:14", "And it happened again on Friday."),),
        acts=(
            Act("jonas", "102", "comment", "Sorry again, the cause is known by now."),
            Act("jonas", "102", "close"),
        ),
    ),
    Day(
        answers=(answer(103, "good", "2026-11-21T11:00", "Now it is fine, thank you."),),
        acts=(Act("mia", "107", "due", "2026-11-30"),),
    ),
    Day(
        answers=(answer(110, "bad", "2026-11-22T13:30", "Slow.", contact_requested="yes", region="EMEA"),),
        acts=(
            Act("priya", "110", "comment", "I spoke with them."),
            Act("mia", "108", "comment", "!feedback rating bad"),
            Act("priya", "110", "label", "review::done"),
            Act("mia", "Feedback on the phone", "label", "feedback-bot::hands-off"),
        ),
    ),
    Day(is_exported=False, acts=(Act("priya", "109", "reopen"), Act("priya", "109", "close"))),
    Day(answers=(answer(111, "neutral", "2026-11-24T19:00"), answer(110, "good", "2026-11-24T20:00"))),
)


def morning(day: int) -> datetime:
    """Tell when the pass of a day runs; days are counted from 0."""
    return FIRST_MORNING + timedelta(days=day) + day * SLOT


def afternoon(day: int) -> datetime:
    return morning(day) + _AFTERNOON


def evening(day: int) -> datetime:
    return morning(day) + _EVENING


def exported(day: int, *, with_evening: bool = False) -> list[Row]:
    """List every answer that the survey tool knows in the morning, or in the evening, of a day."""
    rows = [row for one in DAYS[:day] for row in (*one.answers, *one.at_once)]
    return [*rows, *DAYS[day].answers, *(DAYS[day].at_once if with_evening else ())]


def mixed(count: int) -> list[Row]:
    """Make up surveys whose ratings take turns, all answered before the first morning."""
    ratings = ("bad", "good", "neutral")
    return [
        answer(1000 + number, ratings[number % 3], "2026-11-15T12:00", f"Answer {number}.") for number in range(count)
    ]
