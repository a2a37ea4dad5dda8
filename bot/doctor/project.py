"""Checks of the project: whether it is there and open, what the bot's user may do in it, and which tier it has."""

from bot.doctor.connection import PLANNER_SINCE, version_of
from bot.doctor.findings import Findings
from bot.doctor.verdict import NO_ACCESS, Finding, look, ok, unknown, wrong
from bot.model.examined import Unread
from bot.model.marks import marks_in
from bot.rules.file_survey import FileSurvey

_NOT_FOUND = 404
_GUEST, _PLANNER, _REPORTER = 10, 15, 20
_ROLES = {
    5: "Minimal access", _GUEST: "Guest", _PLANNER: "Planner", _REPORTER: "Reporter", 25: "Security Manager",
    30: "Developer", 40: "Maintainer", 50: "Owner", 60: "Administrator",
}  # fmt: skip  # GitLab's documentation
_MISSING = "labels, due dates and confidential issues, which GitLab leaves out without an error, and closing"


def project(findings: Findings) -> Finding:
    """See whether the project is shown, has issues and can be changed."""
    found = findings.gitlab.project
    if isinstance(found, Unread):
        return _unseen(found)
    if found.is_to_be_deleted:
        return wrong("it is marked for deletion", "restore it in its settings, or name another project")
    if found.is_archived:
        return wrong("it is archived: nothing in it can be changed", "unarchive it in its settings, or name another")
    if not found.has_issues:
        remedy = "switch them on in its settings, under “Visibility, project features, permissions”"
        return wrong("issues are switched off in it", remedy)
    lists = (findings.gitlab.dashboards, findings.gitlab.newest)
    if hidden := [issues.why for issues in lists if isinstance(issues, Unread) and issues.is_forbidden]:
        return wrong(f"it is shown to the bot's user, but its issues are not: {hidden[0]}", NO_ACCESS)
    return ok("it is shown to the bot's user, and has issues")


def _unseen(found: Unread) -> Finding:
    if found.code == _NOT_FOUND:
        remedy = "check FEEDBACK_BOT_PROJECT, and make the bot's user a member with the role Planner"
        return wrong(found.why, remedy)
    return wrong(found.why, NO_ACCESS) if found.is_forbidden else unknown(found.why)


def role(findings: Findings) -> Finding:
    """See whether the role is the least that does."""
    level = findings.gitlab.role
    if isinstance(level, Unread):
        return unknown(level.why)
    if level is None:
        return unknown(
            "GitLab tells no role of the bot's user in the project, as with administrators who are no members"
        )
    least = _least(findings)
    has, needed = _ROLES.get(level, f"access level {level}"), _ROLES[least]
    if level < least:
        return wrong(f"{has}: what is missing: {_MISSING}", f"give the bot's user the role {needed} in the project")
    if level > least:
        return look(f"{has}: works, and is more than the bot needs", f"the role {needed} is enough (least privilege)")
    return ok(f"{has}: all that the bot needs, and no more")


def _least(findings: Findings) -> int:
    version = findings.gitlab.version
    known = None if isinstance(version, Unread) else version_of(version)
    return _REPORTER if known and known < PLANNER_SINCE else _PLANNER


def confidential(findings: Findings) -> Finding:
    """See whether confidential issues are shown to the bot, and whether what it hid last is hidden."""
    level, newest = findings.gitlab.role, findings.gitlab.newest
    if isinstance(level, int) and level < _least(findings):
        return wrong(
            "this role sees no confidential issue but its own, and hides none: what customers say would be public",
            f"give the bot's user the role {_ROLES[_least(findings)]} in the project",
        )
    filed = [] if isinstance(newest, Unread) else [issue for issue in newest if _was_to_be_hidden(issue.description)]
    if filed and not filed[0].confidential:
        return look(
            f"#{filed[0].iid} was to be confidential and is not",
            "make it confidential, unless somebody has published it on purpose; then see the role",
        )
    if filed:
        return ok(f"#{filed[0].iid}, which the bot filed last, is confidential, and shown to it")
    if isinstance(level, int):
        return ok("the role sees them; nothing has been filed yet that would prove it")
    return unknown("neither a role nor an issue tells")


def _was_to_be_hidden(description: str) -> bool:
    return any(mark.rule == FileSurvey.name and "confidential" in mark.facts for mark in marks_in(description))


def tier(findings: Findings) -> Finding:
    """Tell whether GitLab itself lets labels of a scope exclude each other, which only paid tiers do."""
    if findings.gitlab.has_weights is None:
        return unknown("only an issue tells the tier, and none could be read; the bot works with all of them")
    if findings.gitlab.has_weights:
        return ok("Premium or Ultimate: GitLab keeps one label of each scope by itself")
    return ok("Free: GitLab keeps all labels of a scope, so the bot takes off the rivals itself")
