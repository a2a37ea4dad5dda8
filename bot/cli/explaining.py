"""The work of `feedback-bot explain`: read one issue whole, and show how it stands."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import structlog

from bot.cli.explained import as_document, as_lines, failed_document
from bot.cli.order import instant_of
from bot.cli.stage import client_for
from bot.cli.wish import Output
from bot.engine import rehearsed
from bot.engine.explain import explanation_of
from bot.engine.gather import one_case
from bot.engine.inquiry import Inquiry
from bot.engine.surroundings import context_of
from bot.errors import BotError, TrackerError
from bot.model.case import Case
from bot.model.context import Context
from bot.model.questions import UnansweredError
from bot.reports.explanation import Explanation
from bot.rules import Rule
from bot.settings import Settings, load_settings
from bot.tracker import Reader, Waiting

_NOT_FOUND = 404


def explain_issue(iid: int, *, now: str | None, config: Path | None, output: Output) -> None:
    """Show how an issue stands; raises BotError when that cannot be found out."""
    try:
        settings = load_settings(config)
        explanation = _explanation(iid, settings, instant_of(now, settings.policy.timezone))
    except BotError as problem:
        if output == "json":
            sys.stdout.write(failed_document(iid, problem))
        raise
    sys.stdout.write(as_document(explanation) if output == "json" else as_lines(explanation))


def _explanation(iid: int, settings: Settings, now: datetime) -> Explanation:
    texts = rehearsed(settings, now)
    waiting = Waiting(tell=lambda detail: structlog.get_logger().warning("look", detail=detail))
    reader = Reader(client_for(settings, waiting))
    ctx = context_of(now, settings, texts, reader.me())
    return _explained(_case(iid, reader), settings.policy.rules.switched_on(), ctx, Inquiry(reader))


def _case(iid: int, reader: Reader) -> Case:
    try:
        return one_case(reader, iid)
    except TrackerError as problem:
        about = "there is no such issue, or the bot's user may not see it"
        words = about if problem.code == _NOT_FOUND else str(problem)
        raise TrackerError(f"#{iid}: {words}", problem.code) from problem


def _explained(case: Case, rules: tuple[Rule, ...], ctx: Context, inquiry: Inquiry) -> Explanation:
    """Explain it, and answer what the rules ask meanwhile."""
    while True:
        try:
            return explanation_of(case, rules, ctx)
        except UnansweredError as asked:
            case = replace(case, answers=case.answers.and_to(inquiry.answers(asked)))
