"""Checks of the labels: whether all are there, and none stands beside them in another spelling."""

import shlex

from bot.doctor.findings import NO_POLICY, Findings
from bot.doctor.verdict import NO_ACCESS, Finding, look, ok, unknown, wrong
from bot.model.examined import Unread
from bot.model.near_misses import near_misses

_SETUP = "feedback-bot setup"


def label_spelling(findings: Findings) -> Finding:
    """See whether a label is nearly one of the bot's: what people choose from it, the bot does not understand."""
    if findings.labels is None:
        return unknown(NO_POLICY)
    present = findings.gitlab.labels
    if isinstance(present, Unread):
        return unknown(present.why)
    meant = near_misses(findings.labels.in_use, present)
    if not meant:
        return ok("no label is nearly one of the bot's")
    found = "; ".join(f"{name} is nearly {other}" for name, other in sorted(meant.items()))
    commands = (f"{_SETUP} --rename {shlex.quote(f'{name}={other}')}" for name, other in sorted(meant.items()))
    remedy = "\n".join(("if they mean the same:", *commands))  # each on a line of its own, to be copied
    if set(meant.values()) <= present:
        return look(f"{found}, which is there as well", remedy)
    return wrong(f"{found}, which is not there: whoever sets it is not understood", remedy)


def labels(findings: Findings) -> Finding:
    """See whether all labels are there; the bot creates what it needs itself, but people cannot choose what is not."""
    if findings.labels is None:
        return unknown(NO_POLICY)
    present = findings.gitlab.labels
    if isinstance(present, Unread):
        return wrong(present.why, NO_ACCESS) if present.is_forbidden else unknown(present.why)
    wanted = findings.labels.in_use
    if missing := sorted(wanted - present):
        return look(
            f"missing: {', '.join(missing)}; the bot creates each when it needs it, but nobody can choose it before",
            f"{_SETUP} creates them with their colours and descriptions",
        )
    return ok(f"all {len(wanted)} are there")
