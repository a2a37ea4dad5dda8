"""Pipeline schedules and their variables; nothing is ever run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from bot.sandbox.lists.paging import paged
from bot.sandbox.shapes.furniture import schedule_row, schedule_shape, variable_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, ok
from bot.sandbox.web.errors import forbidden, message, not_found
from bot.sandbox.web.routing import route
from bot.sandbox.world.furniture import Schedule

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call

_CRON = re.compile(r"[0-9*/,-]+( [0-9A-Za-z*/,#-]+){4}")
_KEY = re.compile(r"[A-Za-z0-9_]{1,255}")
_WRONG = " is invalid syntax"  # with its blank (GitLab's source)


def list_schedules(call: Call) -> Answer:
    """List the schedules; two of them may have the same description."""
    if not call.rights.reads_code:
        raise forbidden()
    view = view_of(call)
    return paged(call, list(call.world.schedules.values()), lambda schedule: schedule_row(view, schedule))


def _the_schedule(call: Call) -> Schedule:
    schedule = call.world.schedules.get(call.number("schedule_id"))
    if schedule is None or not call.rights.reads_code:
        raise not_found("Pipeline Schedule")
    return schedule


def _may_change(call: Call, schedule: Schedule) -> bool:
    """Tell whether it is the caller's own; Maintainers may change all (GitLab's source)."""
    is_own = schedule.owner is call.user
    return call.rights.writes_code and (is_own or call.rights.pushes_to_default_branch)


def show_schedule(call: Call) -> Answer:
    """Show a schedule; its variables are for those who may change it (GitLab's source)."""
    schedule = _the_schedule(call)
    shape = schedule_shape(view_of(call), schedule)
    if not _may_change(call, schedule):
        del shape["variables"]
    return ok(shape)


def create_schedule(call: Call) -> Answer:
    """Create a schedule of the caller's own."""
    description, ref, cron = (call.args.required(name) for name in ("description", "ref", "cron"))
    if not call.rights.writes_code:
        raise forbidden()
    zone, active = call.args.text("cron_timezone") or "UTC", call.args.boolean("active")
    _check_times(cron, zone)
    number, is_active = call.world.number("schedule"), active is not False
    schedule = Schedule(number, description, _full(ref), cron, zone, is_active, call.user, call.now, call.now)
    call.world.schedules[number] = schedule
    return created(schedule_shape(view_of(call), schedule))


def update_schedule(call: Call) -> Answer:
    """Change a schedule."""
    schedule, args = _the_schedule(call), call.args
    if not _may_change(call, schedule):
        raise forbidden()
    cron, zone = args.text("cron") or schedule.cron, args.text("cron_timezone") or schedule.cron_timezone
    _check_times(cron, zone)
    active = args.boolean("active")
    schedule.cron, schedule.cron_timezone = cron, zone
    schedule.description = args.text("description") or schedule.description
    schedule.ref = _full(args.text("ref") or schedule.ref)
    schedule.active = schedule.active if active is None else active
    schedule.updated_at = call.now
    return ok(schedule_shape(view_of(call), schedule))


def _full(ref: str) -> str:
    """Write a branch in full, as GitLab keeps it."""
    return ref if ref.startswith("refs/") else f"refs/heads/{ref}"


def _check_times(cron: str, zone: str) -> None:
    if not _CRON.fullmatch(cron):
        raise message(400, {"cron": [_WRONG]})
    if zone not in available_timezones():
        raise message(400, {"cron_timezone": [_WRONG]})


def create_variable(call: Call) -> Answer:
    """Give a schedule a variable; a key is there once."""
    schedule, key, value = _the_schedule(call), call.args.required("key"), call.args.required("value")
    if not _may_change(call, schedule):
        raise forbidden()
    if not _KEY.fullmatch(key):
        raise message(400, {"key": ["can contain only letters, digits and '_'."]})
    if key in schedule.variables:
        raise message(400, {"key": ["has already been taken"]})
    schedule.variables[key] = value
    return created(variable_shape(key, value))


def update_variable(call: Call) -> Answer:
    """Give a variable of a schedule another value."""
    schedule, key = _the_schedule(call), call.route["key"]
    if not _may_change(call, schedule):
        raise forbidden()
    if key not in schedule.variables:
        raise not_found("Pipeline Schedule Variable")
    schedule.variables[key] = call.args.text("value") or ""
    return ok(variable_shape(key, schedule.variables[key]))


_SCHEDULES = "/projects/:id/pipeline_schedules"
_ONE = f"{_SCHEDULES}/:schedule_id"
ROUTES = (
    route("GET", _SCHEDULES, list_schedules),
    route("POST", _SCHEDULES, create_schedule),
    route("GET", _ONE, show_schedule),
    route("PUT", _ONE, update_schedule),
    route("POST", f"{_ONE}/variables", create_variable),
    route("PUT", f"{_ONE}/variables/:key", update_variable),
)
