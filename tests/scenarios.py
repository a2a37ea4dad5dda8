"""Trackers in every state a rule knows, with what one pass must do about them: the laws run over all of these.

Hand-written. Each starts from a stopped clock at `builders.NOW` and an empty sandbox.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from builders import DAY, NOW
from passes import Passes

from bot.sandbox import Sandbox

Survey = dict[str, Any]
Did = list[tuple[str, int | None]]


def survey(ticket: int, rating: str, *, days_ago: float = 0.5, **columns: Any) -> Survey:  # noqa: ANN401 - any column
    responded = (NOW - days_ago * DAY).isoformat()
    return {"ticket": ticket, "rating": rating, "responded_at": responded} | columns


@dataclass(frozen=True)
class Scenario:
    """How the tracker came to be as it is, what the pass is given, and what it must do."""

    name: str
    did: Did
    surveys: Sequence[Survey] = ()
    before: Callable[[Passes], None] = lambda _: None
    tier: str = "free"


def seed(sandbox: Sandbox, *labels: str, age: float, **facts: Any) -> int:  # noqa: ANN401 - any fact of an issue
    """Put an issue of a person's into the tracker, as old as it says."""
    iid: int = sandbox.world.seed_issue(
        title="Feedback on the phone", author="mia", labels=list(labels), created_at=NOW - age * DAY, **facts
    )
    return iid


def typed(*labels: str, age: float) -> Callable[[Passes], None]:
    """Let a person have typed an issue some days ago."""

    def before(passes: Passes) -> None:
        seed(passes.sandbox, *labels, age=age)

    return before


def filed(*surveys: Survey, ago: float) -> Callable[[Passes], None]:
    """Let the bot itself file surveys, some days ago."""

    def before(passes: Passes) -> None:
        at(passes, ago)
        passes.run([dict(row, responded_at=(NOW - (ago + 0.1) * DAY).isoformat()) for row in surveys])
        passes.sandbox.clock.set(NOW)

    return before


def at(passes: Passes, days_ago: float) -> datetime:
    """Set the sandbox's clock back."""
    moment = NOW - timedelta(days=days_ago)
    passes.sandbox.clock.set(moment)
    return moment


def seven_cases(passes: Passes) -> None:
    """The cases of the main job, typed by staff: what is closed, what is nagged, what is left alone."""
    world = passes.sandbox.world
    seed(passes.sandbox, "satisfaction::good", age=8)
    spoken = seed(passes.sandbox, "satisfaction::good", age=10)
    world.seed_note(spoken, "mia", "Let us thank Vicki.", NOW - 2 * DAY)
    seed(passes.sandbox, "satisfaction::bad", age=8)
    answered = seed(passes.sandbox, "satisfaction::bad", age=8)
    world.seed_note(answered, "jonas", "I called the customer.", NOW - 5 * DAY)
    seed(passes.sandbox, "satisfaction::bad", age=6, due_date=(NOW + DAY).date())
    reopened = seed(passes.sandbox, "satisfaction::good", age=20, updated_at=NOW - DAY)
    world.seed_state_event(reopened, "mia", "closed", NOW - 9 * DAY)
    world.seed_state_event(reopened, "mia", "reopened", NOW - DAY)


def answered_after_the_nag(passes: Passes) -> None:
    filed(survey(1, "bad"), ago=12)(passes)
    at(passes, 3)
    passes.run()
    passes.sandbox.world.seed_note(1, "mia", "Sorry, here it is.", NOW - 2 * DAY)
    passes.sandbox.clock.set(NOW)


def unlabelled(rating: str, *, ago: float, asked: bool) -> Callable[[Passes], None]:
    """Let the bot have filed a survey whose labels GitLab left out, and with them perhaps the note after it."""

    def before(passes: Passes) -> None:
        filed(survey(1, rating), ago=ago)(passes)
        issue = passes.sandbox.world.issues[1]
        issue.labels.clear()
        if not asked:
            issue.notes.clear()

    return before


def closed_then_turned_bad(passes: Passes) -> None:
    filed(survey(1, "good"), ago=10)(passes)
    at(passes, 1)
    passes.run()
    passes.sandbox.clock.set(NOW)


ALL = [
    Scenario("nothing at all", []),
    Scenario("one good survey", [("file_survey", 1)], [survey(1, "good", comment="Nice")]),
    Scenario("one bad survey", [("file_survey", 1), ("ask_review", 1)], [survey(1, "bad", comment="Slow")]),
    Scenario("one neutral survey", [("file_survey", 1)], [survey(1, "neutral")]),
    Scenario(
        "one ticket answered twice in one file",
        [("file_survey", 1)],
        [survey(1, "bad", days_ago=2), survey(1, "good", days_ago=1)],
    ),
    Scenario(
        "several surveys",
        [("file_survey", 1), ("file_survey", 2), ("ask_review", 2), ("file_survey", 3)],
        [survey(1, "good"), survey(2, "bad", contact_requested="yes"), survey(3, "neutral")],
    ),
    Scenario(
        "known surveys",
        [],
        [survey(1, "good", days_ago=1.1), survey(2, "bad", days_ago=1.1)],
        filed(survey(1, "good"), survey(2, "bad"), ago=1),
    ),
    Scenario("the cases of the main job", [("close_inactive", 1), ("nag_unanswered", 3)], before=seven_cases),
    Scenario("an old filed issue", [("nag_unanswered", 1)], before=filed(survey(1, "bad"), ago=8)),
    Scenario("an old good issue of the bot's", [("close_inactive", 1)], before=filed(survey(1, "good"), ago=8)),
    Scenario(
        "a never dated young issue",
        [("nag_unanswered", 1)],
        before=typed("satisfaction::bad", age=3),
    ),
    Scenario("answered after the reminder", [], before=answered_after_the_nag),
    Scenario(
        "a bad rating turns good",
        [("follow_rating", 1), ("follow_rating", 1)],
        [survey(1, "good")],
        filed(survey(1, "bad"), ago=3),
    ),
    Scenario(
        "a good rating turns bad",
        [("follow_rating", 1), ("follow_rating", 1), ("ask_review", 1)],
        [survey(1, "bad", comment="It came back")],
        filed(survey(1, "good"), ago=3),
    ),
    Scenario(
        "a closed good rating turns bad",
        [("follow_rating", 1), ("follow_rating", 1), ("ask_review", 1)],
        [survey(1, "bad")],
        closed_then_turned_bad,
    ),
    Scenario(
        "an overdue bad rating turns good",
        [("follow_rating", 1), ("follow_rating", 1)],
        [survey(1, "good")],
        filed(survey(1, "bad"), ago=9),
    ),
    Scenario(
        "a bad rating, another comment",
        [("follow_rating", 1), ("follow_rating", 1)],
        [survey(1, "bad", comment="PS")],
        filed(survey(1, "bad"), ago=3),
    ),
    Scenario("labels left out", [("file_survey", 1)], before=unlabelled("bad", ago=1, asked=True)),
    Scenario(
        "labels and note left out",
        [("file_survey", 1), ("ask_review", 1)],
        before=unlabelled("bad", ago=1, asked=False),
    ),
    Scenario(
        "labels left out, overdue",
        [("file_survey", 1), ("nag_unanswered", 1)],
        before=unlabelled("bad", ago=9, asked=True),
    ),
    Scenario(
        "labels left out of neutral feedback, overdue",
        [("file_survey", 1), ("nag_unanswered", 1)],
        before=unlabelled("neutral", ago=9, asked=True),
    ),
    Scenario(
        "labels left out of old good feedback",
        [("file_survey", 1), ("close_inactive", 1)],
        before=unlabelled("good", ago=9, asked=True),
    ),
    Scenario(
        "hands off",
        [],
        before=typed("satisfaction::good", "feedback-bot::hands-off", age=30),
    ),
]
