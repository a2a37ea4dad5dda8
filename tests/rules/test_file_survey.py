from datetime import date, timedelta
from typing import Any

import pytest
from builders import NOW, a_context, a_filed_issue, a_survey, an_issue

from bot.errors import DamagedMarkError
from bot.model.actions import FileIssue, UpdateIssue
from bot.model.case import Case
from bot.model.issue import Issue
from bot.model.marks import marks_in
from bot.rules.file_survey import FileSurvey

DUE = date(2026, 11, 27)


def filed(rule: FileSurvey | None = None, **columns: Any) -> FileIssue:  # noqa: ANN401 - any column
    (action,) = (rule or FileSurvey()).decide(Case(None, a_survey(**columns)), a_context()).actions
    assert isinstance(action, FileIssue)
    return action


@pytest.mark.parametrize(
    ("columns", "title"),
    [
        ({"rating": "good"}, "Positive feedback for ticket 209"),
        ({"rating": "neutral"}, "Neutral feedback for ticket 209"),
        ({"rating": "bad"}, "Negative feedback for ticket 209"),
        ({"ticket": "", "id": "9f3"}, "Negative feedback for survey 9f3"),
    ],
)
def test_the_title_says_rating_and_ticket(columns: dict[str, Any], title: str) -> None:
    assert filed(**columns).title == title


@pytest.mark.parametrize(
    ("columns", "labels", "due"),
    [
        ({"rating": "good"}, {"satisfaction::good"}, None),
        ({"rating": "neutral"}, {"satisfaction::neutral", "review::needed"}, DUE),
        ({"rating": "bad"}, {"satisfaction::bad", "review::needed"}, DUE),
        (
            {"rating": "bad", "reason": "took too LONG "},
            {"satisfaction::bad", "review::needed", "feedback::process"},
            DUE,
        ),
        ({"rating": "bad", "reason": "something else"}, {"satisfaction::bad", "review::needed"}, DUE),
        ({"rating": "good", "region": "emea"}, {"satisfaction::good", "region::EMEA"}, None),
        ({"rating": "good", "region": "Mars"}, {"satisfaction::good"}, None),
        ({"rating": "good", "contact_requested": "yes"}, {"satisfaction::good", "contact::requested"}, DUE),
    ],
)
def test_labels_and_due_date_follow_the_answer(columns: dict[str, Any], labels: set[str], due: date | None) -> None:
    action = filed(**columns)
    assert set(action.labels) == labels
    assert action.due_date == due


def test_the_due_date_counts_from_filing_in_the_trackers_zone() -> None:
    late = a_context(now=NOW.replace(hour=23, minute=30))  # already the 21st in Berlin
    (action,) = FileSurvey().decide(Case(None, a_survey()), late).actions
    assert isinstance(action, FileIssue)
    assert action.due_date == DUE + timedelta(days=1)


def test_an_empty_comment_is_said_in_words() -> None:
    assert "The customer did not leave a comment." in filed().description


def test_the_mark_knows_the_survey_again() -> None:
    (mark,) = marks_in(filed(reason="Rude").description)
    assert mark.rule == "file_survey"
    assert mark.facts == {
        "survey": "survey/ticket/209",
        "responded": "2026-11-19T09:00:00+00:00",
        "rating": "bad",
        "due": "2026-11-27",
        "cause": "feedback::soft-skills",
    }


@pytest.mark.parametrize("confidential", [True, False])
def test_the_policy_decides_who_may_see_it(*, confidential: bool) -> None:
    assert filed(FileSurvey(confidential=confidential)).confidential is confidential


@pytest.mark.parametrize(
    ("columns", "is_filed"),
    [
        ({"rating": "good", "comment": ""}, False),
        ({"rating": "good", "comment": "Thanks"}, True),
        ({"rating": "neutral", "comment": ""}, True),
        ({"rating": "bad", "comment": ""}, True),
        ({"rating": "good", "comment": "", "contact_requested": "yes"}, True),
    ],
)
def test_good_without_a_comment_can_be_left_out(columns: dict[str, Any], *, is_filed: bool) -> None:
    rule = FileSurvey(skip_good_without_comment=True)
    decision = rule.decide(Case(None, a_survey(**columns)), a_context())
    assert bool(decision.actions) is is_filed


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(Case(None), id="nothing"),
        pytest.param(Case(a_filed_issue()), id="no survey"),
        pytest.param(Case(a_filed_issue(), a_survey()), id="known"),
        pytest.param(Case(an_issue(labels=frozenset())), id="a person's issue without a label"),
        pytest.param(Case(a_filed_issue(labels=frozenset(), state="closed")), id="closed without a label"),
        pytest.param(Case(a_filed_issue(labels=frozenset({"satisfaction::good"}))), id="a person corrected the rating"),
        pytest.param(
            Case(a_filed_issue(labels=frozenset({"satisfaction::good", "satisfaction::bad"}))), id="two ratings"
        ),
    ],
)
def test_an_issue_is_never_filed_twice(case: Case) -> None:
    assert not FileSurvey().decide(case, a_context()).actions


@pytest.mark.parametrize(
    ("issue", "labels", "due"),
    [
        pytest.param(
            a_filed_issue(due=DUE, due_date=None, labels=frozenset()),
            {"satisfaction::bad", "review::needed"},
            DUE,
            id="everything was left out",
        ),
        pytest.param(a_filed_issue(rating="good", labels=frozenset()), {"satisfaction::good"}, None, id="good"),
        pytest.param(
            a_filed_issue(due=DUE, cause="feedback::process", labels=frozenset({"review::done"})),
            {"satisfaction::bad", "feedback::process"},
            None,
            id="the review is done",
        ),
        pytest.param(
            a_filed_issue(due=DUE, cause="feedback::process", labels=frozenset({"feedback::soft-skills"})),
            {"satisfaction::bad", "review::needed"},
            None,
            id="a person chose another cause",
        ),
        pytest.param(
            a_filed_issue(due=DUE, due_date=None, labels=frozenset({"review::needed"})),
            {"satisfaction::bad"},
            None,
            id="a person removed the rating and the date",
        ),
    ],
)
def test_what_gitlab_left_out_is_set_by_the_next_pass(issue: Issue, labels: set[str], due: date | None) -> None:
    (update,) = FileSurvey().decide(Case(issue), a_context()).actions
    assert isinstance(update, UpdateIssue)
    assert set(update.labels.add) == labels
    assert update.due_date == due


def test_a_damaged_mark_is_an_error_and_not_a_guess() -> None:
    damaged = a_filed_issue(description=a_filed_issue().description.replace("rating=bad", "rating=awful"))
    with pytest.raises(DamagedMarkError, match="#12: the hidden mark"):
        FileSurvey().decide(Case(damaged), a_context())


def test_the_tickets_address_is_made_from_its_number_where_the_policy_says_so() -> None:
    ctx = a_context(ticket_address="https://desk.example.com/agent/{ticket}")
    (action,) = FileSurvey().decide(Case(None, a_survey(ticket_url="https://elsewhere.example.net/")), ctx).actions
    assert isinstance(action, FileIssue)
    assert "[ticket 209](https://desk.example.com/agent/209)" in action.description
    assert "elsewhere" not in action.description
