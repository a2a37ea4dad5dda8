"""How the issues of surveys stand, and what may never be said of any of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chaos.seen import Difference
from zendesk.account import Account

from bot.model.marks import marks_in
from bot.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Standing:
    """How a survey's issue stands: the answer that its mark tells of, and what people see of it.

    `told` are the titles of the issues to which the ticket's notes lead.
    """

    responded: datetime
    rating: str
    label: str
    state: str
    told: Sequence[str]


Standings = Mapping[str, Sequence[Standing]]


def standings(sandbox: Sandbox, account: Account) -> Standings:
    """Find the issues of each survey."""
    found: dict[str, list[Standing]] = {}
    for issue in sandbox.world.issues.values():
        for mark in marks_in(issue.description or ""):
            if mark.rule == "file_survey":
                label = next((name for name in issue.label_names if name.startswith("satisfaction::")), "")
                standing = Standing(
                    responded=datetime.fromisoformat(mark.facts["responded"]),
                    rating=mark.facts["rating"],
                    label=label.removeprefix("satisfaction::"),
                    state=issue.state,
                    told=_told(sandbox, account, mark.facts["survey"]),
                )
                found.setdefault(mark.facts["survey"], []).append(standing)
    return found


def _told(sandbox: Sandbox, account: Account, survey: str) -> list[str]:
    titles = {str(iid): issue.title for iid, issue in sandbox.world.issues.items()}
    notes = account.tickets[int(survey.rpartition("/")[2])].get("comments", [])
    return [titles.get(number, "none") for note in notes for number in re.findall(r"/issues/(\d+)\b", note["body"])[:1]]


def untrue(
    name: str, issue: Standing, stood: Sequence[Standing], given: set[tuple[str, datetime, str]]
) -> Iterator[Difference]:
    if (name, issue.responded, issue.rating) not in given or issue.label != issue.rating:
        yield Difference("other", f"{name} is {issue.label}, and {issue.rating} of {issue.responded}: nobody said so")
    if any(issue.responded < before.responded for before in stood):
        yield Difference("other", f"{name} went back to the answer of {issue.responded}")


def texts(sandbox: Sandbox) -> Iterator[str]:
    for issue in sandbox.world.issues.values():
        yield f"{issue.title}\n{issue.description}"
        yield from (note.body for note in issue.notes.values())
