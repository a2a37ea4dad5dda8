"""The work of `feedback-bot undo`: show what would be taken back, ask, do it."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import structlog
import typer

from bot.cli.ending import ending_in_good_order
from bot.cli.order import budget_of, instant_of, nonce
from bot.cli.screen import JsonScreen, Screen, TextScreen
from bot.cli.stage import client_for, writer_for
from bot.cli.wish import Wish
from bot.engine import Report, rehearsed
from bot.engine.undoing import UndoOrder, UndoPass, UnknownPassError, described, known_passes, undone_by
from bot.errors import BotError, CeilingError, ExitCode
from bot.model.logbook import PassRecord
from bot.settings import Settings, load_settings
from bot.tracker import Reader, Waiting
from bot.undo import Span

_NO_PASSES = "No pass is known. The dashboard names the newest that wrote something; of others the log tells the id."
_ONLY_SHOWN = "This was only shown: --yes does it."
_THEN = "The next pass does again what the policy says: mend the policy first, or put the label {label} on an issue."


def list_passes(wish: Wish) -> ExitCode:
    """Show which passes the dashboard names, the newest first, and say how the process is to end."""
    try:
        settings = load_settings(wish.config)
        waiting = Waiting(budget_of(wish), tell=lambda detail: structlog.get_logger().warning("look", detail=detail))
        records = known_passes(settings, Reader(client_for(settings, waiting)))
    except BotError as stopped:
        if wish.output != "json":
            raise
        for line in stopped.problems:
            structlog.get_logger().error(line)
        _write_list([], stopped)
        return stopped.exit_code
    zone = settings.policy.timezone
    if wish.output == "json":
        _write_list([_record(one, records, zone) for one in reversed(records)])
    else:
        lines = [described(one, zone, records) for one in reversed(records)] or [_NO_PASSES]
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    return ExitCode.DONE


def _record(one: PassRecord, records: Sequence[PassRecord], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "pass": one.identity,
        "began": one.began.astimezone(zone).isoformat(),
        "did": dict(one.did),
        "undone_by": undone_by(one, records),
    }


def _write_list(passes: list[dict[str, Any]], stopped: BotError | None = None) -> None:
    problems = [{"kind": "stopped", "detail": line} for line in (stopped.problems if stopped else ())]
    exit_code = int(stopped.exit_code if stopped else ExitCode.DONE)
    document = {"passes": passes, "problems": problems, "exit_code": exit_code}
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


def undo_pass(wish: Wish, identity: str, *, until: str | None, agreed: bool) -> ExitCode:
    """Undo a pass, show what came of it, and say how the process is to end."""
    screen: Screen = (JsonScreen if wish.output == "json" else TextScreen)(verbose=wish.verbose)
    report = Report(screen, dry_run=wish.dry_run)
    undoing = _Undoing(wish, screen, report, agreed=agreed)
    try:
        undoing.run(identity, until)
    except BotError as stopped:
        report.stopped = stopped
        undoing.last_words = _advice(stopped)
    screen.close(report)
    for line in undoing.last_words:
        screen.say(line)
    return report.exit_code


@dataclass(slots=True)
class _Undoing:
    """What was wished for, where it is shown, and whether somebody has agreed."""

    wish: Wish
    screen: Screen
    report: Report
    agreed: bool
    last_words: list[str] = field(default_factory=list)

    def run(self, identity: str, until: str | None) -> None:
        """Undo a pass; raises what ends it early."""
        settings = load_settings(self.wish.config)
        zone = settings.policy.timezone
        now, end = instant_of(self.wish.now, zone), instant_of(until, zone, "--until") if until else None
        order = UndoOrder(identity=identity, now=now, nonce=nonce(), until=end, limited=self.wish.limited)
        texts = rehearsed(settings, now)
        waiting = Waiting(budget_of(self.wish), tell=self.report.listener.warning)
        client = client_for(settings, waiting)
        try:
            with ending_in_good_order(waiting), self.screen:
                undo = UndoPass(order, settings, texts, Reader(client), self.report)
                self._look_at_the_clock(Reader(client))
                self._prepare(undo, settings)
            if self._may_write(undo):
                with ending_in_good_order(waiting), self.screen:
                    undo.carry_out(writer_for(client, settings))
        finally:
            self.report.reads, self.report.writes = client.reads, client.writes

    def _look_at_the_clock(self, reader: Reader) -> None:
        if self.wish.previews and not self.report.dry_run and not reader.is_sandbox():
            self.report.dry_run = True
            self.report.warn("--now shows what would be done then: nothing is written")

    def _prepare(self, undo: UndoPass, settings: Settings) -> None:
        """Show the plan, to programs only if it is all that they get; raises CeilingError before that."""
        span = undo.prepare()
        self.screen.say(_told(span, settings))
        self.report.about["undone"] = _facts(span, settings)
        undo.plan()
        if undo.is_needed:
            self.last_words = [_THEN.format(label=settings.labels.names.hands_off)]
        writes = not self.report.dry_run and (self.agreed or self._asks)
        if writes:
            undo.insist_on_limits()
        else:
            undo.warn_of_limits()
        if self.wish.output == "text" or not writes:
            shown = Report(self.screen, dry_run=True)
            undo.show(shown)
            self.report.counts = shown.counts

    def _may_write(self, undo: UndoPass) -> bool:
        """Ask, where somebody can be asked and has not said so already."""
        if self.report.dry_run or not undo.is_needed:
            return False
        if not self.agreed and not self._asks:
            self.last_words.append(_ONLY_SHOWN)
        if self.agreed or (self._asks and typer.confirm("Take this back?")):
            self.report.counts.clear()
            return True
        self.report.dry_run = True
        return False

    @property
    def _asks(self) -> bool:
        return self.wish.output == "text" and sys.stdin.isatty() and sys.stdout.isatty()


def _advice(stopped: BotError) -> list[str]:
    """Say what helps against what has ended the command early, as far as its own words do not."""
    if isinstance(stopped, UnknownPassError) and stopped.known:
        return ["Known are:", *stopped.known]
    return ["Look with --dry-run; --no-limit lets it through."] if isinstance(stopped, CeilingError) else []


def _told(span: Span, settings: Settings) -> str:
    begin, end = (moment.astimezone(settings.policy.timezone) for moment in (span.begin, span.end))
    day = "" if end.date() == begin.date() else f"{end:%Y-%m-%d} "
    return f"Pass {span.identity}: from {begin:%Y-%m-%d %H:%M:%S} to {day}{end:%H:%M:%S %Z} ({span.known_by})"


def _facts(span: Span, settings: Settings) -> dict[str, str]:
    """Say for programs what the first line says to people."""
    begin, end = (moment.astimezone(settings.policy.timezone).isoformat() for moment in (span.begin, span.end))
    return {"pass": span.identity, "from": begin, "to": end, "known_by": span.known_by}
