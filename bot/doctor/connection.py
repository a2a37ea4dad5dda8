"""Checks of the way to GitLab: whether it answers, which version it has, and what time it is there."""

import re

from bot.doctor.findings import Findings
from bot.doctor.verdict import Finding, look, ok, unknown, wrong
from bot.engine.bookmark import SKEW
from bot.model.duration import roughly
from bot.model.examined import Trouble, Unread

Version = tuple[int, int]
PLANNER_SINCE: Version = (17, 7)  # GitLab's release notes
_KEYSET_SINCE: Version = (18, 3)  # GitLab's documentation of `GET /projects/:id/issues`
_NOTABLE_SKEW = SKEW / 30
_NO_ANSWER = (
    "check FEEDBACK_BOT_URL, and from this machine the name server, the firewall, the proxy (HTTPS_PROXY) and the "
    "certificates (REQUESTS_CA_BUNDLE); try again if GitLab has a bad moment"
)
_CLOCK = "set the clock of this machine by a time server (NTP), or ask whoever keeps GitLab's"
_SANDBOX_CLOCK = "this is the sandbox, whose clock can be set: name its time with --now, as it tells when it starts"
_OTHER_ANSWER = (
    "see whether FEEDBACK_BOT_URL is the address that people use, without /api/v4, and whether a proxy or a login page "
    "stands before it"
)


def gitlab(findings: Findings) -> Finding:
    """See whether GitLab answers, and what its version lacks."""
    version = findings.gitlab.version
    if failed := _failed(findings):
        words = failed.why if failed is version else f"{findings.url} answers, but not always: {failed.why}"
        return wrong(words, _OTHER_ANSWER if failed.trouble is Trouble.STRANGE else _NO_ANSWER)
    if isinstance(version, Unread):
        if version.trouble is Trouble.UNASKED:
            return unknown(version.why)
        return ok(f"{findings.url} answers; it does not tell its version to this token")
    known = version_of(version)
    if known is None:
        return unknown(f"{findings.url} answers, but its version makes no sense to the bot")
    found, missing = f"{findings.url} answers: GitLab {known[0]}.{known[1]}", list(_missing(known))
    if missing:
        return look(f"{found}; {'; '.join(missing)}", "nothing has to be done; a newer GitLab has what is missing")
    return ok(found)


def _is_sandbox(findings: Findings) -> bool:
    version = findings.gitlab.version
    return isinstance(version, str) and "sandbox" in version


def _failed(findings: Findings) -> Unread | None:
    unanswered = {Trouble.SILENT, Trouble.STRANGE}
    return next((part for part in findings.gitlab.unread if part.trouble in unanswered), None)


def _missing(version: Version) -> list[str]:
    lacks = {
        PLANNER_SINCE: "it has no role Planner (since 17.7), so the bot's user must be a Reporter",
        _KEYSET_SINCE: "it lists issues by page number only (keyset since 18.3), so long lists take longer",
    }
    return [words for since, words in lacks.items() if version < since]


def version_of(text: str) -> Version | None:
    """Read the first two numbers of a version such as 17.11.2-ee."""
    numbers = re.match(r"(\d+)\.(\d+)", text)
    return (int(numbers[1]), int(numbers[2])) if numbers else None


def clock(findings: Findings) -> Finding:
    """See how far our clock and GitLab's are apart."""
    theirs = findings.gitlab.server_time
    if theirs is None:
        return unknown("GitLab told no time")
    skew, is_ahead = abs(findings.now - theirs), findings.now > theirs
    if skew < _NOTABLE_SKEW:
        return ok("the clock of this machine and GitLab's agree")
    apart = f"the clock of this machine is {roughly(skew)} {'ahead of' if is_ahead else 'behind'} GitLab's"
    remedy = _SANDBOX_CLOCK if _is_sandbox(findings) else _CLOCK
    if skew < SKEW:
        return look(f"{apart}: days begin and end at the wrong time", remedy)
    if is_ahead:
        return wrong(f"{apart}: dates are over too early, and every pass reads all open issues", remedy)
    return wrong(f"{apart}: dates are over too late, and what people have just done lies in the future", remedy)
