"""Checks of the sources: whether there is something to read, and whether it can be read."""

from collections.abc import Mapping

from bot.doctor.findings import NO_POLICY, Findings
from bot.doctor.verdict import Finding, look, ok, unknown, wrong
from bot.intake.glance import Account, Files, Seen


def sources(findings: Findings) -> Mapping[str, Finding]:
    """Look at each source of the policy, under the name of its check."""
    if findings.configuration.policy is None:
        return {"sources": unknown(NO_POLICY)}
    if not findings.sources:
        return {"sources": ok("the policy names none: surveys come with --surveys, or with web hooks")}
    return {f"source {name}": _source(seen) for name, seen in findings.sources.items()}


def _source(seen: Seen) -> Finding:
    return _account(seen) if isinstance(seen, Account) else _files(seen)


def _account(seen: Account) -> Finding:
    if seen.problem:
        return wrong(seen.problem, "mend what the sentence names (docs/zendesk.md)")
    if seen.warning:
        return look(f"its {seen.surveys} can be read, but not for ever", seen.warning)
    return ok(f"its {seen.surveys} can be read")


def _files(seen: Files) -> Finding:
    named = "the names are seen from the working directory"
    troubles = (
        (seen.folders, wrong, "a folder is no file", "name its files, such as 'in/*.csv'"),
        (seen.missing, wrong, "there is no such file", f"put it there, or correct `files`; {named}"),
        (seen.unreadable, wrong, "may not be read", "give the right to read it to whoever runs the bot"),
        (seen.empty, look, "there is nothing in it", "see whether the export was cut off"),
        (seen.unmatched, look, "matches no file", f"see whether the export has run; {named}"),
    )
    for names, judge, words, remedy in troubles:
        if names:
            return judge(f"{words}: {', '.join(names)}", remedy)
    if not seen.count:
        return ok("no files of its own: read when it is named with --surveys, or when a web hook brings it")
    return ok(f"files that can be read: {seen.count}")
