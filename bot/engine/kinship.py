"""Which issues belong together: those that hold one survey twice, and those about one ticket from several sources."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from bot.engine.known import Known, known_as
from bot.engine.plan import IssuePlan
from bot.intake import fingerprint
from bot.model.actions import FileIssue
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import filing_mark
from bot.model.issue import Issue
from bot.model.marks import Mark, marks_in
from bot.model.survey import Survey

Lookup = Callable[[int], Known | None]  # by a survey's fingerprint


@dataclass(frozen=True, slots=True)
class About:
    """Where an issue's survey came from and which ticket it is about; `by_ticket` if that is what it is known by."""

    source: str
    ticket: str
    by_ticket: bool


def about_of(mark: Mark) -> About:
    """Read the mark of a filed issue."""
    source, _, rest = mark.facts.get("survey", "").partition("/")
    kind, _, reference = rest.partition("/")
    by_ticket = kind == "ticket"
    return About(source, reference if by_ticket else mark.facts.get("ticket", ""), by_ticket)


@dataclass(slots=True)
class Tickets:
    """The sources that have been met, and the issues whose surveys are not known by their ticket though they have one.

    All other issues are found by the key that a ticket's survey would have, so nothing is kept for them. `numbering`
    tells whose ticket numbers each source speaks of (`bot.intake.sources.numbering_of`).
    """

    numbering: Mapping[str, str]
    _sources: set[str] = field(default_factory=set)
    _by_ticket: dict[int, int] = field(default_factory=dict)

    def meet(self, mark: Mark, iid: int) -> None:
        """Remember what the mark of a filed issue tells."""
        about = about_of(mark)
        self._sources.add(about.source)
        if about.ticket and not about.by_ticket:
            key = _key(about.source, about.ticket)
            self._by_ticket[key] = min(iid, self._by_ticket.get(key, iid))

    def beside(self, source: str, ticket: str, known: Lookup) -> tuple[int, ...]:
        """Find the issues that hold what other sources say of a ticket, the oldest first."""
        found = set()
        others = {other for other in self._sources - {source} if ticket and self._count_together(other, source)}
        for key in (_key(other, ticket) for other in others):
            if one := known(key):
                found.add(one.iid)
            if key in self._by_ticket:
                found.add(self._by_ticket[key])
        return tuple(sorted(found))

    def _count_together(self, one: str, other: str) -> bool:
        """Tell whether two sources speak of the same tickets."""
        of_others = self.numbering.get("", "")
        return self.numbering.get(one, of_others) == self.numbering.get(other, of_others)


def _key(source: str, ticket: str) -> int:
    return fingerprint(f"{source}/ticket/{ticket}")


class Kinship:
    """Knows the issues that a pass has met, and those that it has read for its surveys' sake."""

    def __init__(self, tickets: Tickets, read: Lookup, ctx: Context) -> None:
        self._tickets = tickets
        self._read = read
        self._ctx = ctx
        self._first: dict[int, Known] = {}
        self._filed: dict[int, tuple[str, str]] = {}
        self._unsure: set[tuple[str, str]] = set()

    def case_of(self, issue: Issue) -> Case:
        """Say what an issue belongs to: the older open one with the same survey, and older ones about its ticket.

        Open issues must come in the order of their numbers; a closed one after an open one that may be its original.
        """
        mark, found = filing_mark(issue, self._ctx), known_as(issue, self._ctx)
        if mark is None or found is None:
            return Case(issue)
        self._tickets.meet(mark, issue.iid)
        key, this = found
        first = min((one for one in (self._first.get(key), self._read(key), this) if one), key=lambda one: one.iid)
        if issue.is_open:
            self._first[key] = first
        original = first.iid if first.is_original_of(this) else None
        about = about_of(mark)
        return Case(issue, original=original, siblings=self._older(about.source, about.ticket, issue.iid))

    def case_for(self, survey: Survey) -> Case:
        """Say which issues a new survey's issue is to stand beside."""
        return Case(None, survey, siblings=self._tickets.beside(survey.source, survey.ticket, self._known))

    def has_filed(self, plan: IssuePlan, iid: int) -> None:
        """Remember what a pass has just filed, to find what it files beside it; 0: nobody knows whether it did."""
        survey = plan.case.survey
        if survey is None or not survey.ticket or not plan.files:
            return
        if not iid:
            self._unsure.add((survey.source, survey.ticket))
            return
        for mark in marks_in(plan.actions[0].description) if isinstance(plan.actions[0], FileIssue) else ():
            self._tickets.meet(mark, iid)
        self._first[fingerprint(survey.key)] = Known(iid, survey.responded_at, self._ctx.now, is_open=True)
        self._filed[iid] = (survey.source, survey.ticket)

    def filed_together(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Go through the issues that were filed in this pass, each with older ones about its ticket, if there are."""
        for iid, (source, ticket) in self._filed.items():
            if older := self._older(source, ticket, iid):
                yield iid, older

    def beside_the_unsure(self) -> frozenset[int]:
        """Name the issues about tickets of which another one may have been filed, though no answer came."""
        found = (self._tickets.beside(source, ticket, self._known) for source, ticket in self._unsure)
        return frozenset(chain.from_iterable(found))

    def _older(self, source: str, ticket: str, iid: int) -> tuple[int, ...]:
        return tuple(one for one in self._tickets.beside(source, ticket, self._known) if one < iid)

    def _known(self, key: int) -> Known | None:
        return self._first.get(key) or self._read(key)
