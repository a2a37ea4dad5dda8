"""The harness finds what is wrong: bots that were broken on purpose do not get through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from builders import DAY
from chaos.history import morning
from chaos.player import Ended, Player
from chaos.sample import requests_by_kind
from chaos.seen import differences, repetitions, see
from chaos.trial import Case, Trial
from chaos.verdict import Tally, Verdict
from chaos.ways import WAYS
from chaos.wire import Wire

from bot.errors import TrackerError, UncertainError
from bot.model.actions import UpdateIssue, WriteNote
from bot.sandbox import Sandbox
from bot.tracker import Writer
from bot.tracker.client import Json

_FEW = 2  # cases
LONG_AGO = morning(0) - 9 * DAY
WAY = {way.name: way for way in WAYS}


class BlindWriter(Writer):
    """Repeats whatever got no answer, without a look."""

    def _surely(self, write: Callable[[], Json], look: Callable[[], Json | None]) -> Json:
        del look
        try:
            return write()
        except UncertainError:
            return write()


class CarelessWriter(Writer):
    """Takes every write for done."""

    def write_note(self, iid: int, action: WriteNote) -> None:
        try:
            super().write_note(iid, action)
        except TrackerError:
            return

    def update(self, iid: int, action: UpdateIssue) -> None:
        try:
            super().update(iid, action)
        except TrackerError:
            return


@contextmanager
def a_trial(writer: type[Writer]) -> Iterator[Trial]:
    with Sandbox(now=morning(0)) as sandbox, Player(sandbox, writer) as player:
        yield Trial(player)


def judged(trial: Trial, kind: str, way: str) -> Tally:
    tally = Tally()
    for day, number in requests_by_kind(trial)[kind][:_FEW]:
        tally.add(trial.judge(Case(day, number, WAY[way])))
    return tally


def test_a_writer_that_repeats_blindly_is_found_out() -> None:
    with a_trial(BlindWriter) as trial:
        for kind in ("file", "note, due", "file the dashboard"):
            tally = judged(trial, kind, "lost")
            assert tally.total("duplicates") == tally.total("cases") > 0, kind
        assert judged(trial, "file", "503").is_clean


def test_a_writer_that_takes_everything_for_done_is_found_out() -> None:
    with a_trial(CarelessWriter) as trial:
        tally = judged(trial, "note", "403")
        assert tally.total("dishonest") == tally.total("cases") > 0


def test_a_bot_that_forgets_what_it_left_undone_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.bookkeeping.Bookkeeping._again", lambda *_: {})
    with a_trial(Writer) as trial:
        tally = judged(trial, "note, due", "403")
        assert tally.total("lost") == tally.total("cases") > 0


@pytest.mark.parametrize(("way", "arrived"), [("killed before", 6), ("killed after", 7)])
def test_a_killed_process_sends_nothing_more_even_from_its_threads(way: str, arrived: int) -> None:
    with Sandbox(now=morning(0)) as sandbox, Player(sandbox, readers=4) as player:
        for number in range(20):
            iid = sandbox.world.seed_issue(title=f"idle {number}", labels=["satisfaction::good"], created_at=LONG_AGO)
            sandbox.world.seed_note(iid, "mia", "Thank you.", LONG_AGO)
        wire = Wire()
        WAY[way].play(sandbox, wire, 7)  # reads the notes of one of them
        assert player.run(None, wire) == Ended(None)
        assert len(sandbox.requests) <= arrived + 3  # what the other threads had sent already
        assert sandbox.writes == []


def test_nothing_differs_from_itself(trial: Trial) -> None:
    after = trial.mornings[-1].after
    assert differences(after, after) == []


def test_every_difference_has_a_name() -> None:
    with Sandbox(now=morning(0)) as sandbox:
        mark = "<!-- feedback-bot file_survey survey=survey/ticket/1 -->"
        note = "<!-- feedback-bot ask_review -->"
        sandbox.world.seed_issue(title="one", author="feedback-bot", description=mark)
        before = see(sandbox)
        sandbox.world.seed_note(1, "feedback-bot", note, morning(0))
        asked = see(sandbox)
        sandbox.world.seed_note(1, "feedback-bot", note, morning(0))
        sandbox.world.seed_issue(title="two", author="feedback-bot", description=mark)
        twice = see(sandbox)
    assert {difference.kind for difference in differences(before, asked)} == {"twice", "other"}
    assert {difference.kind for difference in differences(asked, before)} == {"lost", "other"}
    assert [difference.about for difference in repetitions(asked, twice)] == [
        "survey/ticket/1 has 2 open issues",
        "survey/ticket/1 has 2 issues",
        f"survey/ticket/1 has 2 notes with {note}",
    ]


def test_nothing_tried_is_nothing_proved() -> None:
    assert not Tally().is_clean
    tally = Tally()
    tally.add(Verdict("group", "case"))
    assert tally.is_clean
    tally.add(Verdict("group", "case", dishonest="it lied"))
    assert not tally.is_clean
