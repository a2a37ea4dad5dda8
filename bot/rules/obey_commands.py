"""Obey what managers say to the bot in comments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from bot.commands import VERBS, nearest
from bot.model.actions import Decision, EditNote, IssueAction, Reply, UpdateIssue, WriteNote, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.history import has_only_the_question
from bot.model.issue import Issue
from bot.model.labels import LabelChange
from bot.model.marks import stamp
from bot.model.told import Told, has_only_the_closing, memory_of, remembering
from bot.rules.obeying.answer import Answer, text_of
from bot.rules.obeying.authority import Role
from bot.rules.obeying.dealing import Clerk, Dealing
from bot.rules.obeying.effects import NOTHING
from bot.rules.obeying.talk import talk_of
from bot.rules.rule import CLOSED_LATELY, Rule


def _verbs(roles: Mapping[str, Role]) -> Mapping[str, Role]:
    for name in roles:
        if name not in VERBS:
            hint = nearest(name, VERBS)
            raise ValueError(f"{name} is no command" + (f"; did you mean {hint}?" if hint else ""))
    return roles


class ObeyCommands(Rule):
    """Obey what managers say to the bot in comments.

    `role` is the least role in the project that commands take, `verbs` names the role that single ones take instead.
    `labels` are patterns, such as `feedback::*`, of the labels that may be set by command. A person may give
    `per_hour` commands on an issue in an hour.
    """

    name: ClassVar[str] = "obey_commands"

    role: Role = Role.REPORTER
    verbs: Annotated[Mapping[str, Role], AfterValidator(_verbs)] = {}
    labels: tuple[str, ...] = ("*",)
    per_hour: Annotated[int, Field(ge=1, strict=True)] = 20

    def wants(self, issue: Issue, ctx: Context) -> Evidence:
        """Read the comments wherever people may have written some."""
        return Evidence.NOTHING if _is_silent(issue, ctx) else Evidence.COMMENTS

    def closed_since(self, ctx: Context) -> datetime:
        """Look for commands on closed issues as well, where these have changed lately."""
        return ctx.now - CLOSED_LATELY

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Carry out what is new, answer what was not understood, and show by reactions what came of it."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if issue.notes is None and _is_silent(issue, ctx):
            return decline("nobody has commented")
        talk = talk_of(issue, ctx)
        if not talk.speeches:
            return decline("nobody has spoken to the bot")
        if case.pending:
            return decline("first comes what else changes", again_at=ctx.now)
        dealings = Clerk(talk, self, case.answers, ctx).deal_with_all(issue)
        actions = list(_actions(issue, dealings, ctx))
        return act(*actions) if actions else decline("everything that was said to the bot has been dealt with")


def _is_silent(issue: Issue, ctx: Context) -> bool:
    return not issue.notes_count or has_only_the_question(issue, ctx) or has_only_the_closing(issue, ctx)


def _actions(issue: Issue, dealings: Sequence[Dealing], ctx: Context) -> Iterator[IssueAction]:
    """List what is to be done; what may be refused comes last, and a reaction after what it tells of."""
    yield from _changes(issue, dealings, ctx)
    for dealing in dealings:
        if dealing.answered and dealing.answer:
            body = stamp(text_of(dealing.answer, ctx), dealing.answered.mark(dated=False))
            note, reason = dealing.speech.note.id, "a comment spoke to the bot"
            yield Reply(rule=ObeyCommands.name, reason=reason, note_id=note, body=body)
    sure, doubtful = ([one for one in dealings if one.links == links] for links in (False, True))
    yield from (one.reaction for one in sure if one.reaction)
    relates = (effect.relate for one in doubtful for effect in one.effects if effect.relate)
    yield from (replace(relate, reason="told to relate it") for relate in dict.fromkeys(relates))
    yield from (one.reaction for one in doubtful if one.reaction)


def _changes(issue: Issue, dealings: Sequence[Dealing], ctx: Context) -> Iterator[IssueAction]:
    """Change the issue, and remember it in the same request in the description; if that is not the bot's, in a note."""
    update = _merged([effect.update for dealing in dealings for effect in dealing.effects])
    told = [dealing.done for dealing in dealings if dealing.done]
    if told and ctx.is_bot(issue.author):
        marks = [one.mark(dated=True) for one in told]
        update = replace(update, description=remembering(issue.description, marks))
    if update != NOTHING:
        yield replace(update, reason=_reason(dealings))
    if told and not ctx.is_bot(issue.author):
        yield _in_a_note(issue, told, ctx)


def _in_a_note(issue: Issue, told: Sequence[Told], ctx: Context) -> IssueAction:
    reason, memory = "to remember what was said", memory_of(issue, ctx)
    if memory:
        body = remembering(memory.body, [one.mark(dated=True) for one in told])
        return EditNote(rule=ObeyCommands.name, reason=reason, note_id=memory.id, body=body)
    body = stamp(text_of(Answer(memory=True), ctx), *(one.mark(dated=True) for one in told))
    return WriteNote(rule=ObeyCommands.name, reason=reason, body=body)


def _reason(dealings: Iterable[Dealing]) -> str:
    verbs = dict.fromkeys(verb for dealing in dealings for verb in dealing.verbs)
    return f"told to: {', '.join(verbs)}" if verbs else "to remember what was said"


def _merged(updates: Iterable[UpdateIssue]) -> UpdateIssue:
    """Make one change of several; the later word holds."""
    merged = NOTHING
    labels: dict[str, bool] = {}
    for update in updates:
        labels |= dict.fromkeys(update.labels.add, True) | dict.fromkeys(update.labels.remove, False)
        dated = update.due_date is not None or update.remove_due_date
        merged = replace(
            merged,
            title=update.title or merged.title,
            state_event=update.state_event or merged.state_event,
            due_date=update.due_date if dated else merged.due_date,
            remove_due_date=update.remove_due_date if dated else merged.remove_due_date,
            assignee=update.assignee or merged.assignee,
        )
    come = tuple(label for label, comes in labels.items() if comes)
    gone = tuple(sorted(label for label, comes in labels.items() if not comes))
    return replace(merged, labels=LabelChange(come, gone))
