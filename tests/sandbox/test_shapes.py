from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitlab.v4.objects import Project

    from bot.sandbox import Sandbox


def words(text: str) -> list[str]:
    return text.split()


ISSUE = words(
    "id iid project_id title description state created_at updated_at closed_at closed_by labels milestone assignees "
    "author type assignee user_notes_count merge_requests_count upvotes downvotes start_date due_date confidential "
    "discussion_locked issue_type web_url time_stats task_completion_status blocking_issues_count has_tasks "
    "task_status _links references severity subscribed moved_to_id imported imported_from service_desk_reply_to",
)
USER = words("id username public_email name state locked avatar_url web_url")
NOTE = words(
    "id type body author created_at updated_at system noteable_id noteable_type project_id resolvable confidential "
    "internal imported imported_from noteable_iid commands_changes",
)
LABEL = words(
    "id name description text_color description_html color archived subscribed priority is_project_label",
)
AWARD = words("id name user created_at updated_at awardable_id awardable_type url")
EVENT = words("id user created_at resource_type resource_id")
TOKEN = words("id name revoked created_at scopes user_id last_used_at active expires_at")
CURRENT_USER = words(
    "id username name state locked avatar_url web_url created_at bio location public_email linkedin twitter discord "
    "github website_url organization job_title pronouns bot work_information local_time last_sign_in_at confirmed_at "
    "last_activity_on email theme_id color_scheme_id projects_limit current_sign_in_at identities can_create_group "
    "can_create_project two_factor_enabled external private_profile commit_email preferred_language "
    "shared_runners_minutes_limit extra_shared_runners_minutes_limit scim_identities",
)
PROJECT = words(
    "id name path path_with_namespace name_with_namespace description created_at updated_at last_activity_at "
    "default_branch web_url http_url_to_repo ssh_url_to_repo readme_url visibility archived empty_repo namespace "
    "issues_enabled issues_access_level service_desk_enabled topics tag_list open_issues_count star_count forks_count "
    "creator_id permissions _links marked_for_deletion_at marked_for_deletion_on",
)


def without(keys: list[str], *gone: str) -> list[str]:
    return [key for key in keys if key not in gone]


def test_issue_by_itself(project: Project) -> None:
    issue = project.issues.create({"title": "x"}).asdict()
    assert list(issue) == ISSUE
    assert list(issue["author"]) == USER
    assert list(issue["time_stats"]) == words(
        "time_estimate total_time_spent human_time_estimate human_total_time_spent",
    )
    assert list(issue["_links"]) == ["self", "notes", "award_emoji", "project", "closed_as_duplicate_of"]
    assert issue["references"] == {"short": "#1", "relative": "#1", "full": "support/feedback#1"}
    assert (issue["type"], issue["severity"], issue["issue_type"]) == ("ISSUE", "UNKNOWN", "issue")
    assert issue["web_url"].endswith("/support/feedback/-/work_items/1")
    assert issue["created_at"] == "2026-11-22T12:00:00.000Z"
    assert issue["id"] != issue["iid"]


def test_issue_in_a_list_says_nothing_of_subscription(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.seed_issue(title="x", author="mia")
    row = project.issues.list(get_all=True)[0]
    assert list(row.asdict()) == without(ISSUE, "subscribed")


def test_subscribed_are_those_involved(sandbox: Sandbox, project: Project) -> None:
    sandbox.world.seed_issue(title="x", author="mia")
    issue = project.issues.get(1)
    assert issue.subscribed is False
    issue.notes.create({"body": "hello"})
    assert project.issues.get(1).subscribed is True


def test_premium_issue_has_weight_and_health(sandbox: Sandbox, project: Project) -> None:
    sandbox.settings.change({"tier": "premium"})
    issue = project.issues.create({"title": "x", "weight": 3}).asdict()
    assert set(issue) == {*ISSUE, "weight", "health_status"}
    assert issue["weight"] == 3


def test_tasks_are_counted(project: Project) -> None:
    issue = project.issues.create({"title": "x", "description": "- [x] one\n- [ ] two\n- three"})
    assert issue.task_completion_status == {"count": 2, "completed_count": 1}
    assert issue.has_tasks is True
    assert issue.task_status == "1 of 2 checklist items completed"


def test_note(project: Project) -> None:
    note = project.issues.create({"title": "x"}).notes.create({"body": "hello"}).asdict()
    assert list(note) == NOTE
    assert list(note["author"]) == USER
    assert (note["noteable_type"], note["type"], note["system"]) == ("Issue", None, False)


def test_discussion(project: Project) -> None:
    issue = project.issues.create({"title": "x"})
    alone = issue.notes.create({"body": "alone"})
    issue.discussions.create({"body": "thread"})
    first, second = (discussion.asdict() for discussion in issue.discussions.list(get_all=True))
    assert list(first) == ["id", "individual_note", "resolvable", "notes"]
    assert (first["individual_note"], second["individual_note"]) == (True, False)
    assert first["notes"][0]["id"] == alone.id
    assert len(first["id"]) == 40
    assert second["notes"][0]["type"] == "DiscussionNote"


def test_label(project: Project) -> None:
    project.labels.create({"name": "a", "color": "#ff0000"})
    label = project.labels.get("a").asdict()
    assert list(label) == LABEL
    assert label["text_color"] == "#FFFFFF"


def test_award(project: Project) -> None:
    issue = project.issues.create({"title": "x"})
    on_issue = issue.awardemojis.create({"name": "eyes"}).asdict()
    on_note = issue.notes.create({"body": "y"}).awardemojis.create({"name": "eyes"}).asdict()
    assert list(on_issue) == AWARD
    assert (on_issue["awardable_type"], on_note["awardable_type"]) == ("Issue", "Note")


def test_events(project: Project) -> None:
    issue = project.issues.create({"title": "x", "labels": "a"})
    project.issues.update(issue.iid, {"state_event": "close"})
    state = issue.resourcestateevents.list(get_all=True)[0].asdict()
    label = issue.resourcelabelevents.list(get_all=True)[0].asdict()
    assert list(state) == [*EVENT, "state"]
    assert list(label) == [*EVENT, "label", "action"]
    assert list(label["label"]) == ["id", "name", "color", "description"]
    assert state["resource_id"] == issue.id


def test_current_user(http: Callable[..., Any]) -> None:
    user = http("GET", "/user").json()
    assert list(user) == CURRENT_USER
    assert user["username"] == "feedback-bot"
    assert user["bot"] is True


def test_member(project: Project) -> None:
    bot = project.members_all.get(2).asdict()
    assert set(bot) == {*USER, "access_level", "created_at", "expires_at", "membership_state"}
    assert bot["access_level"] == 15


def test_project(http: Callable[..., Any]) -> None:
    shape = http("GET", "/projects/support%2Ffeedback").json()
    assert set(shape) == set(PROJECT)
    assert (shape["id"], shape["path_with_namespace"], shape["visibility"]) == (4242, "support/feedback", "private")
    assert shape["permissions"]["project_access"]["access_level"] == 15


def test_version(http: Callable[..., Any]) -> None:
    shape = http("GET", "/version").json()
    assert set(shape) == {"version", "revision", "kas", "enterprise"}
    assert (shape["version"], shape["revision"]) == ("18.5.0-sandbox", "sandbox")


def test_token(http: Callable[..., Any]) -> None:
    shape = http("GET", "/personal_access_tokens/self").json()
    assert list(shape) == TOKEN
    assert (shape["scopes"], shape["expires_at"]) == (["api"], "2027-11-22")


@pytest.fixture
def older(sandbox: Sandbox) -> None:
    sandbox.settings.change({"shapes": "2024"})


@pytest.mark.usefixtures("older")
def test_shapes_of_2024(project: Project) -> None:
    issue = project.issues.create({"title": "x", "labels": "a"})
    note = issue.notes.create({"body": "y"})
    discussion = issue.discussions.list(get_all=True)[0]
    assert list(issue.asdict()) == without(ISSUE, "start_date")
    assert list(issue.author) == without(USER, "public_email")
    assert issue.web_url.endswith("/-/issues/1")
    assert list(note.asdict())[:4] == ["id", "type", "body", "attachment"]
    assert list(discussion.asdict()) == ["id", "individual_note", "notes"]
    assert list(project.labels.get("a").asdict()) == without(LABEL, "archived")
