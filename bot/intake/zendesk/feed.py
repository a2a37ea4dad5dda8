"""The surveys of one Zendesk account: read once in a pass, translated, and handed out as often as asked for."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from bot.intake.feed import Outcome
from bot.intake.outcomes import Rejection, Skipped
from bot.intake.row import Row
from bot.intake.zendesk.apis import APIS, SurveyResponses
from bot.intake.zendesk.client import Client
from bot.intake.zendesk.listing import Found, Listing, Record
from bot.intake.zendesk.reasons import Reasons
from bot.intake.zendesk.settings import ZendeskSource
from bot.intake.zendesk.single import rating_of
from bot.intake.zendesk.tickets import DETAILS, with_details
from bot.intake.zendesk.write_back import tell_ticket
from bot.model.survey import Survey

Translate = Callable[[Row], Survey | Rejection | Skipped]


class ZendeskFeed:
    """What the inbox reads of a Zendesk source at the instant `now`.

    `translate` makes a survey of a record to which `ticket_details` and `reason_text` were added; `needs_details` says
    that it leaves surveys out by what their tickets tell. Only what it makes is
    kept in memory: a pass reads a source twice, but Zendesk is asked once.
    """

    def __init__(
        self,
        settings: ZendeskSource,
        client: Client,
        translate: Translate,
        now: datetime,
        *,
        needs_details: bool = False,
    ) -> None:
        self.source = client.source
        self._settings = settings
        self._client = client
        self._translate = translate
        self._now = now
        self._api = APIS[settings.api]
        self._reasons = Reasons(client, settings.locale)
        self._needs_details = needs_details
        self._kept: tuple[Outcome, ...] | None = None
        self._untold: dict[str, str] = {}

    @property
    def tells(self) -> bool:
        """Whether tickets are to be told of their issues."""
        return self._settings.write_back is not None

    def untold(self) -> dict[str, str]:
        """Name the tickets within the window that do not bear the tag yet, each with the key of its survey."""
        return dict(self._untold)

    def tell(self, ticket: str, issue_url: str) -> None:
        """Leave the issue's address on a ticket, once; raises ZendeskError."""
        if self._settings.write_back is not None:
            tell_ticket(self._client, ticket, issue_url, self._settings.write_back)

    def outcomes(self) -> Iterator[Outcome]:
        """Hand out what became of every survey offered within the window, in Zendesk's order."""
        if self._kept is None:
            since = self._api.since(self._now - self._settings.window)
            self._kept = tuple(self._translated(self._detailed(self._listing().records(since))))
        yield from self._kept

    def one(self, ticket: str) -> Iterator[Outcome]:
        """Hand out what became of one ticket's surveys, freshly read: the body of a web hook proves nothing."""
        if re.fullmatch("[0-9]{1,20}", ticket) is None:
            yield Rejection(self.source, "", "a ticket of Zendesk is a number, and this is none")
        elif isinstance(self._api, SurveyResponses):
            found = self._listing().records(self._api.about(ticket))
            yield from self._translated(self._detailed(found))
        else:
            yield from self._translated(rating_of(self._client, self._listing(), ticket))

    def warnings(self) -> Iterator[str]:
        """Tell what is not as it should be, though nothing is missing; reads the source where that was not done yet."""
        if self._client.warning:
            yield f"{self.source}: {self._client.warning}"
        for _ in self.outcomes():
            pass
        if number := len(self._reasons.unknown):
            yield f"{self.source}: {number} of the reasons that customers have chosen came without their words"

    def _detailed(self, found: Iterable[Found]) -> Iterator[Found]:
        return with_details(self._client, found, needed=self._needs_details)

    def _listing(self) -> Listing:
        return Listing(self.source, self._client.base, self._api, self._client.get)

    def _translated(self, found: Iterable[Found]) -> Iterator[Outcome]:
        for item in self._reasons.added_to(found):
            outcome = self._translate(Row(item.place, item.values)) if isinstance(item, Record) else item
            if isinstance(item, Record) and isinstance(outcome, Survey):
                self._look_at_tag(item, outcome)
            yield outcome

    def _look_at_tag(self, record: Record, survey: Survey) -> None:
        """Remember a ticket that is still to be told; of one whose details are not known nothing can be said."""
        details, telling = record.values.get(DETAILS), self._settings.write_back
        if telling is None or not isinstance(details, dict) or not isinstance(details.get("tags"), list):
            return
        if details.get("status") != "closed" and telling.tag not in details["tags"]:
            self._untold[record.ticket] = survey.key
