"""What an issue will look like once an action is done: so the next rule sees it, and a plan can be checked.

GitLab assigns the number of a new issue; until then it is 0.
"""

from dataclasses import replace

from bot.model.actions import (
    DeleteNote,
    EditNote,
    FileIssue,
    IssueAction,
    React,
    RelateIssue,
    Reply,
    UpdateIssue,
    WriteNote,
)
from bot.model.context import Context
from bot.model.issue import Issue, LabelEvent, Note, State


def project(  # noqa: PLR0911 - one for each kind
    issue: Issue | None, action: IssueAction, ctx: Context
) -> Issue:
    """Tell the issue's next state; raises ValueError for an action on an issue that is not there."""
    if isinstance(action, FileIssue):
        return _filed(action, ctx)
    if issue is None:
        raise ValueError("only filing can be done without an issue")
    match action:
        case WriteNote():
            return _noted(issue, action, ctx)
        case Reply():
            return _with_note(issue, action.body, ctx)
        case EditNote():
            return _with_words(issue, action, ctx)
        case DeleteNote():
            return _without_note(issue, action)
        case UpdateIssue():
            return _updated(issue, action, ctx)
        case RelateIssue() | React():
            return issue


def _filed(action: FileIssue, ctx: Context) -> Issue:
    return Issue(
        iid=0,
        title=action.title,
        description=action.description,
        state="opened",
        labels=frozenset(action.labels),
        author=ctx.bot,
        assignees=(),
        due_date=action.due_date,
        created_at=ctx.now,
        updated_at=ctx.now,
        confidential=action.confidential,
        notes_count=0,
        web_url="",
        notes=(),
        state_events=(),
        label_events=tuple(LabelEvent(ctx.bot, name, added=True, created_at=ctx.now) for name in action.labels),
    )


def _noted(issue: Issue, action: WriteNote, ctx: Context) -> Issue:
    return replace(
        _with_note(issue, action.body, ctx),
        state="closed" if action.close else issue.state,
        due_date=action.due_date or issue.due_date,
    )


def _with_note(issue: Issue, body: str, ctx: Context) -> Issue:
    note = Note(author=ctx.bot, body=body, created_at=ctx.now)
    notes = None if issue.notes is None else (*issue.notes, note)
    return replace(issue, notes=notes, notes_count=issue.notes_count + 1, updated_at=ctx.now)


def _with_words(issue: Issue, action: EditNote, ctx: Context) -> Issue:
    notes = issue.notes and tuple(
        replace(note, body=action.body) if note.id == action.note_id else note for note in issue.notes
    )
    return replace(issue, notes=notes, updated_at=ctx.now)


def _without_note(issue: Issue, action: DeleteNote) -> Issue:
    notes = None if issue.notes is None else tuple(note for note in issue.notes if note.id != action.note_id)
    return replace(issue, notes=notes, notes_count=issue.notes_count - 1)


def _updated(issue: Issue, action: UpdateIssue, ctx: Context) -> Issue:
    states: dict[str | None, State] = {"close": "closed", "reopen": "opened", None: issue.state}
    return replace(
        issue,
        title=issue.title if action.title is None else action.title,
        description=issue.description if action.description is None else action.description,
        labels=(issue.labels | set(action.labels.add)) - set(action.labels.remove),
        label_events=_with_events(issue, action, ctx),
        state=states[action.state_event],
        updated_at=ctx.now,
        due_date=None if action.remove_due_date else action.due_date or issue.due_date,
        assignees=(action.assignee,) if action.assignee else issue.assignees,
    )


def _with_events(issue: Issue, action: UpdateIssue, ctx: Context) -> tuple[LabelEvent, ...] | None:
    if issue.label_events is None:
        return None
    come, gone = set(action.labels.add) - issue.labels, set(action.labels.remove) & issue.labels
    changes = [*((name, True) for name in sorted(come)), *((name, False) for name in sorted(gone))]
    return (*issue.label_events, *(LabelEvent(ctx.bot, name, added, ctx.now) for name, added in changes))
