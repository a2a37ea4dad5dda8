"""One history, played undisturbed once, and then with any one request of any pass failing in any way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chaos.history import DAYS, LABELS_BEFORE, afternoon, evening, exported, morning
from chaos.people import do
from chaos.player import Ended, Player
from chaos.seen import Difference, Seen, differences, either, fate, repetitions, see
from chaos.verdict import Verdict
from chaos.ways import Way
from chaos.wire import Wire, first_write

from bot.sandbox.journal import LoggedRequest
from bot.sandbox.saving import Saved

_CLEAN_PASSES = 2
_LATER = timedelta(minutes=4)  # each pass after the disturbed one


@dataclass(frozen=True, slots=True)
class Case:
    """One request of one day's pass, counted from 1, and the way in which it fails."""

    day: int
    number: int
    way: Way

    def __str__(self) -> str:
        return f"day {self.day + 1}, request {self.number}, {self.way.name}"


@dataclass(frozen=True, slots=True)
class Morning:
    """One day of the undisturbed history: the world before its pass and after it, and what the pass took."""

    before: Saved
    meanwhile: Seen
    after: Seen
    fate: str
    requests: Sequence[LoggedRequest]
    rules: frozenset[str]


class Trial:
    """The history on one sandbox; `mornings` holds it undisturbed."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._sandbox = player.sandbox
        self._fates: dict[tuple[int, str], list[Difference]] = {}
        self.mornings: list[Morning] = []
        for label in LABELS_BEFORE:
            self._sandbox.world.add_label(label)
        for day in range(len(DAYS)):
            self.mornings.append(self._undisturbed(day))
            self._live_on(day)

    def cases(self, day: int, way: Way) -> list[Case]:
        """List every request of a day's pass."""
        requests = enumerate(self.mornings[day].requests, start=1)
        return [Case(day, number, way) for number, request in requests if not _tells_the_truth(way, request)]

    def looks(self, day: int, way: Way) -> list[Case]:
        """List the writes of a day's pass: where one gets no answer, the bot looks what came of it."""
        requests = enumerate(self.mornings[day].requests, start=1)
        return [Case(day, number, way) for number, request in requests if request.method != "GET"]

    def judge(self, case: Case) -> Verdict:
        """Disturb a pass, let others follow, and compare with the undisturbed history."""
        undisturbed = self.mornings[case.day]
        self._sandbox.restore(undisturbed.before)
        wire = Wire()
        self._sandbox.clear_requests()
        failed = case.way.play(self._sandbox, wire, case.number)
        ended = self._pass(case.day, wire)
        assert failed.is_set(), case
        self._sandbox.faults.clear()
        # Requests that are made at once may come in another order than on the undisturbed day.
        if any(_tells_the_truth(case.way, met) for met in self._sandbox.requests[case.number - 1 : case.number]):
            return Verdict(group=case.way.group or case.way.name, case=str(case), wrong=[])
        seen = see(self._sandbox)
        missing = differences(undisturbed.after, seen)
        wrong = list(repetitions(undisturbed.meanwhile, seen))
        codes = self._followed(case.day)
        later = differences(undisturbed.after, see(self._sandbox))
        wrong += repetitions(undisturbed.after, see(self._sandbox))
        wrong += self._in_the_end(case.day)
        return Verdict(
            group=case.way.group or case.way.name,
            case=str(case),
            wrong=wrong,
            dishonest=_dishonest(ended, missing, codes),
            healed=not missing,
            later=bool(later),
        )

    def _followed(self, day: int) -> list[int | None]:
        """Let passes follow a disturbed one until all is as it should be, and tell how they ended."""
        undisturbed = self.mornings[day]
        codes: list[int | None] = []
        while fate(self._sandbox) != undisturbed.fate and len(codes) < _CLEAN_PASSES:
            if codes and not differences(undisturbed.after, see(self._sandbox)):
                break
            self._sandbox.clock.set(morning(day) + (len(codes) + 1) * _LATER)
            codes.append(self._pass(day).code)
        return codes

    def _in_the_end(self, day: int) -> list[Difference]:
        """Live on until the last day, or until a state whose end is known."""
        passed = []
        while (known := self._known_end(day)) is None:
            passed.append((day, fate(self._sandbox)))
            if day == len(DAYS) - 1:
                known = differences(self.mornings[day].after, see(self._sandbox))
                break
            self._live_on(day)
            day += 1
            self._sandbox.clock.set(morning(day))
            self._pass(day)
        self._fates |= dict.fromkeys(passed, known)
        return known

    def _known_end(self, day: int) -> list[Difference] | None:
        now = fate(self._sandbox)
        return [] if now == self.mornings[day].fate else self._fates.get((day, now))

    def _undisturbed(self, day: int) -> Morning:
        sandbox = self._sandbox
        sandbox.clock.set(morning(day))
        before, seen_before = sandbox.save(), see(sandbox)
        sandbox.clear_requests()
        ended = self._pass(day)
        assert ended.code == 0, ended
        after = see(sandbox)
        return Morning(
            before=before,
            meanwhile=either(seen_before, after),
            after=after,
            fate=fate(sandbox),
            requests=sandbox.requests,
            rules=ended.rules,
        )

    def _pass(self, day: int, wire: Wire | None = None) -> Ended:
        return self._player.run(exported(day) if DAYS[day].is_exported else None, wire)

    def _live_on(self, day: int) -> None:
        """Let the rest of a day go by: the people act, and perhaps two passes run at once in the evening."""
        self._sandbox.clock.set(afternoon(day))
        for act in DAYS[day].acts:
            do(self._sandbox, act)
        if DAYS[day].at_once:
            self._sandbox.clock.set(evening(day))
            rows = exported(day, with_evening=True)
            self._player.run(rows, Wire(before=first_write(lambda: self._player.run(rows))))


def _tells_the_truth(way: Way, request: LoggedRequest) -> bool:
    """Leave out what is no failure: GitLab's word that there is no such note, member or issue has to be believed.

    An issue that is to be related is asked for like any other; what else is asked so is tried with the other ways.
    """
    if request.method == "GET" and re.search(r"/issues/\d+$", request.path):
        return way.name in {"403", "404"}
    asks = request.method == "GET" and re.search(r"/members/all/\d+$|/award_emoji$|/users$", request.path)
    return way.name == "404" and (request.method == "DELETE" or bool(asks))


def _dishonest(ended: Ended, missing: Sequence[Difference], codes: Sequence[int | None]) -> str:
    """Say where a pass claimed more than it had done, or less; a killed one claims nothing."""
    if ended.code == 0 and missing:
        return "the disturbed pass ended with 0, though not everything was done"
    if any(codes):
        return f"the passes after it, with nothing in their way, ended with {codes}"
    return ""
