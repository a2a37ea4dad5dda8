"""What Zendesk's API answers about an account: lists page by page, tickets, reasons, tokens, and refusals."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zendesk.account import REASONS, Account, Json

Query = Mapping[str, str]

CLIENT_ID, CLIENT_SECRET = "feedback-bot", "client-secret-of-the-stand-in"
EMAIL, API_TOKEN = "admin@example.com", "api-token-of-the-stand-in"


class RefusedError(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass
class Api:
    """The endpoints that the bot uses; `base` is the address that links lead to."""

    account: Account
    base: str = ""
    page_size: int = 1000  # the most that a page holds, whatever is asked for: for tests with many pages
    tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def answer(self, method: str, path: str, query: Query, body: Json, authorization: object) -> Json:
        """Answer a request; raises RefusedError."""
        if (method, path) == ("POST", "/oauth/tokens"):
            return self._token(body)
        self._check(authorization, "read" if method == "GET" else "write")
        for known, pattern, handle in self._routes():
            if known == method and (found := re.fullmatch(pattern, path)):
                return handle(query, body, *found.groups())
        raise RefusedError(404, "no such thing")

    def expire_tokens(self) -> None:
        self.tokens.clear()

    def _routes(self) -> list[tuple[str, str, Callable[..., Json]]]:
        return [
            ("GET", "/api/v2/satisfaction_ratings", self._ratings),
            ("GET", "/api/v2/satisfaction_ratings/([0-9]+)", self._rating),
            ("GET", "/api/v2/guide/survey_responses", self._responses),
            ("GET", "/api/v2/guide/([a-z-]+)/survey_responses/(.+)", self._in_words),
            ("GET", "/api/v2/tickets/show_many", self._tickets),
            ("GET", "/api/v2/tickets/([0-9]+)", self._ticket),
            ("GET", "/api/v2/tickets/([0-9]+)/comments", self._comments),
            ("PUT", "/api/v2/tickets/([0-9]+)", self._change),
        ]

    def _token(self, body: Json) -> Json:
        if (body.get("client_id"), body.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise RefusedError(401, "invalid_client")
        if body.get("grant_type") != "client_credentials" or not 300 < body.get("expires_in", 0) < 172_800:
            raise RefusedError(400, "invalid_request")
        token = f"token-of-the-stand-in-{len(self.tokens)}-{self.account.now.timestamp()}"
        self.tokens[token] = (body["scope"], self.account.now + timedelta(seconds=body["expires_in"]))
        return {"access_token": token, "token_type": "bearer", "scope": body["scope"], "expires_in": body["expires_in"]}

    def _check(self, authorization: object, needed: str) -> None:
        if authorization == (f"{EMAIL}/token", API_TOKEN):
            return
        scope, end = self.tokens.get(str(authorization), ("", self.account.now))
        if end <= self.account.now:
            raise RefusedError(401, "invalid_token")
        if needed not in scope.split():
            raise RefusedError(403, "Forbidden")

    def _ratings(self, query: Query, _: Json) -> Json:
        start = float(query.get("start_time", 0))  # in seconds
        rows = [row for row in self.account.ratings if datetime.fromisoformat(row["created_at"]).timestamp() >= start]
        page, cursor = self._page(rows, query, most=100)
        kept = {key: value for key, value in query.items() if key != "page[after]"}
        following = "&".join(f"{key}={value}" for key, value in {**kept, "page[after]": cursor}.items())
        link = f"{self.base}/api/v2/satisfaction_ratings.json?{following}" if cursor else None
        return {"satisfaction_ratings": page, "meta": {"has_more": bool(cursor)}, "links": {"next": link}}

    def _rating(self, _: Query, __: Json, number: str) -> Json:
        found = [row for row in self.account.ratings if row["id"] == int(number)]
        if not found:
            raise RefusedError(404, "RecordNotFound")
        return {"satisfaction_rating": found}  # some of Zendesk's examples show a list of one

    def _responses(self, query: Query, _: Json) -> Json:
        start = float(query.get("filter[created_at_start]", 0)) / 1000  # in milliseconds
        subjects = set(query.get("filter[subject_zrns]", "").split(",")) - {""}
        rows = [
            {key: value for key, value in row.items() if key != "created_at"}
            for row in self.account.responses
            if row["created_at"].timestamp() >= start and (not subjects or subjects & set(row["subject_zrns"]))
        ]
        page, cursor = self._page(rows, query, most=50)
        return {"survey_responses": page, "meta": {"has_more": bool(cursor), "after_cursor": cursor}}

    def _page(self, rows: list[Json], query: Query, most: int) -> tuple[list[Json], str | None]:
        asked = int(query.get("page[size]", most))
        if asked > most:
            raise RefusedError(400, "page size too large")
        size, start = min(asked, self.page_size), int(query.get("page[after]", "c0")[1:])
        return rows[start : start + size], f"c{start + size}" if start + size < len(rows) else None

    def _in_words(self, _: Query, __: Json, ___: str, identity: str) -> Json:
        found = next((row for row in self.account.responses if row["id"] == identity), None)
        if found is None:
            raise RefusedError(404, "RecordNotFound")
        options = [{"id": key, "label": {"type": "static", "value": words}} for key, words in REASONS.items()]
        answers = [{**answer, "question": {**answer["question"], "options": options}} for answer in found["answers"]]
        return {"survey_response": {"id": identity, "answers": answers}}

    def _tickets(self, query: Query, _: Json) -> Json:
        ids = query["ids"].split(",")
        if len(ids) > 100:
            raise RefusedError(400, "too many ids")
        found = [self.account.tickets[int(number)] for number in ids if int(number) in self.account.tickets]
        return {"tickets": found, **self._beside(query)}

    def _ticket(self, query: Query, _: Json, number: str) -> Json:
        return {"ticket": self._known(number), **self._beside(query)}

    def _comments(self, query: Query, _: Json, number: str) -> Json:
        found = self._known(number).get("comments", [])
        most = int(query.get("per_page", 100))
        if most > 100:
            raise RefusedError(400, "page size too large")
        return {"comments": (found[::-1] if query.get("sort_order") == "desc" else found)[:most]}

    def _beside(self, query: Query) -> Json:
        kinds: dict[str, dict[int, str]] = {
            "users": self.account.users,
            "groups": self.account.groups,
            "organizations": self.account.organizations,
        }
        asked = query.get("include", "").split(",")
        return {
            kind: [{"id": key, "name": name, "email": "ann@example.com"} for key, name in rows.items()]
            for kind, rows in kinds.items()
            if kind in asked
        }

    def _change(self, _: Query, body: Json, number: str) -> Json:
        ticket, change = self._known(number), dict(body["ticket"])
        if ticket["status"] == "closed":
            raise RefusedError(422, "closed prevents ticket update")
        if change.pop("safe_update", False) and change.pop("updated_stamp", "") != ticket["updated_at"]:
            raise RefusedError(409, "UpdateConflict")
        comment: Any = change.pop("comment", None)
        ticket.setdefault("comments", []).extend([comment] if comment else [])
        ticket.update(change, updated_at=f"changed after {ticket['updated_at']}")
        return {"ticket": ticket}

    def _known(self, number: str) -> Json:
        if int(number) not in self.account.tickets:
            raise RefusedError(404, "RecordNotFound")
        return self.account.tickets[int(number)]
