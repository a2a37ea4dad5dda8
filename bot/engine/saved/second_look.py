"""Look again at what a saved plan is about: what is still to be done, what is done already, what has changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.engine.gather import whole
from bot.engine.plan import IssuePlan
from bot.engine.report import Report
from bot.engine.saved.looks import Looks
from bot.engine.saved.plan import PlannedFiling, PlannedIssue, survey_in
from bot.engine.saved.progress import Actions, Inspection, Stand
from bot.engine.saved.quick_actions import quick_actions_in, texts_of
from bot.errors import TrackerError
from bot.model.actions import DeleteNote, EditNote, FileIssue, IssueAction, React, RelateIssue, UpdateIssue, WriteNote
from bot.model.case import Case
from bot.model.context import Context
from bot.model.cursor import OVERLAP
from bot.model.issue import Issue
from bot.model.projection import project
from bot.reports.dashboard import dashboard_mark
from bot.tracker import Reader

_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class FiledSince:
    """What the bot's user has filed since a plan was made, by the survey, and what it has filed last of all."""

    by_survey: Mapping[str, int] = field(default_factory=dict)
    newest: Issue | None = None


def filed_since(at: datetime, reader: Reader, ctx: Context) -> FiledSince:
    """Go through the bot's own issues, newest first, back to an instant; raises TrackerError."""
    found: dict[str, int] = {}
    newest: Issue | None = None
    for issue in reader.issues_since(None, ctx.bot):
        survey = survey_in(issue.description)
        if survey is None:
            continue
        newest = newest or issue
        if issue.created_at < at - OVERLAP:
            break
        found[survey] = issue.iid  # the oldest comes last: it is the one that counts
    return FiledSince(found, newest)


class SecondLook:
    """Finds out what is left of a plan that was made at an instant, by GitLab's clock; names what is refused."""

    def __init__(self, made_at: datetime, filed: FiledSince, reader: Reader, ctx: Context, report: Report) -> None:
        self._made_at = made_at
        self._planned_on = ctx.calendar.day_of(made_at)
        self._filed = filed
        self._reader = reader
        self._ctx = ctx
        self._report = report

    def at_issue(self, planned: PlannedIssue) -> IssuePlan | None:
        """Give what is left to be done to an issue; None where that is nothing, or where it has changed since."""
        before, iid = planned.looked, planned.issue
        try:
            issue = self._reader.issue(iid)
            issue = issue if before.comments is None else self._reader.with_notes(issue)
            if not any(self._prohibitions(issue, planned.to_do)) and self._is_untouched(issue, planned):
                return self._left(issue, planned.to_do)
            issue = whole(issue, self._reader)
            since = max(before.updated_at, self._made_at)
            return self._inspected(Inspection(before, issue, since, self._ctx), planned.to_do)
        except TrackerError as problem:
            if problem.code == _NOT_FOUND:
                self._report.refuse(f"#{iid}: it is gone, or hidden from the bot's user")
            else:
                self._report.skip(f"#{iid}: {problem}", iid)
            return None

    def at_filing(self, planned: PlannedFiling) -> IssuePlan | None:
        """Give what is left of a filing; nothing is filed for a survey that has got its issue since."""
        iid = self._filed.by_survey.get(planned.survey)
        if iid is None:
            return self._left(None, planned.to_do)
        try:
            issue = whole(self._reader.issue(iid), self._reader)
            if not planned.then:
                return self._told(issue, Stand(planned.to_do, ()))
            about = "the survey is filed there already, but not as it would be by this plan"
            return self._inspected(self._filing(planned, issue), planned.to_do, about)
        except TrackerError as problem:
            self._report.skip(f"#{iid}: {problem}", iid)
            return None

    def _filing(self, planned: PlannedFiling, issue: Issue) -> Inspection:
        as_filed = project(None, planned.file.action, self._ctx)
        here = replace(as_filed, created_at=issue.created_at, updated_at=issue.updated_at, web_url=issue.web_url)
        return Inspection(Looks.of(here), issue, issue.created_at, self._ctx)

    def _is_untouched(self, issue: Issue, planned: PlannedIssue) -> bool:
        """Tell whether an issue is as it was, and would not be if the first action were done."""
        before = planned.looked
        return before.alike(issue) == before and before.after(planned.to_do[0], self._ctx) != before

    def _inspected(
        self, inspection: Inspection, to_do: Actions, about: str = "not as it was when this was planned"
    ) -> IssuePlan | None:
        issue = inspection.issue
        stand = inspection.stand(to_do, lambda action: self._is_there(issue.iid, action))
        refusals = [*self._prohibitions(issue, to_do)] or (inspection.changes(to_do) if stand is None else [])
        if stand is None or refusals:
            self._report.refuse(f"#{issue.iid}: {about} ({'; '.join(refusals)})")
            return None
        return self._told(issue, stand)

    def _told(self, issue: Issue, stand: Stand) -> IssuePlan | None:
        for action in stand.done:
            self._report.listener.declined(issue.iid, action.rule, "done already")
        return self._left(issue, stand.rest) if stand.rest else None

    def _left(self, issue: Issue | None, rest: Actions) -> IssuePlan | None:
        """Give what is left, unless a date that it would set has been reached and gone since it was planned."""
        dates = sorted(filter(None, map(_due_date, rest)))
        over = [due for due in dates if self._planned_on <= due and self._ctx.calendar.is_over(due, self._ctx.now)]
        if over:
            about = f"#{issue.iid}" if issue else "new"
            self._report.refuse(f"{about}: it would be due {over[0]}, and its date is over: plan anew")
            return None
        return IssuePlan(Case(issue), issue, rest, {})

    def _prohibitions(self, issue: Issue, to_do: Actions) -> Iterator[str]:
        """Say why an issue may not be touched, or not in this way."""
        names = self._ctx.labels.names
        if dashboard_mark(issue) or names.dashboard in issue.labels:
            yield "it is the bot's own issue, no feedback"
        if names.hands_off in issue.labels:
            yield f"the label {names.hands_off} keeps the bot away"
        if not self._ctx.is_bot(issue.author) and any(map(_describes, to_do)):
            yield "its description is not the bot's own"
        if _commands_gitlab(issue, to_do):
            yield "a new text has a line that begins with a slash and a letter, as GitLab's quick actions do"
        notes = {note.id: note.author for note in issue.notes or ()}
        changed = [notes.get(one.note_id) for one in to_do if isinstance(one, EditNote | DeleteNote)]
        if any(author is not None and not self._ctx.is_bot(author) for author in changed):
            yield "a comment that would be changed is not the bot's own"

    def _is_there(self, iid: int, action: React | RelateIssue) -> bool:
        if isinstance(action, RelateIssue):
            return self._reader.is_linked(iid, action.other, action.project)
        found = [one for one in self._reader.reactions(iid, action.note_id) if one.author.id == self._ctx.bot.id]
        return {one.name for one in found}.issuperset(action.add) and not {one.id for one in found} & {*action.remove}


def _due_date(action: IssueAction) -> date | None:
    return action.due_date if isinstance(action, FileIssue | WriteNote | UpdateIssue) else None


def _describes(action: IssueAction) -> bool:
    return isinstance(action, UpdateIssue) and action.description is not None


def _commands_gitlab(issue: Issue, to_do: Actions) -> bool:
    """Tell whether a new title or description holds what GitLab would carry out; what is there already it does not."""
    there = quick_actions_in(f"{issue.title}\n{issue.description}")
    texts = (text for action in to_do if isinstance(action, UpdateIssue) for text in texts_of(action))
    return any(quick_actions_in(text) - there for text in texts)
