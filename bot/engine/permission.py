"""May new issues be filed? Not where GitLab would leave out their labels, or publish what is to be confidential."""

from bot.engine.report import Report
from bot.errors import ConfigurationError, TrackerError
from bot.model.context import Context
from bot.model.history import filing_mark
from bot.model.issue import Issue
from bot.tracker import REMEDY, Reader

_PLANNER = 15  # the least role that may label and hide issues (GitLab's source)
_PUBLISHED = "visible to everyone"  # the end of the line in an issue's history (GitLab's source)


def may_file(reader: Reader, ctx: Context, newest: Issue | None, report: Report) -> bool:
    """Ask for the bot's role, and see whether what was filed last is as confidential as it was to be.

    Raises ConfigurationError when the role is too small; says in the report why else nothing is filed.
    """
    try:
        role = reader.role_of(ctx.bot)
        exposed = newest is not None and _is_exposed(newest, reader, ctx)
    except TrackerError as problem:
        report.fail(f"nothing new was filed, since it could not be found out whether the bot may: {problem}")
        return False
    if role is not None and role < _PLANNER:
        raise ConfigurationError(
            f"the bot's user @{ctx.bot.username} has access level {role} in the project: give it the role Planner "
            f"({_PLANNER}) or higher, else its issues would be neither labelled nor confidential"
        )
    if exposed:
        report.fail(
            f"nothing new was filed, since #{newest.iid if newest else 0} was to be confidential and is not, though "
            f"nobody has made it public: make it confidential, or delete it. {REMEDY}"
        )
    return not exposed


def _is_exposed(newest: Issue, reader: Reader, ctx: Context) -> bool:
    """Tell whether GitLab has published an issue by itself: what a person publishes leaves a line in its history."""
    mark = filing_mark(newest, ctx)
    if newest.confidential or mark is None or "confidential" not in mark.facts:
        return False
    return not any(note.system and _PUBLISHED in note.body for note in reader.with_notes(newest).notes or ())
