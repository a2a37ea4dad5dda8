"""Obey what managers say to the bot in comments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from bot.commands import VERBS, nearest
from bot.model.actions import Decision, IssueAction, Reply, UpdateIssue, act, decline
from bot.model.case import Case, Evidence
from bot.model.context import Context
from bot.model.history import has_only_the_question
from bot.model.issue import Issue
from bot.model.labels import LabelChange
from bot.model.marks import stamp
from bot.model.told import has_only_the_closing, remembering
from bot.rules.obeying.answer import text_of
from bot.rules.obeying.authority import Role
from bot.rules.obeying.dealing import Clerk, Dealing
from bot.rules.obeying.effects import NOTHING
from bot.rules.obeying.talk import speeches_in
from bot.rules.rule import Rule

_LATELY = timedelta(days=7)  # a pass that reads everything goes back so far; others follow every change


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
        return ctx.now - _LATELY

    def decide(self, case: Case, ctx: Context) -> Decision:
        """Carry out what is new, answer what was not understood, and show by reactions what came of it."""
        issue = case.issue
        if issue is None:
            return decline("there is no issue yet")
        if issue.notes is None and _is_silent(issue, ctx):
            return decline("nobody has commented")
        speeches = speeches_in(issue, ctx)
        if not speeches:
            return decline("nobody has spoken to the bot")
        if case.pending:
            return decline("first comes what else changes", again_at=ctx.now)
        dealings = Clerk(speeches, self, case.answers, ctx).deal_with_all(issue)
        actions = list(_actions(issue, dealings, ctx))
        return act(*actions) if actions else decline("everything that was said to the bot has been dealt with")


def _is_silent(issue: Issue, ctx: Context) -> bool:
    return not issue.notes_count or has_only_the_question(issue, ctx) or has_only_the_closing(issue, ctx)


def _actions(issue: Issue, dealings: Sequence[Dealing], ctx: Context) -> Iterable[IssueAction]:
    """List what is to be done: what was told comes before what tells of it, so that nothing is said to be done early.

    What the bot must remember stands in the description, in the same request as what it changes; of a comment that
    gets an answer, in that.
    """
    links = [effect.relate for dealing in dealings for effect in dealing.effects if effect.relate]
    for link in dict.fromkeys(links):
        yield replace(link, reason="told to relate it")
    update = _merged([effect.update for dealing in dealings for effect in dealing.effects])
    silent = [dealing.told for dealing in dealings if dealing.told and not dealing.answer]
    if silent and ctx.is_bot(issue.author):
        marks = [told.mark(dated=True) for told in silent]
        update = replace(update, description=remembering(issue.description, marks))
    if update != NOTHING:
        yield replace(update, reason=_reason(dealings))
    for dealing in dealings:
        if dealing.told and dealing.answer:
            body = stamp(text_of(dealing.answer, ctx), dealing.told.mark(dated=False))
            note, reason = dealing.speech.note.id, "a comment spoke to the bot"
            yield Reply(rule=ObeyCommands.name, reason=reason, note_id=note, body=body)
    yield from (dealing.reaction for dealing in dealings if dealing.reaction)


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
