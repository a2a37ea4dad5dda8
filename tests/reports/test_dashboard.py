"""What the dashboard shows and remembers, and when it is worth writing. Hand-written."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from builders import DAY, NOW, a_context, an_issue
from hypothesis import given
from hypothesis import strategies as st

from bot.model.actions import FileIssue, UpdateIssue
from bot.model.calendar import Calendar
from bot.model.cursor import Cursor
from bot.model.issue import Issue
from bot.model.logbook import PassRecord
from bot.model.marks import marks_in
from bot.reports.dashboard import (
    Dashboard,
    dashboard_mark,
    is_worth_writing,
    newest_overdue,
    opening,
    read_dashboard,
    renewed,
    writing,
)

HOUR = timedelta(hours=1)
YESTERDAY = date(2026, 11, 19)
LABEL = "feedback-bot::dashboard"
BEFORE = Dashboard(Cursor(NOW, "0a1b2c"), did={"file_survey": 2}, when=NOW, overdue=((7, YESTERDAY),))

RECORD = PassRecord("20261120T120000Z-0a1b", NOW + DAY, {"file_survey": 2, "ask_review": 1})


def issue_of(dashboard: Dashboard, **changes: object) -> Issue:
    """Build the issue that shows a dashboard."""
    filing = writing(None, dashboard, a_context(confidential=True))
    assert isinstance(filing, FileIssue)
    return an_issue(description=filing.description, labels=frozenset(filing.labels), **changes)


# --- what it remembers


@given(
    st.builds(
        Dashboard,
        cursor=st.just(BEFORE.cursor),
        did=st.dictionaries(st.sampled_from(["file_survey", "ask_review", "close_inactive"]), st.integers(1, 10**6)),
        when=st.none() | st.just(NOW),
        overdue=st.lists(st.tuples(st.integers(1, 10**6), st.dates()), max_size=50).map(tuple),
        overlapped=st.booleans(),
        passes=st.lists(st.just(RECORD), max_size=30).map(tuple),
    )
)
def test_what_is_written_can_be_read(dashboard: Dashboard) -> None:
    assert read_dashboard(issue_of(dashboard)) == dashboard


def test_one_that_was_opened_before_the_first_pass_tells_of_no_place() -> None:
    filing = opening(a_context(confidential=True))
    issue = an_issue(description=filing.description, labels=frozenset(filing.labels))
    assert (filing.title, filing.labels, filing.confidential) == ("Feedback bot: dashboard", (LABEL,), True)
    assert dashboard_mark(issue) is not None
    assert read_dashboard(issue) is None
    assert "It has had nothing to do yet." in filing.description


def test_it_fits_into_a_description_even_when_all_is_overdue() -> None:
    many = tuple((10**6 + number, YESTERDAY) for number in range(50))
    again = {10**6 + number: NOW for number in range(10_000)}
    text = issue_of(replace(BEFORE, overdue=many, cursor=replace(BEFORE.cursor, again=again))).description
    assert len(text) < 1_048_576, "GitLab takes no longer description"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("did=file_survey:2", "did=file_survey", id="no count"),
        pytest.param("did=file_survey:2", "did=file_survey:two", id="no number"),
        pytest.param("when=2026", "when=soon", id="no instant"),
        pytest.param("overdue=7%402026-11-19", "overdue=7", id="no date"),
        pytest.param("overdue=7%40", "overdue=x%40", id="no issue"),
        pytest.param("read=", "red=", id="no cursor"),
        pytest.param("<!-- feedback-bot dashboard", "<!-- feedback-bot", id="no mark"),
    ],
)
def test_what_somebody_has_changed_is_not_read(old: str, new: str) -> None:
    issue = issue_of(replace(BEFORE, passes=(RECORD,)))
    assert old in issue.description
    assert read_dashboard(replace(issue, description=issue.description.replace(old, new))) is None


def test_of_damaged_passes_only_these_are_not_read() -> None:
    issue = issue_of(replace(BEFORE, passes=(RECORD,)))
    damaged = replace(issue, description=issue.description.replace("passes=2026", "passes=soon"))
    assert read_dashboard(damaged) == BEFORE


def test_feedback_is_no_dashboard() -> None:
    assert dashboard_mark(an_issue(description="<!-- feedback-bot file_survey survey=survey/ticket/1 -->")) is None


# --- what it shows


def overdue(iid: int, due: date | None = YESTERDAY, **changes: object) -> Issue:
    return an_issue(iid=iid, due_date=due, **changes)


def test_the_newest_dates_come_first() -> None:
    issues = [overdue(1), overdue(2, YESTERDAY - DAY), overdue(3)]
    assert newest_overdue(issues, a_context()) == ((3, YESTERDAY), (1, YESTERDAY), (2, YESTERDAY - DAY))


def test_no_more_than_fifty_are_shown() -> None:
    shown = newest_overdue([overdue(number) for number in range(1, 61)], a_context())
    assert [iid for iid, _ in shown] == list(range(60, 10, -1))


@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(overdue(1, None), id="no date"),
        pytest.param(overdue(1, NOW.date()), id="due today"),
        pytest.param(overdue(1, state="closed"), id="closed"),
        pytest.param(overdue(0), id="not filed yet"),
    ],
)
def test_what_is_not_overdue_is_not_shown(issue: Issue) -> None:
    assert newest_overdue([issue], a_context()) == ()


def test_days_end_where_the_people_live() -> None:
    ahead = a_context(calendar=Calendar(ZoneInfo("Pacific/Kiritimati")))
    assert newest_overdue([overdue(1, NOW.date())], ahead) == ((1, NOW.date()),)


def test_times_are_told_in_the_time_zone_of_the_people() -> None:
    assert "2026-11-20 13:00 CET" in issue_of(BEFORE).description


def test_it_tells_how_to_take_back_what_was_done_last() -> None:
    text = issue_of(replace(BEFORE, passes=(replace(RECORD, identity="20261119T120000Z"), RECORD))).description
    assert f"`feedback-bot undo {RECORD.identity}`" in text
    assert "feedback-bot undo" not in issue_of(BEFORE).description


def test_what_was_done_last_stays_until_something_else_is_done() -> None:
    nothing = Dashboard(Cursor(NOW + DAY, "0a1b2c"))
    assert renewed(BEFORE, nothing) == replace(nothing, did=BEFORE.did, when=NOW)
    something = Dashboard(Cursor(NOW + DAY, "0a1b2c"), did={"close_inactive": 1}, when=NOW + DAY)
    assert renewed(BEFORE, something) == something
    assert renewed(None, nothing) == nothing


# --- when it is written


def later(after: timedelta, **changes: Any) -> Dashboard:  # noqa: ANN401 - any fact of the cursor
    """Build the dashboard of a pass so long after the last that was written."""
    return replace(BEFORE, cursor=replace(BEFORE.cursor, read_at=NOW + after, **changes))


@pytest.mark.parametrize(
    ("now", "spares_reading", "is_worth_it"),
    [
        pytest.param(later(HOUR / 2), False, False, id="nothing new"),
        pytest.param(later(11 * HOUR), False, False, id="nothing new for half a day"),
        pytest.param(later(12 * HOUR), False, True, id="nothing new for longer"),
        pytest.param(later(HOUR / 2), True, False, id="nothing new, some reading"),
        pytest.param(later(HOUR), True, True, id="nothing new for an hour, some reading"),
        pytest.param(replace(later(HOUR / 2), did={"file_survey": 3}), False, True, id="something was done"),
        pytest.param(replace(later(HOUR / 2), when=NOW + HOUR / 2), False, True, id="the same was done again"),
        pytest.param(replace(later(HOUR / 2), overdue=()), False, True, id="nothing is overdue any more"),
        pytest.param(replace(later(HOUR / 2), overlapped=True), False, True, id="another pass ran"),
        pytest.param(later(HOUR / 2, again={12: NOW}), False, True, id="an issue was left"),
        pytest.param(later(HOUR / 2, policy="ffffff"), False, True, id="another policy"),
        pytest.param(later(-2 * DAY), False, True, id="what was written lies in the future"),
    ],
)
def test_it_is_written_when_it_says_something_new_or_spares_some_reading(
    now: Dashboard, *, spares_reading: bool, is_worth_it: bool
) -> None:
    assert is_worth_writing(BEFORE, now, spares_reading=spares_reading) is is_worth_it


@pytest.mark.parametrize(("forged", "seen"), [(2, 1), (2, None)])
def test_it_is_written_when_somebody_has_put_a_later_date_into_it(forged: int, seen: int | None) -> None:
    before = replace(BEFORE, cursor=replace(BEFORE.cursor, due_seen=date(2099, 1, forged)))
    now = later(HOUR / 2, due_seen=seen and date(2099, 1, seen))
    assert is_worth_writing(before, now, spares_reading=False)


def test_the_first_is_always_written() -> None:
    assert is_worth_writing(None, BEFORE, spares_reading=False)


def test_an_issue_that_is_left_again_is_no_news() -> None:
    left = replace(BEFORE, cursor=replace(BEFORE.cursor, again={12: NOW}))
    assert not is_worth_writing(left, later(HOUR / 2, again={12: NOW + HOUR / 2}), spares_reading=False)


# --- how it is written


@pytest.mark.parametrize("confidential", [True, False])
def test_the_first_becomes_an_issue(*, confidential: bool) -> None:
    filing = writing(None, BEFORE, a_context(confidential=confidential))
    assert isinstance(filing, FileIssue)
    assert (filing.title, filing.labels) == ("Feedback bot: dashboard", (LABEL,))
    assert (filing.confidential, filing.due_date) == (confidential, None)
    assert [mark.rule for mark in marks_in(filing.description)] == ["dashboard"]


@pytest.mark.parametrize(("labels", "added"), [({LABEL}, ()), ({"satisfaction::good"}, (LABEL,))])
def test_a_later_one_changes_the_text_and_brings_the_label_back(labels: set[str], added: tuple[str, ...]) -> None:
    update = writing(an_issue(labels=frozenset(labels)), BEFORE, a_context(confidential=True))
    assert isinstance(update, UpdateIssue)
    assert update.labels.add == added
    assert (update.title, update.state_event, update.due_date, update.labels.remove) == (None, None, None, ())
