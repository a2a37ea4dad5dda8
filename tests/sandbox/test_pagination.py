from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox.lists import selection

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox
    from bot.sandbox.world.model import Issue

LIST = "/projects/4242/issues"
COUNTS = ("x-total", "x-total-pages", "x-page", "x-per-page", "x-next-page", "x-prev-page")


def fill(sandbox: Sandbox, count: int, now: datetime) -> None:
    for number in range(count):
        created = now - timedelta(hours=count - number)
        sandbox.world.seed_issue(title=f"{number:03}", author="mia", created_at=created)


def counts(answer: Any) -> list[str | None]:  # noqa: ANN401 (as the fixture gives it)
    return [answer.headers.get(name) for name in COUNTS]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["45", "3", "1", "20", "2", ""]),
        ("?page=2", ["45", "3", "2", "20", "3", "1"]),
        ("?page=3", ["45", "3", "3", "20", "", "2"]),
        ("?page=9", ["45", "3", "9", "20", "", ""]),
        ("?per_page=100", ["45", "1", "1", "100", "", ""]),
        ("?per_page=1000", ["45", "1", "1", "100", "", ""]),
        ("?per_page=0&page=0", ["45", "3", "1", "20", "2", ""]),
        ("?labels=none-such", ["0", "1", "1", "20", "", ""]),
    ],
)
def test_counts(sandbox: Sandbox, http: Callable[..., Any], now: datetime, query: str, expected: list[str]) -> None:
    fill(sandbox, 45, now)
    assert counts(http("GET", LIST + query)) == expected


def test_links_spell_everything_out(sandbox: Sandbox, http: Callable[..., Any], now: datetime) -> None:
    fill(sandbox, 5, now)
    url = sandbox.url + "/api/v4/projects/4242/issues?id=4242&not%5Blabels%5D=a+b&order_by=created_at"
    rest = "per_page=2&sort=asc&state=all&with_labels_details=false"
    answer = http("GET", LIST, params={"page": 2, "per_page": 2, "sort": "asc", "not[labels]": "a b"})
    assert answer.headers["link"] == ", ".join(
        [
            f'<{url}&page=1&{rest}>; rel="prev"',
            f'<{url}&page=3&{rest}>; rel="next"',
            f'<{url}&page=1&{rest}>; rel="first"',
            f'<{url}&page=3&{rest}>; rel="last"',
        ]
    )


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (
            "issues/1/notes",
            "activity_filter=all_notes&id=4242&noteable_id=1&order_by=created_at&page=1&per_page=20&sort=desc",
        ),
        ("labels", "id=4242&include_ancestor_groups=true&page=1&per_page=20&with_counts=false"),
        ("issues/1/award_emoji", "id=4242&issue_iid=1&page=1&per_page=20"),
        ("issues/1/discussions", "id=4242&noteable_id=1&page=1&per_page=20"),
        ("issues/1/resource_state_events", "eventable_id=1&id=4242&page=1&per_page=20"),
        ("members/all", "id=4242&page=1&per_page=20"),
    ],
)
def test_links_of_other_lists(sandbox: Sandbox, http: Callable[..., Any], path: str, query: str) -> None:
    sandbox.world.seed_issue(title="x", author="mia")
    url = f"{sandbox.url}/api/v4/projects/4242/{path}?{query}"
    assert http("GET", f"/projects/4242/{path}").headers["link"] == f'<{url}>; rel="first", <{url}>; rel="last"'


def test_links_repeat_arrays_and_leave_tokens_out(sandbox: Sandbox, http: Callable[..., Any], now: datetime) -> None:
    fill(sandbox, 3, now)
    query = f"labels[]=None&per_page=1&private_token={sandbox.bot_token}"
    link = http("GET", f"{LIST}?{query}", user=None).links["next"]["url"]
    assert "labels%5B%5D=None" in link
    assert "token" not in link


def test_encoded_path_in_links(sandbox: Sandbox, http: Callable[..., Any], now: datetime) -> None:
    fill(sandbox, 2, now)
    link = http("GET", "/projects/support%2Ffeedback/issues?per_page=1").links["next"]["url"]
    assert link.startswith(f"{sandbox.url}/api/v4/projects/support%2Ffeedback/issues?id=support%2Ffeedback&")


@pytest.mark.parametrize("options", [{}, {"pagination": "keyset", "order_by": "created_at"}])
def test_following_links(sandbox: Sandbox, project: Project, now: datetime, options: dict[str, str]) -> None:
    fill(sandbox, 23, now)
    rows = project.issues.list(iterator=True, per_page=5, sort="asc", **options)
    assert [issue.iid for issue in rows] == list(range(1, 24))
    assert len(sandbox.requests) == 5


def test_long_lists_are_not_counted(sandbox: Sandbox, http: Callable[..., Any], now: datetime) -> None:
    fill(sandbox, 10_001, now)
    answer = http("GET", LIST)
    assert counts(answer)[:2] == [None, None]
    assert set(answer.links) == {"next", "first"}


def test_far_offsets_are_refused(http: Callable[..., Any]) -> None:
    assert http("GET", f"{LIST}?page=501&per_page=100").status_code == 200
    answer = http("GET", f"{LIST}?page=502&per_page=100")
    assert answer.status_code == 405
    assert answer.json()["error"].startswith("Offset pagination has a maximum allowed offset of 50000")


def test_keyset_shows_its_cursor_in_the_link_alone(sandbox: Sandbox, http: Callable[..., Any], now: datetime) -> None:
    fill(sandbox, 3, now)
    answer = http("GET", f"{LIST}?pagination=keyset&per_page=2&order_by=created_at")
    assert set(answer.links) == {"next"}
    assert "cursor=" in answer.links["next"]["url"]
    assert not [name for name in answer.headers if name.startswith("x-")]
    last = http("GET", answer.links["next"]["url"].removeprefix(f"{sandbox.url}/api/v4"))
    assert [row["iid"] for row in last.json()] == [1]
    assert "link" not in last.headers


@pytest.mark.parametrize("sort", ["asc", "desc"])
@pytest.mark.parametrize("column", ["created_at", "updated_at", "title", "due_date", "weight", "relative_position"])
def test_keyset_gives_what_offsets_give(
    sandbox: Sandbox, project: Project, now: datetime, column: str, sort: str
) -> None:
    for number in range(7):
        due = (now + timedelta(days=number % 3)).date() if number % 2 else None
        created = now - timedelta(hours=number // 2)
        sandbox.world.seed_issue(title=f"t{number % 3}", author="mia", created_at=created, due_date=due)
    order: dict[str, Any] = {"order_by": column, "sort": sort}
    whole = [issue.iid for issue in project.issues.list(get_all=True, **order)]
    pages = [issue.iid for issue in project.issues.list(iterator=True, pagination="keyset", per_page=2, **order)]
    assert pages == whole


def test_keyset_is_not_shaken_by_closing_while_reading(sandbox: Sandbox, project: Project, now: datetime) -> None:
    fill(sandbox, 9, now)
    options: dict[str, Any] = {"state": "opened", "pagination": "keyset", "order_by": "created_at", "per_page": 2}
    seen = []
    for issue in project.issues.list(iterator=True, **options):
        seen.append(issue.iid)
        project.issues.update(issue.iid, {"state_event": "close"})
    assert len(seen) == 9


def test_keyset_refuses_a_wrong_cursor(http: Callable[..., Any]) -> None:
    answer = http("GET", f"{LIST}?pagination=keyset&cursor=nonsense")
    assert (answer.status_code, answer.json()) == (400, {"error": "cursor is invalid"})


def test_orders_without_keyset_fall_back_to_offsets(sandbox: Sandbox, http: Callable[..., Any], now: datetime) -> None:
    fill(sandbox, 3, now)
    answer = http("GET", f"{LIST}?pagination=keyset&order_by=popularity&per_page=2")
    assert counts(answer) == ["3", "2", "1", "2", "2", ""]


def test_keyset_meets_every_issue_once_whatever_its_microseconds(sandbox: Sandbox, login: Callable[[str], Any]) -> None:
    for number in (1, 3, 2):
        login("root").issues.create({"title": "x", "created_at": f"2026-11-01T00:00:00.000{number}Z"})
    rows = login("mia").issues.list(iterator=True, pagination="keyset", per_page=1, sort="asc")
    assert [issue.iid for issue in rows] == [1, 2, 3]
    assert len(sandbox.requests) == 6


def test_a_page_by_age_looks_at_no_more_than_it_shows(
    sandbox: Sandbox, http: Callable[..., Any], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(sandbox, 50, now)
    link = http("GET", f"{LIST}?pagination=keyset&per_page=20").links["next"]["url"]
    seen: list[int] = []

    def look(issue: Issue) -> bool:
        seen.append(issue.iid)
        return True

    monkeypatch.setattr(selection, "issue_checks", lambda _call: [look])
    shown = http("GET", link.removeprefix(f"{sandbox.url}/api/v4")).json()
    assert [row["iid"] for row in shown] == list(range(30, 10, -1))
    assert seen == list(range(30, 9, -1))


@pytest.mark.parametrize("column", ["created_at", "updated_at"])
def test_what_was_deleted_is_not_listed(sandbox: Sandbox, project: Project, now: datetime, column: str) -> None:
    fill(sandbox, 3, now)
    project.issues.delete(2)
    assert [issue.iid for issue in project.issues.list(get_all=True, order_by=column)] == [3, 1]
