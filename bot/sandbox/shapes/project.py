"""The project; of its 120 keys those that clients of an issue tracker look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.clock import stamp
from bot.sandbox.world.furniture import DEFAULT_BRANCH
from bot.sandbox.world.roles import Role
from bot.sandbox.world.store import PROJECT_ID, PROJECT_PATH

if TYPE_CHECKING:
    from bot.sandbox.shapes.view import Json, View
    from bot.sandbox.world.default import World
    from bot.sandbox.world.rights import Rights


def project_shape(view: View, world: World, rights: Rights) -> Json:
    """Show the project to one of its members."""
    has_issues = world.settings.issues_enabled
    return (
        _names(world)
        | _places(view)
        | {
            "visibility": "private",
            "archived": world.settings.archived,
            "empty_repo": not world.files,
            "namespace": _namespace(view),
            "issues_enabled": has_issues,
            "issues_access_level": "enabled" if has_issues else "disabled",
            "service_desk_enabled": False,
            "topics": [],
            "tag_list": [],
            **({"open_issues_count": _open_issues(world)} if has_issues else {}),
            "star_count": 0,
            "forks_count": 0,
            "creator_id": 1,
            "permissions": _permissions(rights),
            "_links": _links(view, has_issues=has_issues),
            "marked_for_deletion_at": None,
            "marked_for_deletion_on": None,
        }
    )


def _open_issues(world: World) -> int:
    return sum(issue.state == "opened" for issue in world.issues.values())


def _names(world: World) -> Json:
    created = stamp(world.created_at)
    last = max((issue.updated_at for issue in world.issues.values()), default=world.created_at)
    return {
        "id": PROJECT_ID,
        "description": None,
        "name": "Feedback",
        "name_with_namespace": "Support / Feedback",
        "path": PROJECT_PATH.rpartition("/")[2],
        "path_with_namespace": PROJECT_PATH,
        "created_at": created,
        "updated_at": created,
        "last_activity_at": stamp(last),
        "default_branch": DEFAULT_BRANCH,
    }


def _places(view: View) -> Json:
    return {
        "web_url": view.project_web,
        "http_url_to_repo": f"{view.project_web}.git",
        "ssh_url_to_repo": f"git@sandbox.invalid:{PROJECT_PATH}.git",
        "readme_url": None,
    }


def _namespace(view: View) -> Json:
    group = PROJECT_PATH.partition("/")[0]
    return {
        "id": 42,
        "name": group.capitalize(),
        "path": group,
        "kind": "group",
        "full_path": group,
        "parent_id": None,
        "avatar_url": None,
        "web_url": f"{view.host}/groups/{group}",
    }


def _permissions(rights: Rights) -> Json:
    is_member = Role.NONE < rights.role < Role.ADMIN
    access = {"access_level": int(rights.role), "notification_level": 3} if is_member else None
    return {"project_access": access, "group_access": None}


def _links(view: View, *, has_issues: bool) -> Json:
    parts = (
        *(["issues"] if has_issues else []),
        "merge_requests",
        "repository/branches",
        "labels",
        "events",
        "members",
        "cluster_agents",
    )
    links: Json = {"self": view.project_api}
    for part in parts:
        links["repo_branches" if part.startswith("repository") else part] = f"{view.project_api}/{part}"
    return links
