"""The surveys of one Zendesk account: read once in a pass, translated, and handed out as often as asked for."""

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
from bot.intake.zendesk.shapes import object_in, ticket_in
from bot.intake.zendesk.single import rating_of
from bot.intake.zendesk.tickets import DETAILS, with_details
from bot.intake.zendesk.write_back import tell_ticket
from bot.model.survey import Survey

Translate = Callable[[Row], Survey | Rejection | Skipped]
_OLD = Skipped("older than the window")


class ZendeskFeed:
    """What the inbox reads of a Zendesk source at the instant `now`.

    `translate` makes a survey of a record to which `ticket_details` and `reason_text` were added. Only what it makes is
    kept in memory: a pass reads a source twice, but Zendesk is asked once.
    """

    def __init__(self, settings: ZendeskSource, client: Client, translate: Translate, now: datetime) -> None:
        self.source = client.source
        self.is_loopback = settings.is_loopback
        self._client = client
        self._translate = translate
        self._since = now - settings.window
        self._api = APIS[settings.api]
        self._reasons = Reasons(client, settings.locale)
        self._telling = settings.write_back
        self._kept: tuple[Outcome, ...] | None = None
        self._untold: dict[str, str] = {}
        self._nameless = 0

    @property
    def tells(self) -> bool:
        """Whether tickets are to be told of their issues."""
        return self._telling is not None

    @property
    def tag(self) -> str:
        """By which tag a ticket remembers that it was told; empty where none is told."""
        return self._telling.tag if self._telling else ""

    def untold(self) -> dict[str, str]:
        """Name the tickets read so far that do not bear the tag yet, each with the key of its survey."""
        return dict(self._untold)

    def tell(self, ticket: str, note: str, issue_url: str) -> bool:
        """Leave a note with the issue's address on a ticket, once; gives False where there is nothing to tell.

        Raises ZendeskError.
        """
        return self._telling is not None and tell_ticket(self._client, ticket, note, issue_url, self._telling)

    def outcomes(self) -> Iterator[Outcome]:
        """Hand out what became of every survey offered within the window, in Zendesk's order."""
        if self._kept is None:
            records = self._listing().records(self._api.since(self._since))
            self._kept = tuple(self._translated(with_details(self._client, records)))
        yield from self._kept

    def one(self, ticket: str) -> Iterator[Outcome]:
        """Hand out what became of one ticket's surveys, freshly read: the body of a web hook proves nothing."""
        if not ticket_in(ticket):
            yield Rejection(self.source, "", "a ticket of Zendesk is a number, and this is none")
            return
        if isinstance(self._api, SurveyResponses):
            found = with_details(self._client, self._listing().records(self._api.about(ticket)))
        else:
            found = rating_of(self._client, self._listing(), ticket)
        for outcome in self._translated(found):
            is_old = isinstance(outcome, Survey) and outcome.responded_at < self._since
            yield _OLD if is_old else outcome

    def warnings(self) -> Iterator[str]:
        """Tell what is not as it should be with the account and with all that was read of it so far."""
        if self._client.warning:
            yield f"{self.source}: {self._client.warning}"
        yield from self._reasons.warnings()
        if self._nameless:
            yield (
                f"{self.source}: the customer's name could not be taken out of {self._nameless} comments, since "
                "Zendesk did not tell it; see whether the OAuth client's scope and user may read users"
            )

    def _listing(self) -> Listing:
        return Listing(self.source, self._client.base, self._api, self._client.get)

    def _translated(self, found: Iterable[Found]) -> Iterator[Outcome]:
        for item in self._reasons.added_to(found):
            outcome = self._translate(Row(item.place, item.values)) if isinstance(item, Record) else item
            if isinstance(item, Record) and isinstance(outcome, Survey):
                self._look_at(object_in(item.values.get(DETAILS)), item.ticket, outcome)
            yield outcome

    def _look_at(self, details: dict[str, object], ticket: str, survey: Survey) -> None:
        """Count a comment whose writer has no name, and remember a ticket that is still to be told."""
        if survey.comment and not details.get("requester"):
            self._nameless += 1
        tags = details.get("tags")
        if self.tells and isinstance(tags, list) and self.tag not in tags and details.get("status") != "closed":
            self._untold[ticket] = survey.key
