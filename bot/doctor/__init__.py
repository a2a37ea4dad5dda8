"""Is the bot able to work? One table of checks, each with its remedy, in the order in which an operator mends them.

Checks are pure: what they judge by was read beforehand.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.doctor.connection import clock, gitlab
from bot.doctor.findings import Findings
from bot.doctor.here import environment, policy, templates
from bot.doctor.labels import label_spelling, labels
from bot.doctor.limits import limits
from bot.doctor.passes import last_pass
from bot.doctor.project import confidential, project, role, tier
from bot.doctor.sources import sources
from bot.doctor.token import expiry, scopes, token, user
from bot.doctor.verdict import Finding, Verdict
from bot.errors import ExitCode

__all__ = ["Findings", "Result", "Verdict", "diagnosis", "ending"]

Check = Callable[[Findings], Finding]
# The name of a check is its function's; what stands above must work before what stands below can.
_CHECKS: tuple[Check, ...] = (
    policy,
    templates,
    environment,
    gitlab,
    clock,
    token,
    scopes,
    expiry,
    user,
    project,
    role,
    confidential,
    label_spelling,
    labels,
    tier,
    limits,
)
_TELLING = {clock.__name__, scopes.__name__, expiry.__name__, confidential.__name__, tier.__name__}
_ENDINGS = {
    ExitCode.CONFIGURATION: {policy.__name__, templates.__name__, environment.__name__},
    ExitCode.UNREACHABLE: {gitlab.__name__, token.__name__},
}


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table; `remedy` is empty where there is nothing to do."""

    check: str
    verdict: Verdict
    found: str
    remedy: str

    @property
    def is_needed(self) -> bool:
        """Whether somebody who does not know this cannot tell that the bot is able to work."""
        return self.check not in _TELLING


def diagnosis(findings: Findings) -> list[Result]:
    """Make all checks."""
    return [Result(name, one.verdict, one.found, one.remedy) for name, one in _found(findings)]


def _found(findings: Findings) -> Iterator[tuple[str, Finding]]:
    yield from ((check.__name__, check(findings)) for check in _CHECKS)
    yield from sources(findings).items()
    yield last_pass.__name__, last_pass(findings)


def ending(results: Sequence[Result]) -> ExitCode:
    """Tell how the command is to end: by the first thing that must be mended."""
    wrong = {result.check for result in results if result.verdict is Verdict.WRONG}
    meant = (code for code, checks in _ENDINGS.items() if wrong & checks)
    return next(meant, ExitCode.INCOMPLETE if wrong else ExitCode.DONE)
