"""The circumstances of a pass, brought together from the policy, the moment and the bot's user."""

from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from bot.commands import words_to_people
from bot.model.calendar import Calendar
from bot.model.context import Context, Texts
from bot.model.issue import Person
from bot.model.review.form import form_of
from bot.rules.file_survey import FileSurvey
from bot.rules.read_review import ReadReview
from bot.settings import Settings


def context_of(now: datetime, settings: Settings, texts: Texts, bot: Person, *, overlapped: bool = False) -> Context:
    """Say what the rules are to know besides the issue itself."""
    policy, causes = settings.policy, [label.name for label in settings.labels.causes]
    return Context(
        now=now,
        calendar=Calendar(policy.timezone),
        answer_within=policy.answer_within,
        labels=settings.labels,
        bot=bot,
        former_bots=policy.former_bots,
        other_bots=policy.other_bots,
        form=form_of(policy.review.extra_lines, policy.review.aliases, causes),
        confidential=(policy.rules.file_survey or FileSurvey()).confidential,
        ticket_address=policy.ticket_address,
        tracker_host=urlsplit(settings.url).hostname or "",
        texts=texts,
        overlapped=overlapped,
        contact_within=(policy.rules.read_review or ReadReview()).contact_within,
        asks_for=frozenset(policy.rules.ask_review.ratings if policy.rules.ask_review else ()),
        rules_on=frozenset(rule.name for rule in policy.rules.switched_on()),
        to_people=partial(words_to_people, bot_username=bot.username, labels=settings.labels),
    )
