"""Tell the tickets of surveys that have become issues where their feedback is dealt with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.engine.order import Order
from bot.engine.report import Entry, Report, Status
from bot.errors import TrackerError
from bot.intake import Teller, fingerprint
from bot.intake.zendesk import ZendeskError
from bot.model.context import Texts
from bot.reports.write_back import NAME, note_for
from bot.tracker import Tracker

_CANNOT_BE_CHANGED = 422  # Zendesk: for example, a field that must be filled is empty


@dataclass(frozen=True, slots=True)
class WriteBack:
    """Tells tickets, once each: the ticket itself remembers it.

    At most `most` tickets are told in one pass, None without limit; the next passes tell the others. What cannot be
    told makes the pass red, and its source is left alone for the rest of it; a ticket that cannot be changed at all is
    a warning.
    """

    tracker: Tracker
    texts: Texts
    report: Report
    most: int | None

    def tell(self, order: Order, issue_of: Callable[[int], int | None]) -> None:
        """Tell what has not been told; raises HaltedError and UnreachableError."""
        for teller in order.inbox.tellers if order.inbox and not order.only else ():
            wanted = [(ticket, iid) for ticket, key in teller.untold().items() if (iid := issue_of(fingerprint(key)))]
            if wanted:
                self._tell_some(teller, wanted)

    def _tell_some(self, teller: Teller, wanted: Sequence[tuple[str, int]]) -> None:
        try:
            project = self.tracker.reader.project_url()
        except TrackerError as problem:
            self.report.fail(f"no ticket of {teller.source} was told of its issue: {problem}")
            return
        for ticket, iid in islice(wanted, self.most):
            if not self._told(teller, ticket, iid, f"{project}/-/issues/{iid}"):
                return
        if self.most is not None and len(wanted) > self.most:
            self.report.warn(f"{teller.source}: {len(wanted) - self.most} more tickets are told by the next passes")

    def _told(self, teller: Teller, ticket: str, iid: int, url: str) -> bool:
        """Tell one ticket; gives False where going on with its source makes no sense."""
        about = f"ticket {ticket} of {teller.source} was not told of #{iid}"
        note = note_for(url, teller.tag, self.texts)
        try:
            done = self.tracker.writer is None or teller.tell(ticket, note, url)
        except ZendeskError as problem:
            if problem.status == _CANNOT_BE_CHANGED:
                self.report.warn(f"{about}: {problem}")
                return True
            self.report.fail(f"{about}: {problem}")
            return False
        if done:
            status = Status.PLANNED if self.tracker.writer is None else Status.DONE
            what, why = f"tell ticket {ticket} of {teller.source}", "it does not bear the tag yet"
            self.report.add(Entry(status=status, rule=NAME, what=what, reason=why, iid=iid, text=note))
        return True
