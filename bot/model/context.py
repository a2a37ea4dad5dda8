"""What every decision may look at besides the issue itself: the moment, the calendar, the labels, the words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.model.calendar import Calendar
from bot.model.cursor import Cursor
from bot.model.issue import Issue, Person
from bot.model.labels import Labels
from bot.model.review.form import Form
from bot.model.survey import Rating


class Texts(Protocol):
    """Where the bot's words come from."""

    def render(self, template: str, /, **facts: object) -> str:
        """Write the text of a template; raises ConfigurationError for a broken one or a missing fact."""
        ...


def _unexplained(issue: Issue) -> str:
    return issue.state


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The circumstances of one pass.

    `now` carries its offset. `answer_within` is the time a manager has to answer a review that needs it. `form` is what
    a review consists of. `former_bots` are the ids of users under whom the bot worked before: what bears a mark of
    theirs is the bot's own. `other_bots` are usernames whose notes are not a person's (in lower case). `confidential`
    tells that feedback is to be hidden from everybody below Planner. `ticket_address` makes a ticket's web address from
    its number (`{ticket}` stands for it); empty: the survey's own address is used. `tracker_host` is the host of the
    tracker's GitLab. `overlapped` tells that passes before this one ran at the same time, so that some things may be
    there twice. `began` is when this pass began to read, `last_pass` what the last complete one has written down of how
    far it came; None: that is unknown.

    `contact_within` is the time to contact a customer, `asks_for` are the ratings with which a review is asked for at
    once. `to_people` takes out of a comment what it says to the bot; `explain` tells in Markdown how an issue stands,
    of which everything has been read. `rules_on` are the names of the rules that the policy has switched on.
    """

    now: datetime
    calendar: Calendar
    answer_within: timedelta
    labels: Labels
    bot: Person
    form: Form
    former_bots: frozenset[int] = frozenset()
    other_bots: frozenset[str] = frozenset()
    confidential: bool = False
    ticket_address: str = ""
    tracker_host: str = ""
    texts: Texts
    overlapped: bool = False
    began: datetime | None = None
    last_pass: Cursor | None = None
    contact_within: timedelta = timedelta(days=2)
    asks_for: frozenset[Rating] = frozenset({Rating.BAD})
    to_people: Callable[[str], str] = str
    explain: Callable[[Issue], str] = _unexplained
    rules_on: frozenset[str] = frozenset()

    def is_bot(self, author: Person) -> bool:
        """Tell whether somebody is the bot, under its present or a former user."""
        return author.id == self.bot.id or author.id in self.former_bots

    @property
    def answer_due(self) -> date:
        """The due date of an answer asked for now."""
        return self.calendar.due(self.now, self.answer_within)
