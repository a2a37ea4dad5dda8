"""`feedback-bot setup` over HTTP: what it shows and does, that it does it once, and how it ends."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import DAY, NOW
from cli.conftest import Command, Ended

from bot.model.furniture import Project
from bot.reports.issue_template import ORIGIN
from bot.sandbox import Sandbox
from bot.sandbox.world.roles import Role
from bot.setup.wanted import TEMPLATE
from bot.tracker import Client
from bot.tracker.inventory import Inventory

PLANNER, REPORTER, DEVELOPER, MAINTAINER = "feedback-bot", "priya", "jonas", "mia"
DASHBOARD = "feedback-bot::dashboard"
LABELS = 19  # of the shipped catalogue
MENDED = "--rename", "feedback::tech-skill=feedback::tech-skills"

As = Callable[[str], None]


@pytest.fixture
def acting_as(connected: Sandbox, monkeypatch: pytest.MonkeyPatch) -> As:
    """Let the command work with somebody's token."""
    return lambda username: monkeypatch.setenv("FEEDBACK_BOT_TOKEN", connected.token(username))


def statuses(ended: Ended) -> dict[str, str]:
    """What became of everything that was not left alone."""
    return {step["what"]: step["status"] for step in ended.document["steps"] if step["status"] != "left alone"}


def kinds(ended: Ended) -> dict[tuple[str, str], int]:
    return Counter((step["area"], step["status"]) for step in ended.document["steps"])


def shown(sandbox: Sandbox) -> dict[str, Any]:
    """All that setup may have made, as people see it."""
    world = sandbox.world
    return {
        "labels": sorted((label.name, label.color, label.description) for label in world.labels.values()),
        "boards": [(board.name, [one.label.name for one in board.lists]) for board in world.boards.values()],
        "files": {path: file.content for path, file in world.files.items()},
        "schedules": [(one.description, one.cron, one.cron_timezone) for one in world.schedules.values()],
        "issues": [(issue.title, issue.label_names) for issue in world.issues.values()],
    }


# --- a new project


def test_a_new_project_is_made_ready_and_the_second_time_nothing_is_written(
    feedback_bot: Command, connected: Sandbox
) -> None:
    ended = feedback_bot("setup", "--output", "json")
    assert ended.code == 0
    assert kinds(ended) == {
        ("labels", "created"): LABELS,
        ("dashboard", "created"): 1,
        ("template", "by hand"): 1,
        ("board", "created"): 1,
    }
    assert (ended.document["created"], ended.document["by_hand"], ended.document["writes"]) == (21, 1, LABELS + 5)
    assert ended.document["reads"] <= 10
    made = shown(connected)
    assert made["boards"] == [("Feedback", ["review::needed", "review::incomplete", "review::done"])]
    assert made["issues"] == [("Feedback bot: dashboard", [DASHBOARD])]
    assert connected.world.issues[1].confidential
    connected.clear_requests()
    again = feedback_bot("setup", "--output", "json")
    assert (again.code, again.document["reads"], connected.writes) == (0, 8, [])
    assert kinds(again) == {
        ("labels", "left alone"): LABELS,
        ("dashboard", "left alone"): 1,
        ("template", "by hand"): 1,
        ("board", "left alone"): 1,
    }
    assert shown(connected) == made


def test_a_dry_run_shows_the_plan_and_only_reads(feedback_bot: Command, connected: Sandbox) -> None:
    before = shown(connected)
    ended = feedback_bot("setup", "--dry-run")
    assert ended.code == 0
    assert "create  label review::needed" in ended.out
    assert "create  the dashboard issue" in ended.out
    assert "by hand  issue template .gitlab/issue_templates/Feedback.md: the bot's user may not see" in ended.out
    assert "21 steps planned; 1 for you to do by hand; nothing was written." in ended.out
    assert "Requests: 8 to read, 0 to write." in ended.out
    assert {request.method for request in connected.requests} == {"GET"}
    assert shown(connected) == before
    document = feedback_bot("setup", "--dry-run", "--output", "json").document
    assert (document["dry_run"], document["planned"], document["created"]) == (True, 21, 0)


def test_the_plan_is_shown_before_it_is_done_and_each_deed_is_logged(feedback_bot: Command, connected: Sandbox) -> None:
    del connected
    ended = feedback_bot("setup")
    assert ended.out.index("create  issue board Feedback") < ended.out.index("21 steps done; 1 for you to do by hand.")
    assert [line["event"] for line in ended.logged] == ["created"] * 21
    assert "left alone, labels: 19 labels, as they should be\n" in feedback_bot("setup").out


def test_issues_of_others_are_untouched(feedback_bot: Command, connected: Sandbox) -> None:
    world = connected.world
    world.seed_issue(title="Theirs", labels=["bug", "satisfaction::bad"], description="words", created_at=NOW - DAY)
    world.seed_issue(title="Feedback bot: dashboard", author="mia", labels=[DASHBOARD], created_at=NOW - DAY)
    before = [vars_of(issue) for issue in world.issues.values()]
    assert feedback_bot("setup").code == 0
    assert [vars_of(issue) for issue in world.issues.values()][:2] == before
    assert world.label_named("bug") is not None


def vars_of(issue: object) -> dict[str, object]:
    names = ("title", "description", "state", "updated_at", "label_names", "due_date", "confidential")
    return {name: getattr(issue, name) for name in names}


@pytest.mark.parametrize("tier", ["free", "premium"])
def test_a_pass_goes_on_where_setup_ended(tier: str, feedback_bot: Command, connected: Sandbox, tmp_path: Path) -> None:
    connected.settings.change({"tier": tier})
    assert feedback_bot("setup").code == 0
    rows = "ticket,rating,responded_at\n209,bad,2026-11-20T08:00:00Z\n"
    (tmp_path / "s.csv").write_text(rows, encoding="utf-8")
    then = ("--now", NOW.isoformat())
    ended = feedback_bot("run", "--surveys", "s.csv", "--output", "json", *then)
    rules = Counter(action["rule"] for action in ended.document["actions"])
    assert (ended.code, rules) == (0, {"file_survey": 1, "ask_review": 1, "dashboard": 1})
    assert " policy=" in str(connected.world.issues[1].description)  # the place of the pass
    connected.clear_requests()
    assert feedback_bot("run", "--surveys", "s.csv", *then).code == 0
    assert feedback_bot("setup").code == 0
    assert connected.writes == []
    titles = [issue.title for issue in connected.world.issues.values()]
    assert titles == ["Feedback bot: dashboard", "Negative feedback for ticket 209"]


# --- labels


def test_labels_are_corrected_and_those_of_the_group_are_told(feedback_bot: Command, connected: Sandbox) -> None:
    connected.world.add_label("kudos", "#123456", "Theirs")
    connected.world.add_label("review::done", "#123456", of_group=True)
    ended = feedback_bot("setup", "--output", "json")
    assert ended.code == 0
    assert statuses(ended)["label kudos"] == "corrected"
    assert statuses(ended)["label review::done"] == "by hand"
    kudos = connected.world.label_named("kudos")
    assert kudos is not None
    assert (kudos.color, kudos.description) == ("#f5b642", "Somebody is praised here")
    assert ("Feedback", ["review::needed", "review::incomplete", "review::done"]) in shown(connected)["boards"]


def test_a_near_miss_is_told_and_nothing_is_done_about_it(feedback_bot: Command, connected: Sandbox) -> None:
    connected.world.seed_issue(title="x", labels=["feedback::tech-skill"], created_at=NOW)
    ended = feedback_bot("setup")
    command = "feedback-bot setup --rename feedback::tech-skill=feedback::tech-skills\n"
    assert (
        "by hand  label feedback::tech-skill: on 1 issue, nearly feedback::tech-skills; if they mean the same: "
        f"{command}" in ended.out
    )
    assert connected.world.issues[1].label_names == ["feedback::tech-skill"]


# --- renaming


@pytest.fixture
def misspelt(connected: Sandbox) -> Sandbox:
    """Let three issues, one of them closed, bear a misspelt cause, and one of these the right one's rival, too."""
    for state, others in (("opened", ["bug"]), ("closed", []), ("opened", ["feedback::process"])):
        labels = ["feedback::tech-skill", *others]
        connected.world.seed_issue(title="x", labels=labels, state=state, created_at=NOW - DAY)
    connected.world.seed_issue(title="y", labels=["feedback::soft-skills"], created_at=NOW - DAY)
    return connected


def labels_of(sandbox: Sandbox) -> list[list[str]]:
    return [issue.label_names for issue in sandbox.world.issues.values()][:4]


def test_gitlab_renames_in_one_request(feedback_bot: Command, misspelt: Sandbox) -> None:
    ended = feedback_bot("setup", *MENDED, "--output", "json")
    assert ended.code == 0
    assert statuses(ended)["label feedback::tech-skill: to be feedback::tech-skills on 3 issues"] == "corrected"
    assert [request.path for request in misspelt.writes if request.method == "PUT" and "/issues/" in request.path] == []
    assert labels_of(misspelt) == [
        ["bug", "feedback::tech-skills"],
        ["feedback::tech-skills"],
        ["feedback::process", "feedback::tech-skills"],
        ["feedback::soft-skills"],
    ]
    label = misspelt.world.label_named("feedback::tech-skills")
    assert label is not None
    assert label.description == "technical knowledge was lacking"
    assert misspelt.world.label_named("feedback::tech-skill") is None
    done_already(feedback_bot, misspelt)


def test_a_label_that_the_policy_renames_keeps_its_colour(
    feedback_bot: Command, connected: Sandbox, tmp_path: Path
) -> None:
    connected.world.seed_issue(title="x", labels=["contact::requested"], created_at=NOW - DAY)
    assert feedback_bot("setup").code == 0
    before = connected.world.label_named("contact::requested")
    assert before is not None
    (tmp_path / "p.yml").write_text("labels: {contact: {requested: contact::wanted}}", encoding="utf-8")
    renaming = ("setup", "--config", "p.yml", "--rename", "contact::requested=contact::wanted")
    assert feedback_bot(*renaming).code == 0
    after = connected.world.label_named("contact::wanted")
    assert after is not None
    assert (after.id, after.color, after.description) == (before.id, before.color, before.description)
    assert connected.world.label_named("contact::requested") is None
    connected.clear_requests()
    assert feedback_bot(*renaming).code == 0
    assert connected.writes == []


@pytest.mark.parametrize(
    ("old", "where"),
    [("kudos", "the policy (labels) still names kudos"), ("feedback::process", "labels.yml beside the policy")],
)
def test_a_name_that_is_still_wanted_says_where_it_stands(
    old: str, where: str, feedback_bot: Command, connected: Sandbox
) -> None:
    ended = feedback_bot("setup", "--rename", f"{old}=other")
    assert (ended.code, connected.requests) == (2, [])
    assert where in ended.logged[-1]["event"]


def done_already(feedback_bot: Command, sandbox: Sandbox) -> None:
    sandbox.clear_requests()
    again = feedback_bot("setup", *MENDED)
    assert (again.code, sandbox.writes) == (0, [])


MOVED = [
    ["bug", "feedback::tech-skills"],
    ["feedback::tech-skills"],
    ["feedback::tech-skills"],
    ["feedback::soft-skills"],
]


@pytest.mark.parametrize("tier", ["free", "premium"])
@pytest.mark.parametrize("of_group", [False, True], ids=["both are there", "a label of the group"])
def test_else_each_issue_is_changed_in_one_request(
    tier: str, feedback_bot: Command, misspelt: Sandbox, *, of_group: bool
) -> None:
    misspelt.settings.change({"tier": tier})
    old = misspelt.world.label_named("feedback::tech-skill")
    assert old is not None
    old.of_group = of_group
    if not of_group:
        assert feedback_bot("setup").code == 0
    misspelt.clear_requests()
    ended = feedback_bot("setup", *MENDED, "--output", "json")
    what = "label feedback::tech-skill: feedback::tech-skills in its place on 3 issues"
    assert (ended.code, statuses(ended)[what]) == (0, "corrected")
    changed = [request.path.rpartition("/")[2] for request in misspelt.writes if "/issues/" in request.path]
    assert changed == ["1", "2", "3"]
    assert labels_of(misspelt) == MOVED
    assert old.name == "feedback::tech-skill"
    assert misspelt.world.issues[2].state == "closed"
    done_already(feedback_bot, misspelt)


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_a_renaming_cut_in_the_middle_is_completed_by_the_same_command(
    cut: int, feedback_bot: Command, misspelt: Sandbox
) -> None:
    assert feedback_bot("setup").code == 0
    misspelt.faults.add(kind="403", method="PUT", path="/issues/", skip=cut, times=None)
    ended = feedback_bot("setup", *MENDED, "--output", "json")
    assert ended.code == 1
    failed = next(step for step in ended.document["steps"] if step["status"] == "failed")
    assert failed["problem"].startswith(f"{3 - cut} of 3 issues: issues/{cut + 1}: 403")
    misspelt.faults.clear()
    assert feedback_bot("setup", *MENDED).code == 0
    assert labels_of(misspelt) == MOVED
    done_already(feedback_bot, misspelt)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("feedback::tech-skill", "write it as OLD=NEW"),
        ("feedback::tech-skil=feedback::tech-skills", "did you mean feedback::tech-skill?"),
        ("feedback::tech-skill=feedback::tech-skils", "did you mean feedback::tech-skills?"),
        ("kudos=feedback::tech-skills", "still names kudos"),
    ],
)
def test_a_mistyped_renaming_ends_with_2_and_writes_nothing(
    typed: str, words: str, feedback_bot: Command, misspelt: Sandbox
) -> None:
    ended = feedback_bot("setup", "--rename", typed)
    assert ended.code == 2
    assert words in ended.logged[-1]["event"]
    assert "Stopped: nothing was written." in ended.out
    assert misspelt.writes == []


# --- the dashboard


def test_a_dashboard_that_has_lost_its_label_is_found(feedback_bot: Command, connected: Sandbox) -> None:
    assert feedback_bot("setup").code == 0
    connected.world.issues[1].labels.clear()
    ended = feedback_bot("setup", "--output", "json")
    assert statuses(ended)["the dashboard, #1"] == "corrected"
    assert shown(connected)["issues"] == [("Feedback bot: dashboard", [DASHBOARD])]


def test_a_pass_before_setup_has_opened_the_only_dashboard(feedback_bot: Command, misspelt: Sandbox) -> None:
    assert feedback_bot("run", "--now", NOW.isoformat()).code == 0
    count = len(misspelt.world.issues)
    assert feedback_bot("setup").code == 0
    assert len(misspelt.world.issues) == count


def test_the_dashboard_of_another_user_is_a_reason_to_ask(
    feedback_bot: Command, misspelt: Sandbox, acting_as: As
) -> None:
    assert feedback_bot("run", "--now", NOW.isoformat()).code == 0
    misspelt.clear_requests()
    acting_as(MAINTAINER)
    ended = feedback_bot("setup")
    assert ended.code == 2
    assert any("former_bots: [2]" in line["event"] for line in ended.logged)
    assert misspelt.writes == []


def test_setup_does_not_hide_from_a_new_user_what_a_former_one_has_filed(
    feedback_bot: Command, connected: Sandbox, acting_as: As, tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text("ticket,rating,responded_at\n209,bad,2026-11-20T08:00:00Z\n", encoding="utf-8")
    run = ("run", "--surveys", "s.csv", "--now", NOW.isoformat())
    assert feedback_bot(*run).code == 0
    world = connected.world
    world.remove_issue(next(issue for issue in world.issues.values() if issue.title.endswith("dashboard")))
    acting_as(MAINTAINER)
    assert feedback_bot("setup").code == 0
    connected.clear_requests()
    ended = feedback_bot(*run)
    assert ended.code == 2
    assert any("former_bots: [2]" in line["event"] for line in ended.logged)
    assert connected.writes == []


# --- the issue template

NewProject = Callable[..., Sandbox]


@pytest.fixture
def new_project(connected: Sandbox, acting_as: As) -> NewProject:
    """Let somebody find a project whose repository is empty, or is not."""

    def made(username: str, *, has_commits: bool) -> Sandbox:
        if has_commits:
            commit(connected, "README.md", "Read me\n")
        acting_as(username)
        return connected

    return made


@pytest.mark.parametrize("has_commits", [False, True], ids=["empty repository", "with commits"])
@pytest.mark.parametrize(
    ("username", "became"),
    [
        (PLANNER, ("by hand", "the bot's user may not see the repository")),
        (REPORTER, ("by hand", "not there yet, and the bot's user may not push to main")),
        (DEVELOPER, ("by hand", "not there yet, and the bot's user may not push to main")),
        (MAINTAINER, ("created", "not there yet")),
        ("root", ("created", "not there yet")),
    ],
    ids=lambda one: one if isinstance(one, str) else one[0],
)
def test_the_template_is_for_whoever_may_push(
    username: str, became: tuple[str, str], feedback_bot: Command, new_project: NewProject, *, has_commits: bool
) -> None:
    sandbox = new_project(username, has_commits=has_commits)
    ended = feedback_bot("setup", "--output", "json")
    step = next(step for step in ended.document["steps"] if step["area"] == "template")
    assert (ended.code, step["status"], step["reason"].partition(": ")[0]) == (0, *became)
    assert (TEMPLATE in sandbox.world.files) == (became[0] == "created")
    sandbox.clear_requests()
    assert feedback_bot("setup").code == 0
    assert sandbox.writes == []


def commit(sandbox: Sandbox, path: str, text: str) -> None:
    client = Client(url=sandbox.url, token=sandbox.token(MAINTAINER), project=sandbox.project)
    place = f"/repository/files/{path.replace('/', '%2F')}"
    client.post(place, {"branch": "main", "content": text, "commit_message": "Add it"})
    sandbox.clear_requests()


def test_a_template_that_differs_is_corrected_and_its_history_stays(
    feedback_bot: Command, connected: Sandbox, acting_as: As
) -> None:
    commit(connected, TEMPLATE, f"Old words\n{ORIGIN}\n")
    acting_as(MAINTAINER)
    ended = feedback_bot("setup", "--output", "json")
    assert statuses(ended)[f"issue template {TEMPLATE}"] == "corrected"
    printed = feedback_bot("setup", "--print-issue-template").out
    assert connected.world.files[TEMPLATE].content.decode() == printed


def test_what_people_have_written_is_shown_before_it_is_gone_or_stays(
    feedback_bot: Command, connected: Sandbox, acting_as: As
) -> None:
    commit(connected, TEMPLATE, "# Product feedback\n")
    connected.world.add_label("kudos", "#123456", "Praise for open source")
    acting_as(MAINTAINER)
    ended = feedback_bot("setup")
    was = "color '#123456' → '#f5b642', description 'Praise for open source' → 'Somebody is praised here'"
    assert was in " ".join(ended.out.split())
    assert was in next(line["reason"] for line in ended.logged if line["what"] == "label kudos")
    assert f"by hand  issue template {TEMPLATE}: somebody has written another one" in ended.out
    assert connected.world.files[TEMPLATE].content == b"# Product feedback\n"


def test_a_push_that_is_refused_after_all_is_for_a_person(
    feedback_bot: Command, connected: Sandbox, acting_as: As
) -> None:
    acting_as(MAINTAINER)
    connected.faults.add(kind="403", method="POST", path="/repository/files/", times=None)
    ended = feedback_bot("setup", "--output", "json")
    assert ended.code == 0
    step = next(step for step in ended.document["steps"] if step["area"] == "template")
    assert step["status"] == "by hand"
    assert "403" in step["problem"]
    assert "--print-issue-template" in step["problem"]
    assert "by hand" in {line["event"] for line in ended.logged}


def test_the_template_is_printed_without_a_gitlab(feedback_bot: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    ended = feedback_bot("setup", "--print-issue-template")
    assert (ended.code, sandbox.requests) == (0, [])
    assert '/confidential\n/label ~"review::needed"\n' in ended.out
    assert "`feedback::tech-skills`" in ended.out
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "issue_template.md.j2").write_text("Own: {{ needed }}", encoding="utf-8")
    policy = 'templates: words\nlabels: {review: {needed: "to do"}}\nrules: {file_survey: {confidential: false}}'
    (tmp_path / "p.yml").write_text(policy, encoding="utf-8")
    assert feedback_bot("setup", "--print-issue-template", "--config", "p.yml").out == f"Own: to do\n\n{ORIGIN}\n"


def test_what_staff_type_with_it_is_adopted_by_the_next_pass(feedback_bot: Command, connected: Sandbox) -> None:
    assert feedback_bot("setup").code == 0
    template = feedback_bot("setup", "--print-issue-template").out
    staff = Client(url=connected.url, token=connected.token(REPORTER), project=connected.project)
    staff.post("/issues", {"title": "Negative feedback for ticket 4711", "description": template})
    issue = connected.world.issues[2]
    assert (issue.confidential, issue.label_names) == (True, ["review::needed"])
    assert "/label" not in str(issue.description)
    assert feedback_bot("run", "--now", NOW.isoformat()).code == 0
    assert str(issue.due_date) == "2026-11-27"


# --- the board


def test_a_board_that_lacks_a_list_gets_it(feedback_bot: Command, connected: Sandbox) -> None:
    assert feedback_bot("setup").code == 0
    board = next(iter(connected.world.boards.values()))
    del board.lists[1]
    ended = feedback_bot("setup", "--output", "json")
    assert statuses(ended)["issue board Feedback"] == "corrected"
    assert shown(connected)["boards"] == [("Feedback", ["review::needed", "review::done", "review::incomplete"])]


def test_a_board_waits_for_a_label_that_could_not_be_created(feedback_bot: Command, connected: Sandbox) -> None:
    connected.faults.add(kind="403", method="POST", path="/labels", skip=5)
    ended = feedback_bot("setup", "--output", "json")
    assert ended.code == 1
    failed = [step["what"] for step in ended.document["steps"] if step["status"] == "failed"]
    assert failed == ["label review::done", "issue board Feedback"]
    assert feedback_bot("setup").code == 0
    assert shown(connected)["boards"] == [("Feedback", ["review::needed", "review::incomplete", "review::done"])]


# --- the schedule


@pytest.mark.parametrize(
    ("username", "status"),
    [(PLANNER, "by hand"), (REPORTER, "by hand"), (DEVELOPER, "created"), (MAINTAINER, "created")],
)
def test_the_schedule_is_for_developers(
    username: str, status: str, feedback_bot: Command, connected: Sandbox, acting_as: As
) -> None:
    acting_as(username)
    ended = feedback_bot("setup", "--schedule", "7 * * * *", "--output", "json")
    assert (ended.code, kinds(ended)["schedule", status]) == (0, 1)
    assert len(connected.world.schedules) == (status == "created")
    connected.clear_requests()
    assert feedback_bot("setup", "--schedule", "7 * * * *").code == 0
    assert connected.writes == []


def test_a_schedule_changes_its_times_with_what_is_typed(
    feedback_bot: Command, connected: Sandbox, acting_as: As, tmp_path: Path
) -> None:
    acting_as(DEVELOPER)
    assert feedback_bot("setup", "--schedule", "7 * * * *").code == 0
    (tmp_path / "p.yml").write_text("timezone: Europe/Berlin\nrules: {close_inactive: }", encoding="utf-8")
    assert feedback_bot("setup", "--schedule", "9 6 * * 1-5", "--config", "p.yml").code == 0
    assert shown(connected)["schedules"] == [("Feedback bot", "9 6 * * 1-5", "Europe/Berlin")]


def test_the_schedule_of_somebody_else_is_for_a_person(
    feedback_bot: Command, connected: Sandbox, acting_as: As
) -> None:
    acting_as(MAINTAINER)
    assert feedback_bot("setup", "--schedule", "7 * * * *").code == 0
    world = connected.world
    world.remove_issue(world.issues[1])  # the dashboard, which is the Maintainer's
    acting_as(DEVELOPER)
    ended = feedback_bot("setup", "--schedule", "9 * * * *", "--output", "json")
    assert (ended.code, kinds(ended)["schedule", "by hand"]) == (0, 1)
    assert shown(connected)["schedules"][0][1] == "7 * * * *"


@pytest.mark.parametrize("where", ["--schedule-project", "CI_PROJECT_ID"])
def test_the_project_that_holds_the_pipeline_is_asked_by_its_name(
    where: str, feedback_bot: Command, connected: Sandbox, acting_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting_as(DEVELOPER)
    if where == "CI_PROJECT_ID":
        monkeypatch.setenv(where, "4242")
        ended = feedback_bot("setup", "--schedule", "7 * * * *")
    else:
        ended = feedback_bot("setup", "--schedule", "7 * * * *", where, "4242")
    assert ended.code == 0
    (schedule,) = connected.world.schedules.values()
    assert schedule.variables == {}  # it is the feedback project itself
    assert any("/4242/pipeline_schedules" in request.path for request in connected.writes)


@pytest.fixture
def elsewhere(connected: Sandbox, acting_as: As, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Let the pipeline be in another project; the sandbox has one only, so its id stands for that."""
    read = Inventory.project

    def project(self: Inventory) -> Project:
        found = read(self)
        return replace(found, id=1, path="team/helpdesk") if self._client.project == "4242" else found

    monkeypatch.setattr(Inventory, "project", project)
    acting_as(DEVELOPER)
    assert connected.world.schedules == {}
    return ("setup", "--schedule", "7 * * * *", "--schedule-project", "4242", "--output", "json")


def schedules(sandbox: Sandbox) -> list[tuple[str, bool, dict[str, str]]]:
    return [(one.description, one.active, one.variables) for one in sandbox.world.schedules.values()]


COMPLETE = ("Feedback bot", True, {"FEEDBACK_BOT_PROJECT": "support/feedback"})


def test_a_schedule_elsewhere_is_switched_on_when_it_knows_the_feedback_project(
    feedback_bot: Command, connected: Sandbox, elsewhere: tuple[str, ...]
) -> None:
    before = connected.save()
    assert feedback_bot(*elsewhere).code == 0
    assert schedules(connected) == [COMPLETE]
    mine = [number for number, one in enumerate(connected.writes) if "pipeline_schedules" in one.path]
    assert len(mine) == 3
    for last in mine[:-1]:
        connected.restore(before)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Client, "_sent", cutting(connected, last))
            with pytest.raises(CutError):
                feedback_bot(*elsewhere)
        assert [is_active for _, is_active, _ in schedules(connected)] == [False]
        assert feedback_bot(*elsewhere).code == 0
        assert schedules(connected) == [COMPLETE]


def test_a_schedule_that_may_not_have_its_variable_stays_off(
    feedback_bot: Command, connected: Sandbox, elsewhere: tuple[str, ...]
) -> None:
    connected.faults.add(kind="403", method="POST", path="/variables", times=None)
    step = feedback_bot(*elsewhere).document["steps"][-1]
    assert step["status"] == "by hand"
    where = "FEEDBACK_BOT_PROJECT=support/feedback is set under Settings > CI/CD > Variables; then switch it on"
    assert f"schedule 1 stays off until {where}" in step["problem"]
    assert [is_active for _, is_active, _ in schedules(connected)] == [False]
    connected.world.schedules[1].active = True
    connected.clear_requests()
    assert feedback_bot(*elsewhere).document["steps"][-1]["status"] == "left alone"
    assert connected.writes == []


@pytest.mark.parametrize(
    ("is_active", "words"), [(True, "works in another project, unless"), (False, "is to stay off until")]
)
def test_a_schedule_that_was_there_stays_as_it_was_where_its_variable_is_refused(
    words: str, feedback_bot: Command, connected: Sandbox, elsewhere: tuple[str, ...], *, is_active: bool
) -> None:
    assert feedback_bot(*elsewhere).code == 0
    schedule = connected.world.schedules[1]
    schedule.active, schedule.variables = is_active, {}
    connected.faults.add(kind="403", method="POST", path="/variables", times=None)
    assert words in feedback_bot(*elsewhere).document["steps"][-1]["problem"]
    assert schedules(connected) == [("Feedback bot", is_active, {})]


def test_a_variable_that_fails_for_another_reason_has_failed(
    feedback_bot: Command, connected: Sandbox, elsewhere: tuple[str, ...]
) -> None:
    connected.faults.add(kind="404", method="POST", path="/variables")
    assert feedback_bot(*elsewhere).document["steps"][-1]["status"] == "failed"
    assert feedback_bot(*elsewhere).code == 0
    assert schedules(connected) == [COMPLETE]


def test_a_schedule_that_a_person_has_switched_off_stays_off(
    feedback_bot: Command, connected: Sandbox, elsewhere: tuple[str, ...]
) -> None:
    assert feedback_bot(*elsewhere).code == 0
    connected.world.schedules[1].active = False
    connected.world.schedules[1].variables = {}
    assert feedback_bot(*elsewhere).code == 0
    assert schedules(connected) == [("Feedback bot", False, COMPLETE[2])]


def test_a_project_that_is_not_there_ends_with_2_before_anything_is_written(
    feedback_bot: Command, connected: Sandbox
) -> None:
    ended = feedback_bot("setup", "--schedule", "7 * * * *", "--schedule-project", "support/nowhere")
    assert ended.code == 2
    assert "shows no project 'support/nowhere'" in ended.logged[-1]["event"]
    assert connected.writes == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--schedule", "hourly"), "--schedule 'hourly': write five fields in quotes"),
        (("--schedule-project", "support/bot"), "--schedule-project: without --schedule"),
    ],
)
def test_a_schedule_that_cannot_be_ends_with_2(
    arguments: tuple[str, ...], words: str, feedback_bot: Command, connected: Sandbox
) -> None:
    ended = feedback_bot("setup", *arguments)
    assert (ended.code, connected.requests) == (2, [])
    assert words in ended.logged[-1]["event"]


def test_more_than_once_an_hour_is_more_than_free_allows(
    feedback_bot: Command, connected: Sandbox, acting_as: As
) -> None:
    acting_as(DEVELOPER)
    ended = feedback_bot("setup", "--schedule", "*/10 * * * *")
    assert (ended.code, ended.logged[0]["event"]) == (0, "look")
    assert "24 times a day" in ended.logged[0]["detail"]
    assert len(connected.world.schedules) == 1


def test_a_schedule_that_gitlab_does_not_understand_is_for_a_person(
    feedback_bot: Command, connected: Sandbox, acting_as: As
) -> None:
    acting_as(DEVELOPER)
    ended = feedback_bot("setup", "--schedule", "x y z a b", "--output", "json")
    step = ended.document["steps"][-1]
    assert (step["status"], "cron" in step["problem"]) == ("by hand", True)
    assert connected.world.schedules == {}


def test_the_manual_way_is_printed_without_a_gitlab(feedback_bot: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    policy = "timezone: Europe/Berlin\nsources: {csat: {type: zendesk, account: example}}\nrules: {file_survey: }"
    (tmp_path / "p.yml").write_text(policy, encoding="utf-8")
    ended = feedback_bot("setup", "--print-schedule", "--config", "p.yml")
    assert (ended.code, sandbox.requests) == (0, [])
    words = " ".join(ended.out.split())
    for told in (
        "FEEDBACK_BOT_TOKEN FEEDBACK_BOT_ZENDESK_CLIENT_ID FEEDBACK_BOT_ZENDESK_CLIENT_SECRET",
        "FEEDBACK_BOT_PROJECT its path",
        "Interval pattern 7 * * * *",
        "Cron timezone Europe/Berlin",
        "Description Feedback bot",
    ):
        assert told in words
    assert "Interval pattern   9 6 * * *\n" in feedback_bot("setup", "--print-schedule", "--schedule", "9 6 * * *").out


# --- how it ends


@pytest.mark.parametrize("username", ["gus", "nina"])
def test_too_small_a_role_is_refused_before_anything_is_written(
    username: str, feedback_bot: Command, connected: Sandbox, acting_as: As
) -> None:
    connected.world.add_user("nina", "Nina", Role.NONE)
    acting_as(username)
    ended = feedback_bot("setup")
    assert (ended.code, connected.writes) == (2, [])
    words = "has access level 10 in support/feedback" if username == "gus" else "shows no project"
    assert words in ended.logged[0]["event"]


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        ({"archived": True}, "support/feedback is archived: unarchive it"),
        ({"issues_enabled": False}, "issues are switched off in support/feedback: switch them on"),
    ],
    ids=["archived", "no issues"],
)
def test_a_project_that_cannot_be_changed_is_refused(
    switch: dict[str, object], words: str, feedback_bot: Command, connected: Sandbox
) -> None:
    connected.settings.change(switch)
    ended = feedback_bot("setup")
    assert (ended.code, connected.writes, len(ended.logged)) == (2, [], 1)
    assert words in ended.logged[0]["event"]


def test_a_token_that_cannot_write_is_refused_unless_nothing_is_to_be_written(
    feedback_bot: Command, connected: Sandbox
) -> None:
    connected.world.people.tokens[connected.bot_token].scopes = ("read_api",)
    ended = feedback_bot("setup")
    assert (ended.code, connected.writes) == (2, [])
    assert "the token has the scope read_api, which does not let it write" in ended.logged[0]["event"]
    assert feedback_bot("setup", "--dry-run").code == 0


@pytest.mark.parametrize("scopes", [("granular",), None])
def test_a_token_that_does_not_tell_what_it_may_do_is_tried(
    scopes: tuple[str, ...] | None, feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scopes is None:
        connected.faults.add(kind="404", path="/self$")
    else:
        outside = Client.outside
        monkeypatch.setattr(Client, "outside", lambda self, path: outside(self, path) | {"scopes": scopes})
    assert feedback_bot("setup").code == 0


def test_a_wrong_token_ends_with_4(feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_BOT_TOKEN", "glpat-wrong-and-secret")
    ended = feedback_bot("setup", "--output", "json")
    assert (ended.code, ended.document["exit_code"]) == (4, 4)
    assert "token was refused (401)" in ended.document["problems"][0]["detail"]
    assert "secret" not in ended.out + ended.err
    assert connected.writes == []


def test_a_step_that_fails_ends_with_1_and_the_rest_is_done(feedback_bot: Command, connected: Sandbox) -> None:
    connected.faults.add(kind="403", method="POST", path="/labels$", skip=2)
    ended = feedback_bot("setup")
    assert ended.code == 1
    assert "20 steps done, 1 failed; 1 for you to do by hand: the log says why." in ended.out
    assert [line["what"] for line in ended.logged if line["event"] == "failed"] == ["label satisfaction::bad"]
    assert feedback_bot("setup").code == 0
    assert len(connected.world.labels) == LABELS


def test_a_dashboard_that_gitlab_publishes_ends_it(
    feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Client.post
    monkeypatch.setattr(
        Client, "post", lambda self, path, body, *more: post(self, path, dict(body, confidential=False), *more)
    )
    ended = feedback_bot("setup", "--output", "json")
    assert (ended.code, ended.document["failed"], ended.document["not_reached"]) == (1, 1, 1)
    assert "was to be confidential and is not" in ended.document["problems"][0]["detail"]
    assert connected.world.boards == {}


def test_a_setup_that_is_told_to_stop_ends_after_the_request_in_flight(
    feedback_bot: Command, connected: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Client._sent

    def stopping(self: Client, path: str, send: Callable[[], object]) -> object:
        if self.writes == 2:
            self.waiting.stop("stopped by SIGTERM")
        return sent(self, path, send)

    monkeypatch.setattr(Client, "_sent", stopping)
    ended = feedback_bot("setup")
    assert (ended.code, len(connected.writes)) == (1, 2)
    assert "Stopped after 2 steps; the same command again does the rest." in ended.out
    assert "stopped by SIGTERM" in ended.logged[-1]["event"]
    assert "failed" not in {line["event"] for line in ended.logged}


# --- whatever happens on the way


class CutError(BaseException):
    """The process is gone; nothing in the program may catch it."""


@pytest.fixture
def whole(connected: Sandbox, acting_as: As) -> tuple[str, ...]:
    """Let there be something of everything to do, for a Maintainer."""
    for labels in (["feedback::tech-skill"], ["feedback::tech-skill", "Kudos"], ["feedback::tech-skills"]):
        connected.world.seed_issue(title="x", labels=labels, created_at=NOW - DAY)
    acting_as(MAINTAINER)
    return ("setup", *MENDED, "--rename", "Kudos=kudos", "--schedule", "7 * * * *")


def test_a_setup_killed_anywhere_is_completed_by_the_next(
    feedback_bot: Command, connected: Sandbox, whole: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = connected.save()
    assert feedback_bot(*whole).code == 0
    made, writes = shown(connected), connected.writes
    # One label is created like the other.
    cuts = [0, 1, *(number for number, one in enumerate(writes) if not one.path.endswith("/labels"))]
    for last in dict.fromkeys(cuts):
        connected.restore(before)
        with monkeypatch.context() as patch:
            patch.setattr(Client, "_sent", cutting(connected, last))
            with pytest.raises(CutError):
                feedback_bot(*whole)
        assert len(connected.writes) == last + 1
        assert feedback_bot(*whole).code == 0
        assert shown(connected) == made, last


def cutting(sandbox: Sandbox, last: int) -> Callable[..., object]:
    """Kill the process right after a number of writes."""
    sent = Client._sent

    def send_and_cut(self: Client, path: str, send: Callable[[], object]) -> object:
        answer = sent(self, path, send)
        if len(sandbox.writes) > last:
            raise CutError
        return answer

    return send_and_cut


@pytest.mark.parametrize("kind", ["lost", "502_after", "503"])
def test_lost_answers_leave_nothing_twice(
    kind: str, feedback_bot: Command, connected: Sandbox, whole: tuple[str, ...]
) -> None:
    before = connected.save()
    assert feedback_bot(*whole).code == 0
    made, writes = shown(connected), len(connected.writes)
    connected.restore(before)
    for method in ("POST", "PUT"):
        for skip in range(0, 2 * writes, 2):  # the second try of each is let through
            connected.faults.add(kind=kind, method=method, skip=skip)
    assert feedback_bot(*whole).code == 0
    assert shown(connected) == made
