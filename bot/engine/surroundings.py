"""The circumstances of a pass, brought together from the policy, the moment and the bot's user."""

from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from bot.commands import words_to_people
from bot.model.calendar import Calendar
from bot.model.context import Context, Texts
from bot.model.issue import Person
from bot.model.labels import Labels
from bot.model.review.form import Form, form_of
from bot.rules.file_survey import FileSurvey
from bot.rules.read_review import ReadReview
from bot.settings import Policy, Settings


def context_of(now: datetime, settings: Settings, texts: Texts, bot: Person, *, overlapped: bool = False) -> Context:
    """Say what the rules are to know besides the issue itself."""
    policy = settings.policy
    return Context(
        now=now,
        calendar=Calendar(policy.timezone),
        answer_within=policy.answer_within,
        labels=settings.labels,
        bot=bot,
        former_bots=policy.former_bots,
        other_bots=policy.other_bots,
        form=form_from(policy, settings.labels),
        confidential=is_confidential(policy),
        ticket_address=policy.ticket_address,
        tracker_host=urlsplit(settings.url).hostname or "",
        texts=texts,
        overlapped=overlapped,
        contact_within=(policy.rules.read_review or ReadReview()).contact_within,
        asks_for=frozenset(policy.rules.ask_review.ratings if policy.rules.ask_review else ()),
        rules_on=frozenset(rule.name for rule in policy.rules.switched_on()),
        to_people=partial(words_to_people, bot_username=bot.username, labels=settings.labels),
    )


def form_from(policy: Policy, labels: Labels) -> Form:
    """Say what a review consists of."""
    return form_of(policy.review.extra_lines, policy.review.aliases, [label.name for label in labels.causes])


def is_confidential(policy: Policy) -> bool:
    """Tell whether feedback is to be hidden from everybody below Planner."""
    return (policy.rules.file_survey or FileSurvey()).confidential
