"""Compare what a project has with what it should have."""

from collections.abc import Iterator, Mapping

from bot.model.actions import UpdateIssue
from bot.model.furniture import Project, Schedule
from bot.model.issue import Issue
from bot.model.labels import LabelChange
from bot.reports.dashboard import opening
from bot.reports.issue_template import ORIGIN
from bot.settings.environment import PREFIX
from bot.setup.deeds import ChangeIssues, OpenIssue, PutBoard, PutFile, PutSchedule
from bot.setup.found import Found, Repository, Schedules
from bot.setup.labels import label_steps
from bot.setup.renames import Way, ways_of
from bot.setup.steps import Kind, Step, by_hand, leave
from bot.setup.wanted import BOARD, SCHEDULE, TEMPLATE, UNFINISHED, Wanted, WantedSchedule

_PRINT_TEMPLATE = f"put what `feedback-bot setup --print-issue-template` prints into {TEMPLATE} of the default branch"
_PRINT_SCHEDULE = "`feedback-bot setup --print-schedule` tells how"


def plan(found: Found, wanted: Wanted) -> tuple[Step, ...]:
    """Give the steps, in the order in which they are to be done."""
    return tuple(_steps(found, wanted))


def _steps(found: Found, wanted: Wanted) -> Iterator[Step]:
    yield from label_steps(wanted.ctx.labels, found.labels, wanted.renames, found.bearers)
    yield _dashboard(found.dashboard, wanted)
    yield _template(found.repository, found.project.branch, wanted.template)
    yield _board(found, wanted)
    boards = sorted(board.id for board in found.boards if board.name == BOARD)
    yield from (_double("board", f"issue board {number}") for number in boards[1:])
    if wanted.schedule and found.schedules:
        yield _schedule(found.schedules, found.project, wanted.schedule)
        yield from (_double("schedule", f"pipeline schedule {number}") for number in found.schedules.doubles)


def _double(area: str, what: str) -> Step:
    """Report what two setups at the same time have made twice; both of the bot's runs would be one too many."""
    return by_hand(area, what, "a second one of that name; it is a double: delete it")


def _dashboard(issue: Issue | None, wanted: Wanted) -> Step:
    label = wanted.ctx.labels.names.dashboard
    if issue is None:
        reason, deed = "the bot keeps its place there", OpenIssue(opening(wanted.ctx))
        return Step(area="dashboard", kind=Kind.CREATE, what="the dashboard issue", reason=reason, deed=deed)
    what = f"the dashboard, #{issue.iid}"
    new_names = {rename.old: rename.new for rename in wanted.renames}
    if label in {new_names.get(name, name) for name in issue.labels}:
        return leave("dashboard", what, "it is there")
    reason = f"it has lost the label {label}"
    update = UpdateIssue(rule="setup", reason=reason, labels=LabelChange(add=(label,)))
    return Step(area="dashboard", kind=Kind.CORRECT, what=what, reason=reason, deed=ChangeIssues({issue.iid: update}))


def _template(place: Repository, branch: str, text: str) -> Step:
    what, area = f"issue template {TEMPLATE}", "template"
    if not place.may_read:
        return by_hand(area, what, f"the bot's user may not see the repository: {_PRINT_TEMPLATE}")
    if place.file and place.file.text == text:
        return leave(area, what, "as it should be")
    why = "differs from policy and templates" if place.file else "not there yet"
    if not place.may_write:
        return by_hand(area, what, f"{why}, and the bot's user may not push to {branch}: {_PRINT_TEMPLATE}")
    if place.file and ORIGIN not in place.file.text:
        return by_hand(area, what, f"somebody has written another one, which stays; to replace it, {_PRINT_TEMPLATE}")
    deed = PutFile(TEMPLATE, branch, text, place.file.last_commit if place.file else None)
    kind = Kind.CORRECT if place.file else Kind.CREATE
    return Step(area=area, kind=kind, what=what, reason=why, deed=deed, otherwise=_PRINT_TEMPLATE)


def _board(found: Found, wanted: Wanted) -> Step:
    review = wanted.ctx.labels.names.review
    labels = (review.needed, review.incomplete, review.done)
    what, board = f"issue board {BOARD}", next((one for one in found.boards if one.name == BOARD), None)
    if board is None:
        reason = f"with lists for {', '.join(labels)}"
        return Step(area="board", kind=Kind.CREATE, what=what, reason=reason, deed=PutBoard(None, BOARD, labels))
    ways = ways_of(wanted.renames, found.labels)
    new_names = {rename.old: rename.new for rename, way in ways.items() if way is Way.BY_GITLAB}
    there = {new_names.get(name, name) for name in board.labels}
    if missing := tuple(label for label in labels if label not in there):
        reason = f"without lists for {', '.join(missing)}"
        if others := sorted(there - set(labels)):
            reason = f"{reason}; its own for {', '.join(others)} stay"
        return Step(area="board", kind=Kind.CORRECT, what=what, reason=reason, deed=PutBoard(board.id, BOARD, missing))
    return leave("board", what, "it is there, with its lists")


def _schedule(place: Schedules, feedback: Project, wanted: WantedSchedule) -> Step:
    what = f"pipeline schedule {SCHEDULE!r} in {place.project.path}: {wanted.cron} ({wanted.timezone})"
    if not place.may_write:
        return by_hand("schedule", what, f"the bot's user may have no schedules there: {_PRINT_SCHEDULE}")
    found = place.schedule
    missing = _missing(place, feedback)
    differences = [*_differences(found, wanted, missing)] if found else ["as you wish"]
    if not differences:
        is_active = found is None or found.is_active
        return leave("schedule", what, "it is there" if is_active else "it is there, but somebody has switched it off")
    deed = PutSchedule(
        found=found,
        branch=place.project.branch,
        cron=wanted.cron,
        timezone=wanted.timezone,
        variables=missing,
    )
    return Step(
        area="schedule",
        kind=Kind.CORRECT if found else Kind.CREATE,
        what=what,
        reason=" and ".join(differences),
        deed=deed,
        otherwise=_PRINT_SCHEDULE,
    )


def _missing(place: Schedules, feedback: Project) -> dict[str, str]:
    """Tell which variables the schedule lacks: it must not work in the project of the pipeline by mistake."""
    found = place.schedule
    if place.project.id == feedback.id or (found and found.description == UNFINISHED and found.is_active):
        return {}  # the last is what a person does who has set it for the whole project, as we ask for
    variables = {f"{PREFIX}PROJECT": feedback.path}
    return {name: value for name, value in variables.items() if not found or found.variables.get(name) != value}


def _differences(found: Schedule, wanted: WantedSchedule, missing: Mapping[str, str]) -> Iterator[str]:
    if found.description == UNFINISHED and not found.is_active:
        yield "setup has not completed it"
    if (found.cron, found.timezone) != (wanted.cron, wanted.timezone):
        yield f"it runs at {found.cron} ({found.timezone})"
    if missing:
        yield f"lacks the variable {', '.join(missing)}"
