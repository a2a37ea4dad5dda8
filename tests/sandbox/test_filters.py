from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox

DAY = timedelta(days=1)
START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def seeded(sandbox: Sandbox) -> None:
    """Five issues, one a day."""
    seed = sandbox.world.seed_issue
    seed(title="one", author="mia", created_at=START, labels=["a", "b"], assignees=["jonas"])
    seed(title="two", author="jonas", created_at=START + DAY, labels=["a"], updated_at=START + 9 * DAY)
    seed(title="three", author="mia", created_at=START + 2 * DAY, labels=["b"], state="closed", confidential=True)
    seed(title="four", author="priya", created_at=START + 3 * DAY, description="seldom", due_date=date(2026, 12, 1))
    seed(title="five", author="gus", created_at=START + 4 * DAY, labels=["scope::x"], assignees=["mia"])


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"sort": "asc"}, [1, 2, 3, 4, 5]),
        ({"order_by": "updated_at"}, [2, 5, 4, 3, 1]),
        ({"order_by": "updated_at", "sort": "asc"}, [1, 3, 4, 5, 2]),
        ({"order_by": "title", "sort": "asc"}, [5, 4, 1, 3, 2]),
        ({"order_by": "due_date", "sort": "asc"}, [4, 5, 3, 2, 1]),
        ({"order_by": "due_date", "sort": "desc"}, [4, 5, 3, 2, 1]),
        ({"state": "opened"}, [5, 4, 2, 1]),
        ({"state": "closed"}, [3]),
        ({"state": "all"}, [5, 4, 3, 2, 1]),
        ({"labels": "a"}, [2, 1]),
        ({"labels": ["a", "b"]}, [1]),
        ({"labels": "a,b"}, [1]),
        ({"labels": "None"}, [4]),
        ({"labels": "any"}, [5, 3, 2, 1]),
        ({"labels": "unknown"}, []),
        ({"labels": "scope::x"}, [5]),
        ({"labels": "scope::*"}, []),
        ({"not": {"labels": "a"}}, [5, 4, 3]),
        ({"not": {"labels": "b,scope::x"}}, [4, 2]),
        ({"labels": "a", "not": {"labels": "b"}}, [2]),
        ({"not": {"iids": "1,2"}}, [5, 4, 3]),
        ({"not": {"author_username": "mia"}}, [5, 4, 2]),
        ({"not": {"author_id": 3, "assignee_id": 3}}, [4, 2]),
        ({"not": {"assignee_username": "jonas"}}, [5, 4, 3, 2]),
        ({"iids": [1, 3, 99]}, [3, 1]),
        ({"author_id": 3}, [3, 1]),
        ({"author_username": "jonas"}, [2]),
        ({"assignee_id": 4}, [1]),
        ({"assignee_id": "None"}, [4, 3, 2]),
        ({"assignee_id": "Any"}, [5, 1]),
        ({"assignee_username": ["mia"]}, [5]),
        ({"confidential": True}, [3]),
        ({"confidential": False}, [5, 4, 2, 1]),
        ({"created_after": "2026-11-04T00:00:00Z"}, [5, 4]),
        ({"created_before": "2026-11-02"}, [2, 1]),
        ({"created_after": "2026-11-02T01:00:00+01:00", "created_before": "2026-11-03T00:00:00Z"}, [3, 2]),
        ({"updated_after": "2026-11-10T00:00:00Z"}, [2]),
        ({"updated_before": "2026-11-03T00:00:00.000Z"}, [3, 1]),
        ({"labels": "a", "state": "opened", "updated_after": "2026-11-10T00:00:00Z"}, [2]),
        ({"labels": "a", "state": "opened", "updated_after": "2026-11-10T00:00:00.001Z"}, []),
        ({"labels": "a", "updated_after": "2026-11-01", "updated_before": "2026-11-09"}, [1]),
        ({"labels": "b", "state": "closed", "updated_before": "2026-11-03"}, [3]),
        ({"labels": "b", "state": "opened", "created_before": "2026-11-03"}, [1]),
        ({"labels": "a", "state": "closed", "created_before": "2026-11-03"}, []),
        ({"order_by": "updated_at", "labels": "a", "updated_after": "2026-11-01"}, [2, 1]),
        ({"issue_type": "issue"}, [5, 4, 3, 2, 1]),
        ({"issue_type": "task"}, []),
        ({"closed_by_id": 3}, [3]),
        ({"milestone": "None"}, [5, 4, 3, 2, 1]),
        ({"milestone": "m1"}, []),
        ({"weight": "None"}, [5, 4, 3, 2, 1]),
        ({"search": "seld"}, [4]),
        ({"nonsense": "ignored"}, [5, 4, 3, 2, 1]),
    ],
    ids=str,
)
def test_filter(project: Project, filters: dict[str, Any], expected: list[int]) -> None:
    assert [issue.iid for issue in project.issues.list(get_all=True, **filters)] == expected


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("scope", "expected"),
    [("created_by_me", [3, 1]), ("created-by-me", [3, 1]), ("assigned_to_me", [5]), ("all", [5, 4, 3, 2, 1])],
)
def test_scope(login: Callable[[str], Project], scope: str, expected: list[int]) -> None:
    assert [issue.iid for issue in login("mia").issues.list(get_all=True, scope=scope)] == expected


@pytest.mark.parametrize("options", [{}, {"pagination": "keyset"}])
def test_own_issues_page_by_page(sandbox: Sandbox, project: Project, options: dict[str, Any]) -> None:
    for author in ["feedback-bot", "mia", "feedback-bot", "gus", "feedback-bot", "feedback-bot"]:
        sandbox.world.seed_issue(title="x", author=author)
    rows = project.issues.list(iterator=True, per_page=2, scope="created_by_me", sort="asc", **options)
    assert [issue.iid for issue in rows] == [1, 3, 5, 6]


@pytest.mark.usefixtures("seeded")
def test_own_reactions(project: Project, login: Callable[[str], Project]) -> None:
    project.issues.get(1, lazy=True).awardemojis.create({"name": "robot"})
    project.issues.get(2, lazy=True).awardemojis.create({"name": "eyes"})
    login("mia").issues.get(3, lazy=True).awardemojis.create({"name": "robot"})

    def mine(emoji: str) -> list[int]:
        return [issue.iid for issue in project.issues.list(get_all=True, my_reaction_emoji=emoji)]

    assert (mine("robot"), mine("Any"), mine("None")) == ([1], [2, 1], [5, 4, 3])


@pytest.mark.usefixtures("seeded")
def test_array_parameters_of_a_query(http: Callable[..., Any]) -> None:
    def iids(query: str) -> list[int]:
        return [row["iid"] for row in http("GET", f"/projects/4242/issues?{query}").json()]

    assert iids("labels[]=a&labels[]=b") == [1]
    assert iids("iids[]=2&iids[]=4&sort=asc") == [2, 4]
    assert iids("not[labels][]=a&not[labels][]=b") == [5, 4]


def test_equal_times_are_ordered_by_id(sandbox: Sandbox, project: Project) -> None:
    for number in range(5):
        sandbox.world.seed_issue(title=str(number), author="mia")
    assert [issue.iid for issue in project.issues.list(get_all=True)] == [5, 4, 3, 2, 1]
    assert [issue.iid for issue in project.issues.list(get_all=True, sort="asc")] == [1, 2, 3, 4, 5]


def test_order_by_priority_popularity_and_weight(sandbox: Sandbox, project: Project) -> None:
    sandbox.settings.change({"tier": "premium"})
    project.labels.create({"name": "urgent", "color": "#ff0000", "priority": 1})
    project.issues.create({"title": "plain", "weight": 2})
    project.issues.create({"title": "urgent", "labels": "urgent", "weight": 1})
    project.issues.get(1).awardemojis.create({"name": "+1"})

    def first(column: str, sort: str) -> int:
        return int(project.issues.list(get_all=True, order_by=column, sort=sort)[0].iid)

    assert (first("priority", "asc"), first("popularity", "desc"), first("weight", "asc")) == (2, 1, 2)
    assert first("relative_position", "desc") == 2


@pytest.mark.usefixtures("seeded")
def test_label_details(project: Project) -> None:
    label = project.issues.list(iids=[1], with_labels_details=True, get_all=True)[0].labels[0]
    assert (label["name"], label["color"]) == ("a", "#6699cc")
    assert set(label) == {"id", "name", "description", "text_color", "description_html", "color", "archived"}


@pytest.mark.parametrize(
    ("search", "within", "found"),
    [
        ("marker", "title,description", True),
        ("mark", "title,description", True),
        ("arker", "title,description", False),
        ("HELLO mark", "title,description", True),
        ("hello absent", "title,description", False),
        ("hello", "description", False),
        ("markerx42", "description", True),
        ("hidden", "title,description", True),
        ("x" * 50, "title,description", False),
    ],
)
def test_search_matches_beginnings_of_words(
    sandbox: Sandbox, project: Project, search: str, within: str, *, found: bool
) -> None:
    description = f"text markerx42 {'x' * 60} <!-- hidden -->"
    sandbox.world.seed_issue(title="Hello world", author="mia", description=description)
    places: dict[str, Any] = {"in": within}
    rows = project.issues.list(get_all=True, search=search, **places)
    assert bool(rows) is found


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("overdue", [1, 2]),
        ("today", [3]),
        ("tomorrow", [4]),
        ("week", [2, 3]),
        ("month", [2, 3, 4, 5]),
        ("next_month_and_previous_two_weeks", [2, 3, 4, 5, 6]),
        ("any", [1, 2, 3, 4, 5, 6, 7]),
        ("0", [8]),
        ("", [1, 2, 3, 4, 5, 6, 7, 8]),
    ],
)
def test_due_date(sandbox: Sandbox, project: Project, word: str, expected: list[int]) -> None:
    days = ("2026-10-31", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-30", "2026-12-31", "2027-01-01")
    for day in days:
        sandbox.world.seed_issue(title=day, author="mia", due_date=date.fromisoformat(day))
    sandbox.world.seed_issue(title="never", author="mia")
    rows = project.issues.list(get_all=True, due_date=word, sort="asc")
    assert [issue.iid for issue in rows] == expected


@pytest.mark.parametrize("options", [{}, {"pagination": "keyset"}])
@pytest.mark.parametrize(("sort", "expected"), [("desc", [7, 4, 3, 6, 5]), ("asc", [6, 5, 4, 3, 7])])
def test_overdue_page_by_page(
    sandbox: Sandbox, project: Project, sort: str, expected: list[int], options: dict[str, Any]
) -> None:
    for day in (22, 23, 20, 20, 18, 18, 21):
        sandbox.world.seed_issue(title="x", author="mia", due_date=date(2026, 11, day))
    sandbox.world.seed_issue(title="never", author="mia")
    sandbox.world.seed_issue(title="done", author="mia", due_date=date(2026, 11, 20), state="closed")
    order: dict[str, Any] = {"order_by": "due_date", "sort": sort, "state": "opened"}
    rows = project.issues.list(iterator=True, per_page=2, due_date="overdue", **order, **options)
    assert [issue.iid for issue in rows] == expected


@pytest.mark.parametrize("column", ["title", "due_date", "weight", "popularity", "milestone_due"])
@pytest.mark.parametrize("sort", ["asc", "desc"])
def test_the_newest_of_equal_issues_comes_first(sandbox: Sandbox, project: Project, column: str, sort: str) -> None:
    for _ in range(3):
        sandbox.world.seed_issue(title="x", author="mia")
    assert [issue.iid for issue in project.issues.list(get_all=True, order_by=column, sort=sort)] == [3, 2, 1]


def test_due_date_moves_with_the_clock(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.seed_issue(title="x", author="mia", due_date=date(2026, 11, 22))
    assert project.issues.list(get_all=True, due_date="overdue") == []
    sandbox.clock.set(datetime(2026, 11, 23, 0, 0, 1, tzinfo=UTC))
    assert len(project.issues.list(get_all=True, due_date="overdue")) == 1
