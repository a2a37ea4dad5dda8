"""The work of `feedback-bot plan`: a dry run whose plans are kept in a file."""

from functools import partial
from pathlib import Path

from bot import __version__
from bot.cli.one_pass import do_pass, one_pass
from bot.cli.order import instant_of
from bot.cli.plan_file import insist_on_a_folder, write_plan
from bot.cli.stage import Connection, on_screen
from bot.cli.wish import Wish
from bot.engine import Report
from bot.engine.bookmark import fingerprint_of
from bot.engine.report import Kept
from bot.engine.saved.actions import SavedPerson
from bot.engine.saved.belonging import COMMANDS_GITLAB
from bot.engine.saved.plan import Collected, Made
from bot.engine.saved.quick_actions import commands_gitlab
from bot.errors import ExitCode
from bot.model.signature import began_of


def make_plan(wish: Wish, out: Path | None) -> ExitCode:
    """Show what a pass would do, and keep it in a file if one is named; say how the process is to end."""
    return one_pass(wish) if out is None else on_screen(wish, partial(_kept, wish, out))


def _kept(wish: Wish, out: Path, to: Connection, report: Report) -> None:
    """Plan, and write the plan down once all of it is there; raises what ends the planning early."""
    insist_on_a_folder(out)
    collected, bot, project = Collected(), to.reader.me(), to.reader.project_url()
    do_pass(wish, to, report, keep=collected.keep)
    began = began_of(report.pass_id)
    assert began is not None  # noqa: S101 - so the pass was named
    made = Made(
        bot_version=__version__,
        at=began,
        pass_id=report.pass_id,
        policy=fingerprint_of(to.settings.policy),
        preview=instant_of(wish.now, to.settings.policy.timezone) if wish.previews else None,
        complete=report.exit_code is ExitCode.DONE,
    )
    plan = collected.plan(gitlab=to.settings.url, project=project, bot=SavedPerson.of(bot), made=made)
    if commands_gitlab(plan):
        report.warn(f"{COMMANDS_GITLAB}, so apply will refuse it")
    write_plan(out, plan)
    report.kept = Kept(str(out), len(plan.changes), len(plan.filings))
