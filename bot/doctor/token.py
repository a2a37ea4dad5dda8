"""Checks of the token: whether it works, what it may do, until when, and whose it is."""

from datetime import UTC

from bot.doctor.findings import Findings
from bot.doctor.verdict import Finding, look, ok, unknown, wrong
from bot.engine.bookmark import bookmark_of
from bot.model.examined import Examined, Trouble, Unread
from bot.model.issue import Issue
from bot.model.marks import marks_in
from bot.reports.dashboard import dashboard_mark

_UNAUTHORIZED = 401
_EXPIRES_SOON = 30  # days
_HARMLESS = {"api", "read_api", "self_rotate"}
_SAME_USER = "use the same user as before: the bot knows its own issues by it"
_ROTATE = (
    "rotate it under “Access tokens” of its user or its project, and put the new one into FEEDBACK_BOT_TOKEN; do not "
    "revoke it: with a project access token GitLab deletes the user too, and the bot no longer knows what is its own"
)


def token(findings: Findings) -> Finding:
    """See whether GitLab takes the token."""
    gitlab = findings.gitlab
    remedy = f"make a token with the scope api, and put it into FEEDBACK_BOT_TOKEN; {_SAME_USER}"
    if refused := _refusal(gitlab):
        return wrong(refused, remedy)
    if isinstance(gitlab.user, Unread):
        if gitlab.user.trouble is Trouble.REFUSED:
            return wrong(f"GitLab does not tell it whose it is: {gitlab.user.why}", remedy)
        return unknown(gitlab.user.why)
    if not isinstance(gitlab.token, Unread) and not gitlab.token.is_active:
        return wrong("GitLab says that the token is not active: it has expired or was revoked", remedy)
    return ok(f"GitLab takes it; it belongs to user {gitlab.user}")


def _refusal(gitlab: Examined) -> str:
    return next((part.why for part in gitlab.unread if part.code == _UNAUTHORIZED), "")


def scopes(findings: Findings) -> Finding:
    """See whether the token may write, and nothing beyond what the bot needs."""
    found = findings.gitlab.token
    if isinstance(found, Unread):
        return unknown(found.why)
    has, remedy = ", ".join(sorted(found.scopes)) or "none", "make a token with the scope api for the same user"
    if "granular" in found.scopes:
        return unknown("a fine-grained token does not tell what it may do; whatever is refused shows below")
    if "api" not in found.scopes:
        only_reads = "dry runs work, and nothing can be written" if "read_api" in found.scopes else "nothing works"
        return wrong(f"{has}: {only_reads}", remedy)
    if others := sorted(found.scopes - _HARMLESS):
        return look(f"api, and more than the bot needs: {', '.join(others)}", f"next time {remedy}, and no other scope")
    return ok(has)


def expiry(findings: Findings) -> Finding:
    """See how long the token still works; its day is counted in UTC, as GitLab does."""
    found = findings.gitlab.token
    if isinstance(found, Unread):
        return unknown(found.why)
    if found.expires_on is None:
        return ok("it does not expire")
    left = (found.expires_on - findings.now.astimezone(UTC).date()).days
    if left <= 0:
        return wrong(f"it stopped working on {found.expires_on}", _ROTATE)
    words = f"it works for {left} more day{'' if left == 1 else 's'}, until {found.expires_on}"
    return look(words, _ROTATE) if left <= _EXPIRES_SOON else ok(words)


def user(findings: Findings) -> Finding:
    """See whether the bot knows itself: whether what it wrote is its token's user's, or a former user's."""
    me, dashboards = findings.gitlab.user, findings.gitlab.dashboards
    if isinstance(me, Unread):
        return unknown(me.why)
    if isinstance(dashboards, Unread):
        return unknown(dashboards.why)
    known, is_established = {me, *findings.former_bots}, _is_established(me, findings.gitlab)
    strangers = [issue for issue in dashboards if dashboard_mark(issue) and issue.author.id not in known]
    if strangers and not is_established:
        return _of_another(strangers[0], me)
    if me in findings.former_bots:
        return look(
            f"the token belongs to user {me}, whom the policy names as a former user of the bot's",
            "use the token of the present user, or take the id out of `former_bots`",
        )
    return ok(f"user {me}, {'as before' if is_established else 'who has written nothing yet'}")


def _of_another(dashboard: Issue, me: int) -> Finding:
    other = dashboard.author.id
    return wrong(
        f"the dashboard, #{dashboard.iid}, is of user {other}, but the token belongs to user {me}: all surveys would "
        "be filed again",
        f"use the token of user {other}; or, if the bot works under the new user from now on, name the old one in the "
        f"policy (former_bots: [{other}])",
    )


def _is_established(me: int, gitlab: Examined) -> bool:
    """Tell whether the user has written anything as the bot."""
    lists = (gitlab.dashboards, gitlab.newest)
    issues = [issue for found in lists if not isinstance(found, Unread) for issue in found]
    own = [issue for issue in issues if issue.author.id == me]
    return bookmark_of(own).issue is not None or any(True for issue in own for _ in marks_in(issue.description))
