"""Five days of a Zendesk account, hand-written.

The customers answer late, change their minds in both directions, and do so twice between two passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chaos.history import morning
from zendesk.account import REASONS, Account

NAME = "csat"
CUSTOMER = "Ann Other"  # of all tickets; her name is not to reach GitLab
_TOO_LONG, _NOT_RESOLVED = REASONS


@dataclass(frozen=True, slots=True)
class Deed:
    """What happens in Zendesk some hours before the pass: a ticket is solved or, where there are stars, rated."""

    hours: int
    ticket: int
    stars: int = 0
    comment: str = ""
    reason: str = ""
    tags: Sequence[str] = ()


DAYS = (
    (
        *(Deed(40, ticket) for ticket in (201, 202, 203, 204, 205, 206)),
        Deed(39, 207, tags=("internal",)),
        Deed(20, 201, 5, "Quick, thank you Vicki!"),
        Deed(19, 202, 1, "Four people asked me the same.", _TOO_LONG),
        Deed(18, 207, 1, "Only a rehearsal of ours."),
        Deed(17, 203, 3, "It works now."),
        Deed(16, 204, 1, "Nobody calls me back."),
        Deed(10, 204, 5, f"Now they did. {CUSTOMER}"),
    ),
    (Deed(22, 208), Deed(14, 202, 4, "All is well."), Deed(12, 205, 1, "Wrong advice, twice.", _NOT_RESOLVED)),
    (
        Deed(16, 201, 2, "It broke again.", _NOT_RESOLVED),
        Deed(15, 208, 1, f"Regards, {CUSTOMER}"),
        Deed(9, 202, 1),
        Deed(8, 202, 5),
    ),
    (
        Deed(21, 203, 5),
        Deed(20, 206, 1, "So slow.", _TOO_LONG),
        Deed(6, 205, 4, "Better."),
        Deed(5, 205, 1, "No, it is not."),
    ),
    (Deed(20, 202, 2, "The same again."), Deed(19, 204, 3), Deed(18, 206, 5), Deed(2, 205, 5, "Solved, finally.")),
)


def live_until(account: Account, day: int) -> None:
    """Let the customers act until the morning of a day."""
    for deed in DAYS[day]:
        account.now = morning(day) - timedelta(hours=deed.hours)
        _do(account, deed)


def given(api: str) -> set[tuple[str, datetime, str]]:
    """List every answer that a customer ever gives, with the rating that the API makes of it."""
    middle = "neutral" if api == "survey_responses" else "bad"
    ratings = {1: "bad", 2: "bad", 3: middle, 4: "good", 5: "good"}
    return {
        (f"{NAME}/ticket/{deed.ticket}", morning(day) - timedelta(hours=deed.hours), ratings[deed.stars])
        for day, deeds in enumerate(DAYS)
        for deed in deeds
        if deed.stars
    }


def _do(account: Account, deed: Deed) -> None:
    if deed.stars:
        account.answer(deed.ticket, deed.stars, deed.comment, deed.reason)
    else:
        account.solve(deed.ticket, tags=list(deed.tags))
