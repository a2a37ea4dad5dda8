"""How an explanation shows itself: as lines for people, as one JSON document for programs."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.errors import BotError
from bot.model.inert import inline
from bot.reports.explain import day_or_time
from bot.reports.explanation import Clock, Expected, Explanation, Findings, Next, ReviewRead, State, Wanted

_WANTED = {
    Wanted.ANSWER: "an answer",
    Wanted.REVIEW: "the rest of the review",
    Wanted.CONTACT: "the contact with the customer",
}
_WIDTH = 10  # of the first column


def as_document(explanation: Explanation) -> str:
    """Write it down for programs; the keys stay what they are from version to version."""
    return _json({**asdict(explanation), "problems": [], "exit_code": 0})


def failed_document(iid: int, problem: BotError) -> str:
    """Say for programs why there is no explanation."""
    problems = [{"kind": "stopped", "detail": line} for line in problem.problems]
    return _json({"issue": iid, "problems": problems, "exit_code": int(problem.exit_code)})


def _json(document: dict[str, Any]) -> str:
    return f"{json.dumps(document, indent=2, ensure_ascii=False, default=_iso)}\n"


def _iso(value: date) -> str:
    return value.isoformat()


def as_lines(explanation: Explanation) -> str:
    """Write it down for a terminal."""
    parts = {
        f"#{explanation.issue}": [_state(explanation.state), *_foretold(explanation.next), explanation.url],
        "clock": [_clock(explanation.clock)],
        "expected": [_expected(explanation.expected)],
        "next": list(_next(explanation.next)),
        "evidence": list(_evidence(explanation.evidence)),
        "rules": [f"{one.rule}: nothing ({one.reason})" for one in explanation.declined if one.concerned],
    }
    return "".join(_rows(name, lines) for name, lines in parts.items())


def _rows(name: str, lines: list[str]) -> str:
    names = [name] + [""] * len(lines)
    return "".join(f"{first:<{_WIDTH}}{line}\n" for first, line in zip(names, lines, strict=False))


def _state(state: State) -> str:
    if state.dashboard:
        return "the bot's own dashboard"
    words = [
        "open" if state.open else "closed",
        state.rating,
        state.review and f"review {state.review}",
        state.contact and f"contact {state.contact}",
        state.hands_off and "hands off",
        state.reminders_off and "reminders off",
        state.contradicting_labels and f"contradicting labels: {', '.join(state.contradicting_labels)}",
    ]
    return ", ".join(word for word in words if word)


def _foretold(coming: Next) -> Iterator[str]:
    if coming.at_the_next_pass:
        yield "state, clock and expected are told as they will be once the bot has done what is due now"


def _clock(clock: Clock) -> str:
    due = f"due {clock.due_date}{', which is over' if clock.over else ''}" if clock.due_date else ""
    if clock.reason or clock.waits_for is None:
        return f"none runs: {clock.reason}{f' ({due})' if due else ''}"
    return f"{due}: {_WANTED[clock.waits_for]}"


def _expected(expected: Expected) -> str:
    if expected.what is None:
        return "nobody"
    who = ", ".join(expected.who) or "nobody is assigned or named by the policy"
    return f"{_WANTED[expected.what]}: {who}{f' ({expected.chosen})' if expected.chosen else ''}"


def _next(coming: Next) -> Iterator[str]:
    if coming.at is None:
        yield f"nothing: {coming.reason}"
        return
    yield "at the next pass" if coming.at_the_next_pass else f"with the first pass from {day_or_time(coming.at)} on"
    yield from (f"{step.rule}: {step.action} ({step.reason})" for step in coming.steps)


def _evidence(found: Findings) -> Iterator[str]:
    if found.survey:
        yield f"the customer answered on {day_or_time(found.survey.answered_at)}: {found.survey.rating}"
    if found.answer_expected_since:
        yield f"an answer has been expected since {day_or_time(found.answer_expected_since)}"
        answer = found.answer
        at = f"{answer.author} answered on {day_or_time(answer.at)}, note {answer.note}" if answer else ""
        yield at or "nobody has answered since"
    yield from _review(found.review) if found.review else ()
    if found.cause:
        yield f"cause label: {found.cause}"
    if found.last_reminder:
        yield f"last reminder: {found.last_reminder.rule}, on {day_or_time(found.last_reminder.at)}"
    if dated := found.due_date_changed:
        did = "removed" if dated.removed else "last set"
        yield f"due date: {did} by {dated.author} on {day_or_time(dated.at)}"


def _review(review: ReviewRead) -> Iterator[str]:
    if review.standing:
        yield f"review: {review.standing}"
    yield from (f"review, read: {line}" for line in review.read)
    for gap in review.missing:
        yield f"review, missing: {gap.line}{f' (seen: {inline(gap.seen)})' if gap.seen else ''}"
