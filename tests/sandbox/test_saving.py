from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.world.editing import relate
from bot.sandbox.world.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

LIST = "/projects/4242/issues"
PATHS = (
    LIST,
    f"{LIST}?order_by=updated_at",
    f"{LIST}/1",
    f"{LIST}/1/notes",
    f"{LIST}/1/links",
    f"{LIST}/1/award_emoji",
    f"{LIST}/1/resource_state_events",
    f"{LIST}/1/resource_label_events",
    "/projects/4242/labels",
    "/projects/4242/members/all",
    "/personal_access_tokens/self",
    "/users/8",
)


@pytest.fixture
def filled(sandbox: Sandbox, project: Project, login: Callable[[str], Project], now: datetime) -> None:
    """Everything that a project can hold."""
    sandbox.world.add_user("zoe", "Zoe Quist", Role.DEVELOPER)
    sandbox.world.seed_issue(title="old", author="zoe", created_at=now - timedelta(days=9), due_date=date(2026, 12, 1))
    project.issues.create({"title": "new", "labels": "a,b", "assignee_ids": [3]})
    first = project.issues.get(1)
    first.notes.create({"body": "hello"})
    first.awardemojis.create({"name": "eyes"})
    login("zoe").issues.get(1, lazy=True).notes.create({"body": "/duplicate #2\n/label ~a"})


def everything(http: Callable[..., Any]) -> list[object]:
    answers = [http("GET", path) for path in PATHS]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.json() for answer in answers]


def spoil(sandbox: Sandbox, project: Project, http: Callable[..., Any]) -> None:
    """Change everything."""
    sandbox.clock.advance(seconds=3600)
    project.labels.create({"name": "c", "color": "#fff"})
    project.issues.update(1, {"title": "other", "labels": "c", "state_event": "reopen", "due_date": ""})
    project.issues.get(1).notes.create({"body": "more"})
    project.issues.create({"title": "third"})
    project.issues.delete(2)
    http("DELETE", "/projects/4242/labels/a")
    assert http("DELETE", "/users/8", user="root").status_code == 204
    sandbox.settings.change({"tier": "premium"})


@pytest.mark.usefixtures("filled")
def test_everything_comes_back_any_number_of_times(
    sandbox: Sandbox, project: Project, http: Callable[..., Any]
) -> None:
    before = everything(http)
    saved = sandbox.save()
    for _ in range(3):
        spoil(sandbox, project, http)
        assert everything_but_missing(http) != before
        sandbox.restore(saved)
        assert everything(http) == before
        assert sandbox.settings.tier == "free"


def everything_but_missing(http: Callable[..., Any]) -> list[object]:
    return [http("GET", path).json() for path in PATHS]


@pytest.mark.usefixtures("filled")
def test_numbers_are_given_out_again(sandbox: Sandbox, project: Project) -> None:
    saved = sandbox.save()

    def numbers() -> tuple[int, int, int]:
        issue = project.issues.create({"title": "x", "labels": "new"})
        return issue.iid, issue.id, issue.notes.create({"body": "x"}).id

    first = numbers()
    assert numbers() != first
    sandbox.restore(saved)
    assert numbers() == first


@pytest.mark.usefixtures("filled")
def test_what_belongs_together_stays_together(sandbox: Sandbox, project: Project, http: Callable[..., Any]) -> None:
    sandbox.restore(sandbox.save())
    world = sandbox.world
    label = world.label_named("a")
    assert label is not None
    assert label in world.issues[1].labels & world.issues[2].labels
    assert world.labels[label.id] is label
    assert world.issues[1].author is world.people.named("zoe") is world.people.tokens["sandbox-zoe-token"].user
    assert world.issues[1].duplicate_of is world.issues[2] is world.issues[1].links[0].issue
    assert {issue.iid: issue for issue in world.issues_by_age} == world.issues
    project.labels.update("a", {"new_name": "renamed"})
    assert "renamed" in project.issues.get(1).labels
    http("DELETE", "/users/8", user="root")
    assert project.issues.get(1).author["username"] == "ghost"
    assert world.issues[1].author is world.people.named("ghost") is world.ghost


def test_a_copy_is_not_changed_by_what_happens_after_it(sandbox: Sandbox) -> None:
    sandbox.world.seed_issue(title="x", labels=["a"])
    saved = sandbox.save()
    sandbox.world.issues[1].labels.clear()
    sandbox.restore(saved)
    sandbox.world.issues[1].labels.clear()
    sandbox.restore(saved)
    assert sandbox.world.issues[1].label_names == ["a"]


def test_faults_requests_and_limits_begin_anew(sandbox: Sandbox, http: Callable[..., Any]) -> None:
    sandbox.settings.change({"issues_per_minute": 1})
    saved = sandbox.save()
    assert [http("POST", LIST, json={"title": "x"}).status_code for _ in range(2)] == [201, 429]
    sandbox.faults.add(kind="500", times=None)
    sandbox.restore(saved)
    assert sandbox.requests == []
    assert [http("POST", LIST, json={"title": "x"}).status_code for _ in range(2)] == [201, 429]


def test_the_clock_returns(sandbox: Sandbox, now: datetime) -> None:
    saved = sandbox.save()
    sandbox.clock.set(datetime(2030, 1, 1, tzinfo=UTC), ticking=True)
    later = sandbox.save()
    sandbox.restore(saved)
    assert (sandbox.clock.now(), sandbox.clock.ticking) == (now, False)
    sandbox.restore(later)
    assert sandbox.clock.ticking
    assert timedelta() <= sandbox.clock.now() - datetime(2030, 1, 1, tzinfo=UTC) < timedelta(seconds=30)


def test_chains_of_linked_issues_may_be_long(sandbox: Sandbox) -> None:
    world = sandbox.world
    for number in range(1, 301):
        world.seed_issue(title="x")
        if number > 1:
            relate(world, world.issues[number - 1], world.issues[number])
            world.issues[number - 1].duplicate_of = world.issues[number]
    sandbox.restore(sandbox.save())
    assert world.issues[299].duplicate_of is world.issues[300]
    assert [link.issue for link in world.issues[2].links] == [world.issues[1], world.issues[3]]


def test_a_hundred_issues_are_restored_quickly(sandbox: Sandbox, now: datetime) -> None:
    for _ in range(100):
        iid = sandbox.world.seed_issue(title="x", labels=["a", "b"], description="text\n" * 50)
        for _ in range(5):
            sandbox.world.seed_note(iid, "mia", "text", now)
    started = time.monotonic()
    for _ in range(20):
        sandbox.restore(sandbox.save())
    assert time.monotonic() - started < 1
