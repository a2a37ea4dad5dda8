"""Tell the tickets of surveys that have become issues where their feedback is dealt with."""

from collections.abc import Callable

from bot.engine.report import Entry, Report, Status
from bot.errors import BotError, HaltedError
from bot.intake import Inbox, fingerprint
from bot.tracker import Tracker

NAME = "write_back"


def write_back(inbox: Inbox | None, issue_of: Callable[[int], int | None], tracker: Tracker, report: Report) -> None:
    """Tell every ticket that has not been told, if its source's section in the policy says so.

    The ticket itself remembers that it was told. What cannot be told is left for the next pass, which is red now;
    raises HaltedError when the pass is to end.
    """
    project = ""
    for teller in inbox.tellers if inbox else ():
        for ticket, key in teller.untold().items():
            iid = issue_of(fingerprint(key))
            if iid is None:
                continue
            entry = _entry(ticket, teller.source, iid, done=tracker.writer is not None)
            try:
                if tracker.writer is not None:
                    project = project or tracker.reader.project_url()
                    teller.tell(ticket, f"{project}/-/issues/{iid}")
            except HaltedError:
                raise
            except BotError as problem:
                report.fail(f"ticket {ticket} of {teller.source} was not told of #{iid}: {problem}")
            else:
                report.add(entry)


def _entry(ticket: str, source: str, iid: int, *, done: bool) -> Entry:
    return Entry(
        status=Status.DONE if done else Status.PLANNED,
        rule=NAME,
        what=f"tell ticket {ticket} of {source}",
        reason="it does not bear the tag yet",
        iid=iid,
    )
