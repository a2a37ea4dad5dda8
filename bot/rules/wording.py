"""A survey in the words of an issue: title, description and mark, the same when it is filed and when it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from bot.model.context import Context
from bot.model.inert import cut_title, inline, link, quoted, sentence, title
from bot.model.marks import Mark, stamp
from bot.model.survey import Rating, Survey

_FOR = " feedback for "
_TITLE_WORDS = {Rating.GOOD: "Positive", Rating.NEUTRAL: "Neutral", Rating.BAD: "Negative"}


@dataclass(frozen=True, slots=True)
class ShownSurvey:
    """A survey as templates get to see it: every word of it inert Markdown, empty where nothing was said.

    The comment is a block of its own wherever a template puts it. At most one of the last three tells whether the
    customer can change the rating: no more, until an instant, or until the ticket is closed (it was solved).
    """

    rating: str
    score: str
    comment: str
    subject: str
    ticket: str
    customer: str
    organization: str
    region: str
    agent: str
    reason: str
    answered: str
    contact_requested: bool
    rating_is_final: bool
    changeable_until: str
    changeable_while_solved: bool


def shown(survey: Survey, ctx: Context) -> ShownSurvey:
    """Make a survey fit for a template."""
    status, until = survey.status.lower(), survey.changeable_until
    final = status == "closed"  # for ever: a closed ticket cannot be reopened or rated (Zendesk's documentation)
    return ShownSurvey(
        rating=survey.rating.value,
        score=inline(survey.score),
        # Inside a line or a list item only the first line of it would be quoted.
        comment=f"\n\n{quoted(survey.comment)}" if survey.comment else "",
        subject=sentence(survey.subject),
        ticket=_ticket(survey, ctx),
        customer=inline(survey.customer),
        organization=inline(survey.organization),
        region=inline(survey.region),
        agent=inline(survey.agent),
        reason=inline(survey.reason),
        answered=_moment(survey.responded_at, ctx),
        contact_requested=survey.contact_requested,
        rating_is_final=final,
        changeable_until=_moment(until, ctx) if until and until > survey.responded_at and not final else "",
        changeable_while_solved=status == "solved" and until is None,
    )


def _moment(instant: datetime, ctx: Context) -> str:
    return instant.astimezone(ctx.calendar.zone).strftime("%Y-%m-%d %H:%M %Z")


def _ticket(survey: Survey, ctx: Context) -> str:
    address = survey.ticket_url
    if ctx.ticket_address and survey.ticket:
        address = ctx.ticket_address.replace("{ticket}", quote(survey.ticket, safe=""))
    return link(survey.subject, address, except_host=ctx.tracker_host) if address else inline(survey.ticket)


def expects_answer(survey: Survey) -> bool:
    """Tell whether a person is to answer this survey: all but good ones, and whoever asks to be contacted."""
    return survey.rating is not Rating.GOOD or survey.contact_requested


def shows_comment(description: str, comment: str) -> bool:
    """Tell whether a description quotes a comment."""
    # With the empty line before it: a fence that a customer has written inside another comment is none of ours.
    return f"\n\n{quoted(comment)}" in f"\n\n{description}"


def title_of(survey: Survey) -> str:
    """Write the title of a survey's issue, as GitLab's Support team words it."""
    return title(f"{_TITLE_WORDS[survey.rating]}{_FOR}{survey.subject}")


def subject_of(old: str) -> str:
    """Read from a title what the feedback is about; the whole title where it is none of ours."""
    return old.rpartition(_FOR)[2]


def retitled(old: str, rating: Rating) -> str:
    """Let a title of ours name another rating; one that somebody has changed stays."""
    word, separator, subject = old.partition(_FOR)
    is_ours = word in _TITLE_WORDS.values() and separator
    return cut_title(f"{_TITLE_WORDS[rating]}{separator}{subject}") if is_ours else old


def description_of(  # noqa: PLR0913 - what the mark is to remember
    survey: Survey, *, due: date | None, cause: str | None, followed: bool, ctx: Context, beside: Sequence[int] = ()
) -> str:
    """Write the description of a survey's issue, with the mark by which the survey is known again.

    The mark keeps what cannot be read off the issue later: the due date and the cause label that the bot set (a
    person may have changed them since), the wish for contact, whether the customer has answered more than once,
    whether the issue was to be confidential, the ticket of a survey that is not known by it, and `beside` which other
    issues about this ticket it is filed.
    """
    facts = {"survey": survey.key, "responded": survey.responded_at.isoformat(), "rating": survey.rating.value}
    if survey.ticket and survey.identity == "id":
        facts["ticket"] = survey.ticket
    if beside:
        facts["beside"] = ",".join(map(str, beside))
    if due is not None:
        facts["due"] = due.isoformat()
    if cause is not None:
        facts["cause"] = cause
    if survey.contact_requested:
        facts["contact"] = "yes"
    if followed:
        facts["followed"] = "yes"
    if ctx.confidential:
        facts["confidential"] = "yes"
    text = ctx.texts.render("file_survey", survey=shown(survey, ctx), due=due, answer_expected=expects_answer(survey))
    return stamp(text, Mark("file_survey", facts))
