from datetime import timedelta

import pytest
from builders import BOT, CAUSES, NOW, a_context, a_labelling, an_issue

from bot.model.actions import UpdateIssue
from bot.model.case import Case, Evidence
from bot.model.issue import Issue, LabelEvent
from bot.model.labels import Label, Labels
from bot.rules.keep_one_label import KeepOneLabel

RULE = KeepOneLabel()
NAMES = (
    *("satisfaction::good", "satisfaction::bad", "review::needed", "review::done"),
    *("contact::requested", "contact::done", *CAUSES),
)
CTX = a_context()
CTX = a_context(
    labels=Labels(CTX.labels.names, tuple(Label(name=name, color="#6699cc") for name in NAMES)),
)


def bearing(*labels: str, events: tuple[LabelEvent, ...] = (), **changes: str) -> Issue:
    return an_issue(labels=frozenset(labels), label_events=events, **changes)


def set_in_turn(*labels: str) -> tuple[LabelEvent, ...]:
    """Let labels be set one minute after the other, the last one now."""
    ages = range(len(labels) - 1, -1, -1)
    return tuple(a_labelling(label, at=NOW - timedelta(minutes=age)) for label, age in zip(labels, ages, strict=True))


@pytest.mark.parametrize(
    ("present", "events", "removed"),
    [
        pytest.param(CAUSES[:2], set_in_turn(*CAUSES[:2]), {CAUSES[0]}, id="a second one set by hand"),
        pytest.param(CAUSES, set_in_turn(CAUSES[2], CAUSES[0], CAUSES[1]), {CAUSES[0], CAUSES[2]}, id="three"),
        pytest.param(CAUSES[:2], set_in_turn(CAUSES[1]), {CAUSES[0]}, id="one from before there were events"),
        pytest.param(CAUSES[:2], (), {CAUSES[1]}, id="both from before there were events"),
        pytest.param(
            CAUSES[:2], tuple(a_labelling(name) for name in CAUSES[:2]), {CAUSES[1]}, id="two managers at once"
        ),
        pytest.param(
            CAUSES[:2],
            (*set_in_turn(*CAUSES[:2]), a_labelling(CAUSES[0], added=False), a_labelling(CAUSES[0], at=NOW)),
            {CAUSES[1]},
            id="taken off and set again",
        ),
        pytest.param(
            CAUSES[:2],
            (
                *set_in_turn(*CAUSES[:2]),
                a_labelling(CAUSES[0], added=False, by=BOT),
                a_labelling(CAUSES[0], at=NOW + timedelta(minutes=1), by=BOT),
            ),
            {CAUSES[0]},
            id="put back by the bot, since a pass was undone",
        ),
        pytest.param(
            ("satisfaction::good", "satisfaction::bad", "contact::requested", "contact::done"),
            set_in_turn("satisfaction::good", "contact::requested", "satisfaction::bad", "contact::done"),
            {"satisfaction::good", "contact::requested"},
            id="of two kinds",
        ),
    ],
)
def test_the_newest_stays(present: tuple[str, ...], events: tuple[LabelEvent, ...], removed: set[str]) -> None:
    issue = bearing(*present, "kudos", "team::a", "team::b", events=events)
    (update,) = RULE.decide(Case(issue), CTX).actions
    assert isinstance(update, UpdateIssue)
    assert set(update.labels.remove) == removed
    assert update.labels.add == ()


@pytest.mark.parametrize(
    "issue",
    [
        bearing(CAUSES[0], "satisfaction::bad", "review::needed"),
        bearing("team::a", "team::b"),
        bearing("review::needed", "review::done"),
        bearing(*CAUSES, state="closed"),
    ],
    ids=["one of each kind", "labels that are none of the bot's", "of the review", "closed"],
)
def test_otherwise_none_is_taken_off(issue: Issue) -> None:
    assert not RULE.decide(Case(issue), CTX).actions
    assert RULE.wants(issue, CTX) == Evidence.NOTHING


def test_who_set_what_is_read_where_labels_exclude_each_other() -> None:
    assert RULE.wants(bearing(*CAUSES), CTX) == Evidence.LABEL_EVENTS


def test_there_must_be_an_issue() -> None:
    assert not RULE.decide(Case(None), CTX).actions
