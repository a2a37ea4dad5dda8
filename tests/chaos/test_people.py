"""People who act at the worst moment: after the pass has read an issue, and before it writes to it."""

from collections.abc import Sequence
from typing import Any

import pytest
from builders import DAY
from chaos.history import Act, Row, answer, morning
from chaos.people import do
from chaos.player import Player
from chaos.wire import Wire, first_write

BOT = "feedback-bot"
ACTS = {
    "comments": [Act("mia", "B", "comment", "For the weekly kudos.")],
    "turns it bad": [Act("mia", "B", "label", "satisfaction::bad"), Act("mia", "B", "unlabel", "satisfaction::good")],
    "closes": [Act("mia", "B", "close")],
    "closes and reopens": [Act("mia", "B", "close"), Act("mia", "B", "reopen")],
    "wants the bot away": [Act("mia", "B", "label", "feedback-bot::hands-off")],
}


def meanwhile(player: Player, acts: Sequence[Act], rows: Sequence[Row] | None = None) -> None:
    """Run a pass, in which people act right before its first write, and another one after it."""

    def deed() -> None:
        for act in acts:
            do(player.sandbox, act)

    assert player.run(rows, Wire(before=first_write(deed))).code == 0
    player.sandbox.clock.advance(seconds=240)
    assert player.run(rows).code == 0


def issue_of(player: Player, title: str) -> Any:  # noqa: ANN401 - an issue of the sandbox's
    return next(issue for issue in player.sandbox.world.issues.values() if issue.title.endswith(title))


@pytest.fixture
def idle(player: Player) -> Player:
    """Two good issues that are to be closed; the first write is about A."""
    for title in "AB":
        player.sandbox.world.seed_issue(title=title, labels=["satisfaction::good"], created_at=morning(0) - 9 * DAY)
    return player


@pytest.mark.parametrize("name", ACTS)
def test_good_feedback_that_somebody_touched_meanwhile_is_not_closed(name: str, idle: Player) -> None:
    meanwhile(idle, ACTS[name])
    issue = issue_of(idle, "B")
    assert [event.state for event in issue.state_events if event.user.username == BOT] == []
    assert not any("I close it" in note.body for note in issue.notes.values())
    assert issue_of(idle, "A").state == "closed"


@pytest.mark.parametrize("label", ["kudos", "feedback::known-issue", "review::incomplete"])
def test_a_label_put_on_meanwhile_survives_the_closing(label: str, idle: Player) -> None:
    meanwhile(idle, [Act("mia", "B", "label", label)])
    issue = issue_of(idle, "B")
    assert label in issue.label_names


def answered_again(player: Player, before: str, after: str, **columns: str) -> list[Row]:
    """Have two surveys filed, and both customers answer again."""
    player.run([answer(ticket, before, "2026-11-14T10:00") for ticket in (1, 2)])
    player.sandbox.clock.advance(seconds=600)
    return [answer(ticket, after, "2026-11-15T10:00", "More.", **columns) for ticket in (1, 2)]


@pytest.mark.parametrize("ratings", [("bad", "good"), ("good", "bad"), ("neutral", "bad")], ids=" to ".join)
@pytest.mark.parametrize("label", ["kudos", "feedback::known-issue", "priority::high"])
def test_a_label_put_on_meanwhile_survives_a_changed_rating(
    ratings: tuple[str, str], label: str, player: Player
) -> None:
    rows = answered_again(player, *ratings)
    meanwhile(player, [Act("mia", "2", "label", label)], rows)
    issue = issue_of(player, "ticket 2")
    assert {label, f"satisfaction::{ratings[1]}"} <= set(issue.label_names)


def test_a_cause_chosen_meanwhile_survives_a_changed_rating_that_brings_its_own(player: Player) -> None:
    rows = answered_again(player, "good", "bad", reason="Rude")
    meanwhile(player, [Act("mia", "2", "label", "feedback::known-issue")], rows)
    assert "feedback::known-issue" in issue_of(player, "ticket 2").label_names


def test_an_issue_closed_meanwhile_is_reopened_when_the_rating_became_bad(player: Player) -> None:
    rows = answered_again(player, "good", "bad")
    meanwhile(player, [Act("mia", "2", "close")], rows)
    assert issue_of(player, "ticket 2").state == "opened"


@pytest.fixture
def overdue(player: Player) -> Player:
    """Two bad issues past their date; the first write is about A."""
    old = morning(0) - 9 * DAY
    for title in "AB":
        labels = ["satisfaction::bad"]
        player.sandbox.world.seed_issue(title=title, labels=labels, created_at=old, due_date=(old + 2 * DAY).date())
    return player


@pytest.mark.parametrize("label", ["kudos", "review::done", "feedback::known-issue"])
def test_a_label_put_on_meanwhile_survives_a_reminder(label: str, overdue: Player) -> None:
    meanwhile(overdue, [Act("mia", "B", "label", label)])
    assert label in issue_of(overdue, "B").label_names


@pytest.mark.parametrize("does", ["comment", "close", "label"])
def test_whoever_answers_just_before_a_reminder_gets_no_second_one(does: Any, overdue: Player) -> None:  # noqa: ANN401 - one of the words
    meanwhile(overdue, [Act("mia", "B", does, "review::done")])
    overdue.sandbox.clock.advance(seconds=20 * DAY.total_seconds())
    overdue.run()
    bodies = [note.body for note in issue_of(overdue, "B").notes.values()]
    assert sum("feedback-bot nag_unanswered" in body for body in bodies) <= 1


def test_a_due_date_moved_just_before_a_reminder_stays(overdue: Player) -> None:
    meanwhile(overdue, [Act("mia", "B", "due", "2026-12-24")])
    assert str(issue_of(overdue, "B").due_date) == "2026-12-24"
