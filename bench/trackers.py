"""Feedback trackers of any size: hand-written, in the mix of a support team that has used the bot for two years."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.model.marks import Mark, stamp
from bot.sandbox.world.default import World

START = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)  # the moment of the first pass
BOT, PERSON = "feedback-bot", "mia"
_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
_CLOSED_SHARE = 0.5  # closed issues beside each open one; no pass without surveys looks at them
_REVIEW = """- **Summary of ticket/feedback:** the upgrade broke the runner
- **Action to be taken:** tell the product group
- **Contact customer to discuss feedback? (Y/N):** N, they were called already"""
_WORDS = "The agent knew the product well and stayed until it worked again, although it took longer than I had hoped."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One issue that is to be there; `notes` are who wrote what and when."""

    title: str
    created: datetime
    rating: str | None = None
    due: date | None = None
    state: str = "opened"
    labels: tuple[str, ...] = ()
    notes: tuple[tuple[str, str, datetime], ...] = ()


def seed_tracker(world: World, size: int) -> None:
    """Fill a tracker with so many open issues, and half as many closed ones, in the order in which they were opened."""
    for number, seed in enumerate(sorted(_seeds(size), key=lambda seed: seed.created), start=1):
        _plant(world, seed, number)


def _seeds(size: int) -> Iterator[Seed]:
    """Divide the open issues among the kinds by their shares; a kind gets its issues' places between 0 and 1."""
    begin = total = 0.0
    for share, make in _KINDS:
        total += share
        first, last = round(begin * size), round(total * size)
        yield from (make((place + 0.5) / (last - first)) for place in range(last - first))
        begin = total
    closed = int(size * _CLOSED_SHARE)
    yield from (_closed(place / closed) for place in range(closed))


def _good(ripe_from: timedelta, ripe_until: timedelta) -> Callable[[float], Seed]:
    """Good feedback that comes of age between two moments after the start."""

    def make(place: float) -> Seed:
        return Seed(
            title="Positive", rating="good", created=START - _WEEK + ripe_from + place * (ripe_until - ripe_from)
        )

    return make


def _bad(over_in: int, *, spread: int = 1) -> Callable[[float], Seed]:
    """Bad feedback whose due date is over so many days after the start, and nobody has answered."""

    def make(place: float) -> Seed:
        due = START.date() + timedelta(days=over_in - 1 + int(place * spread))
        created = _noon(due) - _WEEK - place * 6 * _HOUR
        return Seed(title="Negative", rating="bad", due=due, created=created, notes=(_asked(created),))

    return make


def _good_discussed(place: float) -> Seed:
    """Old good feedback that a person has commented on in the last days."""
    comment = (PERSON, "Thanked the agent.", START - place * 4 * _DAY - _HOUR)
    return Seed(title="Positive", rating="good", created=START - (10 + place * 50) * _DAY, notes=(comment,))


def _bad_reviewed(place: float) -> Seed:
    """Bad feedback past its date whose review a person completed in time."""
    due = START.date() - timedelta(days=1 + int(place * 400))
    created = _noon(due) - _WEEK
    answer = (PERSON, _REVIEW, created + 3 * _DAY)
    return Seed(
        title="Negative",
        rating="bad",
        due=due,
        created=created,
        labels=("review::done", "feedback::product-issue"),
        notes=(_asked(created), answer),
    )


def _staff(place: float) -> Seed:
    """Whatever else people keep in the project."""
    return Seed(title="Prepare the next training", created=START - (1 + place * 700) * _DAY)


def _closed(place: float) -> Seed:
    return Seed(title="Positive", rating="good", created=START - (8 + place * 700) * _DAY, state="closed")


# Share of the open issues, and what they are. After a day one in a hundred is due, after another day one in four.
_KINDS: tuple[tuple[float, Callable[[float], Seed]], ...] = (
    (0.005, _good(1.5 * _HOUR, 23.5 * _HOUR)),
    (0.005, _bad(1)),
    (0.125, _good(24.5 * _HOUR, 47.5 * _HOUR)),
    (0.125, _bad(2)),
    (0.14, _good(60 * _HOUR, 160 * _HOUR)),
    (0.10, _bad(4, spread=4)),
    (0.10, _good_discussed),
    (0.15, _bad_reviewed),
    (0.25, _staff),
)


def _plant(world: World, seed: Seed, number: int) -> None:
    ours = seed.rating is not None
    labels = [f"satisfaction::{seed.rating}"] if ours else []
    iid = world.seed_issue(
        f"{seed.title} feedback for ticket {number}" if ours else seed.title,
        BOT if ours else PERSON,
        created_at=seed.created,
        description=_description(seed, number) if ours else "Who takes part, and when?",
        labels=[*labels, *(seed.labels or (("review::needed",) if seed.rating == "bad" else ()))],
        due_date=seed.due,
        confidential=ours,
        state=seed.state,
    )
    for author, body, at in seed.notes:
        world.seed_note(iid, author, body, at)


def _description(seed: Seed, number: int) -> str:
    facts = {"survey": f"survey/ticket/{number}", "responded": (seed.created - _HOUR).isoformat()}
    facts |= {"rating": seed.rating or "", **({"due": seed.due.isoformat()} if seed.due else {})}
    return stamp(f"> {_WORDS}\n\n| what | |\n| --- | --- |\n| ticket | {number} |", Mark("file_survey", facts))


def _asked(created: datetime) -> tuple[str, str, datetime]:
    return BOT, stamp(f"Please fill in what happened. {_WORDS}", Mark("ask_review")), created


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
