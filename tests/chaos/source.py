"""The days of a Zendesk account, and what becomes of them when any request to Zendesk goes wrong.

Each morning one pass reads the stand-in for Zendesk and works on the stand-in for GitLab.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from unittest.mock import patch

from builders import DAY
from chaos.history import morning
from chaos.player import Ended, Player
from chaos.seen import Difference, Seen, differences, fate, see
from chaos.source_story import CUSTOMER, DAYS, NAME, given, live_until
from chaos.source_ways import Impatient, SourceCase, SourceWay, tells_the_truth
from chaos.standing import Standings, standings, texts, untrue
from chaos.verdict import Verdict
from passes import StandingStill
from zendesk.account import Account
from zendesk.conftest import OAUTH
from zendesk.faults import Fault
from zendesk.standin import Seen as Request
from zendesk.standin import StandIn

from bot.cli.feeds import zendesk_feed
from bot.intake import Feed
from bot.intake.zendesk import ZendeskSource
from bot.sandbox import Sandbox
from bot.sandbox.saving import Saved

POLICY = """
timezone: Europe/Berlin
answer_within: 2d
rules:
  file_survey:
  follow_rating:
  keep_one_label:
  ask_review:
  close_inactive: {after: 3d}
  nag_unanswered: {every: 2d, fallback: [mia]}
labels:
  reasons: {It took too long: "feedback::process", Not resolved: "feedback::tech-skills"}
  regions: {EMEA: "region::EMEA"}
sources:
  csat: {type: zendesk, address: "%s", api: %s, %s}
"""
_TELLING, _EXCLUDING = "write_back: {}", "change: {exclude: {tags: [internal]}}"
# Each of Zendesk's APIs, with what else the policy says.
SETTINGS = (("survey_responses", _TELLING), ("satisfaction_ratings", f"{_TELLING}, {_EXCLUDING}"))
_PAGE = 3  # records, so that there are several pages
_LATER = timedelta(minutes=4)  # the pass after the disturbed one


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What came of a day whose pass was disturbed: in the pass after it, and until the last day."""

    wrong: Sequence[Difference] = ()
    again: Ended | None = None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class SourceMorning:
    """One day undisturbed: Zendesk and GitLab before the pass and after it, and what the pass asked Zendesk."""

    account: Account
    before: Saved
    stood: Standings
    requests: Sequence[Request]
    after: Seen
    stands: Standings
    fate: str


class SourceTrial:
    """The five days on one pair of stand-ins; `mornings` holds them undisturbed.

    `feed_of` connects a feed, for each pass anew; it is told what is going to happen to a request.
    """

    def __init__(self, player: Player, standin: StandIn) -> None:
        self._player = player
        self._sandbox = player.sandbox
        self._standin = standin
        self.feed_of: Callable[[Fault | None], Feed] = self._connected
        self._aftermaths: dict[str, Aftermath] = {}
        self._ends: dict[str, list[Difference]] = {}
        self.mornings: list[SourceMorning] = []
        for day in range(len(DAYS)):
            self._live_until(day)
            self.mornings.append(self._undisturbed(day))

    def cases(self, day: int, way: SourceWay) -> list[SourceCase]:
        """List every request of a day's pass."""
        return [SourceCase(day, number, way) for number, _ in enumerate(self.mornings[day].requests, start=1)]

    def judge(self, case: SourceCase) -> Verdict:
        """Disturb a pass, let others follow, and compare with the undisturbed history."""
        usual = self.mornings[case.day]
        self._sandbox.restore(usual.before)
        self._take(deepcopy(usual.account), morning(case.day))
        fault = case.way.fault_at(case.number)
        self._standin.faults.add(fault)
        ended = self._pass(fault)
        assert fault.seen >= case.number, case
        self._standin.faults.clear()
        missing = [*differences(usual.after, see(self._sandbox)), *self._unlike(case.day)]
        wrong = [*self._misdeeds(usual), *self._neglects(case.day)]
        after = self._aftermath(case.day)
        believed = tells_the_truth(case.way, usual.requests[case.number - 1])
        return Verdict(
            group=f"Zendesk: {case.way.name}",
            case=str(case),
            wrong=[*wrong, *after.wrong],
            dishonest=_dishonest(ended, [] if believed else missing, after.again),
            healed=not missing,
            later=after.differs,
        )

    def _misdeeds(self, usual: SourceMorning) -> Iterator[Difference]:
        """Name what no pass may ever do, whatever it could not read."""
        found = standings(self._sandbox, self._standin.account)
        for name in usual.stood.keys() - found.keys():
            yield Difference("lost", f"{name} has no issue any more")
        for name, issues in found.items():
            if name not in usual.stands:
                yield Difference("other", f"{name} is to be left out, and was filed")
            if len(issues) > 1 or any(len(issue.told) > 1 for issue in issues):
                yield Difference("twice", f"{name} has {len(issues)} issues, and its ticket {issues[0].told}")
            for issue in issues:
                yield from untrue(name, issue, usual.stood.get(name, ()), given(self._source.api))
        if any(CUSTOMER in text for text in texts(self._sandbox)):
            yield Difference("other", "the customer's name was filed")

    def _neglects(self, day: int) -> Iterator[Difference]:
        """Name the issues that have nothing to do with Zendesk, and were not looked after as on every other day."""
        usual, found = self.mornings[day].after, see(self._sandbox)
        for name in map(_praise, range(day + 1)):
            if usual.issues[name] != found.issues[name]:
                yield Difference("lost", f"{name} was not looked after")

    def _aftermath(self, day: int) -> Aftermath:
        """Let a pass follow a disturbed one some minutes later, and live on, unless the end of this state is known."""
        usual, now = self.mornings[day], self._fate(day)
        if now == usual.fate:
            return Aftermath()
        if now not in self._aftermaths:
            self._take(self._standin.account, morning(day) + _LATER)
            again = self._pass()
            differs = bool(differences(usual.after, see(self._sandbox)))
            self._aftermaths[now] = Aftermath(self._in_the_end(day), again, differs)
        return self._aftermaths[now]

    def _in_the_end(self, day: int) -> list[Difference]:
        """Compare, and live on until the last day, or until a state whose end is known."""
        wrong = [*self._misdeeds(self.mornings[day]), *self._unlike(day)]
        if wrong or day == len(DAYS) - 1:
            return wrong
        now = self._fate(day)
        if now == self.mornings[day].fate:
            return []
        if now not in self._ends:
            self._live_until(day + 1)
            code = self._pass().code
            red = [Difference("other", f"the pass of day {day + 2} ended with {code}")] if code else []
            self._ends[now] = [*red, *self._in_the_end(day + 1)]
        return self._ends[now]

    def _unlike(self, day: int) -> Iterator[Difference]:
        """Compare what is known of each survey with the undisturbed day."""
        expected, found = self.mornings[day].stands, standings(self._sandbox, self._standin.account)
        for name, issues in expected.items():
            if name not in found:
                yield Difference("lost", f"{name} has no issue on day {day + 1}")
            elif found[name] != issues:
                yield Difference("other", f"{name} is {found[name]} instead of {issues} on day {day + 1}")

    def _undisturbed(self, day: int) -> SourceMorning:
        before, account = self._sandbox.save(), deepcopy(self._standin.account)
        stood = standings(self._sandbox, account)
        self._standin.journal.clear()
        ended = self._pass()
        assert ended.code == 0, ended
        return SourceMorning(
            account=account,
            before=before,
            stood=stood,
            requests=list(self._standin.journal),
            after=see(self._sandbox),
            stands=standings(self._sandbox, self._standin.account),
            fate=self._fate(day),
        )

    def _fate(self, day: int) -> str:
        """Sum up what decides about the days to come: GitLab, and what Zendesk's tickets have been told."""
        told = {number: ticket.get("comments") for number, ticket in self._standin.account.tickets.items()}
        return f"{day} {fate(self._sandbox)} {told}"

    def _pass(self, fault: Fault | None = None) -> Ended:
        with patch.dict(os.environ, OAUTH):
            feed = self.feed_of(fault)
        return self._player.run(feeds=[feed])

    def _connected(self, fault: Fault | None) -> Feed:
        waiting = Impatient(fault) if fault and fault.kind == "hang" else StandingStill()
        return zendesk_feed(NAME, self._source, self._player.settings, self._sandbox.clock.now(), waiting)

    @property
    def _source(self) -> ZendeskSource:
        source = self._player.settings.sources[NAME].settings
        assert isinstance(source, ZendeskSource)
        return source

    def _live_until(self, day: int) -> None:
        """Let the customers act until the morning of a day; good feedback that nobody touched is due on it as well."""
        account = self._standin.account
        live_until(account, day)
        self._take(account, morning(day))
        labels = ["satisfaction::good"]
        self._sandbox.world.seed_issue(title=_praise(day), labels=labels, created_at=morning(day) - 4 * DAY)

    def _take(self, account: Account, now: datetime) -> None:
        """Put an account in place, and the clocks right."""
        self._standin.account = self._standin.api.account = account
        account.now = now
        self._sandbox.clock.set(now)


def source_trial(context: ExitStack, api: str, more: str) -> SourceTrial:
    """Play the history undisturbed, over one of Zendesk's APIs, with more keys of the source's section."""
    standin = context.enter_context(StandIn(morning(0)))
    standin.api.page_size = _PAGE
    sandbox = context.enter_context(Sandbox(now=morning(0)))
    player = context.enter_context(Player(sandbox, policy=POLICY % (standin.url, api, more)))
    return SourceTrial(player, standin)


def _dishonest(ended: Ended, missing: Sequence[Difference], again: Ended | None) -> str:
    if ended.code == 0 and missing:
        return "the disturbed pass ended with 0, though not everything was done"
    if again and again.code:
        return f"the pass after it, with nothing in its way, ended with {again.code}: {again.problems}"
    return ""


def _praise(day: int) -> str:
    return f"Praise on the phone, {day + 1}"
