from dataclasses import replace
from typing import Any

import pytest
from builders import BOT, DAY, MIA, NOW, a_context, a_filed_issue, a_survey

from bot.model.actions import FileIssue, RelateIssue
from bot.model.case import Case
from bot.model.cursor import Cursor
from bot.model.issue import Issue
from bot.model.marks import Mark, stamp
from bot.model.questions import Answers, LinksOf, UnansweredError
from bot.rules.file_survey import FileSurvey
from bot.rules.relate_sources import RelateSources

RULE = RelateSources()
BEFORE, AFTER = (Cursor(at, policy="") for at in (NOW - 2 * DAY, NOW))
CTX = a_context(last_pass=BEFORE)


def filed(*, beside: str = "", **changes: Any) -> Issue:  # noqa: ANN401 - any field of the issue
    """Build an issue that was filed yesterday; the last complete pass had ended before that."""
    facts = {"survey": "survey/ticket/209", "responded": NOW.isoformat(), "rating": "bad"}
    facts |= {"beside": beside} if beside else {}
    return a_filed_issue(description=stamp("Words.", Mark("file_survey", facts)), **changes)


def case(issue: Issue, *siblings: int, linked: tuple[int, ...] | None = ()) -> Case:
    answers = Answers() if linked is None else Answers({LinksOf(issue.iid): frozenset(linked)})
    return Case(issue, siblings=siblings, answers=answers)


@pytest.mark.parametrize(
    ("asked", "related"),
    [
        pytest.param(case(filed(), 7), [7], id="met in this pass"),
        pytest.param(case(filed(beside="7")), [7], id="remembered in the mark"),
        pytest.param(case(filed(beside="7,3"), 5, 7), [3, 5, 7], id="several"),
        pytest.param(case(filed(beside="7"), 5, linked=(7, 9)), [5], id="one of them linked already"),
        pytest.param(case(filed(beside="7", iid=0), linked=None), [7], id="about to be filed: it has no links"),
    ],
)
def test_the_younger_issue_is_linked_to_the_older_ones(asked: Case, related: list[int]) -> None:
    actions = RULE.decide(asked, CTX).actions
    assert [action.other for action in actions if isinstance(action, RelateIssue)] == related
    assert len(actions) == len(related)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        pytest.param(Case(None), "not filed", id="a survey alone"),
        pytest.param(case(filed(author=MIA), 7), "not filed", id="somebody else's issue"),
        pytest.param(case(filed()), "no other source", id="nothing beside it"),
        pytest.param(case(filed(beside="7"), linked=(7,)), "related already", id="linked"),
    ],
)
def test_otherwise_nothing_is_linked(asked: Case, reason: str) -> None:
    decision = RULE.decide(asked, CTX)
    assert decision.actions == ()
    assert reason in decision.reason


def test_links_are_read_only_where_something_may_be_missing() -> None:
    with pytest.raises(UnansweredError):
        RULE.decide(case(filed(), 7, linked=None), CTX)


@pytest.mark.parametrize(
    ("last", "again"),
    [
        pytest.param(AFTER, False, id="a complete pass filed it"),
        pytest.param(replace(AFTER, again={12: NOW}), True, id="complete but for this issue"),
        pytest.param(replace(AFTER, again={7: NOW}), True, id="complete but for the older one"),
        pytest.param(replace(AFTER, again={8: NOW}), False, id="complete but for another issue"),
        pytest.param(BEFORE, True, id="the pass that filed it was cut off"),
        pytest.param(None, True, id="nothing is known, and it is young"),
    ],
)
def test_a_link_that_somebody_has_taken_off_stays_off(last: Cursor | None, *, again: bool) -> None:
    decision = RULE.decide(case(filed(beside="7", age=DAY / 2)), a_context(last_pass=last))
    assert bool(decision.actions) is again


def test_nothing_known_and_old_is_left_alone() -> None:
    assert RULE.decide(case(filed(beside="7", age=2 * DAY)), a_context()).actions == ()


def test_a_new_issue_remembers_what_it_is_filed_beside() -> None:
    (filing,) = FileSurvey().decide(Case(None, a_survey(), siblings=(3, 7)), CTX).actions
    assert isinstance(filing, FileIssue)
    issue = a_filed_issue(description=filing.description, author=BOT)
    assert [action.other for action in RULE.decide(case(issue), CTX).actions if isinstance(action, RelateIssue)] == [
        3,
        7,
    ]
