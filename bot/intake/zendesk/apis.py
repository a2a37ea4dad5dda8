"""Zendesk's two kinds of surveys: where they are listed, from when on, what comes after a page, and what a record says.

Times, page sizes and paging differ, and so does where the ticket stands (Zendesk, "CSAT Survey Responses" and
"Satisfaction Ratings").
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol
from urllib.parse import parse_qsl, urlsplit

from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.shapes import object_in, objects_in

ApiName = Literal["survey_responses", "satisfaction_ratings"]
Query = dict[str, str]


class Api(Protocol):
    """What the bot must know of one of them; `words` and `record` name it to people."""

    path: str
    key: str
    words: str
    record: str

    def since(self, instant: datetime) -> Query:
        """Ask for what was offered since an instant."""
        ...

    def following(self, page: Json, query: Query, base: str) -> Query | None:
        """Tell what to ask for after a page, None at the end; raises ValueError where that makes no sense."""
        ...

    def ticket(self, record: Json) -> object:
        """Find the ticket's number."""
        ...

    def is_rated(self, record: Json) -> bool:
        """Tell whether the customer has answered."""
        ...


class SurveyResponses:
    """The answers to Zendesk's present surveys: one record for each survey, which changes with its answers."""

    path = "/api/v2/guide/survey_responses"
    key = "survey_responses"
    words = "survey responses"
    record = "survey response"
    _size = "50"  # more is answered with 400 in some accounts (a public connector)

    def since(self, instant: datetime) -> Query:
        """Ask in milliseconds, oldest first, so that what is offered meanwhile comes last."""
        return {"filter[created_at_start]": str(_seconds(instant) * 1000), "sort": "id", "page[size]": self._size}

    def about(self, ticket: str) -> Query:
        """Ask for the surveys of one ticket."""
        return {"filter[subject_zrns]": f"zen:ticket:{ticket}", "page[size]": self._size}

    def following(self, page: Json, query: Query, base: str) -> Query | None:
        """Go on behind the cursor."""
        del base
        meta = object_in(page.get("meta"))
        if not meta.get("has_more"):
            return None
        cursor = meta.get("after_cursor")
        if not isinstance(cursor, str) or not cursor:
            raise ValueError("tells of more pages, but not where they are")
        return {**query, "page[after]": cursor}

    def ticket(self, record: Json) -> object:
        """Find it among the subjects, where a conversation may stand beside it."""
        subjects = objects_in(record.get("subjects"))
        return next((subject.get("id") for subject in subjects if subject.get("type") == "ticket"), None)

    def is_rated(self, record: Json) -> bool:
        """See whether there is an answer on a scale."""
        return any(answer.get("type") == "rating_scale" for answer in objects_in(record.get("answers")))


class SatisfactionRatings:
    """The older good-or-bad ratings: every change is a record of its own (tests of singer-io/tap-zendesk)."""

    path = "/api/v2/satisfaction_ratings"
    key = "satisfaction_ratings"
    words = "satisfaction ratings"
    record = "rating"
    _unrated = frozenset({"offered", "unoffered"})

    def since(self, instant: datetime) -> Query:
        """Ask in seconds."""
        return {"start_time": str(_seconds(instant)), "page[size]": "100"}

    def following(self, page: Json, query: Query, base: str) -> Query | None:
        """Follow the link to the next page, but to no other place: the token goes with every request."""
        del query
        link = object_in(page.get("links")).get("next")
        more = object_in(page.get("meta")).get("has_more")
        if more is False or (not more and not link):
            return None
        if not isinstance(link, str):
            raise ValueError("tells of more pages, but not where they are")  # noqa: TRY004 - an answer, no argument
        host, path = link[: len(base)].lower(), link[len(base) :].partition("?")[0]
        if host != base or path.removesuffix(".json") != self.path:
            raise ValueError(
                "points to another address; set `address` to the one under which Zendesk shows the account"
            )
        return dict(parse_qsl(urlsplit(link).query))

    def ticket(self, record: Json) -> object:
        """Find it in the record itself."""
        return record.get("ticket_id")

    def is_rated(self, record: Json) -> bool:
        """Leave out what was only offered, or not even that."""
        score = record.get("score")
        return isinstance(score, str) and score not in self._unrated


APIS: Mapping[ApiName, SurveyResponses | SatisfactionRatings] = {
    "survey_responses": SurveyResponses(),
    "satisfaction_ratings": SatisfactionRatings(),
}


def _seconds(instant: datetime) -> int:
    return max(0, int(instant.timestamp()))
