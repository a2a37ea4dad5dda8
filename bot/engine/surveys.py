"""Match the surveys of a pass with the issues they have become."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.engine.gather import TELL_EVERY, one_case
from bot.engine.report import Report
from bot.errors import TrackerError
from bot.intake import Inbox, Sighting, fingerprint
from bot.model.case import Case
from bot.model.context import Context
from bot.model.history import filed_as
from bot.model.survey import Survey
from bot.tracker import Reader


@dataclass(frozen=True, slots=True)
class Known:
    """Which issue a survey has become, and when the answer it holds was given."""

    iid: int
    responded_at: datetime


Register = Mapping[bytes, Known]


class SurveyDesk:
    """The surveys of one pass: those without an issue, and those whose issue holds an older answer."""

    def __init__(self, inbox: Inbox, seen: Sighting, register: Register) -> None:
        self._inbox = inbox
        self._seen = seen
        self._register = register

    @classmethod
    def open(
        cls, inbox: Inbox, reader: Reader, ctx: Context, report: Report, look_back: timedelta | None
    ) -> "SurveyDesk | None":
        """Read the surveys, and what of them is known; None when there is nothing to match.

        What is known is read from the bot's issues of the surveys' time and of `look_back` before it, or of all times.
        When that fails nothing may be filed: the failure is reported and the pass goes on without the surveys.
        """
        seen = inbox.look(lambda rejection: report.reject(str(rejection)), report.listener.warning)
        report.surveys = len(seen.newest)
        if seen.oldest is None:
            return None
        since = None if look_back is None else min(seen.oldest, ctx.now) - look_back
        try:
            return cls(inbox, seen, _register(reader, since, ctx, report))
        except TrackerError as problem:
            report.fail(f"no survey was filed, since it could not be found out which ones are known: {problem}")
            return None

    def changed(self, reader: Reader, report: Report) -> Iterator[Case]:
        """Go through the surveys that were answered again, each with its issue."""
        changed = {key: known for key, known in self._register.items() if self._has_changed(key, known)}
        for survey in self._inbox.newest(self._seen) if changed else ():
            if known := changed.get(fingerprint(survey.key)):
                try:
                    yield Case(one_case(reader, known.iid).issue, survey)
                except TrackerError as problem:
                    report.skip(f"#{known.iid}: {problem}")

    @property
    def new_count(self) -> int:
        """How many surveys have no issue yet."""
        return len(self._seen.newest.keys() - self._register.keys())

    def new(self) -> Iterator[Survey]:
        """Go through the surveys that have no issue yet."""
        if self.new_count:
            known = self._register
            yield from (survey for survey in self._inbox.newest(self._seen) if fingerprint(survey.key) not in known)

    def _has_changed(self, key: bytes, known: Known) -> bool:
        return self._seen.has_newer(key, known.responded_at)


def _register(reader: Reader, since: datetime | None, ctx: Context, report: Report) -> Register:
    """Read the marks of the issues the bot has filed; of two for one survey the lower number counts."""
    register: dict[bytes, Known] = {}
    for count, issue in enumerate(reader.issues_by(ctx.bot, since), start=1):
        if count % TELL_EVERY == 0:
            report.listener.progress("filed issues read", count)
        if mark := filed_as(issue, ctx):
            known = Known(issue.iid, datetime.fromisoformat(mark.facts["responded"]))
            key = fingerprint(mark.facts["survey"])
            register[key] = min(known, register.get(key, known), key=lambda one: one.iid)
    return register
