"""A plan in a file: where it belongs, when it was made, and for each issue what is to be done to it.

Keys stay what they are as long as `version` does.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from bot.engine.plan import IssuePlan
from bot.engine.saved.actions import (
    Name,
    Number,
    Part,
    SavedChange,
    SavedDeletion,
    SavedEdit,
    SavedFiling,
    SavedPerson,
    saved,
)
from bot.engine.saved.looks import Looks
from bot.model.actions import IssueAction
from bot.model.marks import marks_in
from bot.rules.file_survey import FileSurvey

FORMAT: Final = "feedback-bot plan"
VERSION: Final = 1


def survey_in(description: str) -> str | None:
    """Read from a description which survey its issue was filed for."""
    marks = (mark for mark in marks_in(description) if mark.rule == FileSurvey.name)
    return next((mark.facts["survey"] for mark in marks if "survey" in mark.facts), None)


def _for_a_survey(filing: SavedFiling) -> SavedFiling:
    if filing.rule != FileSurvey.name or survey_in(filing.description) is None:
        raise ValueError("is filed for no survey")
    return filing


class PlannedIssue(Part):
    """An issue that is to be changed: what it looked like, and what is to be done, in this order."""

    issue: Number
    looked: Looks
    actions: Annotated[tuple[SavedChange, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _changes_known_comments(self) -> Self:
        known = {comment.id for comment in self.looked.comments or ()}
        if any(one.note_id not in known for one in self.actions if isinstance(one, SavedEdit | SavedDeletion)):
            raise ValueError("changes a comment that the issue did not have")
        return self

    @property
    def to_do(self) -> tuple[IssueAction, ...]:
        """All that is to be done."""
        return tuple(one.action for one in self.actions)


class PlannedFiling(Part):
    """An issue that is to be filed for a survey, and what is to be done to it then, in this order."""

    file: Annotated[SavedFiling, AfterValidator(_for_a_survey)]
    then: tuple[SavedChange, ...]

    @property
    def survey(self) -> str:
        """What the survey is known by."""
        return survey_in(self.file.description) or ""

    @property
    def to_do(self) -> tuple[IssueAction, ...]:
        """All that is to be done."""
        return (self.file.action, *(one.action for one in self.then))


def _in_our_times(instant: datetime) -> datetime:
    if not _FIRST_YEAR <= instant.year < _END:
        raise ValueError("is no time at which a plan was made")
    return instant


_FIRST_YEAR, _END = 2000, 9000  # beyond them there is no reckoning with days


class Made(Part):
    """How a plan was made: by which version of the bot, when by GitLab's clock, and in which pass.

    `policy` tells policies apart. `preview` is the moment for which it was made, null for its own time. It is not
    `complete` where something could not be read or understood; what is planned is right all the same.
    """

    bot_version: Name
    at: Annotated[AwareDatetime, AfterValidator(_in_our_times)]
    pass_id: Name
    policy: Name
    preview: AwareDatetime | None
    complete: bool


class SavedPlan(Part):
    """What one pass would do to one project, as one user of GitLab's."""

    format: Literal["feedback-bot plan"]
    version: Literal[1]
    gitlab: Name
    project: Name
    bot: SavedPerson
    made: Made
    changes: tuple[PlannedIssue, ...]
    filings: tuple[PlannedFiling, ...]

    @model_validator(mode="after")
    def _says_nothing_twice(self) -> Self:
        issues, surveys = [one.issue for one in self.changes], [one.survey for one in self.filings]
        if len(set(issues)) < len(issues) or len(set(surveys)) < len(surveys):
            raise ValueError("names one issue or one survey twice")
        return self


class Collected:
    """The plans of a pass, as they come, in the form in which they are kept."""

    def __init__(self) -> None:
        self.changes: list[PlannedIssue] = []
        self.filings: list[PlannedFiling] = []

    def keep(self, plan: IssuePlan) -> None:
        """Take a plan."""
        parts = [saved(action) for action in plan.actions]
        if plan.case.issue is not None:
            looked = Looks.of(plan.case.issue)
            self.changes.append(PlannedIssue(issue=plan.iid, looked=looked, actions=tuple(_changes(parts))))
            return
        (filing,) = (part for part in parts if isinstance(part, SavedFiling))
        self.filings.append(PlannedFiling(file=filing, then=tuple(_changes(parts))))

    def plan(self, *, gitlab: str, project: str, bot: SavedPerson, made: Made) -> SavedPlan:
        """Bring them together with where they belong."""
        return SavedPlan(
            format=FORMAT,
            version=VERSION,
            gitlab=gitlab,
            project=project,
            bot=bot,
            made=made,
            changes=tuple(self.changes),
            filings=tuple(self.filings),
        )


def _changes(parts: Iterable[SavedFiling | SavedChange]) -> Iterable[SavedChange]:
    return (part for part in parts if not isinstance(part, SavedFiling))
