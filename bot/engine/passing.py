"""One pass from beginning to end."""

from itertools import chain
from urllib.parse import urlsplit

from bot.engine.apply import Executor, LabelShelf
from bot.engine.limits import warn_of, within
from bot.engine.order import Order
from bot.engine.planner import Planner
from bot.engine.rehearsal import rehearse
from bot.engine.report import Report
from bot.model.calendar import Calendar
from bot.model.context import Context, Texts
from bot.model.issue import Person
from bot.settings import Settings
from bot.texts import JinjaTexts
from bot.tracker import Tracker

_NOBODY = Person(id=0, username="nobody")  # rehearsals need no GitLab


def run_pass(order: Order, settings: Settings, tracker: Tracker, report: Report) -> None:
    """Run one pass; without a writer it is a dry run.

    Raises, before the first write, ConfigurationError (a broken template, no such project, too small a role) and
    CeilingError (more than the policy allows); at any time UnreachableError, and ExposedError when GitLab publishes
    what was to be confidential. Everything else that goes wrong is counted in the report, and the rest goes on.
    """
    texts = JinjaTexts(settings.template_folders)
    texts.check()
    rehearse(settings.policy.rules.switched_on(), _context(order, settings, texts, _NOBODY))
    ctx = _context(order, settings, texts, tracker.reader.me())
    planner = Planner(order, settings, ctx, tracker.reader, report)
    changes, filings = planner.plans()
    if tracker.writer is not None and order.limited:
        changes, filings = within(settings.policy.limits, changes, filings)
    total = len(changes) + planner.new_surveys
    filed = 0
    executor = Executor(tracker.writer, LabelShelf(tracker.reader, settings.labels), report)
    for count, plan in enumerate(chain(changes, filings), start=1):
        executor.apply(plan)
        filed += plan.files
        report.listener.progress("issues done", count, total)
    if tracker.writer is None and order.limited:
        warn_of(settings.policy.limits, changes, filed, report)


def _context(order: Order, settings: Settings, texts: Texts, bot: Person) -> Context:
    policy = settings.policy
    return Context(
        now=order.now,
        calendar=Calendar(policy.timezone),
        answer_within=policy.answer_within,
        labels=settings.labels,
        bot=bot,
        other_bots=policy.other_bots,
        ticket_address=policy.ticket_address,
        tracker_host=urlsplit(settings.url).hostname or "",
        texts=texts,
    )
