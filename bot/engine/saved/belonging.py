"""Does a saved plan belong here, and may it say what it says? Asked before the first write.

Whoever can change the file can put words into the bot's mouth: what its texts say is trusted, its place and its reach
are not.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

from bot.engine.bookmark import fingerprint_of
from bot.engine.report import Report
from bot.engine.saved.plan import SavedPlan
from bot.engine.saved.quick_actions import commands_gitlab
from bot.errors import ConfigurationError
from bot.model.actions import FileIssue, IssueAction, UpdateIssue
from bot.model.context import Context
from bot.model.duration import roughly
from bot.settings import Settings
from bot.tracker import Reader

COMMANDS_GITLAB = (
    "the plan holds a text with a line that begins with a slash and a letter, which GitLab could take for a quick "
    "action: a pass may write it, a plan may not"
)
_FRESH = timedelta(days=1)


def insist_on_belonging(plan: SavedPlan, settings: Settings, ctx: Context, reader: Reader, report: Report) -> None:
    """Raise ConfigurationError, naming all reasons, where a plan is of another place or may not do what it says.

    Raises TrackerError where the project cannot be read. A plan of another policy, or an old one, is only warned
    of.
    """
    strange = [*_strangeness(plan, settings, ctx, reader)]
    # The labels of another project would tell nothing.
    excesses = [*_excesses(plan, ctx), *(() if strange else _inventions(plan, ctx, reader))]
    if problems := [*strange, *dict.fromkeys(excesses)]:
        raise ConfigurationError(*problems)
    if plan.made.policy != fingerprint_of(settings.policy):
        report.warn("the plan was made under another policy, or by another version of the bot: it is done as it stands")
    if not plan.made.complete:
        report.warn("the plan is incomplete, since not everything could be read when it was made")
    if (age := ctx.now - plan.made.at) > _FRESH:
        report.warn(f"the plan is {roughly(age)} old: see with --dry-run what of it is still right, or make it anew")


def _strangeness(plan: SavedPlan, settings: Settings, ctx: Context, reader: Reader) -> Iterator[str]:
    if plan.gitlab != settings.url:
        yield f"the plan was made for {plan.gitlab}, but FEEDBACK_BOT_URL leads to {settings.url}: make it anew here"
    elif plan.project != (project := reader.project_url()):
        yield f"the plan was made for the project {plan.project}, but this is {project}: make it anew here"
    if plan.bot.id != ctx.bot.id:
        yield (
            f"the plan was made by user {plan.bot.id} (@{plan.bot.username}), but this token belongs to user "
            f"{ctx.bot.id} (@{ctx.bot.username}): use the same user, or make it anew"
        )
    if plan.made.preview is not None and not reader.is_sandbox():
        yield (
            f"the plan is a preview of {plan.made.preview.isoformat()}, which is applied in the sandbox only: make it "
            "anew without --now"
        )


def _excesses(plan: SavedPlan, ctx: Context) -> Iterator[str]:
    if commands_gitlab(plan):
        yield COMMANDS_GITLAB
    dashboard = ctx.labels.names.dashboard
    for action in _all_of(plan):
        if dashboard in (*_set_by(action), *_taken_off_by(action)):
            yield f"the plan sets or takes off the label {dashboard}, which only the dashboard bears"
        if isinstance(action, FileIssue) and ctx.confidential and not action.confidential:
            yield "the plan files issues that everybody can see, but the policy wants them confidential: make it anew"
    hands_off = ctx.labels.names.hands_off
    if any(hands_off in _set_by(action) for one in plan.filings for action in one.to_do):
        yield f"the plan files an issue with the label {hands_off}, which only people set"


def _inventions(plan: SavedPlan, ctx: Context, reader: Reader) -> Iterator[str]:
    """Find labels of which neither the policy nor the project knows."""
    unknown = {label for action in _all_of(plan) for label in _set_by(action)} - ctx.labels.in_use
    if unknown and (unknown := unknown - reader.label_names()):
        yield (
            f"the plan sets {len(unknown)} label{'' if len(unknown) == 1 else 's'} of which neither the policy nor the "
            "project knows: make it anew, or create them first"
        )


def _all_of(plan: SavedPlan) -> Iterator[IssueAction]:
    return chain(*(one.to_do for one in plan.changes), *(one.to_do for one in plan.filings))


def _set_by(action: IssueAction) -> tuple[str, ...]:
    if isinstance(action, FileIssue):
        return action.labels
    return action.labels.add if isinstance(action, UpdateIssue) else ()


def _taken_off_by(action: IssueAction) -> tuple[str, ...]:
    return action.labels.remove if isinstance(action, UpdateIssue) else ()
