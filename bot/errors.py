"""What can go wrong, each kind with the exit code an operator's pipeline sees.

0 everything done · 1 something failed or was left for the next run · 2 configuration ·
3 refused before the first write (change ceiling) · 4 GitLab unreachable or token refused.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells the pipeline."""

    DONE = 0
    INCOMPLETE = 1
    CONFIGURATION = 2
    CEILING = 3
    UNREACHABLE = 4


class BotError(Exception):
    """The root of every error the bot raises itself; its text is meant for people and holds no secret."""

    exit_code = ExitCode.INCOMPLETE

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, a line for each problem."""
        return tuple(str(self).splitlines())


class ConfigurationError(BotError):
    """The settings, the policy or the command line cannot be used; one line for each problem."""

    exit_code = ExitCode.CONFIGURATION

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))


class CeilingError(BotError):
    """The plan holds more changes than the policy allows in one pass; nothing was written."""

    exit_code = ExitCode.CEILING


class UnreachableError(BotError):
    """GitLab does not answer, or it refuses the token: going on makes no sense.

    `code` is GitLab's status, None without an answer.
    """

    exit_code = ExitCode.UNREACHABLE

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class TrackerError(BotError):
    """One request failed; what it was not about is not affected. `code` is GitLab's status, None without an answer."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class ShapeError(TrackerError):
    """One thing that GitLab answered with is not understood; `iid` is its number where it is an issue, else 0."""

    def __init__(self, message: str, iid: int = 0) -> None:
        super().__init__(message)
        self.iid = iid


class UncertainError(TrackerError):
    """A request got no answer that says whether it was carried out."""


class ThrottledError(TrackerError):
    """GitLab refused a request because there were too many, and went on doing so (429)."""


class DroppedError(TrackerError):
    """GitLab did not carry out a part of what was asked, without an error; `kinds` names the parts."""

    def __init__(self, message: str, kinds: frozenset[str]) -> None:
        super().__init__(message)
        self.kinds = kinds


class HaltedError(BotError):
    """The pass was asked to end, or its time is up; what is left the next pass will do."""


class DamagedMarkError(BotError):
    """Somebody has changed the hidden mark by which the bot knows an issue, so it cannot be understood any more."""


class PlanConflictError(BotError):
    """Two rules want opposite things of one issue in the same pass."""
