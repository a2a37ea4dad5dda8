"""A pass that reads only what has changed leaves the tracker as one that reads everything would.

Two trackers live through the same history, made up by hypothesis. In the first every pass reads everything. In the
second a pass reads what its cursor tells; and there some passes break and are begun anew, or find the dashboard spoilt.

Two things are left out, since GitLab does not move `updated_at` for them: that a person deletes a comment, and that a
label is deleted from the project.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from builders import DAY, inbox_of
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from passes import Memory, StandingStill, connected, loaded

from bot.engine import Order, Report, run_pass
from bot.errors import BotError
from bot.intake import Inbox
from bot.model.context import Texts
from bot.rules import RULE_NAMES
from bot.sandbox import Sandbox
from bot.sandbox.world.model import Issue
from bot.settings import Settings
from bot.tracker import Client, Reader, Tracker, Writer

START = datetime(2026, 10, 20, 12, 0, tzinfo=UTC)  # some days before clocks are put back, in Europe and in America
RULES = "rules: {file_survey: , follow_rating: , close_duplicate: , delete_repeat: "
USUAL = f"{RULES}, ask_review: , ask_after_closing: , close_inactive: , nag_unanswered: }}"
BRISK = (
    f"{RULES}, ask_review: {{ratings: [bad, neutral]}}, ask_after_closing: {{within: 1d}}, "
    "close_inactive: {after: 1d}, nag_unanswered: {every: 1d}}"
)
POLICIES = (
    USUAL,
    f"timezone: Pacific/Kiritimati\n{USUAL}",  # fourteen hours ahead of UTC
    f"timezone: America/Los_Angeles\nanswer_within: 2d\n{BRISK}",
    f"timezone: Europe/Berlin\nother_bots: [priya]\nanswer_within: 36h\n{BRISK}",
    f"timezone: Pacific/Pago_Pago\nother_bots: [priya]\n{USUAL}",  # eleven hours behind
)
LABELS = (
    "satisfaction::good",
    "satisfaction::neutral",
    "satisfaction::bad",
    "review::needed",
    "review::incomplete",
    "review::done",
    "contact::requested",
    "contact::done",
    "feedback::process",
    "feedback-bot::hands-off",
)
DASHBOARD = "Feedback bot: dashboard"
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Step:
    """Something that happens: the name of a method of `History`, and what it is called with."""

    does: str
    how: tuple[Any, ...]

    def __repr__(self) -> str:
        return f"{self.does}{self.how}"


@dataclass(frozen=True)
class Pass:
    """A pass of the bot, and how it is disturbed: requests that fail, an issue that fails, what people do meanwhile."""

    surveys: bool = True
    fault: tuple[str, int, int | None] | None = None  # kind, how many requests go well before it, how often
    stuck: int | None = None
    meanwhile: tuple[Step, ...] = ()
    only: str | None = None
    skew: timedelta = timedelta()  # how far the bot's clock is ahead of GitLab's


class Watched(Client):
    """A connection that lets something happen right before the first write."""

    def __init__(self, before: Callable[[], None], **where: Any) -> None:  # noqa: ANN401 - what a client takes
        super().__init__(**where)
        self.before: Callable[[], None] | None = before

    def call(self) -> None:
        before, self.before = self.before, None
        if before:
            before()

    def post(self, *request: Any) -> dict[str, Any]:  # noqa: ANN401 - as in the client
        self.call()
        return super().post(*request)

    def put(self, *request: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        self.call()
        return super().put(*request)

    def delete(self, path: str) -> None:
        self.call()
        super().delete(path)


@dataclass(repr=False)
class History:
    """One tracker, and what happens to it."""

    sandbox: Sandbox
    policies: Sequence[Settings]
    texts: Sequence[Texts]
    folder: Path
    full: bool
    people: requests.Session = field(default_factory=requests.Session)
    rows: list[Mapping[str, object]] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    policy: int = 0

    def begin(self, policy: int) -> None:
        """Return to an empty tracker that has its labels; on some, GitLab lets a label take its siblings' place."""
        self.sandbox.reset()
        self.sandbox.settings.tier = "premium" if policy % 2 else "free"
        self.sandbox.clock.set(START)
        for name in (*LABELS, "feedback-bot::dashboard"):
            self.sandbox.world.add_label(name)
        self.rows, self.moments, self.policy = [], [START], policy

    @property
    def now(self) -> datetime:
        return self.sandbox.clock.now()

    @property
    def feedback(self) -> list[Issue]:
        """All issues but the bot's own, in an order that does not hang on their numbers."""
        issues: list[Issue] = [one for one in self.sandbox.world.issues.values() if one.title != DASHBOARD]
        return sorted(issues, key=lambda issue: (issue.title.rpartition(" for ")[2], issue.iid))

    @property
    def dashboard(self) -> Issue | None:
        return next((issue for issue in self.sandbox.world.issues.values() if issue.title == DASHBOARD), None)

    def seen(self) -> list[dict[str, object]]:
        """Tell all that people see."""
        return [
            {
                "title": issue.title,
                "state": issue.state,
                "labels": issue.label_names,
                "due": issue.due_date,
                "text": issue.description,
                "assignees": [person.username for person in issue.assignees],
                "notes": [(one.author.username, one.body) for one in issue.notes.values()],
            }
            for issue in self.feedback
        ]

    # --- time

    def wait(self, span: timedelta) -> None:
        self.sandbox.clock.set(self.now + span)

    def wait_since(self, moment: int, span: timedelta) -> None:
        """Let time pass until so long after something that has happened."""
        self.sandbox.clock.set(max(self.now, self.moments[max(moment, -len(self.moments))] + span))

    def wait_for_midnight(self, span: timedelta) -> None:
        """Let time pass until the next day of the bot's people begins, and a little more or less."""
        zone = self.policies[self.policy].policy.timezone
        tomorrow = (self.now + DAY / 2).astimezone(zone).date() + DAY
        self.sandbox.clock.set(max(self.now, datetime.combine(tomorrow, time(), zone) + span))

    # --- customers, operators and people

    def answer(self, ticket: int, rating: str, words: str, contact: str, ago: timedelta) -> None:
        self.rows.append(
            {
                "ticket": ticket,
                "rating": rating,
                "comment": words,
                "contact_requested": contact,
                "responded_at": (self.now - ago).isoformat(),
            }
        )

    def choose_policy(self, number: int) -> None:
        self.policy = number

    def spoil(self, how: str) -> None:
        """Let a person spoil the dashboard of the incremental bot."""
        if self.full or self.dashboard is None:
            return
        changes: dict[str, dict[str, object]] = {
            "label": {"remove_labels": "feedback-bot::dashboard"},
            "mark": {"description": (self.dashboard.description or "").replace("read=2", "read=soon-2")},
            "text": {"description": "Nobody needs this."},
            "close": {"state_event": "close"},
        }
        self._ask("PUT", "mia", f"/{self.dashboard.iid}", **changes[how])
        self.moments.pop()  # it is none in the other history

    def write(self, labels: Sequence[str], due: int | None) -> None:
        title = f"Feedback for call {len(self.moments)}"
        self._ask("POST", "mia", "", title=title, labels=",".join(labels), due_date=self._day(due))

    def comment(self, which: int, who: str, text: str) -> None:
        self._to(which, "POST", who, "/notes", body=text)

    def label(self, which: int, name: str, kind: str) -> None:
        self._to(which, "PUT", "jonas", "", **{kind: name})

    def turn(self, which: int, how: str) -> None:
        self._to(which, "PUT", "mia", "", state_event=how)

    def date(self, which: int, due: int | None) -> None:
        self._to(which, "PUT", "mia", "", due_date=self._day(due))

    def assign(self, which: int, who: str) -> None:
        self._to(which, "PUT", "mia", "", assignee_ids=[self.sandbox.world.people.named(who).id])  # type: ignore[union-attr]  # is there

    def edit(self, which: int, old: str, new: str) -> None:
        if self.feedback:
            issue = self.feedback[which % len(self.feedback)]
            self._to(which, "PUT", "mia", "", description=(issue.description or "-").replace(old, new) + " ")

    def _day(self, due: int | None) -> str:
        return "" if due is None else (self.now + due * DAY).date().isoformat()

    def _to(self, which: int, method: str, who: str, place: str, **body: object) -> None:
        if self.feedback:
            self._ask(method, who, f"/{self.feedback[which % len(self.feedback)].iid}{place}", **body)

    def _ask(self, method: str, who: str, place: str, **body: object) -> None:
        self.moments.append(self.now)
        address = f"{self.sandbox.url}/api/v4/projects/{self.sandbox.project_id}/issues{place}"
        headers = {"PRIVATE-TOKEN": self.sandbox.token(who)}
        self.people.request(method, address, headers=headers, json=body, timeout=30).raise_for_status()

    # --- the bot

    def play(self, step: Step | Pass) -> None:
        if isinstance(step, Step):
            getattr(self, step.does)(*step.how)
        else:
            self.let_the_bot_work(step)

    def let_the_bot_work(self, order: Pass) -> None:
        """Run a pass; one that breaks is run again, as the next of its schedule would be."""
        if order.fault and not self.full:
            kind, skip, times = order.fault
            self.sandbox.faults.add(kind=kind, skip=skip, times=times)
            try:
                self._pass(replace(order, meanwhile=()))
            except BotError as problem:
                note(f"broken: {problem}")
            self.sandbox.faults.clear()
        if order.stuck is not None and self.feedback:
            issue = self.feedback[order.stuck % len(self.feedback)]
            self.sandbox.faults.add(kind="403", path=rf"/issues/{issue.iid}(/|$)", times=None)
        self._pass(order)
        self.sandbox.faults.clear()
        self.moments.append(self.now)

    def _pass(self, order: Pass) -> None:
        def before() -> None:
            for step in order.meanwhile:
                self.play(step)

        settings = self.policies[self.policy]
        now = self.now + order.skew
        client = Watched(
            before,
            url=self.sandbox.url,
            token=self.sandbox.bot_token,
            project=settings.project,
            waiting=StandingStill(),
        )
        wish = Order(
            now=now,
            inbox=self._inbox(now) if order.surveys and self.rows else None,
            full=self.full,
            only=frozenset({order.only} - {None}),  # type: ignore[arg-type]  # none is left
            limited=False,
        )
        memory = Memory()
        run_pass(wish, settings, self.texts[self.policy], Tracker(Reader(client), Writer(client)), Report(memory))
        client.call()
        did = [f"{entry.rule} {entry.issue} {entry.status}" for entry in memory.entries]
        note(f"{now:%a %Y-%m-%d %H:%M:%S}, {'all' if self.full else 'new'}: {', '.join(did)} {memory.problems or ''}")

    def _inbox(self, now: datetime) -> Inbox:
        path = self.folder / "surveys.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in self.rows), encoding="utf-8")
        return inbox_of(path, now)


def step(does: str, *how: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.builds(Step, st.just(does), st.tuples(*how))


WHICH = st.integers(0, 3)
WHO = st.sampled_from(["mia", "priya"])
DUE = st.none() | st.integers(-3, 8)
MOMENTS = st.sampled_from([timedelta(), *(sign * span for sign in (1, -1) for span in (SECOND / 1000, SECOND, MINUTE))])
SOON = st.sampled_from([SECOND, 20 * SECOND, 59 * SECOND, MINUTE, 61 * SECOND, 2 * MINUTE, HOUR])
LATER = st.sampled_from([HOUR, 11 * HOUR, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY, 8 * DAY])
WAITS = st.one_of(
    step("wait", SOON),
    step("wait", LATER),
    step(
        "wait_since",
        st.integers(-9, -1),
        st.builds(lambda span, more: span + more, st.sampled_from([DAY, 7 * DAY]), MOMENTS),
    ),
    step("wait_for_midnight", MOMENTS | st.just(HOUR)),
)
POLICY = step("choose_policy", st.integers(0, len(POLICIES) - 1))
ANSWERS = step(
    "answer",
    st.integers(1, 2),
    st.sampled_from(["good", "good", "neutral", "bad"]),
    st.sampled_from(["", "Slow.", "Thanks!"]),
    st.sampled_from(["no", "no", "no", "yes"]),
    st.sampled_from([timedelta(), 3 * HOUR]),
)
GOOD = step("write", st.just(["satisfaction::good"]), st.none())
BAD = step("write", st.just(["satisfaction::bad"]), st.integers(0, 8))
WRITTEN = st.one_of(
    ANSWERS,
    GOOD,
    BAD,
    step("write", st.sets(st.sampled_from(LABELS), max_size=2).map(sorted), DUE),
)
HARMLESS = st.one_of(
    step("comment", WHICH, WHO, st.just("On it.")),
    step("turn", WHICH, st.just("reopen")),
    step("label", WHICH, st.just("feedback::process"), st.sampled_from(["add_labels", "remove_labels"])),
    step("assign", WHICH, WHO),
)
CHANGES = st.one_of(
    step("comment", WHICH, WHO, st.sampled_from(["Done.\n\n/close", "Later.\n\n/due 2026-11-01"])),
    step("label", WHICH, st.sampled_from(LABELS), st.sampled_from(["add_labels", "remove_labels"])),
    step("label", WHICH, st.sampled_from(LABELS[:3]), st.just("labels")),
    step("turn", WHICH, st.just("close")),
    step("date", WHICH, DUE),
    step(
        "edit", WHICH, st.sampled_from(["<!-- feedback-bot", "rating=bad", "e"]), st.sampled_from(["", "E", "<!-- x"])
    ),
    step("spoil", st.sampled_from(["label", "mark", "text", "close"])),
    POLICY,
)
QUIET = st.one_of(HARMLESS, HARMLESS, WAITS, step("date", WHICH, st.integers(0, 3)), POLICY)
ACTS = st.one_of(HARMLESS, HARMLESS, CHANGES, CHANGES, WRITTEN)
FAULTS = st.one_of(
    st.tuples(st.just("403"), st.integers(1, 8), st.just(1)),
    st.tuples(
        st.sampled_from(["401", "403", "500", "503", "429", "reset", "lost", "500_after", "truncated"]),
        st.integers(0, 14),
        st.sampled_from([1, 3, None]),
    ),
)
PLAIN = st.builds(Pass, surveys=st.booleans())
PASSES = st.one_of(
    PLAIN,
    PLAIN,
    st.builds(Pass, surveys=st.booleans(), fault=FAULTS),
    st.builds(Pass, surveys=st.booleans(), stuck=WHICH),
    st.builds(Pass, surveys=st.booleans(), only=st.sampled_from([*RULE_NAMES])),
    st.builds(
        Pass, surveys=st.booleans(), skew=st.sampled_from([-50 * MINUTE, -SECOND, SECOND, 50 * MINUTE, 2 * HOUR])
    ),
    st.builds(Pass, meanwhile=st.lists(ACTS | step("wait", SOON), min_size=1, max_size=3).map(tuple)),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Step | Pass]:
    """Begin with some feedback, and go on with days, each with a pass; on half of all calendars little else happens."""
    written, acts, passes = draw(st.sampled_from([(WRITTEN, ACTS | ACTS | WAITS, PASSES), (GOOD | BAD, QUIET, PLAIN)]))
    begun = draw(st.lists(written, min_size=1, max_size=3))
    day = st.tuples(WAITS, st.lists(acts, max_size=3), passes)
    days = draw(st.lists(day, min_size=3, max_size=9))
    return [*begun, *(one for wait, done, order in days for one in (wait, *done, order))]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[History, History]]:
    """Start two trackers."""
    folder = tmp_path_factory.mktemp("histories")
    with Sandbox(now=START) as one, Sandbox(now=START) as other:
        yield history(one, folder, full=True), history(other, folder, full=False)


def history(sandbox: Sandbox, folder: Path, *, full: bool) -> History:
    policies, texts = zip(*map(loaded, POLICIES), strict=True)
    return History(sandbox, [connected(policy, sandbox) for policy in policies], texts, folder, full)


def live_through(steps: Sequence[Step | Pass], policy: int, both: tuple[History, History]) -> None:
    """Let the same things happen to both trackers, and compare them after every pass."""
    for one in both:
        one.begin(policy)
    everything, changes = both
    for number, now in enumerate(steps):
        for one in both:
            one.play(now)
        if isinstance(now, Pass):
            assert changes.seen() == everything.seen(), f"after {now}, step {number + 1}"
    for one in both:
        one.let_the_bot_work(Pass())
    assert changes.seen() == everything.seen(), "after the last pass"


@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=histories(), policy=st.integers(0, len(POLICIES) - 1))
def test_reading_what_has_changed_is_as_good_as_reading_everything(
    both: tuple[History, History], steps: list[Step | Pass], policy: int
) -> None:
    live_through(steps, policy, both)
