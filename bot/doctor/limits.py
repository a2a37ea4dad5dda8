"""Check of the limits: the policy's own, and those of GitLab as far as they are known."""

from collections.abc import Iterator

from bot.doctor.findings import NO_POLICY, Findings
from bot.doctor.verdict import Finding, look, ok, unknown
from bot.settings import Policy
from bot.tracker.pace import PerMinute, usual_limits


def limits(findings: Findings) -> Finding:
    """See whether a pass may do anything, and no faster than GitLab allows."""
    configuration = findings.configuration
    if configuration.policy is None:
        return unknown(NO_POLICY)
    policy = configuration.policy.policy
    most = policy.limits
    if not (most.changes and most.filings):
        of = "change any issue" if not most.changes else "file anything"
        return look(f"the policy lets no pass {of} (limits)", "raise the number under `limits`, or use --no-limit")
    usual = usual_limits(is_gitlab_com=findings.is_gitlab_com)
    place = "gitlab.com" if findings.is_gitlab_com else "GitLab, unless its administrators say otherwise,"
    if too_fast := list(_too_fast(policy, usual)):
        return look(
            f"the policy's pace is above what {place} allows in a minute: {', '.join(too_fast)}",
            "take these keys out of `pace`, or write auto, unless you know that this GitLab allows more",
        )
    return ok(
        f"a pass makes at most {most.changes} changes and {most.filings} new issues; {place} takes {usual.issues} new "
        f"issues and {usual.notes} notes a minute{_left(findings)}"
    )


def _too_fast(policy: Policy, usual: PerMinute) -> Iterator[str]:
    asked = {"issues": policy.pace.issues_per_minute, "notes": policy.pace.notes_per_minute}
    for what, most in {"issues": usual.issues, "notes": usual.notes}.items():
        wanted = asked[what]
        if wanted != "auto" and wanted > most:
            yield f"{wanted} {what} instead of {most}"


def _left(findings: Findings) -> str:
    allowance = findings.gitlab.allowance
    return f", and has {allowance.remaining} of {allowance.limit} requests left for now" if allowance else ""
