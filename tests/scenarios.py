"""Trackers in every state a rule knows, with what one pass must do about them: the laws run over all of these.

Hand-written. Each starts from a stopped clock at `builders.NOW` and an empty sandbox.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from builders import DAY, NOW, REVIEWED
from passes import Passes

from bot.sandbox import Sandbox

both_tiers = pytest.mark.parametrize("tier", ["free", "premium"])

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


def reviewed(words: str, *labels: str, read: float = 0) -> Callable[[Passes], None]:
    """Let a manager have answered a bad survey three days after it was filed; the bot may have read it since then."""

    def before(passes: Passes) -> None:
        filed(survey(1, "bad"), ago=3 + read)(passes)
        moment = at(passes, read) - timedelta(minutes=5)
        passes.sandbox.world.seed_note(1, "mia", words, moment)
        for label in labels:
            passes.sandbox.world.issues[1].labels.add(passes.sandbox.world.add_label(label))
        passes.sandbox.world.issues[1].updated_at = moment
        if read:
            passes.run()
        passes.sandbox.clock.set(NOW)

    return before


def closed_by(who: str, before: Callable[[Passes], None]) -> Callable[[Passes], None]:
    """Let somebody have closed the issue of a bad survey after all that, half a day ago."""

    def closed(passes: Passes) -> None:
        before(passes)
        passes.sandbox.world.seed_state_event(1, who, "closed", NOW - DAY / 2)

    return closed


def told(*lines: str, by: str = "mia", rating: str = "bad") -> Callable[[Passes], None]:
    """Let somebody have told the bot something about an issue that it has filed."""

    def before(passes: Passes) -> None:
        filed(survey(1, rating), ago=2)(passes)
        moment = NOW - timedelta(minutes=5)
        body = "\n".join(f"@feedback-bot {line}" for line in lines)
        passes.sandbox.world.seed_note(1, by, body, moment)
        passes.sandbox.world.issues[1].updated_at = moment

    return before


def labelled_twice(passes: Passes) -> None:
    """Let a manager have put a second cause label on an issue, where GitLab keeps both."""
    seed(passes.sandbox, "satisfaction::good", "feedback::process", "feedback::known-issue", age=1)


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


def filed_twice(*, ago: float) -> Callable[[Passes], None]:
    """Let two passes have filed the same bad survey at the same moment, some days ago."""

    def before(passes: Passes) -> None:
        filed(survey(1, "bad"), ago=ago)(passes)
        copy(passes.sandbox, 1)

    return before


def copy(sandbox: Sandbox, number: int) -> int:
    """Put the same issue of the bot's into the tracker once more, in the same moment."""
    issue = sandbox.world.issues[number]
    iid: int = sandbox.world.seed_issue(
        title=issue.title,
        author="feedback-bot",
        description=issue.description,
        labels=issue.label_names,
        due_date=issue.due_date,
        created_at=issue.created_at,
    )
    return iid


def two_dashboards(passes: Passes) -> None:
    filed(survey(1, "good"), ago=1)(passes)
    copy(passes.sandbox, 2)


def spoilt_dashboard(passes: Passes) -> None:
    """Let a person have taken the dashboard's label off and written something else into it."""
    filed(survey(1, "good"), ago=8)(passes)
    dashboard = passes.sandbox.world.issues[2]
    dashboard.labels.clear()
    dashboard.description = f"Nobody needs this.\n\n{(dashboard.description or '').replace('read=', 'red=')}"


def after_a_week_of_passes(passes: Passes) -> None:
    """Let passes have run every day, and people have done what puts a closing off, and what does not."""
    sandbox, world = passes.sandbox, passes.sandbox.world
    seed(sandbox, "satisfaction::good", age=10)
    seed(sandbox, "satisfaction::bad", age=10, due_date=(NOW - DAY).date())
    for days_ago in range(7, 0, -1):
        moment = at(passes, days_ago)
        if days_ago == 7:
            world.seed_note(1, "mia", "Let us thank Vicki.", moment)
        if days_ago == 6:
            world.issues[1].updated_at = moment  # somebody has assigned it
        passes.run()
    sandbox.clock.set(NOW)


_BARE = "one bad survey"  # one project without labels is enough: each label is a write
_SCENARIOS = [
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
    Scenario("answered after the reminder", [("read_review", 1)], before=answered_after_the_nag),
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
    Scenario("filed twice", [("nag_unanswered", 1), ("close_duplicate", 3)], before=filed_twice(ago=9)),
    Scenario(
        "filed twice, changed since",
        [("follow_rating", 1), ("follow_rating", 1), ("close_duplicate", 3)],
        [survey(1, "good")],
        filed_twice(ago=3),
    ),
    Scenario("a complete review", [("read_review", 1)], before=reviewed(REVIEWED, "feedback::process")),
    Scenario("a review that names its cause", [("read_review", 1)], before=reviewed(f"{REVIEWED}\n~feedback::process")),
    Scenario("an incomplete review", [("read_review", 1)], before=reviewed("On it.")),
    Scenario("a customer is to be contacted", [("read_review", 1)], before=reviewed(f"{REVIEWED[:-1]}Y")),
    Scenario("an incomplete review, overdue", [("ask_missing", 1)], before=reviewed("On it.", read=8)),
    Scenario(
        "a contact, overdue", [("chase_contact", 1)], before=reviewed(f"{REVIEWED[:-1]}Y", "feedback::process", read=4)
    ),
    Scenario(
        "closed without a review", [("ask_after_closing", 1)], before=closed_by("mia", filed(survey(1, "bad"), ago=3))
    ),
    Scenario(
        "closed with an incomplete review",
        [("ask_after_closing", 1)],
        before=closed_by("mia", reviewed("On it.", read=2)),
    ),
    Scenario(
        "closed with a complete review",
        [],
        before=closed_by("mia", reviewed(REVIEWED, "feedback::process", read=2)),
    ),
    Scenario("closed by the bot", [], before=closed_by("feedback-bot", filed(survey(1, "bad"), ago=3))),
    Scenario(
        "closed, and the customer has more to say",
        [("follow_rating", 1), ("follow_rating", 1)],
        [survey(1, "bad", days_ago=0.1, comment="It came back")],
        closed_by("mia", filed(survey(1, "bad"), ago=3)),
    ),
    Scenario("commands", [("obey_commands", 1)] * 2, before=told("label process", "snooze 7d", "kudos @priya")),
    Scenario(
        "commands and a mistake",
        [("obey_commands", 1)] * 4,
        before=told("label process", "lable x", "relate #2", "help"),
    ),
    Scenario("a command of a guest", [("obey_commands", 1)] * 2, before=told("close", by="gus")),
    Scenario("a command to close", [("obey_commands", 1)] * 2, before=told("review done", "close")),
    Scenario(
        "a rating that was clicked by mistake",
        [("obey_commands", 1), ("obey_commands", 1), ("ask_review", 1)],
        before=told("rating bad", rating="good"),
    ),
    Scenario("a command that changes nothing", [("obey_commands", 1)] * 2, before=told("refresh", "contact no")),
    Scenario("two causes", [("keep_one_label", 1)], before=labelled_twice),
    Scenario("two dashboards", [("file_survey", 4)], [survey(2, "good")], two_dashboards),
    Scenario("a dashboard nobody would know", [("close_inactive", 1)], before=spoilt_dashboard),
    Scenario("after a week of passes", [("close_inactive", 1), ("nag_unanswered", 2)], before=after_a_week_of_passes),
    Scenario(
        "hands off",
        [],
        before=typed("satisfaction::good", "feedback-bot::hands-off", age=30),
    ),
]


def _stocked(scenario: Scenario) -> Scenario:
    def before(passes: Passes) -> None:
        passes.stock_labels()
        scenario.before(passes)

    return scenario if scenario.name == _BARE else replace(scenario, before=before)


ALL = [*map(_stocked, _SCENARIOS)]
