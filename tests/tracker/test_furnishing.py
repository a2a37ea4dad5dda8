"""What a project gets, it gets once, whatever becomes of the answers."""

from collections.abc import Callable

import pytest
from builders import NOW
from tracker.conftest import VirtualWaiting

from bot.errors import TrackerError
from bot.model.furniture import Schedule
from bot.model.labels import Label
from bot.sandbox import Sandbox
from bot.tracker import Client
from bot.tracker.furnishing import Furnisher
from bot.tracker.inventory import Inventory

PATH = ".gitlab/issue_templates/Feedback.md"
LABEL = Label(name="review::needed", color="#ed9121", description="Wanted")
LOST = ["lost", "truncated", "500_after", "502_after"]
UNDONE = ["reset", "502", "503"]


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """Work as a Maintainer, who may do all of it."""
    token = sandbox.token("mia")
    return Client(url=sandbox.url, token=token, project=sandbox.project, waiting=VirtualWaiting())


@pytest.fixture
def inventory(client: Client) -> Inventory:
    return Inventory(client)


def a_file(furnisher: Furnisher) -> None:
    furnisher.put_file(PATH, "main", "Hellö\n", message="Say hello", replacing=None)


def another_file(furnisher: Furnisher) -> None:
    found = Inventory(furnisher._client).file(PATH, "main")
    furnisher.put_file(PATH, "main", "Bye\n", message="Say bye", replacing=found.last_commit if found else None)


def a_schedule(furnisher: Furnisher) -> Schedule:
    return furnisher.create_schedule("Feedback bot", branch="main", cron="7 * * * *", timezone="Europe/Berlin")


def named(sandbox: Sandbox, name: str) -> int:
    label = sandbox.world.label_named(name)
    assert label is not None
    return label.id


@pytest.fixture
def furnished(sandbox: Sandbox, client: Client) -> Furnisher:
    """Let a board, a file, a schedule with a variable, and a label be there already."""
    furnisher = Furnisher(client)
    furnisher.create_label(LABEL)
    furnisher.create_board("Feedback")
    a_file(furnisher)
    furnisher.set_variable(a_schedule(furnisher), "A", "1")
    sandbox.clear_requests()
    return furnisher


THERE = Schedule(
    id=1, description="Feedback bot", cron="7 * * * *", timezone="UTC", is_active=True, variables={"A": "1"}
)
DEEDS: dict[str, Callable[[Furnisher, Sandbox], object]] = {
    "label": lambda to, _: to.create_label(Label(name="kudos", color="#f5b642")),
    "label changed": lambda to, box: to.change_label(named(box, LABEL.name), {"color": "#000000"}),
    "label renamed": lambda to, box: to.change_label(named(box, LABEL.name), {"new_name": "needed"}),
    "board": lambda to, _: to.create_board("Another"),
    "list": lambda to, box: to.add_list(1, LABEL.name, named(box, LABEL.name)),
    "file": lambda to, _: to.put_file("README.md", "main", "Read me\n", message="Add", replacing=None),
    "file changed": lambda to, _: another_file(to),
    "schedule": lambda to, _: to.create_schedule("Another", branch="main", cron="7 * * * *", timezone="UTC"),
    "schedule changed": lambda to, _: to.change_schedule(1, {"cron": "9 * * * *"}),
    "variable": lambda to, _: to.set_variable(THERE, "B", "2"),
    "variable changed": lambda to, _: to.set_variable(THERE, "A", "2"),
}


def shown(sandbox: Sandbox) -> object:
    """Everything that a deed may change."""
    world = sandbox.world
    return (
        sorted((label.name, label.color, label.description) for label in world.labels.values()),
        sorted((board.name, [one.label.name for one in board.lists]) for board in world.boards.values()),
        {path: (file.content, file.commits) for path, file in world.files.items()},
        [(one.description, one.cron, one.cron_timezone, one.variables) for one in world.schedules.values()],
    )


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("kind", [*LOST, *UNDONE])
def test_a_deed_is_done_once_whatever_becomes_of_its_answer(
    kind: str, deed: str, sandbox: Sandbox, furnished: Furnisher
) -> None:
    before = sandbox.save()
    DEEDS[deed](furnished, sandbox)
    done = shown(sandbox)
    assert len(sandbox.writes) == 1
    sandbox.restore(before)
    assert shown(sandbox) != done
    for method in ("POST", "PUT"):
        sandbox.faults.add(kind=kind, method=method)
    DEEDS[deed](furnished, sandbox)
    assert shown(sandbox) == done


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_that_goes_on_failing_is_told(deed: str, sandbox: Sandbox, furnished: Furnisher) -> None:
    for method in ("POST", "PUT"):
        sandbox.faults.add(kind="502", method=method, times=None)
    before = shown(sandbox)
    with pytest.raises(TrackerError, match="502: see GitLab's status"):
        DEEDS[deed](furnished, sandbox)
    assert shown(sandbox) == before


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_that_is_refused_is_not_tried_again(deed: str, sandbox: Sandbox, furnished: Furnisher) -> None:
    for method in ("POST", "PUT"):
        sandbox.faults.add(kind="403", method=method, times=None)
    with pytest.raises(TrackerError) as refused:
        DEEDS[deed](furnished, sandbox)
    assert refused.value.code == 403
    assert len(sandbox.writes) == 1


# --- what is read


def test_what_is_there_is_read(sandbox: Sandbox, furnished: Furnisher, inventory: Inventory) -> None:
    furnished.add_list(1, LABEL.name, named(sandbox, LABEL.name))
    sandbox.world.add_label("theirs", of_group=True)
    for state in ("opened", "closed"):
        sandbox.world.seed_issue(title="x", labels=[LABEL.name], state=state, created_at=NOW)
    project = inventory.project()
    assert (project.id, project.path, project.branch) == (4242, "support/feedback", "main")
    label, theirs = inventory.labels().values()
    assert (label.name, label.color, label.description, label.is_own, label.issues) == (
        *("review::needed", "#ed9121", "Wanted"),
        *(True, 2),
    )
    assert (theirs.name, theirs.is_own, theirs.issues) == ("theirs", False, 0)
    assert [(board.name, board.labels) for board in inventory.boards()] == [("Feedback", frozenset({LABEL.name}))]
    file = inventory.file(PATH, "main")
    assert file is not None
    assert file.text == "Hellö\n"
    assert inventory.file("README.md", "main") is None
    assert inventory.may_push("main")
    (listed,) = inventory.schedules_named("Another", "Feedback bot")
    schedule = inventory.schedule(listed.id)
    assert listed.variables == {}
    assert (schedule.cron, schedule.timezone, schedule.is_active, schedule.variables) == (
        *("7 * * * *", "Europe/Berlin"),
        *(True, {"A": "1"}),
    )
    assert inventory.schedules_named("Another") == []


def test_an_empty_repository_has_no_file_and_no_branch(inventory: Inventory) -> None:
    assert inventory.file(PATH, "main") is None
    assert inventory.may_push("main") is None


def test_what_is_not_for_the_bots_user_to_see_says_so(sandbox: Sandbox) -> None:
    planner = Inventory(Client(url=sandbox.url, token=sandbox.bot_token, project=sandbox.project))
    for read in (lambda: planner.file(PATH, "main"), lambda: planner.schedules_named("Feedback bot")):
        with pytest.raises(TrackerError) as refused:
            read()
        assert refused.value.code == 403


def test_lists_of_people_and_milestones_are_passed_over(
    inventory: Inventory, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = {"id": 1, "name": "Feedback", "lists": [{"id": 1, "label": None}, {"id": 2, "assignee": {"id": 3}}]}
    monkeypatch.setattr(client, "pages", lambda _: iter([answer]))
    (board,) = inventory.boards()
    assert board.labels == frozenset()
