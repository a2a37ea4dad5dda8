"""An invented Zendesk account: tickets, people, ratings and survey responses, with a clock that is set by hand.

Shapes follow Zendesk's documentation ("Satisfaction Ratings", "CSAT Survey Responses", "Tickets"); all people, texts
and numbers are hand-written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

LIFE = timedelta(days=28)  # how long a survey can be answered and answered anew
QUESTION = "01J1WBE8QR0YQVE373K2JDJR0F"
REASONS = {"01J1WBKRG57E6M8C1145EXJ535": "It took too long", "01J1WBKRG57E6M8C1145EXJ536": "Not resolved"}
SECRET_LINK = "/hc/survey_responses/1?access_token=opens-everything"


def stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Account:
    """What Zendesk remembers; `now` is its clock."""

    now: datetime
    tickets: dict[int, Json] = field(default_factory=dict)
    ratings: list[Json] = field(default_factory=list)
    responses: list[Json] = field(default_factory=list)
    users: dict[int, str] = field(default_factory=lambda: {1: "Vicki Collins", 2: "Duane Norman", 9: "Ann Other"})
    groups: dict[int, str] = field(default_factory=lambda: {44: "EMEA"})
    organizations: dict[int, str] = field(default_factory=lambda: {7: "Example Ltd"})

    def pass_time(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def solve(self, ticket: int, **more: object) -> None:
        """Solve a new ticket, so that its customer is asked."""
        self.tickets[ticket] = {
            "id": ticket,
            "status": "solved",
            "tags": ["billing"],
            "assignee_id": 1,
            "requester_id": 9,
            "group_id": 44,
            "organization_id": 7,
            "updated_at": stamp(self.now),
            "satisfaction_rating": {"score": "offered"},
            **more,
        }
        self._rate(ticket, "offered", None)
        self.responses.append(
            {
                "id": f"01J1WB51MG6HXTYWE6Q0C{len(self.responses):05}",
                "responder_id": 9,
                "expires_at": stamp(self.now + LIFE),
                "subject_zrns": [f"zen:conversation:{ticket}-c", f"zen:ticket:{ticket}"],
                "subjects": [{"id": f"{ticket}-c", "type": "conversation"}, {"id": str(ticket), "type": "ticket"}],
                "answers": [],
                "links": {"rating_links": [{"rating": 1, "url_path": SECRET_LINK}]},
                "created_at": self.now,
            }
        )

    def answer(self, ticket: int, stars: int, comment: str = "", reason: str = "") -> None:
        """Let a ticket's customer answer on five steps, for the first time or anew."""
        self._rate(ticket, "good" if stars >= 4 else "bad", comment or None)
        response = self.response(ticket)
        response["answers"] = list(self._answers(stars, comment, reason))

    def response(self, ticket: int) -> Json:
        return next(found for found in self.responses if f"zen:ticket:{ticket}" in found["subject_zrns"])

    def _rate(self, ticket: int, score: str, comment: str | None) -> None:
        """Write a record of its own for every change, as the older API does."""
        at = stamp(self.now.replace(microsecond=0)).replace(".000Z", "Z")
        number = 35_000 + len(self.ratings)
        rating = {"id": number, "score": score, "comment": comment, "reason": None, "reason_id": None}
        self.tickets[ticket]["satisfaction_rating"] = rating
        self.ratings.append({**rating, "ticket_id": ticket, "created_at": at, "updated_at": at})

    def _answers(self, stars: int, comment: str, reason: str) -> Iterator[Json]:
        times = {"created_at": stamp(self.now), "updated_at": stamp(self.now)}
        question = {"id": QUESTION, "type": "rating_scale_numeric", "sub_type": "customer_satisfaction"}
        category = "bad" if stars < 3 else "neutral" if stars == 3 else "good"
        yield {"type": "rating_scale", "rating": stars, "rating_category": category, "question": question, **times}
        if comment:
            yield {"type": "open_ended", "value": comment, "question": {"type": "open_ended"}, **times}
        if reason:
            chosen = [{"type": "predefined", "option_id": reason}]
            yield {"type": "closed_ended", "selections": chosen, "question": {"type": "closed_ended"}, **times}
