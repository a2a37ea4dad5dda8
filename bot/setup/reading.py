"""Read what a project has: a handful of requests, none of which writes."""

from dataclasses import dataclass

from bot.engine.bookmark import bookmark_of
from bot.engine.recognition import Recognition
from bot.errors import ConfigurationError, TrackerError
from bot.model.furniture import Project, ProjectLabel
from bot.model.issue import Issue, Person
from bot.reports.dashboard import TITLE
from bot.setup.found import Found, Repository, Schedules
from bot.setup.renames import Way, check_renames, ways_of
from bot.setup.wanted import SCHEDULE, TEMPLATE, UNFINISHED, Wanted
from bot.tracker import Client, Reader
from bot.tracker.examination import scopes_of
from bot.tracker.inventory import Inventory

_PLANNER, _DEVELOPER, _MAINTAINER = 15, 30, 40  # GitLab's documentation
_FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class Place:
    """A project as the bot's user sees it; `role` is None where GitLab keeps it to itself, as for administrators."""

    inventory: Inventory
    reader: Reader
    project: Project
    role: int | None

    def may(self, role: int) -> bool:
        """Tell whether the bot's user has a role; where that is not known GitLab is to say so when it is asked."""
        return self.role is None or self.role >= role


def place_of(client: Client, bot: Person) -> Place:
    """Look at a project; raises ConfigurationError when there is none to see, or none that can be changed."""
    reader, inventory = Reader(client), Inventory(client)
    project = inventory.project()
    if project.is_archived:
        raise ConfigurationError(f"{project.path} is archived: unarchive it in its settings, or name another project")
    return Place(inventory, reader, project, reader.role_of(bot))


def insist_on_writing(client: Client) -> None:
    """Refuse a token that cannot write before the first write; raises ConfigurationError."""
    scopes = scopes_of(client)
    if scopes is not None and "api" not in scopes:
        raise ConfigurationError(
            f"the token has the scope {', '.join(sorted(scopes)) or 'none'}, which does not let it write: make one "
            "with the scope api, and put it into FEEDBACK_BOT_TOKEN"
        )


def found_in(place: Place, pipeline: Place | None, wanted: Wanted) -> Found:
    """Read what is there; `pipeline` is the project that is to have a schedule.

    Raises ConfigurationError when the role is too small, when the project has no issues, when a name was mistyped, and
    when another user has been the bot here; otherwise TrackerError.
    """
    if not place.may(_PLANNER):
        raise ConfigurationError(
            f"the bot's user @{wanted.ctx.bot.username} has access level {place.role} in {place.project.path}: give "
            f"it the role Planner ({_PLANNER}) or higher; nothing was written"
        )
    if not place.project.has_issues:
        raise ConfigurationError(
            f"issues are switched off in {place.project.path}: switch them on in its settings, under “Visibility, "
            "project features, permissions”"
        )
    labels = place.inventory.labels()
    check_renames(wanted.renames, labels, [label.name for label in wanted.ctx.labels.wanted])
    return Found(
        project=place.project,
        labels=labels,
        bearers=_bearers(place, wanted, labels),
        dashboard=_dashboard(place.reader, wanted),
        boards=place.inventory.boards(),
        repository=_repository(place, wanted.template),
        schedules=_schedules(pipeline) if pipeline else None,
    )


def _bearers(place: Place, wanted: Wanted, labels: dict[str, ProjectLabel]) -> dict[str, list[Issue]]:
    """Read the issues of labels that GitLab cannot rename by itself."""
    ways = ways_of(wanted.renames, labels)
    moved = (rename.old for rename, way in ways.items() if way is Way.ISSUE_BY_ISSUE)
    return {name: list(place.reader.issues_labelled(name)) for name in moved}


def _dashboard(reader: Reader, wanted: Wanted) -> Issue | None:
    """Find the dashboard, even one that has lost its label; refuse to open another beside that of a former user."""
    ctx = wanted.ctx
    labelled = list(reader.issues_labelled(ctx.labels.names.dashboard))
    recognition = Recognition(ctx, is_new_here=True)
    recognition.meet(labelled)
    recognition.insist()
    own = [issue for issue in labelled if issue.author.id == ctx.bot.id]
    return bookmark_of(own).issue or bookmark_of(reader.own_issues_titled(TITLE)).issue


def _repository(place: Place, text: str) -> Repository:
    try:
        file = place.inventory.file(TEMPLATE, place.project.branch)
        if file and file.text == text:
            return Repository(file=file, may_read=True, may_write=False)  # which nobody asks
        return Repository(file=file, may_read=True, may_write=_may_push(place))
    except TrackerError as problem:
        if problem.code != _FORBIDDEN:
            raise
        return Repository(may_read=False, may_write=False)


def _may_push(place: Place) -> bool:
    if not place.may(_DEVELOPER):
        return False
    may = place.inventory.may_push(place.project.branch)
    return place.may(_MAINTAINER) if may is None else may  # the first commit is for Maintainers, as a rule


def _schedules(place: Place) -> Schedules:
    if not place.may(_DEVELOPER):
        return Schedules(project=place.project, may_write=False)
    numbers = [schedule.id for schedule in place.inventory.schedules_named(SCHEDULE, UNFINISHED)]
    first = place.inventory.schedule(numbers[0]) if numbers else None
    return Schedules(project=place.project, schedule=first, doubles=numbers[1:], may_write=True)
