"""Say every text once before anything is written, so that a mistake in a template is met today and not in a week."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from bot.commands import Refusal, mistake
from bot.engine.explain import explanation_of
from bot.engine.plan import plan_case
from bot.engine.surroundings import context_of
from bot.model.case import Case
from bot.model.context import Context, Texts
from bot.model.cursor import Cursor
from bot.model.issue import Issue, Note, Person, StateEvent
from bot.model.logbook import PassRecord
from bot.model.marks import Mark, stamp
from bot.model.projection import project
from bot.model.signature import pass_id
from bot.model.survey import Rating, Survey
from bot.reports.close_dashboard import closing
from bot.reports.dashboard import Dashboard, opening, writing
from bot.reports.explain import said
from bot.reports.issue_template import issue_template
from bot.reports.undo import closing as closing_what_was_filed
from bot.reports.write_back import note_for
from bot.rules import Rule
from bot.rules.file_survey import FileSurvey
from bot.rules.obeying.answer import Answer, Denial, text_of
from bot.settings import Settings
from bot.texts import JinjaTexts

_NOBODY = Person(id=0, username="nobody")  # rehearsals need no GitLab
_SOMEBODY = Person(id=-1, username="somebody")
_LONG_AGO = timedelta(days=3650)
_WORDS = ("comment", "reason", "customer", "organization", "region", "agent", "score")


def rehearsed(settings: Settings, now: datetime) -> Texts:
    """Give the bot's words, each of them said once; raises ConfigurationError for a broken template."""
    texts = JinjaTexts(settings.template_folders)
    texts.check()
    _rehearse(settings.policy.rules.switched_on(), context_of(now, settings, texts, _NOBODY))
    return texts


def _rehearse(rules: Sequence[Rule], ctx: Context) -> None:
    """Let the rules decide about made-up issues of every kind."""
    surveys = list(_surveys(ctx))
    for survey in surveys:
        issue = _filed(survey, ctx)
        for case in (Case(None, survey), Case(issue), Case(_aged(issue, ctx)), Case(issue, original=1)):
            plan_case(case, rules, ctx)
    for first, survey, confidential in product((surveys[0], surveys[-1]), surveys, (True, False)):
        issue = replace(_filed(first, ctx), confidential=confidential)
        plan_case(Case(issue, _answered_again(survey, ctx)), rules, ctx)
    for reviewed in _reviewed(_aged(_filed(surveys[-1], ctx), ctx), ctx):
        plan_case(Case(reviewed), rules, ctx)
    for closed in _closed(_filed(surveys[-1], ctx), ctx):
        plan_case(Case(closed), rules, ctx)
    cursor = Cursor(ctx.now, policy="")
    did, passes = {"file_survey": 1}, (PassRecord(pass_id(ctx.now), ctx.now, {"file_survey": 1}),)
    busy = Dashboard(cursor, did, ctx.now, ((1, ctx.answer_due),), passes=passes)
    for dashboard in (Dashboard(cursor), busy):
        writing(None, dashboard, ctx)
    closing(1, ctx)
    opening(ctx)
    issue_template(ctx.labels, ctx.form, ctx.texts, confidential=ctx.confidential)
    closing_what_was_filed(pass_id(ctx.now), ctx)
    note_for("https://example.com/", "feedback-bot", ctx.texts)
    for told in _told(_filed(surveys[-1], ctx), ctx):
        said(explanation_of(Case(told), rules, ctx), ctx)
    for answer in _answers():
        text_of(answer, ctx)


def _surveys(ctx: Context) -> Iterator[Survey]:
    """Make up a survey of each rating, with as little and with as much in it as there can be."""
    responded = (ctx.now - _LONG_AGO).isoformat()
    for rating in Rating:
        bare = {"source": "rehearsal", "ticket": "1", "rating": rating, "responded_at": responded}
        full = dict.fromkeys(_WORDS, "words") | {"ticket_url": "https://example.com/", "contact_requested": True}
        yield Survey.model_validate(bare)
        yield from (Survey.model_validate(bare | hope) for hope in _hopes(ctx))
        yield Survey.model_validate(bare | full)


def _hopes(ctx: Context) -> tuple[dict[str, str], ...]:
    """Say in every way whether the customer may still change the rating."""
    return {"status": "closed"}, {"status": "solved"}, {"changeable_until": ctx.now.isoformat()}


def _filed(survey: Survey, ctx: Context) -> Issue:
    (filing,) = FileSurvey().decide(Case(None, survey), ctx).actions
    return project(None, filing, ctx)


def _answered_again(survey: Survey, ctx: Context) -> Survey:
    return survey.model_copy(update={"responded_at": ctx.now, "comment": "other words" if survey.comment else ""})


def _reviewed(issue: Issue, ctx: Context) -> Iterator[Issue]:
    """Make up reviews of an issue whose date is over: incomplete ones, one with a contact to make, a settled one."""
    names = ctx.labels.names
    settled = [*(f"{line.line}: {'N' if line.yes_or_no else 'none'}" for line in ctx.form.fields), *ctx.form.causes[:1]]
    odd = [f"{line.line}: maybe" for line in ctx.form.fields]
    for words, labels in (
        ([], {names.review.incomplete}),
        (odd, {names.review.incomplete}),
        (settled, {names.review.done, names.contact.requested, *ctx.form.causes[:1]}),
        (settled, set[str]()),
    ):
        note = Note(author=_SOMEBODY, body="\n".join(words), created_at=issue.created_at)
        others = issue.labels - {names.review.needed, names.contact.requested}
        yield replace(issue, labels=others | labels, notes=(note,), notes_count=2)


def _closed(issue: Issue, ctx: Context) -> Iterator[Issue]:
    """Make up issues that somebody has closed just now: without a review, and with one that only lacks its cause."""
    lines = "\n".join(f"{line.line}: N" for line in ctx.form.fields)
    closing = StateEvent(author=_SOMEBODY, state="closed", created_at=ctx.now)
    for words in ("", lines):
        notes = (Note(author=_SOMEBODY, body=words, created_at=ctx.now),)
        yield replace(issue, state="closed", state_events=(closing,), notes=notes, notes_count=1)


def _told(issue: Issue, ctx: Context) -> Iterator[Issue]:
    """Make up what there is to explain: all kinds of issues, one with much to be told of it and one with little."""
    aged = _aged(issue, ctx)
    yield from (issue, aged, *_reviewed(aged, ctx), *_closed(issue, ctx))
    reminder = stamp("", Mark("nag_unanswered", {"due": ctx.answer_due.isoformat()}))
    notes = (
        Note(author=ctx.bot, body=reminder, created_at=ctx.now),
        Note(author=_SOMEBODY, body="removed due date", created_at=ctx.now, system=True),
    )
    ratings = {ctx.labels.of_rating(rating) for rating in Rating}
    yield replace(issue, labels=issue.labels | ratings, notes=notes, notes_count=1, assignees=(_SOMEBODY,))
    yield replace(issue, author=_SOMEBODY, labels=frozenset({ctx.labels.names.hands_off}))
    filing = writing(None, Dashboard(Cursor(ctx.now, policy="")), ctx)
    yield project(None, filing, ctx)


def _answers() -> Iterator[Answer]:
    """Make up all that may be answered to a command."""
    mistakes = (
        mistake(1, "closee", "closee", Refusal("This is no verb that the bot knows.", "closee", ("close",))),
        mistake(2, "close it", "close it", Refusal("Nothing may stand after this verb.")),
    )
    yield Answer(help=True, explanation="words", mistakes=mistakes, limit=1, edited=True)
    yield from (Answer(denial=Denial("Reporter", has)) for has in ("", "Guest"))


def _aged(issue: Issue, ctx: Context) -> Issue:
    then = ctx.now - _LONG_AGO
    return replace(issue, created_at=then, updated_at=then, due_date=issue.due_date and ctx.calendar.day_of(then))
