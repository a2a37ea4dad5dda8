"""Boards, files and pipeline schedules as GitLab's documentation shows them."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from bot.sandbox.clock import stamp
from bot.sandbox.shapes.people import basic_user
from bot.sandbox.world.store import PROJECT_ID, PROJECT_PATH

if TYPE_CHECKING:
    from bot.sandbox.shapes.view import Json, View
    from bot.sandbox.world.furniture import Board, BoardList, File, Schedule


def board_shape(view: View, board: Board) -> Json:
    """Show a board with its lists."""
    project = {
        "id": PROJECT_ID,
        "name": "Feedback",
        "path": PROJECT_PATH.rpartition("/")[2],
        "path_with_namespace": PROJECT_PATH,
        "web_url": view.project_web,
    }
    return {
        "id": board.id,
        "name": board.name,
        "hide_backlog_list": False,
        "hide_closed_list": False,
        "project": project,
        "lists": [list_shape(one, position) for position, one in enumerate(board.lists)],
        "group": None,
    }


def list_shape(one: BoardList, position: int) -> Json:
    """Show a list of a board."""
    label = one.label
    return {
        "id": one.id,
        "label": {"id": label.id, "name": label.name, "color": label.color, "description": label.description},
        "position": position,
    }


def file_shape(file: File, ref: str) -> Json:
    """Show a file with its content."""
    return {
        "file_name": file.path.rpartition("/")[2],
        "file_path": file.path,
        "size": len(file.content),
        "encoding": "base64",
        "content_sha256": hashlib.sha256(file.content).hexdigest(),
        "ref": ref,
        "blob_id": hashlib.sha1(file.content, usedforsecurity=False).hexdigest(),
        "commit_id": file.last_commit,
        "last_commit_id": file.last_commit,
        "execute_filemode": False,
        "content": base64.b64encode(file.content).decode(),
    }


def schedule_row(view: View, schedule: Schedule) -> Json:
    """Show a schedule in a list; when it would run next the sandbox does not work out."""
    return {
        "id": schedule.id,
        "description": schedule.description,
        "ref": schedule.ref,
        "cron": schedule.cron,
        "cron_timezone": schedule.cron_timezone,
        "next_run_at": None,
        "active": schedule.active,
        "created_at": stamp(schedule.created_at),
        "updated_at": stamp(schedule.updated_at),
        "owner": basic_user(view, schedule.owner),
    }


def schedule_shape(view: View, schedule: Schedule) -> Json:
    """Show a schedule by itself."""
    variables = [variable_shape(key, value) for key, value in schedule.variables.items()]
    return schedule_row(view, schedule) | {"last_pipeline": None, "variables": variables, "inputs": []}


def variable_shape(key: str, value: str) -> Json:
    """Show a variable of a schedule."""
    return {"variable_type": "env_var", "key": key, "value": value, "raw": False}
